// What can stand behind the thing: nothing, a colour, a photograph of ours, one of one's own.
import { $, el } from "../parts.js";
import { read } from "./pictures.js";
import * as stage from "./stage.js";

const COLOURS = [["White", "#ffffff"], ["Warm grey", "#d9d4cc"], ["Night", "#16181f"], ["Leaf", "#3f7d58"]];
const PHOTOS = [["Sunset", "sunset"], ["Stream", "stream"], ["Dandelions", "dandelion"], ["Room", "room"]];
const opened = new Map();
let chosen = "None", problem = () => {}, custom = null;

// `on.problem(text)` is told what goes wrong.
export function begin(on) {
  problem = on.problem;
}

// The row of backgrounds, for the shelf.
export function swatches() {
  const make = (name, style, choose, className = "") => {
    const button = el("button", { type: "button", className: `swatch ${className}`, title: name, "data-name": name });
    button.setAttribute("aria-label", `Background: ${name}`);
    button.setAttribute("aria-pressed", String(name === chosen));
    Object.assign(button.style, style);
    button.addEventListener("click", choose);
    return button;
  };
  return [
    make("None", {}, () => set("None", null), "none"),
    ...COLOURS.map(([name, colour]) => make(name, { background: colour }, () => set(name, colour))),
    ...PHOTOS.map(([name, file]) => make(name, { backgroundImage: `url(examples/${file}.swatch.webp)` }, () => photo(name), "photo")),
    own(),
  ];
}

function own() {
  const input = el("input", { type: "file", accept: "image/*" });
  input.setAttribute("aria-label", "A background of your own");
  input.addEventListener("change", async () => {
    const [file] = input.files;
    input.value = "";
    try {
      custom = (await read(file)).bitmap;
      set("Yours", custom);
    } catch (error) {
      problem(error.message);
    }
  });
  return el("label", { className: `swatch own file ${chosen === "Yours" ? "on" : ""}`, title: "A picture of your own" }, "+", input);
}

// One of our photographs, fetched when it is first wanted.
export async function photo(name) {
  try {
    const [, file] = PHOTOS.find(([other]) => other === name);
    if (!opened.has(name)) {
      const answer = await fetch(`examples/${file}.background.webp`);
      if (!answer.ok) throw new Error();
      opened.set(name, await createImageBitmap(await answer.blob()));
    }
    set(name, opened.get(name));
  } catch {
    problem("This background could not be loaded. Is the server still running?");
  }
}

export function set(name, background) {
  chosen = name;
  stage.before(background);
  for (const button of document.querySelectorAll("#shelf .swatch[data-name]")) button.setAttribute("aria-pressed", String(button.dataset.name === name));
  $("#shelf .own")?.classList.toggle("on", name === "Yours");
}
