// Grey PNG files of 8 or 16 bits as numbers. A canvas would round 16 bits to 8.

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
