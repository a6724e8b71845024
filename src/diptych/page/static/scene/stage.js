// The stage: one large picture, fitted or at 1:1, over a checkerboard, a colour or another photograph.
import { $, calm } from "../parts.js";
import { cutOut, showDepth, showMask } from "./effects.js";
import { canvasOf } from "./pictures.js";

const SQUARE_PX = 12, SWEEP_MS = 650;
const box = $("#stage"), canvas = $("#view"), pen = canvas.getContext("2d");

export const state = {
  view: "result", // or mask, depth
  background: null, // null: checkerboard; a colour "#rrggbb"; a bitmap
  scene: null, // {width, height, plate, frame, mask, depth, …}, as large as it is looked at
  effect: null, // what the depth view makes of a scene: (scene, rgba) => …
};

let source = null, layers = {}, original = false, sweep = 1, zoomed = false, pan = { x: 0, y: 0 }, queued = false;

export function begin() {
  new ResizeObserver(redraw).observe(box);
  for (const [id, on] of [["#fit", false], ["#one", true]]) $(id).addEventListener("click", () => zoom(on));
  canvas.addEventListener("dblclick", ({ offsetX, offsetY }) => zoom(!zoomed, offsetX, offsetY));
  canvas.addEventListener("pointerdown", pressed);
  canvas.addEventListener("keydown", panned);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  $("#theme").addEventListener("click", redraw);
}

// Show an answer; `sweep` uncovers it from left to right.
export function show(scene, { sweeping = false } = {}) {
  const other = !state.scene || state.scene.width !== scene.width || state.scene.height !== scene.height;
  state.scene = scene;
  source = null;
  layers = {};
  if (other) pan = { x: 0, y: 0 };
  stale(false);
  if (sweeping && !calm()) animate();
  else sweep = 1;
  redraw();
}

// Show a picture before there is any answer: a canvas, a bitmap or a video.
export function showPicture(picture, label) {
  state.scene = null;
  source = picture;
  zoomed = false;
  canvas.setAttribute("aria-label", label);
  stale(false);
  redraw();
}

// Nothing is given: an invitation.
export function empty() {
  state.scene = source = null;
  canvas.setAttribute("aria-label", "No photo yet");
  stale(false);
  redraw();
}

// What is shown belongs to what was given before: veil it.
export function stale(on) {
  box.classList.toggle("stale", on);
  if (on) $("#misfit").hidden = true;
  enable();
}

export const isStale = () => box.classList.contains("stale");

// What can be done with an answer can be done while there is one that is not veiled.
function enable() {
  const there = Boolean(state.scene) && !isStale();
  $("#take").hidden = $("#zoom").hidden = !there;
  $("#hold").disabled = !there;
  $("#empty").hidden = Boolean(state.scene || source);
  $("#one").setAttribute("aria-pressed", String(zoomed));
  $("#fit").setAttribute("aria-pressed", String(!zoomed));
  box.classList.toggle("zoomed", zoomed && there);
  canvas.tabIndex = zoomed && there ? 0 : -1;
  if (state.scene) canvas.setAttribute("aria-label", { result: "The cut-out", mask: "The mask: white is the thing", depth: "Depth, a rough guess" }[state.view]);
}

export function look(view) {
  state.view = view;
  layers.depth = undefined;
  enable();
  redraw();
}

export function before(background) {
  state.background = background;
  redraw();
}

// While it is held, the photograph itself is shown.
export function hold(on) {
  original = on;
  redraw();
}

function zoom(on, x, y) {
  if (!state.scene) return;
  const place = placed();
  zoomed = on;
  if (on && x !== undefined) {
    const next = placed();
    pan = { x: (0.5 - (x - place.x / ratio()) / (place.width / ratio())) * next.width, y: (0.5 - (y - place.y / ratio()) / (place.height / ratio())) * next.height };
  } else pan = { x: 0, y: 0 };
  enable();
  redraw();
}

// Press: the original; or, where only a part is seen, move it.
function pressed(event) {
  if (!state.scene || event.button) return;
  canvas.setPointerCapture(event.pointerId);
  const from = { x: event.clientX, y: event.clientY, pan };
  if (!zoomed) hold(true);
  const move = ({ clientX, clientY }) => {
    if (!zoomed) return;
    pan = { x: from.pan.x + (clientX - from.x) * ratio(), y: from.pan.y + (clientY - from.y) * ratio() };
    redraw();
  };
  const up = () => {
    canvas.removeEventListener("pointermove", move);
    hold(false);
  };
  canvas.addEventListener("pointermove", move);
  for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, up, { once: true });
}

function panned(event) {
  const [x, y] = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key] || [];
  if (!zoomed || x === undefined) return;
  event.preventDefault();
  pan = { x: pan.x + 80 * x, y: pan.y + 80 * y };
  redraw();
}

function animate() {
  const start = performance.now(), mine = state.scene;
  const tick = (now) => {
    if (state.scene !== mine) return;
    const at = Math.min(1, (now - start) / SWEEP_MS);
    sweep = 1 - (1 - at) ** 3;
    redraw();
    if (at < 1) requestAnimationFrame(tick);
  };
  sweep = 0;
  requestAnimationFrame(tick);
}

const ratio = () => devicePixelRatio || 1;

