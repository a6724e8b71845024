// The scene half in the browser alone: the same calls as scene/server.js, answered by a worker.
const url = new URL("worker.js", import.meta.url).href;
const policy = globalThis.trustedTypes?.createPolicy("diptych-worker", { createScriptURL: (text) => text });
const worker = new Worker(policy ? policy.createScriptURL(url) : url, { type: "module" });
const waiting = new Map();
let count = 0;

let loaded = false;

// What to wait for beside the answer itself.
export const note = () => (loaded ? "" : "Loading the network, 16 MB, once …");

export const MOST_PX = 16_000_000;

worker.onmessage = ({ data: { id, found, problem } }) => {
  const { done, failed } = waiting.get(id);
  waiting.delete(id);
  problem ? failed(new Error(`The network could not run in this browser: ${problem}`)) : done(found);
};
worker.onerror = ({ message }) => {
  for (const { failed } of waiting.values()) failed(new Error(`The network could not be loaded: ${message || "the browser gave no reason"}.`));
  waiting.clear();
};

function ask(work, given, transfer = []) {
  const id = ++count;
  worker.postMessage({ id, work, given }, transfer);
  return new Promise((done, failed) => waiting.set(id, { done, failed }));
}

export async function answer(plate, frame, { depth = false, signal } = {}) {
  signal?.throwIfAborted();
  const found = await ask("pair", { plate, frame, depth });
  loaded = true;
  signal?.throwIfAborted();
  return found;
}

export const refusedFile = () => false;

export function session({ width, height, depth = false }, on) {
  const camera = ++count;
  let open = true, said = "";
  const failed = (error) => {
    if (!open) return;
    on.problem(error.message);
    on.end();
  };
  queueMicrotask(() => open && on.ready());
  return {
    async send(number, rgba) {
      const data = rgba.slice();
      try {
        if (number === 0) return void (await ask("plate", { camera, data, width, height }, [data.buffer]));
        const found = await ask("frame", { camera, data, depth }, [data.buffer]);
        if (!open) return;
        const now = `${found.fit.belongs} ${Math.round(found.fit.moved_px)}`;
        if (now !== said) on.fit(found.fit);
        said = now;
        on.answer(number, found.mask, found.depth, found.reach);
      } catch (error) {
        failed(error);
      }
    },
    close() {
      open = false;
      ask("end", { camera }).catch(() => {});
    },
  };
}
