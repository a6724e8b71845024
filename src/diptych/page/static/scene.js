// Plates and frames in, answers on the stage, options and downloads below.
import { $, base64, call, callJson, download, el, notice, Refusal, say, unbase64 } from "./parts.js";
import { grey } from "./png.js";
import * as stage from "./stage.js";
import * as live from "./live.js";

const COLOURS = { "deep green": [38, 70, 83], paper: [244, 241, 234], ember: [231, 111, 81], night: [22, 24, 34] };
const HINTS = {
  net: "Trained to key any thing against a plate that is almost right.",
  keyer: "What a careful compositor does without a net. It knows no depth.",
  difference: "Where plate and frame differ by more than 24 levels. It knows no depth.",
};
const MOST_PX = 24_000_000;

const status = $("#scene-status");
const given = { plate: null, frames: [], at: 0, method: "net" };
let asking = null;

export function begin() {
  stage.begin(options);
  live.begin({
    method: () => given.method, plate: () => given.plate,
    camera: () => hold({ plate: null, frames: [], at: 0 }),
    taken: (bitmap) => hold({ plate: { name: "plate", blob: null, bitmap } }),
  });
  for (const kind of ["plate", "frame"]) {
    $(`#${kind} input`).addEventListener("change", (event) => {
      take(kind, [...event.target.files]);
      event.target.value = "";
    });
  }
  for (const radio of document.querySelectorAll("#method input")) {
    radio.addEventListener("change", () => {
      given.method = radio.value;
      $("#method-hint").textContent = HINTS[radio.value];
      for (const frame of given.frames) frame.scene = null;
      live.running() ? live.restart() : answer();
    });
  }
  for (const button of document.querySelectorAll("#downloads button")) button.addEventListener("click", () => save(button.dataset.file));
  dropping();
  examples();
  options(stage.state.view);
}

// What the server can do just now.
export function know(server) {
  const radio = $("#method input[value=net]"), box = $("#scene-notice"), { state, why } = server.scene;
  radio.disabled = state === "missing";
  if (state === "missing") {
    const keyer = $("#method input[value=keyer]");
    if (given.method === "net") keyer.click();
    notice(box, "The scene net is not here; a keyer answers in its place, without depth.", why);
  } else box.hidden = true;
}

export function leave() {
  live.stop();
}

async function examples() {
  const box = $("#examples");
  const listed = await callJson("examples/list.json").catch(() => []);
  for (const { name, says } of listed) {
    const picture = el("img", { src: `examples/${name}.thumb.webp`, alt: "", width: 144, height: 108 });
    const button = el("button", { type: "button", title: `${name}: ${says}` }, picture, el("span", {}, says));
    button.setAttribute("aria-label", `Example: ${name}, ${says}`);
    button.addEventListener("click", async () => {
      live.stop();
      const [plate, frame] = await Promise.all(["plate", "frame"].map(async (kind) => (await call(`examples/${name}.${kind}.webp`)).blob()));
      hold({ plate: await read(plate, `${name}.plate`), frames: [await read(frame, name)], at: 0 });
      answer();
      $("#stage").scrollIntoView({ block: "nearest", behavior: "smooth" });
    });
    box.append(button);
  }
}

// Files from the picker or dropped: one plate; one frame, several, or a video.
async function take(kind, files) {
  if (!files.length) return;
  const video = files.find((file) => file.type.startsWith("video/"));
  try {
    if (kind === "frame" && video) {
      say(status, "Playing the video against the plate.");
      hold({ frames: [], at: 0 });
      await live.play(video);
      return;
    }
    const opened = [];
    for (const file of kind === "plate" ? files.slice(0, 1) : files) opened.push(await read(file, file.name.replace(/\.[^.]*$/, "")));
    hold(kind === "plate" ? { plate: opened[0] } : { frames: opened, at: 0 });
    if (kind === "plate") for (const frame of given.frames) frame.scene = null;
    if (live.running() && kind === "plate") return void live.restart(given.plate.bitmap);
    live.stop();
    answer();
  } catch (error) {
    say(status, error.message, "bad");
  }
}

// A file as {name, blob, bitmap}. What is no picture to the browser is none to anybody.
async function read(blob, name) {
  let bitmap;
  try {
    bitmap = await createImageBitmap(blob);
  } catch {
    throw new Error(`${name} is not a picture that can be read. Give a JPEG, PNG or WebP file.`);
  }
  return { name, blob, bitmap };
}

