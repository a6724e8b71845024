// A clip as a job: choose the empty scene, answer every frame, take it home with its alpha.
import { $, download, el, say } from "../parts.js";
import { engine } from "../site.js";
import { Guide } from "./guide.js";
import { pixels } from "./pictures.js";
import { progress } from "./progress.js";
import * as stage from "./stage.js";
import { webm } from "./webm.js";
import { entry, zip } from "./zip.js";

const MOST_PX = 1920 * 1080, ON_THE_WAY = 2, USUAL_RATE = 30, LOOK_MS = 600;
const guide = new Guide($("#guide"));
let on, video, name, rate, canvas, pen, session, job = 0;

export function begin(given) {
  on = given;
  $("#stop").addEventListener("click", () => {
    job++;
    session?.close();
    progress(null);
    say(on.status, "Stopped.");
    if (video) ask();
  });
}

export function close() {
  job++;
  session?.close();
  session = null;
  if (!video) return;
  URL.revokeObjectURL(video.src);
  video.removeAttribute("src");
  video = null;
  guide.hide();
}

export async function open(file) {
  const player = el("video", { src: URL.createObjectURL(file), muted: true, playsInline: true, preload: "auto" });
  try {
    await event(player, "loadeddata");
    if (!player.videoWidth || !Number.isFinite(player.duration)) throw new Error();
    rate = await rateOf(player);
    await seek(player, 0);
  } catch {
    on.backToPair();
    return on.problem.say(`${file.name} is not a video that this browser can play. Save it as MP4 (H.264) or WebM.`);
  }
  video = player;
  name = file.name.replace(/\.[^.]*$/, "");
  const scale = Math.min(1, Math.sqrt(MOST_PX / (video.videoWidth * video.videoHeight)));
  canvas = el("canvas", { width: 2 * Math.max(32, Math.floor((video.videoWidth * scale) / 2)), height: 2 * Math.max(32, Math.floor((video.videoHeight * scale) / 2)) });
  pen = canvas.getContext("2d", { willReadFrequently: true });
  draw();
  stage.showPicture(canvas, "The clip");
  ask();
}

const frames = () => Math.max(1, Math.round(video.duration * rate));

// What is the empty scene? A moment of the clip, or the photo that was given.
function ask() {
  const moment = el("input", { type: "range", min: 0, max: Math.max(0, video.duration - 1 / rate), step: 1 / rate, value: 0 });
  moment.setAttribute("aria-label", "Moment of the clip, s");
  const shown = el("output", {}, "0.0 s");
  moment.addEventListener("input", async () => {
    shown.textContent = `${Number(moment.value).toFixed(1)} s`;
    await seek(video, Number(moment.value));
    draw();
    stage.showPicture(canvas, "The clip");
  });
  const own = on.given.plate ? [["The empty photo I gave", () => start(pixels(on.given.plate.bitmap, canvas.width, canvas.height))]] : [];
  guide.show(`${frames()} frames. When is the scene empty?`, el("label", { className: "moment" }, moment, shown), ["Here: cut out the clip", () => start(null), "main"], ...own);
}

async function start(plate) {
  const mine = ++job, count = frames(), files = [];
  guide.hide();
  on.problem.clear();
  say(on.status, "");
  plate ||= draw();
  try {
    await answerAll(plate, count, mine, async (number, scene) => {
      const cut = stage.made(scene, "cut"), blob = await cut.convertToBlob({ type: "image/png" });
      files.push(await entry(`${name}.${String(number).padStart(5, "0")}.png`, blob));
    });
  } catch (error) {
    if (mine !== job) return;
    progress(null);
    on.problem.say(`The clip stopped after ${files.length} of ${count} frames: ${error.message}`);
    if (!files.length) return ask();
  }
  if (mine !== job) return;
  progress(null);
  done(files);
}

