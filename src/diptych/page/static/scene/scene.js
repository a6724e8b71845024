// Photos in, an answer on the stage. Every input begins a turn: what belongs to the turn before is veiled until then.
import { $, el, gone, notice, problems, say } from "../parts.js";
import * as backgrounds from "./backgrounds.js";
import * as clip from "./clip.js";
import * as depth from "./depth.js";
import { covered, looksSwapped } from "./effects.js";
import * as hero from "./hero.js";
import * as live from "./live.js";
import { isVideo, read } from "./pictures.js";
import { progress } from "./progress.js";
import * as save from "./save.js";
import { engine, site } from "../site.js";
import { answered, withDepth } from "./ask.js";
import * as stage from "./stage.js";
import * as tray from "./tray.js";

const LEAST_COVERED = 0.0004; // of the picture; below it nothing was added
const EMPTY = /plate|background|clean|empty|without|before/i; // how people name the empty one
const HINTS = {
  net: "Trained to cut out any object, also where the two photos do not match exactly.",
  keyer: "What a careful compositor does without a trained network.",
  difference: "Where the two photos differ by more than 24 of 255 levels.",
};

const status = $("#scene-status"), problem = problems($("#problem"));
const given = { plate: null, frames: [], at: 0, method: "net" };
let asking = null, inputs = Promise.resolve();

export function begin() {
  stage.begin();
  depth.begin(again);
  stage.view.addEventListener("click", ({ offsetX, offsetY }) => {
    const at = stage.state.scene && stage.pixelAt(offsetX, offsetY);
    if (at) depth.picked((at.y + 0.5) / stage.state.scene.height);
  });
  backgrounds.begin({ problem: problem.say });
  save.begin({ given, problem: problem.say, status });
  tray.begin({ take, swap, clear, choose: (at) => { given.at = at; show(); answer(); } });
  live.begin({ given, problem, status, start: () => { hero.stop(); clip.close(); renew(); tray.aside(); }, taken, shelf, done: () => { tray.show(given); show(); } });
  clip.begin({ given, problem, status, backToPair: () => (given.plate && given.frames.length ? answer() : needOther()) });
  $("#choose").addEventListener("change", ({ target }) => {
    take("both", [...target.files]);
    target.value = "";
  });
  for (const radio of document.querySelectorAll("#views input")) radio.addEventListener("change", () => look(radio.value));
  for (const radio of document.querySelectorAll("#method input")) radio.addEventListener("change", () => byMethod(radio.value));
  $("#method-hint").textContent = HINTS.net;
  $("#compare").hidden = site.methods?.length === 1;
  holding();
  shelf();
  tray.dropping();
  tray.examples(example).then((listed) => hero.begin({ example: listed[0], pair: tray.fetchPair, ask, give }));
}

// What the server can do just now.
export function know({ scene: { state, why } }) {
  const net = $("#method input[value=net]"), missing = state === "missing";
  net.disabled = missing;
  if (!missing) return void ($("#scene-notice").hidden = true);
  if (given.method === "net") $("#method input[value=keyer]").click();
  $("#compare").open = true;
  notice($("#scene-notice"), "The trained network is not here; a classic keyer answers in its place.", why);
}

export function leave() {
  live.stop();
  hero.stop();
}

// A new turn: nothing that was asked or said before counts any more.
function renew() {
  asking?.abort();
  asking = null;
  problem.clear();
  say(status, "");
  progress(null);
  stage.stale(true);
}

// Files from a picker, dropped or pasted, for the plate, the frame or both. One input after the other.
function take(into, files) {
  if (!files.length) return;
  hero.stop();
  live.stop();
  clip.close();
  renew();
  inputs = inputs.then(() => taking(into, files)).catch((error) => problem.say(error.message));
}

async function taking(into, files) {
  const video = files.find(isVideo);
  if (video) return clip.open(video);
  const opened = [], failed = [];
  for (const file of files) await read(file).then((it) => opened.push(it), (error) => failed.push(error.message));
  if (failed.length) problem.say(failed.join(" "));
  place(into, opened);
  tray.show(given);
  answer();
}

