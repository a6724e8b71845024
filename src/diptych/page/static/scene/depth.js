// Depth as an act of its own: asked when it is first looked at, with what it is worth beside it.
import { $, el } from "../parts.js";
import * as effects from "./effects.js";
import * as stage from "./stage.js";

const settings = { kind: "map", grey: false, strength: 0.5, focus: undefined, x: 0.35, y: 0 };
const KINDS = [["map", "Map"], ["blur", "Blur"], ["colour", "Tint"], ["parallax", "Parallax"]];
const LEAST_RANGE = 16_000; // of 65535 levels that always take the whole palette, lest a flat scene looks deep

export function begin() {
  stage.state.effect = paint;
  stage.view.addEventListener("pointermove", ({ offsetX, offsetY }) => {
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
  return [kinds, ...options()];
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

// What this depth is worth, in a sentence.
export function honesty({ unit, source }) {
  if (unit === "metres") return `In metres${source ? `, from ${source}` : ""}. Bright is near.`;
  return "A rough guess, learnt from rendered scenes: bright is near, and there are no metres.";
}
