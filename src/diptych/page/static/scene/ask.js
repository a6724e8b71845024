// One pair as a scene: answered as large as it is looked at, then whole where it is larger.
import { engine, site } from "../site.js";
import { read } from "./server.js";
import { file, isLarge, LOOKED_PX, pixels } from "./pictures.js";

// The answer for two pictures. `whole(signal)`, where there is one, gives the same at the frame's full size.
export async function answered(plate, frame, { method, signal, waiting }) {
  const start = performance.now(), large = isLarge(frame) || isLarge(plate);
  const prepared = await site.prepared?.(frame.name); // a page of files has the answer of its first example
  const found = prepared ? await read(prepared) : await tried(plate, frame, { method, signal, waiting }, large ? { longest: LOOKED_PX } : {});
  const scene = made(found, plate, frame);
  if (large) {
    const { width, height } = frame.bitmap;
    const scale = Math.min(1, Math.sqrt(engine.MOST_PX / (width * height)));
    const all = async (signal) => made(await tried(plate, frame, { method, signal, waiting }, { mostPx: engine.MOST_PX }), plate, frame);
    let asked = null; // one request, however many wait for it
    Object.assign(scene, {
      fullWidth: Math.floor(width * scale), fullHeight: Math.floor(height * scale),
      whole: (signal) => (asked ??= all(signal).catch((error) => { asked = null; throw error; })),
    });
    scene.fit.moved_px *= width / found.width; // in pixels of the photo, not of what is looked at
  }
  scene.seconds = (performance.now() - start) / 1000;
  return scene;
}

// Ask once more for depth, and put it into the frame's scene.
export async function withDepth(plate, frame, method, known = {}) {
  const { scene } = frame;
  const found = await tried(plate, frame, { method, depth: true, known }, scene.whole ? { longest: LOOKED_PX } : {});
  Object.assign(scene, { depth: found.depth, near: found.near, far: found.far, unit: found.unit, source: found.source, depthless: !found.depth, stretched: null });
}

// What the browser reads and the engine refuses is drawn anew once.
async function tried(plate, frame, options, size) {
  const asked = async (anew) => engine.answer(await file(plate, { ...size, anew }), await file(frame, { ...size, anew }), options);
  try {
    return await asked(false);
  } catch (error) {
    if (!engine.refusedFile(error)) throw error;
    return asked(true);
  }
}

function made(found, plate, frame) {
  const { width, height } = found;
  return {
    ...found, name: frame.name, full: null,
    frame: pixels(frame.bitmap, width, height), plate: pixels(plate.bitmap, width, height),
  };
}

