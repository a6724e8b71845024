// Live: a camera or a video against a plate, over a WebSocket. At most two pictures are on their way: nothing queues up.
import { $, el, say } from "./parts.js";
import * as stage from "./stage.js";

const LONGEST_PX = 320, ON_THE_WAY = 2, PLATE_PICTURES = 5, TILES_MS = 600;
const status = $("#scene-status"), rate = $("#rate");
const buttons = { camera: $("#camera"), take: $("#take"), later: $("#later") };

let hooks, video, socket, canvas, pen, plate, numbered, waiting, times, tilesAt, reach, loop = 0;

export const running = () => Boolean(video);

export function begin(given) {
  hooks = given;
  buttons.camera.addEventListener("click", () => (video ? stop("The camera is off.") : camera()));
  buttons.take.addEventListener("click", () => takePlate());
  buttons.later.addEventListener("click", async () => {
    const count = $("#count");
    count.hidden = false;
    for (const left of [3, 2, 1]) {
      count.textContent = left;
      await new Promise((done) => setTimeout(done, 1000));
    }
    count.hidden = true;
    if (video) takePlate();
  });
}

export async function camera() {
  stop();
  if (!navigator.mediaDevices) return say(status, "Browsers give the camera only to pages of this machine or behind HTTPS. Open the page there, or give a video.", "bad");
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30 } } });
    hooks.camera();
    await open(el("video", { srcObject: stream, muted: true, playsInline: true }));
    stream.getVideoTracks()[0].addEventListener("ended", () => stop("The camera is gone. Plug it in, then use it again."));
  } catch (error) {
    const why = { NotAllowedError: "The browser was not allowed to use the camera. Allow it beside the address.", NotFoundError: "No camera was found. Plug one in, or try an example.",
      NotReadableError: "Another program holds the camera. Close it, then try again." };
    return say(status, why[error.name] || `The camera cannot be used (${error.message}).`, "bad");
  }
  buttons.camera.textContent = "Stop";
  buttons.take.hidden = buttons.later.hidden = false;
  say(status, "Step out of view, then take the plate.");
  $("#stage").scrollIntoView({ block: "nearest", behavior: "smooth" });
}

// A video file against the plate that was given, or against its own first picture.
export async function play(blob) {
  stop();
  const player = el("video", { src: URL.createObjectURL(blob), muted: true, playsInline: true, loop: true });
  try {
    await open(player);
  } catch {
    return say(status, `${blob.name} is not a video that this browser can play.`, "bad");
  }
  buttons.camera.textContent = "Stop";
  buttons.take.hidden = false;
  if (hooks.plate()) connect(drawn(hooks.plate().bitmap));
  else {
    say(status, "The first picture is taken as the plate. Give a plate, or take another one.");
    await takePlate(1);
  }
}

async function open(player) {
  await player.play();
  video = player;
  const scale = LONGEST_PX / Math.max(player.videoWidth, player.videoHeight);
  canvas = el("canvas", { width: Math.max(64, Math.round(player.videoWidth * scale)), height: Math.max(64, Math.round(player.videoHeight * scale)) });
  pen = canvas.getContext("2d", { willReadFrequently: true });
  waiting = new Map();
  times = [];
  const mine = ++loop;
  const tick = () => {
    if (mine !== loop) return;
    picture();
    player.requestVideoFrameCallback ? player.requestVideoFrameCallback(tick) : requestAnimationFrame(tick);
  };
  tick();
}

export function stop(text) {
  if (!video) return;
  loop++;
  close();
  for (const track of video.srcObject?.getTracks() || []) track.stop();
  if (video.src) URL.revokeObjectURL(video.src);
  video.pause();
  video = plate = null;
  rate.hidden = $("#count").hidden = $("#misfit").hidden = true;
  buttons.take.hidden = buttons.later.hidden = true;
  buttons.camera.textContent = "Use the camera";
  if (text) say(status, text);
}

// Again, against another plate if one is given.
export function restart(bitmap) {
  if (bitmap) connect(drawn(bitmap));
  else if (plate) connect(plate);
}

