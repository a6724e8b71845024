// A video of what the stage shows.
import { download, el } from "../parts.js";
import * as stage from "./stage.js";

const KINDS = ["video/webm;codecs=vp9", "video/webm;codecs=vp8", "video/webm", "video/mp4"];
const RATE = 30, BITS = 6_000_000;

export const kind = () => KINDS.find((one) => globalThis.MediaRecorder?.isTypeSupported(one));

// Record for so many seconds: `frame()` takes what is shown now, `stop()` ends it early. `on` has left, done, problem.
export function recorder(width, height, seconds, on) {
  const type = kind();
  if (!type) return void on.problem("This browser cannot record video.");
  const canvas = el("canvas", { width, height }), parts = [];
  canvas.getContext("2d");
  stage.paintOn(canvas);
  const media = new MediaRecorder(canvas.captureStream(RATE), { mimeType: type, videoBitsPerSecond: BITS });
  let left = seconds;
  on.left(left);
  const timer = setInterval(() => (--left > 0 ? on.left(left) : stop()), 1000);
  const stop = () => {
    clearInterval(timer);
    if (media.state !== "inactive") media.stop();
  };
  media.ondataavailable = ({ data }) => parts.push(data);
  media.onstop = () => {
    download(new Blob(parts, { type }), `diptych.${type.includes("mp4") ? "mp4" : "webm"}`);
    on.done("The recording was saved with your downloads.");
  };
  media.onerror = ({ error }) => {
    clearInterval(timer);
    on.problem(`The recording failed: ${error?.message || "the browser gave up"}.`);
    on.done("");
  };
  media.start(1000);
  return { frame: () => stage.state.scene && stage.paintOn(canvas), stop };
}
