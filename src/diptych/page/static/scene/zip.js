// Files in one ZIP, stored as they are: pictures are packed already.
import { crc32 } from "./png.js";

// What a file of a ZIP needs: its name, its bytes as a Blob, their checksum and number.
export async function entry(name, blob) {
  return { name, blob, crc: crc32(new Uint8Array(await blob.arrayBuffer())), size: blob.size };
}

// Entries as one Blob.
export function zip(files) {
  const parts = [], list = [];
  let at = 0;
  for (const { name, blob, crc, size } of files) {
    const named = new TextEncoder().encode(name);
    const local = header(0x04034b50, 30, named, (view) => fields(view, 4, crc, size, named.length));
    const listed = header(0x02014b50, 46, named, (view) => {
      view.setUint16(4, 20, true);
      fields(view, 6, crc, size, named.length);
      view.setUint32(42, at, true);
    });
    parts.push(local, blob);
    list.push(listed);
    at += local.length + size;
  }
  const length = list.reduce((sum, listed) => sum + listed.length, 0);
  const end = header(0x06054b50, 22, new Uint8Array(), (view) => {
    view.setUint16(8, files.length, true);
    view.setUint16(10, files.length, true);
    view.setUint32(12, length, true);
    view.setUint32(16, at, true);
  });
  return new Blob([...parts, ...list, end], { type: "application/zip" });
}

function header(signature, size, name, fill) {
  const bytes = new Uint8Array(size + name.length), view = new DataView(bytes.buffer);
  view.setUint32(0, signature, true);
  fill(view);
  bytes.set(name, size);
  return bytes;
}

// Version, flags (UTF-8), method (stored), time, checksum, sizes, length of the name.
function fields(view, at, crc, size, nameSize) {
  view.setUint16(at, 20, true);
  view.setUint16(at + 2, 0x0800, true);
  view.setUint16(at + 8, 0x21, true); // 1980-01-01
  view.setUint32(at + 10, crc, true);
  view.setUint32(at + 14, size, true);
  view.setUint32(at + 18, size, true);
  view.setUint16(at + 22, nameSize, true);
}
