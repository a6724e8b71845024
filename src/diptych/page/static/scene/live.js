// Live, step by step: step out, three, two, one; step in. Then every picture of the camera is answered.
import { $, calm, el, rest, say } from "../parts.js";
import { engine } from "../site.js";
import * as backgrounds from "./backgrounds.js";
import * as depth from "./depth.js";
import { Guide } from "./guide.js";
import { emptyScene } from "./empty.js";
import { recorder } from "./record.js";
import * as stage from "./stage.js";

const LONGEST_PX = 640, ON_THE_WAY = 2, RECORD_SECONDS = 10;
const BUMPED_PX = 4, BUMPED_MS = 1500;
export const RETRY_MS = [300, 700, 1500, 3000, 5000, 8000];
const PLACES = {
  NotAllowedError: "The browser was not allowed to use the camera. Allow it beside the address, then try again.",
  NotFoundError: "No camera was found. Plug one in, or choose two photos.",
  NotReadableError: "Another program holds the camera. Close it, then try again.",
};
const button = $("#camera"), rate = $("#rate"), guide = new Guide($("#guide"));
let on, video, canvas, pen, plate, session, numbered, waiting, times, fit, bumped, tries, refused, recording, loop = 0;

export const running = () => Boolean(video);

export function begin(given) {
  on = given;
  button.addEventListener("click", () => (video ? stop("The camera is off.") : camera()));
}

async function camera() {
  on.start();
  say(on.status, "Asking for the camera …");
  if (!navigator.mediaDevices) return failed("Browsers give the camera only to pages of this machine or behind HTTPS. Open the page there.");
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 30 } } });
    stream.getVideoTracks()[0].addEventListener("ended", () => stop("The camera is gone. Plug it in, then use it again.", "warn"));
    await open(el("video", { srcObject: stream, muted: true, playsInline: true }));
  } catch (error) {
    return failed(PLACES[error.name] || `The camera cannot be used (${error.message}).`);
  }
  say(on.status, "");
  button.textContent = "Stop the camera";
  stepOut("Step out of the picture");
}

// What was veiled for the camera is shown again: there is none.
function failed(text) {
  say(on.status, "");
  on.done();
  on.problem.say(text);
}

async function open(player) {
  await player.play();
  video = player;
  const scale = Math.min(1, LONGEST_PX / Math.max(player.videoWidth, player.videoHeight));
  canvas = el("canvas", { width: Math.max(64, Math.round(player.videoWidth * scale)), height: Math.max(64, Math.round(player.videoHeight * scale)) });
  pen = canvas.getContext("2d", { willReadFrequently: true });
  plate = null;
  stage.showPicture(canvas, "What the camera sees");
  const mine = ++loop;
  const tick = () => {
    if (mine !== loop) return;
    picture();
    player.requestVideoFrameCallback ? player.requestVideoFrameCallback(tick) : requestAnimationFrame(tick);
  };
  tick();
}

const now = () => {
  pen.drawImage(video, 0, 0, canvas.width, canvas.height);
  return pen.getImageData(0, 0, canvas.width, canvas.height).data;
};

// Step one: an empty scene.
function stepOut(text) {
  close();
  plate = null;
  rate.hidden = true;
  stage.showPicture(canvas, "What the camera sees");
  guide.show(text, ["I’m out: 3, 2, 1", countDown, "main"], ["Take it now", () => takePlate()]);
}

async function countDown() {
  const mine = loop, count = $("#count");
  guide.hide();
  count.hidden = false;
  for (const left of [3, 2, 1]) {
    count.textContent = left;
    await rest(1000);
    if (mine !== loop) return (count.hidden = true);
  }
  count.hidden = true;
  takePlate();
}

async function takePlate() {
  const mine = loop;
  guide.show("Hold still …");
  const found = await emptyScene(now, canvas.width, canvas.height);
  if (mine !== loop) return;
  if (found.moved) guide.show("Something moved while the empty scene was taken.", ["Again: 3, 2, 1", countDown, "main"], ["Use it anyway", () => stepIn(found.rgba)]);
  else stepIn(found.rgba);
}

// Step two: everything that comes into the picture is cut out.
async function stepIn(rgba) {
  plate = rgba;
  tries = 0;
  on.taken(await createImageBitmap(new ImageData(rgba, canvas.width)));
  if (!stage.state.background && stage.state.view === "result") backgrounds.photo("Sunset");
  guide.hide();
  say(on.status, "Step in.");
  connect();
}

