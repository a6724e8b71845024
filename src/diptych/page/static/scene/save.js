// What can be taken home: the cut-out above all, at the photo's own size.
import { $, download, gone, say } from "../parts.js";
import { withDepth } from "./ask.js";
import { canvasOf, shrink } from "./pictures.js";
import * as stage from "./stage.js";

const THUMB_PX = 640;
const NAMES = { cut: "cut-out", view: "new-background", mask: "mask", depth: "depth" };
const menu = $("#menu"), more = $("#more");
let given, problem, status, url = "";

export function begin(on) {
  ({ given, problem, status } = on);
  $("#download").addEventListener("click", () => save("cut"));
  more.addEventListener("click", () => open(menu.hidden));
  for (const button of menu.children) button.addEventListener("click", () => {
    open(false);
    button.dataset.file === "copy" ? copy() : save(button.dataset.file);
  });
  addEventListener("pointerdown", ({ target }) => menu.hidden || $("#take").contains(target) || open(false));
  $("#take").addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || menu.hidden) return;
    open(false);
    more.focus();
  });
}

function open(on) {
  menu.hidden = !on;
  more.setAttribute("aria-expanded", String(on));
  if (on) menu.firstElementChild.focus();
}

// The scene as it is saved: at full size, which may have to be waited for.
async function whole() {
  const { scene } = stage.state;
  if (!scene?.whole) return scene;
  const button = $("#download"), text = button.textContent;
  button.disabled = true;
  button.textContent = "Preparing the full size …";
  try {
    return (scene.full ??= await scene.whole());
  } finally {
    button.disabled = false;
    button.textContent = text;
  }
}

async function save(what) {
  const name = stage.state.scene?.name || "photo";
  try {
    const blob = what === "depth" ? await depthFile() : await png(stage.made(await whole(), what));
    if (blob) download(blob, `${name}.${NAMES[what]}.png`);
  } catch (error) {
    if (!gone(error)) problem(`It could not be saved: ${error.message}`);
  }
}

const png = (canvas) => canvas.convertToBlob({ type: "image/png" });

async function copy() {
  try {
    const blob = png(stage.made(stage.state.scene, "cut"));
    await navigator.clipboard.write([new ClipboardItem({ "image/png": blob })]);
    say(status, "Copied. Paste it wherever you like.");
  } catch {
    problem("This browser does not let the page copy pictures. Download it instead.");
  }
}

// Depth with its 16 bits, which no canvas keeps.
async function depthFile() {
  const frame = given.frames[given.at], { scene } = stage.state;
  if (!scene.depth && frame) await withDepth(given.plate, frame, given.method);
  if (!scene.depth) {
    problem("There is no depth to save: a classic method knows none.");
    return null;
  }
  const { grey16 } = await import("./png.js");
  return grey16(scene.width, scene.height, scene.depth);
}

// The cut-out as a small picture, to be dragged out of the page.
export async function thumbnail(scene) {
  const image = $("#result img");
  const full = stage.made(scene, "cut");
  const blob = await png(scene.width > THUMB_PX ? toOffscreen(shrink(full, THUMB_PX)) : full);
  URL.revokeObjectURL(url);
  image.src = url = URL.createObjectURL(blob);
  image.hidden = false;
}

function toOffscreen(canvas) {
  const { width, height } = canvas;
  return canvasOf(canvas.getContext("2d").getImageData(0, 0, width, height).data, width, height);
}
