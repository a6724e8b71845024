// Pictures with alpha as a WebM video, which keeps it: they are played once into the browser's own recorder.
import { el, rest } from "../parts.js";

const KINDS = ["video/webm;codecs=vp9", "video/webm;codecs=vp8"];
const BITS = 12_000_000;

// `goesOn(share, secondsLeft)` is told how far it is and says whether to go on.
export async function webm(blobs, width, height, rate, goesOn) {
  const type = KINDS.find((one) => globalThis.MediaRecorder?.isTypeSupported(one));
  if (!type) throw new Error("This browser writes no WebM.");
  const canvas = el("canvas", { width, height }), pen = canvas.getContext("2d"), parts = [];
  const stream = canvas.captureStream(0), [track] = stream.getVideoTracks();
  const media = new MediaRecorder(stream, { mimeType: type, videoBitsPerSecond: BITS });
  const stopped = new Promise((done, failed) => {
    media.ondataavailable = ({ data }) => parts.push(data);
    media.onstop = done;
    media.onerror = ({ error }) => failed(error || new Error("The browser gave up."));
  });
  media.start();
  const start = performance.now();
  for (const [number, blob] of blobs.entries()) {
    const picture = await createImageBitmap(blob);
    await rest(Math.max(0, start + (1000 * number) / rate - performance.now()));
    if (!goesOn(number / blobs.length, (blobs.length - number) / rate)) break;
    pen.clearRect(0, 0, width, height);
    pen.drawImage(picture, 0, 0);
    track.requestFrame();
  }
  await rest(1000 / rate);
  media.stop();
  await stopped;
  return new Blob(parts, { type });
}
