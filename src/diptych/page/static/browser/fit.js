// The plate brought to its frame: to its size, its place and its light. And does it show the same view at all?
// The same as scene/predict/fit.py and light.py, without the bending for parallax.
import { register } from "./align.js";
import { area, box, gaussian, resized, warpedPicture } from "./image.js";

const LOOKED_PX = 192, WINDOW_PX = 15, NOISE = 6, PATTERN = 24, ALIKE = 0.5, SAME_LEVELS = 14;
const LEAST_OF_PATTERNS = 0.2, LEAST_OF_ALL = 0.45, LEAST_SIDE_PX = 32, LIGHT_PX = 64;

// {plate, map, fit} of two pictures {data: RGBA, width, height}. `trusted`: the camera stood still a moment ago, so
// nothing is looked for but the light.
export function fitted(plate, frame, trusted = false) {
  const size = { width: frame.width, height: frame.height };
  const other = plate.width !== frame.width || plate.height !== frame.height;
  const even = other ? padded(resized(plate.data, plate, size)) : plate.data;
  if (trusted) return { plate: matched(even, frame.data, size), map: null, fit: { belongs: true, explained: 1, moved_px: 0, resized: other } };
  const small = Math.min(size.width, size.height) < LEAST_SIDE_PX;
  let { map, px } = small ? { map: null, px: 0 } : register(even, frame.data, size);
  let lit = matched(map ? warpedPicture(even, size, map) : even, frame.data, size);
  const [patterns, everywhere] = explained(lit, frame.data, size);
  const belongs = patterns >= LEAST_OF_PATTERNS || everywhere >= LEAST_OF_ALL;
  if (!belongs && map) {
    map = null;
    px = 0;
    lit = matched(even, frame.data, size);
  }
  return { plate: lit, map, fit: { belongs, explained: everywhere, moved_px: px, resized: other } };
}

function padded(rgb) {
  const rgba = new Uint8ClampedArray((rgb.length / 3) * 4);
  for (let i = 0, o = 0; i < rgb.length; i += 3, o += 4) {
    rgba[o] = rgb[i];
    rgba[o + 1] = rgb[i + 1];
    rgba[o + 2] = rgb[i + 2];
    rgba[o + 3] = 255;
  }
  return rgba;
}

// The plate with the gain and offset a channel that fit the frame best where the two agree.
function matched(plate, frame, size) {
  const small = { width: Math.min(size.width, LIGHT_PX), height: Math.min(size.height, LIGHT_PX) };
  const p = area(plate, size, small), f = area(frame, size, small), n = p.length / 3, weight = new Float64Array(n).fill(1);
  const gain = [1, 1, 1], offset = [0, 0, 0];
  for (let round = 0; round < 10; round++) {
    const sum = weight.reduce((a, b) => a + b, 0);
    for (let c = 0; c < 3; c++) {
      let sp = 0, sf = 0, pf = 0, pp = 0;
      for (let i = 0; i < n; i++) {
        sp += weight[i] * p[3 * i + c];
        sf += weight[i] * f[3 * i + c];
      }
      const meanP = sp / sum, meanF = sf / sum;
      for (let i = 0; i < n; i++) {
        const centred = weight[i] * (p[3 * i + c] - meanP);
        pf += centred * (f[3 * i + c] - meanF);
        pp += centred * (p[3 * i + c] - meanP);
      }
      gain[c] = Math.min(4, Math.max(0.25, (pf / sum + 1) / (pp / sum + 1)));
      offset[c] = meanF - gain[c] * meanP;
    }
    for (let i = 0; i < n; i++) {
      let squares = 0;
      for (let c = 0; c < 3; c++) squares += ((f[3 * i + c] - gain[c] * p[3 * i + c] - offset[c]) / 8) ** 2;
      weight[i] = 1 / (1 + squares / 3);
    }
  }
  const tables = gain.map((by, c) => Uint8ClampedArray.from({ length: 256 }, (_, level) => Math.floor(level * by + offset[c] + 0.5)));
  const made = new Uint8ClampedArray(plate.length);
  for (let o = 0; o < made.length; o += 4) {
    made[o] = tables[0][plate[o]];
    made[o + 1] = tables[1][plate[o + 1]];
    made[o + 2] = tables[2][plate[o + 2]];
    made[o + 3] = 255;
  }
  return made;
}

// The mean of three channels.
const meanOf = (rgb) => new Float32Array(rgb.length / 3).map((_, i) => (rgb[3 * i] + rgb[3 * i + 1] + rgb[3 * i + 2]) / 3);

// Share of the frame's patterns that the plate shows too, and share of all its pixels that the plate explains.
function explained(plate, frame, size) {
  const scale = Math.min(1, LOOKED_PX / Math.max(size.width, size.height));
  const small = { width: Math.max(Math.round(size.width * scale), 1), height: Math.max(Math.round(size.height * scale), 1) };
  const p = area(plate, size, small), f = area(frame, size, small), n = p.length / 3;
  const apart = meanOf(f.map((value, i) => Math.abs(value - p[i]))), means = [p, f].map((rgb) => gaussian(meanOf(rgb), small, 1));
  const covariance = (a, b) => {
    const both = box(a.map((value, i) => value * b[i]), small, WINDOW_PX), ma = box(a, small, WINDOW_PX), mb = box(b, small, WINDOW_PX);
    return both.map((value, i) => value - ma[i] * mb[i]);
  };
  const [vp, vf, pf] = [covariance(means[0], means[0]), covariance(means[1], means[1]), covariance(means[0], means[1])];
  let patterns = 0, known = 0, flat = 0;
  for (let i = 0; i < n; i++) {
    const p2 = Math.max(vp[i], 0), f2 = Math.max(vf[i], 0), pattern = Math.max(p2, f2) > PATTERN;
    patterns += pattern;
    if (pattern) known += pf[i] > ALIKE * Math.sqrt((p2 + NOISE) * (f2 + NOISE));
    else flat += apart[i] < SAME_LEVELS;
  }
  return [known / Math.max(patterns, 1), (known + flat) / n];
}
