// The stage: one large view of the scene with before/after, and small ones of everything that can be made of it.
import { $, el } from "./parts.js";
import * as effects from "./effects.js";

const SHOWN_PX = 1100, TILE_PX = 176;

export const VIEWS = {
  mask: { label: "Mask", make: effects.showMask },
  depth: { label: "Depth", make: effects.showDepth, depth: true },
  cutout: { label: "Cut-out", make: effects.cutOut },
  replace: { label: "Background", make: effects.replace },
  blur: { label: "Depth blur", make: effects.blur, depth: true },
  colour: { label: "Depth colour", make: effects.colour, depth: true },
  parallax: { label: "Parallax", make: effects.parallax, depth: true, whole: true },
};

export const state = {
  view: "mask",
  full: null, // the scene at its own size
  shown: null, // … as large as it is looked at
  settings: { grey: false, behind: [38, 70, 83], focus: null, strength: 0.5, x: 0.35, y: 0, picture: null, range: false },
};

const view = $("#view"), fit = $("#fit"), stage = $("#stage"), split = $("#split"), divider = $("#divider");
const tiles = {};
let onChoice = () => {};

export function begin(chosen) {
  onChoice = chosen;
  for (const [name, { label }] of Object.entries(VIEWS)) {
    const canvas = el("canvas", { width: TILE_PX, height: (TILE_PX * 3) / 4 });
    const tile = el("button", { type: "button", "aria-pressed": String(name === state.view), disabled: true }, canvas, el("span", {}, label));
    tile.addEventListener("click", () => choose(name));
    tiles[name] = tile;
    $("#tiles").append(tile);
  }
  split.addEventListener("input", place);
  new ResizeObserver(arrange).observe(stage);
  stage.addEventListener("pointermove", (event) => {
    const { shown, full, settings } = state;
    if (!shown || shown.blank) return;
    const box = fit.getBoundingClientRect();
    const x = (event.clientX - box.left) / box.width, y = (event.clientY - box.top) / box.height;
    if (state.view === "parallax") {
      [settings.x, settings.y] = [2 * x - 1, 2 * y - 1];
      redraw();
    }
    if (state.view === "depth" && x >= 0 && x < 1 && y >= 0 && y < 1)
      $("#under").textContent = metres(full, full.raw[Math.floor(y * full.height) * full.width + Math.floor(x * full.width)]);
  });
}

export function choose(name) {
  state.view = name;
  for (const [other, tile] of Object.entries(tiles)) tile.setAttribute("aria-pressed", String(other === name));
  arrange();
  redraw();
  onChoice(name);
}

// Show a scene at its own size; `quick` leaves the small views for later, as live pictures do.
export function show(scene, { quick = false } = {}) {
  spread(scene, scene.live && state.full?.live ? state.full.span : null);
  state.full = scene;
  state.shown = scene.width > SHOWN_PX ? shrunk(scene, SHOWN_PX) : scene;
  if (!scene.depth && VIEWS[state.view].depth) choose("mask");
  if (view.width !== state.shown.width || view.height !== state.shown.height || fit.hidden) {
    view.width = state.shown.width;
    view.height = state.shown.height;
    $("#empty").hidden = true;
    fit.hidden = false;
    arrange();
  }
  draw();
  if (!quick) drawTiles();
}

// Depth as it is looked at: what the picture holds of it takes the whole scale, unless the net's range shall stand.
// A live picture's ends follow slowly (from those `before`), lest the colours flicker.
function spread(scene, before) {
  if (!scene.raw) return;
  scene.span = state.settings.range ? [0, 65535] : ends(scene.raw);
  if (before && !state.settings.range) scene.span = scene.span.map((end, i) => before[i] + 0.1 * (end - before[i]));
  const [low, high] = scene.span, scale = 65535 / (high - low);
  scene.depth = scene.raw.map((level) => Math.min(65535, Math.max(0, (level - low) * scale)));
  scene.layers = undefined;
  $("#far").textContent = metres(scene, low);
  $("#near").textContent = metres(scene, high);
}

// Between these levels lie 98 of 100 pixels.
function ends(values) {
  const counts = new Uint32Array(1024), step = Math.max(1, Math.floor(values.length / 50_000));
  let all = 0;
  for (let i = 0; i < values.length; i += step, all++) counts[values[i] >> 6]++;
  let low = 0, high = 1023;
  for (let seen = counts[0]; seen < 0.01 * all; ) seen += counts[++low];
  for (let seen = counts[1023]; seen < 0.01 * all; ) seen += counts[--high];
  return high - low < 8 ? [64 * Math.max(0, low - 8), 64 * (low + 8)] : [64 * low, 64 * (high + 1) - 1];
}

