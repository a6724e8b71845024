// Grey PNG files of 8 or 16 bits, read and written as numbers. A canvas would round 16 bits to 8.

const PAETH = (a, b, c) => {
  const p = a + b - c, pa = Math.abs(p - a), pb = Math.abs(p - b), pc = Math.abs(p - c);
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
};

// Give {width, height, values}: Uint8Array or Uint16Array, row by row.
export async function grey(bytes) {
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const width = data.getUint32(16), height = data.getUint32(20), wide = bytes[24] === 16 ? 2 : 1;
  if (bytes[25] !== 0 || ![8, 16].includes(bytes[24])) throw new Error("This is no grey PNG.");
  const parts = [];
  for (let at = 8; at < bytes.length; ) {
    const size = data.getUint32(at);
    if (String.fromCharCode(...bytes.subarray(at + 4, at + 8)) === "IDAT") parts.push(bytes.subarray(at + 8, at + 8 + size));
    at += 12 + size;
  }
  const inflated = new Blob(parts).stream().pipeThrough(new DecompressionStream("deflate"));
  const raw = new Uint8Array(await new Response(inflated).arrayBuffer());
  const line = width * wide, out = new Uint8Array(line * height);
  for (let y = 0; y < height; y++) unfilter(raw, y * (line + 1), out, y * line, line, wide, y > 0);
  if (wide === 1) return { width, height, values: out };
  const values = new Uint16Array(width * height);
  for (let i = 0; i < values.length; i++) values[i] = (out[2 * i] << 8) | out[2 * i + 1];
  return { width, height, values };
}

function unfilter(raw, from, out, to, line, wide, below) {
  const kind = raw[from++];
  for (let x = 0; x < line; x++) {
    const left = x >= wide ? out[to + x - wide] : 0;
    const up = below ? out[to + x - line] : 0;
    const corner = below && x >= wide ? out[to + x - line - wide] : 0;
    const guess = kind === 0 ? 0 : kind === 1 ? left : kind === 2 ? up : kind === 3 ? (left + up) >> 1 : PAETH(left, up, corner);
    out[to + x] = raw[from + x] + guess;
  }
}

// A 16-bit grey PNG of values row by row, as a Blob.
export async function grey16(width, height, values) {
  const raw = new Uint8Array(height * (1 + 2 * width));
  for (let y = 0, at = 0; y < height; y++) {
    at++; // each line begins with 0: as it is
    for (let x = 0; x < width; x++) {
      const value = values[y * width + x];
      raw[at++] = value >> 8;
      raw[at++] = value & 255;
    }
  }
  const packed = new Blob([raw]).stream().pipeThrough(new CompressionStream("deflate"));
  const data = new Uint8Array(await new Response(packed).arrayBuffer());
  const head = new Uint8Array(13), view = new DataView(head.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  head.set([16, 0, 0, 0, 0], 8);
  const signature = new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10]);
  return new Blob([signature, chunk("IHDR", head), chunk("IDAT", data), chunk("IEND", new Uint8Array())], { type: "image/png" });
}

function chunk(name, data) {
  const out = new Uint8Array(12 + data.length), view = new DataView(out.buffer);
  view.setUint32(0, data.length);
  out.set([...name].map((letter) => letter.charCodeAt(0)), 4);
  out.set(data, 8);
  view.setUint32(8 + data.length, crc32(out.subarray(4, 8 + data.length)));
  return out;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  for (let bit = 0; bit < 8; bit++) byte = byte & 1 ? 0xedb88320 ^ (byte >>> 1) : byte >>> 1;
  return byte;
});

// The checksum of PNG and ZIP.
export function crc32(bytes) {
  let crc = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) crc = TABLE[(crc ^ bytes[i]) & 255] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
