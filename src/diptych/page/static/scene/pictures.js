// Files as pictures: read, shown small, made smaller; and for what cannot be read, why.
import { el } from "../parts.js";

// Longest side that is looked at; what is larger is answered once at this size and once whole.
export const LOOKED_PX = 1280;
const FINE = /^image\/(jpeg|png|webp)$/;

// A file as {name, blob, bitmap}.
export async function read(blob, name = blob.name) {
  try {
    return { name: stem(name), blob, bitmap: await createImageBitmap(blob) };
  } catch {
    throw new Error(await unreadable(blob, name));
  }
}

const stem = (name) => name.replace(/\.[^.]*$/, "");

// Why a file cannot be read, and what to do about it.
async function unreadable(blob, name) {
  const head = String.fromCharCode(...new Uint8Array(await blob.slice(0, 16).arrayBuffer().catch(() => new ArrayBuffer(0))));
  if (!blob.size) return `${name} is empty.`;
  if (/^....ftyp(hei|hev|mif|msf)/s.test(head))
    return `${name} is a HEIC photo, an iPhone's own format, which this browser cannot open. Share it as JPEG, or set Camera → Formats → Most Compatible on the phone.`;
  if (/^(II\*|MM\0\*)/.test(head)) return `${name} is a TIFF or a raw photo, which browsers cannot open. Save it as JPEG or PNG.`;
  if (head.startsWith("%PDF")) return `${name} is a PDF, not a photo. Save the picture as JPEG or PNG.`;
  if (/^\x00\x00\x01\xba|^RIFF....AVI|^FLV/s.test(head)) return `${name} is a video that this browser cannot play. Save it as MP4 or WebM.`;
  return `${name} is not a picture that can be read, or it is broken. Give a JPEG, PNG or WebP file.`;
}

export const isVideo = (file) => file.type.startsWith("video/") || /\.(mp4|mov|webm|m4v|mkv|avi)$/i.test(file.name || "");

// Draw a picture into a canvas so that it is at most `longest` px wide or high.
export function shrink(source, longest, canvas = el("canvas")) {
  const scale = Math.min(1, longest / Math.max(source.width, source.height));
  canvas.width = Math.max(1, Math.round(source.width * scale));
  canvas.height = Math.max(1, Math.round(source.height * scale));
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.imageSmoothingQuality = "high";
  pen.drawImage(source, 0, 0, canvas.width, canvas.height);
  return canvas;
}

// RGBA of a picture at a size.
export function pixels(source, width, height) {
  const pen = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  pen.imageSmoothingQuality = "high";
  pen.drawImage(source, 0, 0, width, height);
  return pen.getImageData(0, 0, width, height).data;
}

// RGBA as a canvas that can be drawn from.
export function canvasOf(rgba, width, height) {
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext("2d").putImageData(new ImageData(rgba, width), 0, 0);
  return canvas;
}

// The picture as a file to be answered: as it is where it can be, otherwise drawn anew, within `mostPx` pixels.
export async function file({ bitmap, blob }, { longest = Infinity, mostPx = Infinity, anew = false } = {}) {
  const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height), Math.sqrt(mostPx / (bitmap.width * bitmap.height)));
  if (!anew && scale === 1 && blob && FINE.test(blob.type)) return blob;
  const canvas = new OffscreenCanvas(Math.max(1, Math.floor(bitmap.width * scale)), Math.max(1, Math.floor(bitmap.height * scale)));
  const pen = canvas.getContext("2d");
  pen.imageSmoothingQuality = "high";
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob(scale < 1 ? { type: "image/jpeg", quality: 0.95 } : { type: "image/png" });
}

export const isLarge = ({ bitmap }) => Math.max(bitmap.width, bitmap.height) > LOOKED_PX;
