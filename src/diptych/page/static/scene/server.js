// The scene half by the server: one answer for two pictures, or a session for many frames.
// scene/browser.js does the same without a server; nothing else of the page knows which of the two it is.
import { callJson, Refusal, unbase64 } from "../parts.js";
import { grey } from "./png.js";

export const MOST_PX = 50_000_000;
export const note = () => "";

// What can be known of a scene's depth, as [name, label]; an engine without this list knows the net's guess alone.
export const DEPTHS = [["auto", "the network’s guess"], ["floor", "a level floor"], ["file", "a depth file"]];

// An answer as the API gives it, with its pictures as numbers.
export async function read(found) {
  return {
    width: found.width, height: found.height, mask: (await grey(unbase64(found.mask))).values,
    depth: found.depth && (await grey(unbase64(found.depth))).values, near: found.near_metres, far: found.far_metres,
    unit: found.unit, source: found.source, fit: found.fit, seconds: found.seconds,
  };
}

// Mask and depth for two picture files: {width, height, mask, depth, near, far, fit, seconds}.
// Masks are Uint8Array, depths Uint16Array or null.
export async function answer(plate, frame, { method = "net", depth = false, known = {}, signal, waiting } = {}) {
  const form = new FormData();
  form.append("plate", plate, "plate");
  form.append("frame", frame, "frame");
  form.append("method", method);
  form.append("depth", String(depth));
  for (const [name, value] of Object.entries(known)) form.append(name, value);
  return read(await callJson("api/scene/answer", form, { signal, waiting }));
}

// Is it worth another try with the pictures drawn anew? Phones put more into a file than a picture.
export const refusedFile = (error) => error instanceof Refusal && error.status === 422;

// Fields for JSON: files in base64.
async function asTexts(fields) {
  const read = (file) => new Promise((done) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.readAsDataURL(file);
  });
  return Object.fromEntries(await Promise.all(Object.entries(fields).map(async ([name, value]) => [name, value instanceof Blob ? await read(value) : value])));
}

// Many frames against one plate. `on` has ready(), answer(number, mask, depth, reach), fit(fit), problem(text), end().
export function session({ width, height, method, depth = false, every = false, known = {} }, on) {
  const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/api/scene/live`);
  const count = width * height;
  let reach = {};
  socket.binaryType = "arraybuffer";
  socket.onopen = async () => {
    const texts = await asTexts(known);
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ width, height, method, depth, every, ...texts }));
  };
  socket.onclose = () => on.end();
  socket.onmessage = ({ data }) => {
    if (typeof data !== "string") {
      const mask = new Uint8Array(data, 8, count), has = data.byteLength >= 8 + 2 * count;
      const levels = has ? Uint16Array.from(new Uint8Array(data, 8 + count, count), (level) => level * 257) : null;
      return on.answer(new DataView(data).getUint32(0, true), mask, levels, reach);
    }
    const message = JSON.parse(data);
    if (message.ready) on.ready();
    if (message.problem) on.problem(message.problem);
    if (message.fit) {
      reach = { near: message.near_metres, far: message.far_metres, unit: message.unit, source: message.source };
      on.fit(message.fit);
    }
  };
  return {
    send(number, rgba) {
      const message = new Uint8Array(4 + rgba.length);
      new DataView(message.buffer).setUint32(0, number, true);
      message.set(rgba, 4);
      socket.send(message);
    },
    close() {
      socket.onclose = socket.onmessage = null;
      socket.close();
    },
  };
}