// Every frame in order; two are on their way at once.
function answerAll(plate, count, mine, each) {
  return new Promise((resolve, reject) => {
    const sent = new Map(), begun = performance.now();
    let next = 1, kept = Promise.resolve(), looked = 0, refused = "";
    const { width, height } = canvas;
    const feed = async () => {
      if (next > count || mine !== job) return;
      const number = next++;
      await seek(video, Math.min((number - 0.5) / rate, video.duration));
      if (mine !== job) return;
      sent.set(number, draw());
      session.send(number, sent.get(number));
    };
    session = engine.session({ width, height, method: on.given.method, every: true }, {
      async ready() {
        session.send(0, plate);
        for (let i = 0; i < ON_THE_WAY; i++) await feed().catch(reject); // one after the other: there is one video
      },
      answer(number, mask) {
        const scene = { width, height, plate, frame: sent.get(number), mask: mask.slice(), depth: null, name, live: true, full: null };
        sent.delete(number);
        kept = kept.then(() => each(number, scene)).then(() => (number === count ? end(resolve) : queueFeed()), reject);
        if (performance.now() - looked > LOOK_MS || number === count) {
          looked = performance.now();
          stage.show(scene);
        }
        const left = count - number, seconds = ((performance.now() - begun) / number / 1000) * left;
        progress(number / count, `${left} frames left, ${Math.ceil(seconds)} s`);
        $("#stop").hidden = false;
      },
      fit: ({ belongs }) => {
        $("#misfit").hidden = belongs;
        $("#misfit").textContent = "The empty scene and the clip don’t show the same place";
      },
      problem: (text) => (refused = text),
      end: () => reject(new Error(refused || "The server does not answer any more.")),
    });
    let feeding = Promise.resolve();
    const queueFeed = () => (feeding = feeding.then(feed).catch(reject));
  });
}

function end(resolve) {
  session.close();
  session = null;
  resolve();
}

function done(files) {
  const size = files.reduce((sum, { size }) => sum + size, 0) / 1e6;
  say(on.status, `Done: ${files.length} frames.`);
  guide.show("Your clip is cut out.", ["Video with alpha (WebM)", () => film(files), "main"], [`PNG frames (${size < 10 ? size.toFixed(1) : Math.round(size)} MB ZIP)`, () => download(zip(files), `${name}.cut-out.zip`)], ["Another empty scene", ask]);
}

async function film(files) {
  const mine = ++job;
  try {
    const blob = await webm(files.map(({ blob }) => blob), canvas.width, canvas.height, rate, (share, seconds) => {
      if (mine !== job) return false;
      progress(share, `Writing the video, ${Math.ceil(seconds)} s left`);
      $("#stop").hidden = false;
      return true;
    });
    if (mine === job) download(blob, `${name}.cut-out.webm`);
  } catch (error) {
    on.problem.say(`The video could not be written: ${error.message} The PNG frames still can.`);
  }
  if (mine === job) progress(null);
}

function draw() {
  pen.drawImage(video, 0, 0, canvas.width, canvas.height);
  return pen.getImageData(0, 0, canvas.width, canvas.height).data;
}

const event = (target, name) =>
  new Promise((done, failed) => {
    target.addEventListener(name, done, { once: true });
    target.addEventListener("error", () => failed(new Error("The video cannot be read.")), { once: true });
  });

async function seek(player, seconds) {
  if (player.currentTime === seconds && player.readyState >= 2) return;
  const there = event(player, "seeked");
  player.currentTime = seconds;
  await there;
}

// Frames a second, by how far apart they come when it plays; browsers do not tell.
async function rateOf(player) {
  if (!player.requestVideoFrameCallback) return USUAL_RATE;
  const times = [];
  const note = (_, { mediaTime }) => {
    times.push(mediaTime);
    player.requestVideoFrameCallback(note);
  };
  player.requestVideoFrameCallback(note);
  await player.play();
  await new Promise((done) => setTimeout(done, Math.min(LOOK_MS, 800 * player.duration)));
  player.pause();
  const apart = times.slice(1).map((time, i) => time - times[i]).filter((step) => step > 0.004).sort((a, b) => a - b);
  return apart.length < 3 ? USUAL_RATE : Math.min(120, Math.round(1 / apart[apart.length >> 2]));
}