// Where pictures go. Two at once are always a new pair, told apart by their names where those say it.
function place(into, opened) {
  if (!opened.length) return;
  const sorted = [...opened].sort((a, b) => EMPTY.test(b.name) - EMPTY.test(a.name));
  if (into === "both" && opened.length === 1) into = given.plate && !given.frames.length ? "frame" : given.plate ? "both" : "plate";
  if (into === "frame") Object.assign(given, { frames: opened, at: 0 });
  else if (into === "plate" && opened.length === 1) {
    given.plate = opened[0];
    given.frames = given.frames.map((frame) => ({ ...frame, scene: null, problem: "" }));
  } else Object.assign(given, { plate: sorted[0], frames: sorted.slice(1), at: 0 });
}

// A pair that was answered already.
function give(pair) {
  Object.assign(given, { ...pair, at: 0 });
  tray.show(given);
  show({ sweeping: true });
}

// An example: pictures of the page itself.
async function example(entry) {
  hero.stop();
  live.stop();
  clip.close();
  renew();
  inputs = inputs.then(async () => {
    Object.assign(given, { ...(await tray.fetchPair(entry)), at: 0 });
    tray.show(given);
    await answer();
  }).catch((error) => problem.say(error.message));
  return inputs;
}

function swap() {
  if (!given.plate || !given.frames.length) return;
  hero.stop();
  renew();
  const frame = given.frames[given.at];
  Object.assign(given, { frames: [{ ...given.plate, scene: null }], plate: { ...frame, scene: null }, at: 0 });
  tray.show(given);
  answer();
}

function clear() {
  hero.stop();
  live.stop();
  clip.close();
  renew();
  Object.assign(given, { plate: null, frames: [], at: 0 });
  tray.show(given);
  needOther();
}

// The plate that was taken from the camera.
function taken(bitmap) {
  Object.assign(given, { plate: { name: "plate", blob: null, bitmap }, frames: [], at: 0 });
  tray.show(given, { live: true });
}

function byMethod(method) {
  given.method = method;
  $("#method-hint").textContent = HINTS[method];
  for (const frame of given.frames) Object.assign(frame, { scene: null, problem: "" });
  if (live.running()) return live.restart();
  hero.stop();
  renew();
  if (given.plate) answer();
}

// One of the two is missing: show the other, and say so.
function needOther() {
  const { plate, frames } = given, there = plate || frames[0];
  if (there) stage.showPicture(there.bitmap, plate ? "The empty scene" : "The photo with the thing");
  else stage.empty();
  if (plate) say(status, "Now the other photo: the same view with something in it.");
  else if (frames.length) say(status, "Now the other photo: the same view, empty.");
  else say(status, "");
}

// Ask for every frame that has no answer yet, the one that is looked at first.
async function answer() {
  const { plate, frames } = given;
  if (!plate || !frames.length) return needOther();
  const mine = (asking = new AbortController()), order = [...new Set([given.at, ...frames.keys()])];
  for (const at of order) {
    const frame = frames[at];
    try {
      if (!frame.scene && !frame.problem) {
        const left = frames.filter((other) => !other.scene && !other.problem).length;
        progress(frames.length > 1 ? (frames.length - left) / frames.length : undefined, frames.length > 1 ? `${left} to go` : engine.note() || "Cutting out …");
        frame.scene = await ask({ plate, frame, signal: mine.signal });
      }
    } catch (error) {
      if (gone(error) || mine.signal.aborted) return;
      frame.problem = error.message;
    }
    tray.show(given);
    if (at === given.at) show({ sweeping: true });
  }
  progress(null);
  const failed = frames.filter((frame) => frame.problem);
  if (failed.length > 1) problem.say(`${failed.length} photos could not be answered. ${failed.map((frame) => `${frame.name}: ${frame.problem}`).join(" ")}`);
}

const ask = ({ plate, frame, signal }) =>
  answered(plate, frame, { method: given.method, signal, waiting: (seconds) => progress(undefined, `Busy with others; trying again in ${seconds} s …`) });