export function stop(text, tone) {
  if (!video) return;
  loop++;
  close();
  if (text && !plate) on.done(); // nothing was taken: back to what was given
  recording?.stop();
  for (const track of video.srcObject?.getTracks() || []) track.stop();
  video.pause();
  video = plate = null;
  rate.hidden = $("#count").hidden = true;
  guide.hide();
  button.textContent = "Use the camera";
  if (text) say(on.status, text, tone);
}

// Again against the same plate: another method, or depth wanted.
export function restart() {
  if (plate) connect();
}

function close() {
  clearTimeout(bumped);
  bumped = 0;
  session?.close();
  session = null;
}

function connect() {
  close();
  const mine = loop;
  numbered = 0;
  waiting = new Map();
  times = [];
  refused = "";
  const asked = { width: canvas.width, height: canvas.height, method: on.given.method, depth: stage.state.view === "depth", known: depth.given() };
  session = engine.session(asked, {
    ready() {
      session.send(0, plate);
      numbered = 1;
      tries = 0;
      if (on.status.classList.contains("warn")) say(on.status, "Live again.");
    },
    answer: answered,
    fit: fitted,
    problem: (text) => (refused = text),
    end: () => mine === loop && again(),
  });
}

// The connection broke: try again by itself, unless the server says that it will not have us.
async function again() {
  const mine = loop;
  session = null;
  if (tries >= RETRY_MS.length || /cameras are live/.test(refused)) {
    stop();
    on.done();
    return on.problem.say(refused || "The server is gone, so the camera was turned off. Start it again, then use the camera.");
  }
  say(on.status, "The connection broke. Trying again …", "warn");
  await rest(RETRY_MS[tries++]);
  if (mine === loop && plate) connect();
}

// A new picture is there: send it unless enough are on their way; before there is a plate, only show it.
function picture() {
  if (!plate) {
    now();
    return stage.redraw();
  }
  if (!session || !numbered || waiting.size >= ON_THE_WAY) return;
  const rgba = now();
  waiting.set(numbered, { rgba, at: performance.now() });
  session.send(numbered++, rgba);
}

function answered(number, mask, depth, reach) {
  const sent = waiting.get(number);
  for (const older of waiting.keys()) if (older <= number) waiting.delete(older); // what was skipped will not come
  if (!sent || !plate) return;
  const { width, height } = canvas;
  const deep = Boolean(stage.state.scene?.depth);
  stage.show({ width, height, plate, frame: sent.rgba, mask, depth, name: "live", live: true, full: null, ...reach });
  if (deep !== Boolean(depth)) on.shelf();
  recording?.frame();
  times.push({ at: performance.now(), took: performance.now() - sent.at });
  shownRate();
}

// A camera that was bumped is said to be, once it stays so.
export function fitted(found) {
  fit = found;
  const away = !fit.belongs || fit.moved_px > BUMPED_PX;
  if (!away) {
    clearTimeout(bumped);
    bumped = 0;
    if (guide.about === "bump") ready();
    else if (guide.hidden) ready();
  } else bumped ||= setTimeout(() => guide.show(["The camera was bumped.", "bump"], ["Take the empty scene again", () => stepOut("Step out of the picture"), "main"], ["Go on", ready]), calm() ? 0 : BUMPED_MS);
}

// What can be done while it is live.
function ready() {
  guide.show(["", "live"], ["Record 10 s", record], ["New empty scene", () => stepOut("Step out of the picture")]);
  if (!on.status.classList.contains("warn")) say(on.status, "Live.");
}

function record() {
  recording = recorder(canvas.width, canvas.height, RECORD_SECONDS, {
    left: (seconds) => guide.show(["", "live"], [`Stop recording (${seconds})`, () => recording?.stop()]),
    done: (text) => {
      recording = null;
      if (video) ready();
      say(on.status, text);
    },
    problem: on.problem.say,
  });
}

function shownRate() {
  const end = performance.now();
  times = times.filter(({ at }) => end - at < 2000);
  if (times.length < 3) return;
  const each = (times.at(-1).at - times[0].at) / (times.length - 1);
  const took = times.map((one) => one.took).sort((a, b) => a - b)[times.length >> 1];
  rate.hidden = false;
  rate.textContent = `${Math.round(1000 / each)}/s`;
  rate.title = `${Math.round(took)} ms from the camera to the screen`;
  Object.assign(rate.dataset, { rate: (1000 / each).toFixed(2), delay: took.toFixed(1) });
}
