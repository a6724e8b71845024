// Pictures as numbers: made smaller, blurred, warped, just as OpenCV does it for the server.
// A picture is RGBA bytes; a plane is a Float32Array, row by row. Sizes are {width, height}.

// The mean of what each new pixel covers, of the first `count` (1 or 3) of `stride` channels; rounded where `bytes`.
export function area(source, from, to, { stride = 4, count = 3, bytes = true } = {}) {
  const across = spans(from.width, to.width), down = spans(from.height, to.height);
  const rows = new Float32Array(from.height * to.width * count);
  for (let y = 0; y < from.height; y++) {
    for (let x = 0; x < to.width; x++) {
      const { start, weights } = across[x], out = (y * to.width + x) * count, length = weights.length;
      let at = (y * from.width + start) * stride, a = 0, b = 0, d = 0;
      for (let k = 0; k < length; k++, at += stride) {
        const weight = weights[k];
        a += weight * source[at];
        if (count === 1) continue;
        b += weight * source[at + 1];
        d += weight * source[at + 2];
      }
      rows[out] = a;
      if (count === 1) continue;
      rows[out + 1] = b;
      rows[out + 2] = d;
    }
  }
  const made = new Float32Array(to.width * to.height * count), line = to.width * count;
  for (let y = 0; y < to.height; y++) {
    const { start, weights } = down[y];
    for (let k = 0; k < weights.length; k++) {
      const weight = weights[k], out = y * line;
      for (let i = 0, at = (start + k) * line; i < line; i++) made[out + i] += weight * rows[at + i];
    }
  }
  if (bytes) for (let i = 0; i < made.length; i++) made[i] = Math.round(made[i]);
  return made;
}

// Which pixels, and how much of each, a new pixel covers.
function spans(from, to) {
  const scale = from / to;
  return Array.from({ length: to }, (_, i) => {
    const low = i * scale, high = Math.min(from, (i + 1) * scale), start = Math.min(from - 1, Math.floor(low + 1e-9)), end = Math.max(start + 1, Math.ceil(high - 1e-9));
    const weights = Float64Array.from({ length: end - start }, (_, k) => Math.min(high, start + k + 1) - Math.max(low, start + k));
    const sum = weights.reduce((a, b) => a + b, 0);
    return { start, weights: weights.map((weight) => weight / sum) };
  });
}

// A picture's first three channels at another size, rounded: the mean where it shrinks, bilinear where it grows.
export function resized(rgba, from, to) {
  if (from.width * from.height >= to.width * to.height) return area(rgba, from, to);
  const made = new Float32Array(3 * to.width * to.height), at = sampler(from, to);
  for (let y = 0, i = 0; y < to.height; y++) {
    for (let x = 0; x < to.width; x++, i += 3) {
      const f = at(x, y);
      for (let k = 0; k < 3; k++) made[i + k] = Math.round(f[4] * rgba[4 * f[0] + k] + f[5] * rgba[4 * f[1] + k] + f[6] * rgba[4 * f[2] + k] + f[7] * rgba[4 * f[3] + k]);
    }
  }
  return made;
}

// Where a pixel of a picture of size `to` lies in one of size `from`: four neighbours and their weights. One array for all.
export function sampler(from, to) {
  const found = new Float64Array(8), sx = from.width / to.width, sy = from.height / to.height;
  return (x, y) => corners(found, from, (x + 0.5) * sx - 0.5, (y + 0.5) * sy - 0.5);
}

// The four neighbours of a place, beyond the border repeated, and their weights.
export function corners(found, { width, height }, px, py) {
  const x0 = Math.floor(px), y0 = Math.floor(py), fx = px - x0, fy = py - y0;
  const xa = Math.min(width - 1, Math.max(0, x0)), xb = Math.min(width - 1, Math.max(0, x0 + 1));
  const ya = width * Math.min(height - 1, Math.max(0, y0)), yb = width * Math.min(height - 1, Math.max(0, y0 + 1));
  found[0] = ya + xa;
  found[1] = ya + xb;
  found[2] = yb + xa;
  found[3] = yb + xb;
  found[4] = (1 - fx) * (1 - fy);
  found[5] = fx * (1 - fy);
  found[6] = (1 - fx) * fy;
  found[7] = fx * fy;
  return found;
}

// Grey as OpenCV has it, rounded, of channels side by side.
export function grey(rgb, stride = 3) {
  const made = new Float32Array(rgb.length / stride);
  for (let i = 0, at = 0; i < made.length; i++, at += stride) made[i] = (rgb[at] * 4899 + rgb[at + 1] * 9617 + rgb[at + 2] * 1868 + 8192) >> 14;
  return made;
}

const mirrored = (i, n) => (n === 1 ? 0 : ((i = Math.abs(i) % (2 * n - 2)), i < n ? i : 2 * n - 2 - i));