// A level of scaled inverse depth in words.
function metres({ near, far }, level) {
  const value = 1 / (1 / far + (Math.min(1, level / 65535)) * (1 / near - 1 / far));
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} m`;
}

// Stretch depth anew after a setting changed.
export function respread() {
  if (state.full) show(state.full);
}

// Say on the picture itself when its plate does not belong to it.
export function misfit({ belongs }) {
  $("#misfit").hidden = belongs;
  $("#misfit").textContent = belongs ? "" : "This plate does not belong to this frame";
}

// Only a picture, before there is any answer.
export function showPicture(width, height, rgba) {
  const blank = new Uint8Array(width * height).fill(255);
  show({ width, height, plate: rgba, frame: rgba, mask: blank, depth: null, blank: true }, { quick: true });
}

// Fill `out` (RGBA) with a view of a scene.
export function make(name, scene, out) {
  const settings = { ...state.settings, focus: state.settings.focus ?? undefined };
  if (name === "replace" && settings.picture) settings.behind = pictured(settings.picture, scene.width, scene.height);
  VIEWS[name].make(scene, out, settings);
}

let waiting = false;
export function redraw() {
  if (waiting || !state.shown) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    if (state.shown) draw();
  });
}

function draw() {
  const { shown } = state;
  const pen = view.getContext("2d"), picture = pen.createImageData(shown.width, shown.height);
  if (shown.blank) picture.data.set(shown.frame);
  else make(state.view, shown, picture.data);
  pen.putImageData(picture, 0, 0);
  const { whole } = VIEWS[state.view];
  if (!whole && !shown.blank) {
    const before = Math.round((shown.width * split.value) / 100);
    if (before > 0) pen.putImageData(new ImageData(shown.frame, shown.width), 0, 0, 0, 0, before, shown.height);
  }
  fit.classList.toggle("whole", Boolean(whole || shown.blank));
  $("#scale").hidden = state.view !== "depth" || !shown.depth;
  if (scaled !== state.settings.grey) drawScale((scaled = state.settings.grey));
}

let scaled;
function drawScale(grey) {
  const pen = $("#scale canvas").getContext("2d");
  effects.PLASMA.forEach((colour, i) => {
    pen.fillStyle = `rgb(${grey ? [i, i, i] : colour})`;
    pen.fillRect(i, 0, 1, 1);
  });
}

function place() {
  divider.style.left = `${split.value}%`;
  redraw();
}

// The picture as large as it fits, in the middle.
function arrange() {
  if (!state.shown) return;
  const { clientWidth, clientHeight } = stage, { width, height } = state.shown;
  const scale = Math.min(clientWidth / width, clientHeight / height);
  fit.style.width = `${Math.round(width * scale)}px`;
  fit.style.height = `${Math.round(height * scale)}px`;
}

export function drawTiles() {
  const small = shrunk(state.full, TILE_PX);
  for (const [name, tile] of Object.entries(tiles)) {
    tile.disabled = Boolean(small.blank || (VIEWS[name].depth && !small.depth));
    if (tile.disabled) continue;
    const canvas = $("canvas", tile);
    canvas.width = small.width;
    canvas.height = small.height;
    const pen = canvas.getContext("2d"), picture = pen.createImageData(small.width, small.height);
    make(name, small, picture.data);
    pen.putImageData(picture, 0, 0);
  }
}

// The same scene `width` pixels wide.
function shrunk(scene, width) {
  if (scene.width <= width) return scene;
  const height = Math.max(1, Math.round((scene.height * width) / scene.width));
  const at = (values, made) => {
    for (let y = 0, i = 0; y < height; y++) {
      const row = Math.floor(((y + 0.5) * scene.height) / height) * scene.width;
      for (let x = 0; x < width; x++, i++) made[i] = values[row + Math.floor(((x + 0.5) * scene.width) / width)];
    }
    return made;
  };
  const count = width * height;
  return {
    ...scene, width, height, layers: undefined,
    plate: resized(scene.plate, scene.width, scene.height, width, height),
    frame: resized(scene.frame, scene.width, scene.height, width, height),
    mask: at(scene.mask, new Uint8Array(count)),
    depth: scene.depth && at(scene.depth, new Uint16Array(count)),
  };
}

function resized(rgba, width, height, toWidth, toHeight) {
  const from = new OffscreenCanvas(width, height), to = new OffscreenCanvas(toWidth, toHeight);
  from.getContext("2d").putImageData(new ImageData(rgba, width), 0, 0);
  const pen = to.getContext("2d", { willReadFrequently: true });
  pen.imageSmoothingQuality = "high";
  pen.drawImage(from, 0, 0, toWidth, toHeight);
  return pen.getImageData(0, 0, toWidth, toHeight).data;
}

// A picture that covers the scene, as RGBA; kept for the size that was asked last.
let kept = {};
function pictured(bitmap, width, height) {
  if (kept.bitmap === bitmap && kept.width === width && kept.height === height) return kept.rgba;
  const canvas = new OffscreenCanvas(width, height), pen = canvas.getContext("2d");
  const scale = Math.max(width / bitmap.width, height / bitmap.height);
  const w = bitmap.width * scale, h = bitmap.height * scale;
  pen.drawImage(bitmap, (width - w) / 2, (height - h) / 2, w, h);
  kept = { bitmap, width, height, rgba: pen.getImageData(0, 0, width, height).data };
  return kept.rgba;
}