// What is given from now on, shown small. An answer that is under way is of no use any more.
function hold(what) {
  asking?.abort();
  Object.assign(given, what);
  for (const [kind, picture] of [["plate", given.plate], ["frame", given.frames[given.at]]]) {
    const box = $(`#${kind}`), canvas = $("canvas", box);
    box.classList.toggle("full", Boolean(picture));
    canvas.hidden = !picture;
    if (picture) thumbnail(canvas, picture.bitmap, 480);
  }
  const strip = $("#frames");
  strip.hidden = given.frames.length < 2;
  strip.replaceChildren(...(given.frames.length < 2 ? [] : given.frames.map(frameButton)));
}

function frameButton(frame, number) {
  const canvas = el("canvas");
  thumbnail(canvas, frame.bitmap, 120);
  const button = el("button", { type: "button", "aria-pressed": String(number === given.at), title: frame.name, className: frame.scene ? "done" : "" }, canvas);
  button.setAttribute("aria-label", `Frame ${number + 1}: ${frame.name}`);
  button.addEventListener("click", () => {
    hold({ at: number });
    answer();
  });
  return button;
}

function thumbnail(canvas, bitmap, width) {
  const scale = Math.min(1, width / bitmap.width);
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
}

// Ask for every frame that has no answer yet, the one that is looked at first.
async function answer() {
  asking?.abort();
  const plate = given.plate, frames = given.frames;
  if (!plate || !frames.length) {
    if (plate || frames.length) say(status, plate ? "Now the frame: the same view with the thing in it." : "Now the plate: the same view without the thing.");
    return;
  }
  const mine = (asking = new AbortController()), box = $("#stage");
  box.setAttribute("aria-busy", "true");
  try {
    await answerAll(plate, frames, mine.signal);
  } catch (error) {
    if (error.name !== "AbortError") say(status, error.message, "bad");
  } finally {
    if (asking === mine) box.removeAttribute("aria-busy");
  }
}

async function answerAll(plate, frames, signal) {
  const order = [given.at, ...frames.keys()].filter((number, i, all) => all.indexOf(number) === i);
  for (const number of order) {
    const frame = frames[number];
    if (!frame.scene) {
      const left = frames.filter((other) => !other.scene).length;
      say(status, frames.length > 1 ? `Answering: ${frames.length - left + 1} of ${frames.length} …` : "Answering …");
      frame.scene = await asked(plate, frame, given.method, signal);
      $("#frames").children[number]?.classList.add("done");
    }
    if (signal.aborted) return;
    if (number === given.at) shown(frame.scene);
  }
  shown(frames[given.at].scene, { again: false });
}

async function asked(plate, frame, method, signal) {
  const start = performance.now();
  const body = { plate: await plain(plate), frame: await plain(frame), method };
  const ask = () => callJson("api/scene/answer", body, { signal });
  const found = await ask().catch(async (error) => {
    // What the browser reads and the server refuses is made a plain PNG once: phones put more into a file than a picture.
    if (!(error instanceof Refusal) || error.status !== 422) throw error;
    [body.plate, body.frame] = [await plain(plate, true), await plain(frame, true)];
    return ask();
  });
  const mask = await grey(unbase64(found.mask)), depth = found.depth && (await grey(unbase64(found.depth)));
  const { width, height } = found;
  return {
    width, height, mask: mask.values, raw: depth && depth.values, depth: null,
    plate: pixels(plate.bitmap, width, height), frame: pixels(frame.bitmap, width, height),
    near: found.near_metres, far: found.far_metres, fit: found.fit, seconds: found.seconds, whole: (performance.now() - start) / 1000,
    name: frame.name, files: { mask: found.mask, depth: found.depth },
  };
}

// The file in base64: as it is, or drawn anew where it must be.
async function plain(picture, anew = false) {
  const { bitmap } = picture, scale = Math.min(1, Math.sqrt(MOST_PX / (bitmap.width * bitmap.height)));
  if (!anew && scale === 1 && /^image\/(jpeg|png|webp)$/.test(picture.blob?.type)) return base64(picture.blob);
  const canvas = new OffscreenCanvas(Math.floor(bitmap.width * scale), Math.floor(bitmap.height * scale));
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return base64(await canvas.convertToBlob({ type: "image/png" }));
}

function pixels(bitmap, width, height) {
  const canvas = new OffscreenCanvas(width, height), pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.drawImage(bitmap, 0, 0, width, height);
  return pen.getImageData(0, 0, width, height).data;
}

function shown(scene, { again = true } = {}) {
  if (again) stage.show(scene);
  stage.misfit(scene.fit);
  for (const button of document.querySelectorAll("#downloads button")) button.disabled = button.dataset.file === "depth" && !scene.raw;
  const facts = `${scene.width}×${scene.height}, answered in ${took(scene.seconds)}, here after ${took(scene.whole)}`;
  if (!scene.fit.belongs) say(status, scene.fit.says, "bad");
  else say(status, `${facts}. ${scene.fit.says}`);
}