// Convolve across and down with one symmetrical kernel of odd length; beyond the border the picture is mirrored.
function convolved(plane, { width, height }, kernel, count = 1) {
  const reach = kernel.length >> 1, rows = new Float32Array(plane.length), made = new Float32Array(plane.length);
  const line = width * count, length = kernel.length, padded = new Float32Array(line + 2 * reach * count);
  for (let y = 0; y < height; y++) {
    for (let x = -reach; x < width + reach; x++) {
      const from = (y * width + mirrored(x, width)) * count, to = (x + reach) * count;
      for (let c = 0; c < count; c++) padded[to + c] = plane[from + c];
    }
    const out = y * line, middle = reach * count;
    for (let i = 0; i < line; i++) rows[out + i] = kernel[reach] * padded[i + middle];
    for (let k = 0; k < reach; k++) { // the kernel is symmetrical
      const weight = kernel[k], left = k * count, right = (length - 1 - k) * count;
      for (let i = 0; i < line; i++) rows[out + i] += weight * (padded[i + left] + padded[i + right]);
    }
  }
  for (let y = 0; y < height; y++) {
    const out = y * line;
    for (let i = 0; i < line; i++) made[out + i] = kernel[reach] * rows[out + i];
    for (let k = 0; k < reach; k++) {
      const weight = kernel[k], up = mirrored(y + k - reach, height) * line, down = mirrored(y + reach - k, height) * line;
      for (let i = 0; i < line; i++) made[out + i] += weight * (rows[up + i] + rows[down + i]);
    }
  }
  return made;
}

export function gaussian(plane, size, sigma, count = 1) {
  const length = Math.round(8 * sigma + 1) | 1, reach = length >> 1;
  const kernel = Float64Array.from({ length }, (_, i) => Math.exp(-((i - reach) ** 2) / (2 * sigma * sigma)));
  const sum = kernel.reduce((a, b) => a + b, 0);
  return convolved(plane, size, kernel.map((value) => value / sum), count);
}

export const box = (plane, size, length) => convolved(plane, size, new Float64Array(length).fill(1 / length));

// The least (or with `most` the greatest) value around each pixel, in a square of 2 × reach + 1.
export function extreme(plane, { width, height }, reach, most = false) {
  const pick = most ? Math.max : Math.min, rows = new Float32Array(plane.length), made = new Float32Array(plane.length);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      let value = plane[i];
      for (let k = Math.max(0, x - reach); k <= Math.min(width - 1, x + reach); k++) value = pick(value, plane[y * width + k]);
      rows[i] = value;
    }
  }
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      let value = rows[i];
      for (let k = Math.max(0, y - reach); k <= Math.min(height - 1, y + reach); k++) value = pick(value, rows[k * width + x]);
      made[i] = value;
    }
  }
  return made;
}

// A plane as it is seen where `map` [a, b, c, d, e, f] says: x' = a x + b y + c. Beyond the border it is repeated,
// or 0 where `zero`.
export function warped(plane, size, map, { zero = false, nearest = false } = {}) {
  const { width, height } = size, made = new Float32Array(plane.length), found = new Float64Array(8);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const px = map[0] * x + map[1] * y + map[2], py = map[3] * x + map[4] * y + map[5];
      if (nearest) {
        const rx = Math.round(px), ry = Math.round(py);
        made[i] = rx < 0 || ry < 0 || rx >= width || ry >= height ? 0 : plane[ry * width + rx];
        continue;
      }
      corners(found, size, px, py);
      if (zero) outside(found, size, px, py);
      made[i] = found[4] * plane[found[0]] + found[5] * plane[found[1]] + found[6] * plane[found[2]] + found[7] * plane[found[3]];
    }
  }
  return made;
}

function outside(found, { width, height }, px, py) {
  const x0 = Math.floor(px), y0 = Math.floor(py);
  if (x0 < 0 || x0 >= width) found[4] = found[6] = 0;
  if (x0 + 1 < 0 || x0 + 1 >= width) found[5] = found[7] = 0;
  if (y0 < 0 || y0 >= height) found[4] = found[5] = 0;
  if (y0 + 1 < 0 || y0 + 1 >= height) found[6] = found[7] = 0;
}

// RGBA bytes seen through a map, beyond the border repeated.
export function warpedPicture(rgba, size, map) {
  const { width, height } = size, made = new Uint8ClampedArray(rgba.length), found = new Float64Array(8);
  for (let y = 0, o = 0; y < height; y++) {
    for (let x = 0; x < width; x++, o += 4) {
      corners(found, size, map[0] * x + map[1] * y + map[2], map[3] * x + map[4] * y + map[5]);
      for (let c = 0; c < 3; c++) made[o + c] = found[4] * rgba[4 * found[0] + c] + found[5] * rgba[4 * found[1] + c] + found[6] * rgba[4 * found[2] + c] + found[7] * rgba[4 * found[3] + c];
      made[o + 3] = 255;
    }
  }
  return made;
}