function drawn(source) {
  pen.drawImage(source, 0, 0, canvas.width, canvas.height);
  return pen.getImageData(0, 0, canvas.width, canvas.height).data;
}

const now = () => drawn(video);

// The mean of a few pictures: less noise than one.
async function takePlate(count = PLATE_PICTURES) {
  const sums = new Float32Array(canvas.width * canvas.height * 4);
  for (let i = 0; i < count; i++) {
    now().forEach((value, at) => (sums[at] += value));
    await new Promise((done) => setTimeout(done, 40));
    if (!video) return;
  }
  connect(Uint8ClampedArray.from(sums, (sum) => sum / count));
  hooks.taken(await createImageBitmap(new ImageData(plate, canvas.width)));
}

function close() {
  const old = socket;
  socket = null;
  old?.close();
}

function connect(rgba) {
  close();
  plate = rgba;
  numbered = 0;
  waiting.clear();
  times = [];
  const mine = (socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/api/scene/live`));
  mine.binaryType = "arraybuffer";
  mine.onopen = () => mine.send(JSON.stringify({ width: canvas.width, height: canvas.height, method: hooks.method() }));
  mine.onmessage = ({ data }) => (typeof data === "string" ? told(JSON.parse(data)) : answered(data));
  mine.onclose = () => {
    if (socket !== mine) return;
    socket = null;
    if (!status.classList.contains("bad")) say(status, "The server ended it. Take the plate to go on.", "bad");
  };
  say(status, "The plate is taken. Step in.");
}

function told(message) {
  if (message.ready) {
    send(0, plate);
    numbered = 1;
  }
  if (message.problem) say(status, message.problem, "bad");
  if (message.fit) {
    reach = { near: message.near_metres, far: message.far_metres };
    stage.misfit(message.fit);
    say(status, message.fit.says || "Live.", message.fit.belongs ? "" : "bad");
  }
}

function send(number, rgba) {
  const message = new Uint8Array(4 + rgba.length);
  new DataView(message.buffer).setUint32(0, number, true);
  message.set(rgba, 4);
  socket.send(message);
}

// A new picture is there: send it unless enough are on their way; before there is a plate, only show it.
function picture() {
  if (!socket) {
    if (!plate) stage.showPicture(canvas.width, canvas.height, now());
    return;
  }
  if (!numbered || waiting.size >= ON_THE_WAY) return;
  const rgba = now();
  waiting.set(numbered, { rgba, at: performance.now() });
  send(numbered++, rgba);
}

function answered(data) {
  const count = canvas.width * canvas.height, view = new DataView(data), number = view.getUint32(0, true);
  const sent = waiting.get(number);
  for (const older of waiting.keys()) if (older <= number) waiting.delete(older); // what was skipped will not come
  if (!sent) return;
  const mask = new Uint8Array(data, 8, count);
  const raw = data.byteLength >= 8 + 2 * count ? Uint16Array.from(new Uint8Array(data, 8 + count, count), (level) => level * 257) : null;
  const late = performance.now() > (tilesAt || 0) + TILES_MS;
  stage.show({ width: canvas.width, height: canvas.height, plate, frame: sent.rgba, mask, raw, depth: null, name: "live", live: true, ...reach }, { quick: !late });
  if (late) tilesAt = performance.now();
  for (const button of document.querySelectorAll("#downloads button")) button.disabled = !raw && button.dataset.file === "depth";
  times.push({ at: performance.now(), took: performance.now() - sent.at });
  shownRate();
}

function shownRate() {
  const end = performance.now();
  times = times.filter(({ at }) => end - at < 2000);
  if (times.length < 3) return;
  const each = (times.at(-1).at - times[0].at) / (times.length - 1);
  const took = times.map((one) => one.took).sort((a, b) => a - b)[times.length >> 1];
  rate.hidden = false;
  rate.textContent = `${Math.round(1000 / each)} frames/s · ${Math.round(took)} ms`;
  Object.assign(rate.dataset, { rate: (1000 / each).toFixed(2), delay: took.toFixed(1) });
}