const took = (seconds) => (seconds < 1 ? `${Math.round(1000 * seconds)} ms` : `${seconds.toFixed(1)} s`);

async function save(what) {
  const scene = stage.state.full;
  if (!scene || scene.blank) return;
  const name = scene.name || "frame";
  if (scene.files?.[what]) return download(new Blob([unbase64(scene.files[what])], { type: "image/png" }), `${name}.${what}.png`);
  const made = what === "view" ? stage.state.view : what;
  const canvas = new OffscreenCanvas(scene.width, scene.height), pen = canvas.getContext("2d"), picture = pen.createImageData(scene.width, scene.height);
  stage.make(made, scene, picture.data);
  pen.putImageData(picture, 0, 0);
  download(await canvas.convertToBlob({ type: "image/png" }), `${name}.${made}.png`);
}

// What can be chosen for the view.
function options(view) {
  const box = $("#options"), { settings } = stage.state;
  const slider = (label, name, least, most, value) => {
    const input = el("input", { type: "range", min: least, max: most, step: 0.01, value });
    input.addEventListener("input", () => {
      settings[name] = Number(input.value);
      stage.redraw();
    });
    return el("label", {}, label, input);
  };
  const check = (label, name, changed) => {
    const input = el("input", { type: "checkbox", checked: settings[name] });
    input.addEventListener("change", () => {
      settings[name] = input.checked;
      changed();
    });
    return el("label", { className: "switch" }, input, el("span", {}, label));
  };
  const made = {
    depth: () => [check("grey", "grey", stage.redraw), check("the net's whole range", "range", stage.respread),
      el("span", {}, "Bright is near, in equal steps of 1/metres."), el("span", {}, "Under the pointer: ", el("output", { id: "under" }, "–"))],
    replace: () => [...Object.entries(COLOURS).map(([name, colour]) => swatch(name, colour)), behind()],
    blur: () => [slider("sharp at", "focus", 0, 1, settings.focus ?? 0.6), slider("softness", "strength", 0, 1, settings.strength)],
    parallax: () => [slider("strength", "strength", 0, 1, settings.strength), slider("from the side", "x", -1, 1, settings.x), "or move the pointer over the picture"],
    mask: () => ["White is the thing, black is the plate; the edge is soft."],
    cutout: () => ["Where the edge is soft, the plate's colour is taken out of it."],
    colour: () => ["Near is yellow, far is blue; the light is the frame's."],
  };
  box.replaceChildren(...made[view]());
}

function swatch(name, colour) {
  const { settings } = stage.state, on = !settings.picture && String(settings.behind) === String(colour);
  const button = el("button", { type: "button", className: "swatch", title: name, "aria-pressed": String(on) });
  button.setAttribute("aria-label", `Background: ${name}`);
  button.style.background = `rgb(${colour})`;
  button.addEventListener("click", () => {
    settings.behind = colour;
    settings.picture = null;
    options("replace");
    refresh();
  });
  return button;
}

function behind() {
  const input = el("input", { type: "file", accept: "image/*" });
  const label = el("label", { className: "file" }, "a picture …", input);
  input.addEventListener("change", async () => {
    try {
      stage.state.settings.picture = (await read(input.files[0], input.files[0].name)).bitmap;
      refresh();
    } catch (error) {
      say(status, error.message, "bad");
    }
  });
  return label;
}

function refresh() {
  stage.redraw();
  if (stage.state.full) stage.drawTiles();
}

// Files dropped anywhere: the left half of the page is the plate, the right half the frame.
function dropping() {
  const veil = $("#veil"), section = $("#scene");
  const over = (event) => event.dataTransfer?.types.includes("Files") && !section.hidden;
  const target = (event) => $(`[data-into=${event.clientX < innerWidth / 2 ? "plate" : "frame"}]`, veil);
  addEventListener("dragover", (event) => {
    if (!over(event)) return;
    event.preventDefault();
    veil.hidden = false;
    for (const half of veil.children) half.classList.toggle("over", half === target(event));
  });
  addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) veil.hidden = true;
  });
  addEventListener("drop", (event) => {
    if (!over(event)) return;
    event.preventDefault();
    veil.hidden = true;
    const files = [...event.dataTransfer.files];
    const images = files.filter((file) => file.type.startsWith("image/"));
    // Two pictures at once are a plate and a frame, told apart by their names where those say it.
    if (images.length === 2 && !given.plate && files.length === 2) {
      images.sort((a, b) => Number(/plate|background|clean|empty/i.test(b.name)) - Number(/plate|background|clean|empty/i.test(a.name)));
      take("plate", [images[0]]).then(() => take("frame", [images[1]]));
    } else take(target(event).dataset.into, files);
  });
}
