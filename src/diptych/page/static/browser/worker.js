// The scene net beside the page: pictures in, masks out. Nothing leaves the browser.
import { fitted } from "./fit.js";
import { atSize } from "./align.js";
import { filled, withoutUnseen } from "./holes.js";
import { resized } from "./image.js";
import { refined } from "./refine.js";

const WORK_PX = 320 * 240, TRUST = 5, MOVED_SLACK_PX = 2, STILL_SLACK_PX = 1;
const NOTHING = [-1, 0, 0, -1]; // of `known`: depth, spread, unseen, before
const nets = {};

// The net for photos, or the one for a camera, which may be a smaller one: loaded when it is first asked for.
const net = (kind) => (nets[kind] ??= load(kind));

// ONNX Runtime with WebGPU where there is some, else with WebAssembly.
async function load(kind) {
  const about = await (await fetch("../net/net.json")).json();
  const weights = new Uint8Array(await (await fetch(`../net/${about[kind]}`)).arrayBuffer());
  const adapter = about.webgpu ? await navigator.gpu?.requestAdapter().catch(() => null) : null;
  for (const provider of adapter ? ["webgpu", "wasm"] : ["wasm"]) {
    try {
      const ort = await import(`../net/ort.${provider === "webgpu" ? "webgpu" : "wasm"}.min.mjs`);
      ort.env.wasm.wasmPaths = new URL("../net/", import.meta.url).href;
      ort.env.wasm.numThreads = 1; // more need headers that few hosts send
      const session = await ort.InferenceSession.create(weights, { executionProviders: [provider] });
      return { ort, session, provider };
    } catch (error) {
      if (provider === "wasm") throw error;
    }
  }
}

// The net at the working size: {mask, depth} as Float32Array.
async function asked(kind, plate, frame, size, unseen, before) {
  const { ort, session } = await net(kind);
  const n = size.width * size.height, feeds = {};
  for (const [name, rgb] of [["plate", plate], ["frame", frame]]) {
    const values = new Float32Array(3 * n);
    for (let i = 0; i < n; i++) for (let c = 0; c < 3; c++) values[c * n + i] = rgb[3 * i + c] / 255;
    feeds[name] = new ort.Tensor("float32", values, [1, 3, size.height, size.width]);
  }
  if (session.inputNames.includes("known")) {
    const values = new Float32Array(4 * n);
    NOTHING.forEach((value, c) => values.fill(value, c * n, (c + 1) * n));
    if (unseen) values.set(unseen, 2 * n);
    if (before) values.set(before, 3 * n);
    feeds.known = new ort.Tensor("float32", values, [1, 4, size.height, size.width]);
  }
  const found = await session.run(feeds);
  return { mask: Float32Array.from(found.mask.data), depth: found.depth ? Float32Array.from(found.depth.data) : null };
}

// All that can be said of a frame, {data, width, height}, against a plate. `state` is kept between frames of a camera.
async function answered(kind, plate, frame, wanted, state = {}) {
  const size = { width: frame.width, height: frame.height };
  const { plate: lit, map, fit } = fitted(plate, frame, state.trusted > 0);
  state.trusted = state.trusted > 0 && fit.belongs ? state.trusted - 1 : map || !fit.belongs ? 0 : TRUST;
  const scale = Math.min(1, Math.sqrt(WORK_PX / (size.width * size.height)));
  const small = { width: Math.max(Math.round(size.width * scale), 1), height: Math.max(Math.round(size.height * scale), 1) };
  const pictures = [resized(lit, size, small), resized(frame.data, size, small)], unseen = map && unseenAt(atSize(map, small.width / size.width, small.height / size.height), small);
  const { mask: said, depth } = await asked(kind, ...pictures, small, unseen, null);
  const mask = filled(withoutUnseen(said, unseen, small), pictures, small);
  return { ...refined(mask, wanted ? depth : null, pictures, small, [lit, frame.data], size, { unseen, slackPx: map ? MOVED_SLACK_PX : STILL_SLACK_PX }), fit };
}

// Where the plate shows nothing of the frame's view.
function unseenAt(map, { width, height }) {
  const found = new Uint8Array(width * height);
  let any = false;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const px = map[0] * x + map[1] * y + map[2], py = map[3] * x + map[4] * y + map[5];
      found[i] = px < -0.5 || px > width - 0.5 || py < -0.5 || py > height - 0.5 ? 1 : 0;
      any ||= found[i] === 1;
    }
  }
  return any ? found : null;
}

async function opened(blob) {
  const bitmap = await createImageBitmap(blob), { width, height } = bitmap;
  const pen = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  pen.drawImage(bitmap, 0, 0);
  return { data: pen.getImageData(0, 0, width, height).data, width, height };
}

const levels = (values, Kind, most) => new Kind(values.length).map((_, i) => Math.min(1, Math.max(0, values[i])) * most + 0.5);

const cameras = new Map(); // plates and what is remembered, by number
const WORK = {
  async pair({ plate, frame, depth }) {
    const start = performance.now(), [p, f] = await Promise.all([opened(plate), opened(frame)]);
    const found = await answered("photo", p, f, depth), { provider } = await net("photo");
    return {
      width: f.width, height: f.height, mask: levels(found.mask, Uint8Array, 255), depth: depth && found.depth ? levels(found.depth, Uint16Array, 65535) : null,
      unit: "relative", fit: found.fit, seconds: (performance.now() - start) / 1000, provider,
    };
  },
  async plate({ camera, data, width, height }) {
    await net("live");
    cameras.set(camera, { plate: { data, width, height }, state: {} });
    return {};
  },
  async frame({ camera, data, depth }) {
    const { plate, state } = cameras.get(camera), found = await answered("live", plate, { ...plate, data }, depth, state);
    return {
      mask: levels(found.mask, Uint8Array, 255), depth: depth && found.depth ? levels(found.depth, Uint16Array, 65535) : null,
      fit: found.fit, reach: { unit: "relative" },
    };
  },
  async end({ camera }) {
    cameras.delete(camera);
    return {};
  },
};

let queue = Promise.resolve(); // one after the other
onmessage = ({ data: { id, work, given } }) => {
  queue = queue.then(async () => {
    try {
      postMessage({ id, found: await WORK[work](given) });
    } catch (error) {
      postMessage({ id, problem: error.message || String(error) });
    }
  });
};