// Where the picture lies, in pixels of the canvas.
function placed() {
  const { width, height } = size(), fits = Math.min(canvas.width / width, canvas.height / height);
  const full = state.scene?.full, scale = zoomed ? (full ? full.width / width : 1) : fits;
  const clamp = (value, most) => Math.max(-most, Math.min(most, value));
  const shown = { width: width * scale, height: height * scale };
  const at = (side, by) => (canvas[side] - shown[side]) / 2 + clamp(by, Math.max(0, (shown[side] - canvas[side]) / 2));
  return { ...shown, x: at("width", pan.x), y: at("height", pan.y) };
}

function size() {
  const it = state.scene || source;
  return { width: it.videoWidth || it.width, height: it.videoHeight || it.height };
}

export function redraw() {
  if (queued) return;
  queued = true;
  requestAnimationFrame(() => {
    queued = false;
    draw();
  });
}

function draw() {
  const width = Math.round(box.clientWidth * ratio()), height = Math.round(box.clientHeight * ratio());
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  pen.clearRect(0, 0, width, height);
  if (!width || !height || (!state.scene && !source)) return;
  const place = placed();
  pen.imageSmoothingEnabled = !zoomed;
  pen.imageSmoothingQuality = "high";
  if (!state.scene || original) return put(state.scene ? layer("frame") : source, place);
  paint(pen, place);
  if (sweep < 1) {
    pen.save();
    pen.beginPath();
    pen.rect(place.x + place.width * sweep, place.y, place.width, place.height);
    pen.clip();
    put(layer("frame"), place);
    pen.restore();
    pen.fillStyle = "#fff";
    pen.fillRect(place.x + place.width * sweep - ratio(), place.y, 2 * ratio(), place.height);
  }
}

// The pixel of the scene at a place of the canvas, in CSS pixels; null beside the picture.
export function pixelAt(x, y) {
  const place = placed(), { width, height } = size();
  const found = { x: Math.floor(((x * ratio() - place.x) / place.width) * width), y: Math.floor(((y * ratio() - place.y) / place.height) * height) };
  return found.x < 0 || found.y < 0 || found.x >= width || found.y >= height ? null : found;
}

const put = (picture, { x, y, width, height }, on = pen) => on.drawImage(picture, x, y, width, height);

// The view of the scene, painted into a place.
function paint(on, place) {
  if (state.view === "result") {
    behind(on, place);
    put(layer("cut"), place, on);
  } else put(layer(state.view), place, on);
}

function behind(on, { x, y, width, height }) {
  const { background } = state;
  on.save();
  on.beginPath();
  on.rect(x, y, width, height);
  on.clip();
  if (!background) {
    on.fillStyle = checkerboard(on);
    on.fillRect(x, y, width, height);
  } else if (typeof background === "string") {
    on.fillStyle = background;
    on.fillRect(x, y, width, height);
  } else {
    const scale = Math.max(width / background.width, height / background.height);
    const w = background.width * scale, h = background.height * scale;
    on.drawImage(background, x + (width - w) / 2, y + (height - h) / 2, w, h);
  }
  on.restore();
}

function checkerboard(on) {
  const side = Math.max(1, Math.round(SQUARE_PX * ratio())), tile = new OffscreenCanvas(2 * side, 2 * side), brush = tile.getContext("2d");
  const theme = document.documentElement.dataset.theme, dark = theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const [light, shade] = dark ? ["#3a3f49", "#2c3038"] : ["#ffffff", "#e7e7e3"];
  brush.fillStyle = light;
  brush.fillRect(0, 0, 2 * side, 2 * side);
  brush.fillStyle = shade;
  brush.fillRect(0, 0, side, side);
  brush.fillRect(side, side, side, side);
  return on.createPattern(tile, "repeat");
}

const MAKERS = { cut: cutOut, mask: showMask, depth: (scene, out) => (state.effect || showDepth)(scene, out) };

// A layer of the scene as a canvas, made once. At 1:1 the whole picture is looked at, if it is there.
function layer(name) {
  const scene = (zoomed && name !== "depth" && state.scene.full) || state.scene;
  const key = scene === state.scene ? name : `${name}, whole`;
  layers[key] ??= layerOf(scene, name);
  return layers[key];
}

function layerOf(scene, name) {
  if (name === "frame") return canvasOf(scene.frame, scene.width, scene.height);
  const out = new Uint8ClampedArray(4 * scene.width * scene.height);
  (name === "depth" && !scene.depth ? showMask : MAKERS[name])(scene, out);
  return canvasOf(out, scene.width, scene.height);
}

// A scene as a canvas of its own size: what is downloaded. `what`: view, cut or mask.
export function made(scene, what) {
  if (what !== "view") return layerOf(scene, what);
  const canvas = new OffscreenCanvas(scene.width, scene.height), on = canvas.getContext("2d");
  if (state.view === "result") {
    if (state.background) behind(on, { x: 0, y: 0, width: scene.width, height: scene.height });
    on.drawImage(layerOf(scene, "cut"), 0, 0);
  } else on.drawImage(layerOf(scene, state.view), 0, 0);
  return canvas;
}

// The view of the scene that is shown, painted over all of another canvas.
export const paintOn = (target) => paint(target.getContext("2d"), { x: 0, y: 0, width: target.width, height: target.height });

// A setting of the depth view changed.
export function remake() {
  layers.depth = undefined;
  redraw();
}

export const view = canvas;
