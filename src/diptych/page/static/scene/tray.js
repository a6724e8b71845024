// The tray below the stage: the pair and its cut-out, further frames, examples; and what is dropped or pasted.
import { $, call, callJson, el } from "../parts.js";
import { read, shrink } from "./pictures.js";

const CARD_PX = 320, STRIP_PX = 120;
let on;

// `given` has take(into, files), swap(), clear() and choose(at).
export function begin(given) {
  on = given;
  for (const into of ["plate", "frame"]) {
    $(`#${into} input`).addEventListener("change", ({ target }) => {
      on.take(into, [...target.files]);
      target.value = "";
    });
  }
  $("#swap").addEventListener("click", () => on.swap());
  $("#clear").addEventListener("click", () => on.clear());
}

// Show what is given; `live`, the frames come from a camera.
export function show({ plate, frames, at }, { live = false } = {}) {
  for (const [id, picture] of [["plate", plate], ["frame", frames[at]]]) {
    const card = $(`#${id}`), canvas = $("canvas", card);
    card.classList.toggle("full", Boolean(picture));
    card.classList.toggle("wanted", !live && !picture && Boolean(plate || frames.length));
    canvas.hidden = !picture;
    if (picture && canvas.picture !== picture.bitmap) shrink((canvas.picture = picture.bitmap), CARD_PX, canvas);
  }
  $("#pair").classList.remove("aside");
  $("#swap").disabled = !plate || !frames.length;
  $("#clear").disabled = !plate && !frames.length;
  if (!plate || !frames.length) $("#result img").hidden = true;
  const strip = $("#frames");
  strip.hidden = frames.length < 2;
  strip.replaceChildren(...(frames.length < 2 ? [] : frames.map((frame, number) => frameButton(frame, number, at))));
}

// The camera is on the stage: what was given waits beside it.
export const aside = () => $("#pair").classList.add("aside");

function frameButton(frame, number, at) {
  const state = frame.problem ? "failed" : frame.scene ? "done" : "";
  const button = el("button", { type: "button", "aria-pressed": String(number === at), title: frame.problem || frame.name, className: state });
  button.append(shrink(frame.bitmap, STRIP_PX));
  button.setAttribute("aria-label", `Photo ${number + 1}: ${frame.name}${frame.problem ? `, ${frame.problem}` : ""}`);
  button.addEventListener("click", () => on.choose(number));
  return button;
}

// The examples, each one click away; gives their list.
export async function examples(open) {
  const listed = await callJson("examples/list.json").catch(() => []);
  $(".try").hidden = !listed.length;
  $("#examples").replaceChildren(...listed.map((entry) => {
    const picture = el("img", { src: `examples/${entry.thumb || `${entry.name}.thumb`}.webp`, alt: "", width: 144, height: 108, loading: "lazy" });
    const button = el("button", { type: "button", title: entry.title, "data-name": entry.name }, picture);
    button.setAttribute("aria-label", `Example: ${entry.title}`);
    button.addEventListener("click", () => open(entry));
    return button;
  }));
  return listed;
}

// The two pictures of an example.
export async function fetchPair({ name, plate, frame }) {
  const [empty, full] = await Promise.all([[plate, `${name}-empty`], [frame, name]].map(async ([file, called]) => {
    const blob = await (await call(`examples/${file}.webp`)).blob();
    return read(blob, called);
  }));
  return { plate: empty, frames: [full] };
}

// Files dropped anywhere: two pictures are a new pair; one goes where it is dropped. Pasted pictures likewise.
export function dropping() {
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
    on.take(files.length === 2 ? "both" : target(event).dataset.into, files);
  });
  addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files || [])];
    if (!section.hidden && files.length) on.take("both", files);
  });
}
