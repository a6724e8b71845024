// On load the stage plays: an empty scene, the same with something in it, cut out, before another background.
import { $, calm, rest } from "../parts.js";
import * as backgrounds from "./backgrounds.js";
import * as stage from "./stage.js";

const EMPTY_MS = 550, WITH_MS = 650, CUT_MS = 2600, BEHIND_MS = 3000;
const TOUR = ["Sunset", "Stream", "Dandelions"];
let playing = null;

// `pair(example)` gives its pictures, `ask(pair)` their answer; `give(pair)` puts both on the page as if they were chosen.
export async function begin({ example, pair, ask, give }) {
  if (!example || $("#scene").hidden) return;
  const { signal } = (playing = new AbortController());
  try {
    const found = await pair(example), answer = ask({ plate: found.plate, frame: found.frames[0], signal });
    answer.catch(() => {}); // told when it is waited for
    if (!calm()) await opening(found, signal);
    await answer.then((scene) => (found.frames[0].scene = scene), (error) => (found.frames[0].problem = error.message));
    if (signal.aborted) return;
    give(found);
    if (found.frames[0].scene && !calm()) await tour(signal);
  } catch {
    // It was stopped, or the pictures did not come; the page can be used all the same.
  }
  if (!signal.aborted) stop();
}

async function opening({ plate, frames }, signal) {
  signal.throwIfAborted();
  for (const [{ bitmap }, text, milliseconds] of [[plate, "An empty scene", EMPTY_MS], [frames[0], "The same, with something in it", WITH_MS]]) {
    stage.showPicture(bitmap, text);
    caption(text);
    await rest(milliseconds, signal);
  }
}

async function tour(signal) {
  caption("Cut out");
  await rest(CUT_MS, signal);
  for (const name of TOUR) {
    await backgrounds.photo(name);
    caption("Before another background");
    await rest(BEHIND_MS, signal);
  }
}

function caption(text) {
  $("#caption").textContent = text;
  $("#caption").hidden = !text;
}

// Whoever does something has seen enough.
export function stop() {
  if (!playing) return;
  playing.abort();
  playing = null;
  caption("");
  backgrounds.set("None", null);
}
