// Depth as an act of its own: asked when it is first looked at, with what it is worth beside it.
import { $, el } from "../parts.js";
import { engine } from "../site.js";
import * as effects from "./effects.js";
import * as stage from "./stage.js";

const known = { depth_from: "auto", camera_metres: "1.5", horizon: "", depth_file: null };
const settings = { kind: "map", grey: false, strength: 0.5, focus: undefined, x: 0.35, y: 0 };
const KINDS = [["map", "Map"], ["blur", "Blur"], ["colour", "Tint"], ["parallax", "Parallax"]];
const LEAST_RANGE = 16_000; // of 65535 levels that always take the whole palette, lest a flat scene looks deep

let asked = () => {};

// `again()` asks for depth anew, once something else is known of the scene.
export function begin(again) {
  asked = again;
  stage.state.effect = paint;
  stage.view.addEventListener("pointermove", ({ offsetX, offsetY }) => {
    under(offsetX, offsetY);
    if (stage.state.view !== "depth" || settings.kind !== "parallax" || !stage.state.scene?.depth) return;
    [settings.x, settings.y] = [(2 * offsetX) / stage.view.clientWidth - 1, (2 * offsetY) / stage.view.clientHeight - 1];
    stage.remake();
  });
}

function paint(scene, out) {
  const stretched = spread(scene);
  const make = { map: effects.showDepth, blur: effects.blur, colour: effects.colour, parallax: effects.parallax }[settings.kind];
  make(stretched, out, settings);
}

// Depth as it is looked at: what the picture holds of it, at least LEAST_RANGE levels, takes the whole palette.
function spread(scene) {
  if (scene.stretched) return scene.stretched;
  const counts = new Uint32Array(1024), step = Math.max(1, Math.floor(scene.depth.length / 50_000));
  let all = 0;
  for (let i = 0; i < scene.depth.length; i += step, all++) counts[scene.depth[i] >> 6]++;
  const end = (at, by) => {
    for (let seen = counts[at]; seen < 0.01 * all; ) seen += counts[(at += by)];
    return 64 * at;
  };
  let low = end(0, 1), high = end(1023, -1) + 63;
  const short = LEAST_RANGE - (high - low);
  if (short > 0) [low, high] = [Math.max(0, low - short / 2), Math.min(65535, high + short / 2)];
  const scale = 65535 / (high - low);
  scene.stretched = { ...scene, depth: scene.depth.map((level) => Math.min(65535, Math.max(0, (level - low) * scale))) };
  return scene.stretched;
}

// The row of choices, for the shelf.
export function choices(scene) {
  if (!scene?.depth) return [el("span", { className: "hint" }, scene?.asking ? "Asking for depth …" : "No depth here: a classic method knows none.")];
  const kinds = el("span", { className: "choice", role: "radiogroup", "aria-label": "What to make of depth" }, ...KINDS.map(([kind, label]) => {
    const radio = el("input", { type: "radio", name: "depth", value: kind, checked: kind === settings.kind });
    radio.addEventListener("change", () => {
      settings.kind = kind;
      $("#shelf").replaceChildren(...choices(scene));
      $(`#shelf [value=${kind}]`).focus();
      stage.remake();
    });
    return el("label", {}, radio, el("span", {}, label));
  }));
  return [kinds, ...(engine.DEPTHS ? knowing() : []), ...options(), el("output", { id: "under" })];
}

function options() {
  if (settings.kind === "map") {
    const box = el("input", { type: "checkbox", checked: settings.grey });
    box.addEventListener("change", () => {
      settings.grey = box.checked;
      stage.remake();
    });
    return [el("label", { className: "switch" }, box, el("span", {}, "Grey"))];
  }
  const name = settings.kind === "blur" ? "focus" : "strength";
  const range = el("input", { type: "range", min: 0, max: 1, step: 0.01, value: settings[name] ?? 0.6 });
  range.addEventListener("input", () => {
    settings[name] = Number(range.value);
    stage.remake();
  });
  return [el("label", {}, settings.kind === "blur" ? "Sharp at " : "Strength ", range)];
}

// What is known of the scene: nothing, a guess, the floor by the horizon and the camera's height, or a file.
function knowing() {
  const select = el("select", {}, ...engine.DEPTHS.map(([name, label]) => el("option", { value: name, selected: name === known.depth_from }, label)));
  select.setAttribute("aria-label", "What the depth rests on");
  select.addEventListener("change", () => {
    known.depth_from = select.value;
    if (ready()) return asked();
    $("#shelf").replaceChildren(...choices(stage.state.scene));
    picking = select.value === "floor";
    if (picking) told("Click on the horizon in the picture, or where it would be.");
  });
  return [select, ...({ floor: [height()], file: [file()] }[known.depth_from] || [])];
}

let picking = false;
const ready = () => ({ floor: known.horizon !== "", file: known.depth_file !== null }[known.depth_from] ?? true);
const told = (text) => ($("#scene-status").textContent = text);

function height() {
  const input = el("input", { type: "number", min: 0.05, max: 100, step: 0.05, value: known.camera_metres });
  input.addEventListener("change", () => {
    known.camera_metres = input.value;
    if (ready()) asked();
  });
  return el("label", {}, "Camera height, m ", input);
}

function file() {
  const input = el("input", { type: "file", accept: "image/png" });
  input.addEventListener("change", () => {
    [known.depth_file] = input.files;
    if (known.depth_file) asked();
  });
  return el("label", { className: "button file" }, "16-bit PNG, mm …", input);
}

// A click on the picture says where the horizon lies. True if it was one.
export function picked(share) {
  if (!picking || stage.state.view !== "depth") return false;
  picking = false;
  known.horizon = String(Math.min(0.99, Math.max(-4, share)));
  asked();
  return true;
}

// What is known, as it is asked with.
export function given() {
  const { depth_from, camera_metres, horizon, depth_file } = known;
  if (!ready()) return {};
  if (depth_from === "floor") return { depth_from, camera_metres: Number(camera_metres), horizon: Number(horizon) };
  return depth_from === "file" ? { depth_from, depth_file } : { depth_from };
}

// The metres under the pointer, where there are any.
function under(x, y) {
  const { scene } = stage.state, output = $("#under"), at = scene && stage.pixelAt(x, y);
  if (!output || !scene?.depth || scene.unit !== "metres") return;
  const level = at && scene.depth[at.y * scene.width + at.x];
  const far = scene.far === null ? 0 : 1 / scene.far, metres = level && 1 / ((level / 65535) * (1 / scene.near - far) + far);
  output.textContent = metres ? `${metres < 10 ? metres.toFixed(1) : Math.round(metres)} m here` : "";
}

// What this depth is worth, in a sentence.
export function honesty({ unit, source }) {
  if (unit === "metres") return `In metres, from ${source || "what is known of the scene"}. Bright is near; point at the picture to read it.`;
  return "A rough guess, learnt from rendered scenes: bright is near, and there are no metres.";
}