// Show the frame that is looked at: its answer, or why there is none.
function show({ sweeping = false } = {}) {
  const frame = given.frames[given.at];
  progress(null);
  if (!frame) return needOther();
  if (frame.problem) {
    stage.showPicture(frame.bitmap, "The photo with the thing");
    return problem.say(`${given.frames.length > 1 ? `${frame.name}: ` : ""}${frame.problem}`);
  }
  if (!frame.scene) return;
  stage.show(frame.scene, { sweeping });
  $("#misfit").hidden = frame.scene.fit.belongs || frame.scene.fit.picture === false;
  $("#misfit").textContent = "These two photos don’t show the same place";
  save.thumbnail(frame.scene);
  look(stage.state.view);
  whole(frame.scene);
}

// What there is to say of an answer.
function told(scene) {
  const { fit } = scene, facts = [`Done in ${took(scene.seconds)}.`];
  if (fit.picture === false) return say(status, "The photo with the thing shows nothing: it is black, blank or noise.", "warn");
  if (!fit.belongs) return say(status, "These two photos don’t show the same place, so most of the picture counts as new. Take both from the same spot.", "warn");
  if (covered(scene.mask) < LEAST_COVERED) return say(status, "Nothing was added: the two photos show the same.", "warn");
  if (looksSwapped(scene)) {
    const button = el("button", { type: "button" }, "Swap them");
    button.addEventListener("click", swap);
    return say(status, ["It looks as if the thing is in the empty photo. ", button], "warn");
  }
  if (fit.moved_px >= 0.5) facts.push(`Your photos were ${fit.moved_px < 10 ? fit.moved_px.toFixed(1).replace(".0", "") : Math.round(fit.moved_px)} px apart; fixed.`);
  if (fit.resized) facts.push("The empty photo had another size; it was fitted.");
  if (fit.partial) facts.push("The two may be different views: look closely.");
  say(status, facts.join(" "), fit.partial ? "warn" : "");
}

const took = (seconds) => (seconds < 10 ? `${Math.max(0.1, seconds).toFixed(1)} s` : `${Math.round(seconds)} s`);

// A large picture was answered small first; the whole of it comes behind.
async function whole(scene) {
  if (!scene.whole || scene.full) return;
  const mine = asking?.signal;
  try {
    progress(undefined, `Full size, ${scene.fullWidth}×${scene.fullHeight} …`);
    scene.full = await scene.whole(mine);
    stage.redraw();
  } catch (error) {
    if (!gone(error)) problem.say(`The full size could not be made: ${error.message}`);
  }
  if (mine === asking?.signal) progress(null);
}

function look(view) {
  stage.look(view);
  shelf();
  if (live.running()) return live.restart();
  const frame = given.frames[given.at];
  if (!frame?.scene) return;
  if (view !== "depth") told(frame.scene);
  else if (frame.scene.depth) say(status, depth.honesty(frame.scene));
  else deepen(frame);
}

async function deepen(frame) {
  const { scene } = frame;
  if (scene.asking || scene.depthless) return;
  scene.asking = true;
  shelf();
  try {
    await withDepth(given.plate, frame, given.method, depth.given());
  } catch (error) {
    if (!gone(error)) problem.say(`Depth could not be made: ${error.message}`);
  }
  scene.asking = false;
  if (given.frames[given.at] !== frame || stage.state.view !== "depth") return;
  look("depth");
}

// Something else is known of the scene: depth anew.
function again() {
  if (live.running()) return live.restart();
  const frame = given.frames[given.at];
  if (!frame?.scene) return;
  frame.scene.depthless = false;
  deepen(frame);
}

// What can be chosen for the view.
function shelf() {
  const box = $("#shelf"), { view, scene } = stage.state;
  if (view === "result") box.replaceChildren(...backgrounds.swatches());
  else if (view === "depth") box.replaceChildren(...depth.choices(scene));
  else box.replaceChildren(el("span", { className: "hint" }, "White is the thing, black is the scene, grey is in between: hair, glass, edges."));
}

function holding() {
  const button = $("#hold");
  button.addEventListener("pointerdown", () => stage.hold(true));
  for (const end of ["pointerup", "pointerleave", "pointercancel", "blur", "keyup"]) button.addEventListener(end, () => stage.hold(false));
  button.addEventListener("keydown", ({ key }) => (key === " " || key === "Enter") && stage.hold(true));
}
