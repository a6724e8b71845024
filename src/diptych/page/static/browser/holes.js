// What a mask should not have: holes through which nothing is seen, and things where the plate was never seen.
// As scene/predict/holes.py.
import { grey } from "./image.js";

const LARGEST = 0.03, PATTERN = 36, SEEN = 0.7, FROM_UNSEEN = 0.7;

// Connected parts of the pixels that are 1: a label for each pixel (0 for none) and their number.
function parts(marked, { width, height }, corners) {
  const labels = new Int32Array(marked.length), stack = [];
  let count = 0;
  for (let start = 0; start < marked.length; start++) {
    if (!marked[start] || labels[start]) continue;
    labels[start] = ++count;
    stack.push(start);
    while (stack.length) {
      const at = stack.pop(), x = at % width, y = (at - x) / width;
      for (let dy = -1; dy <= 1; dy++) {
        for (let dx = -1; dx <= 1; dx++) {
          if ((!corners && dx && dy) || x + dx < 0 || y + dy < 0 || x + dx >= width || y + dy >= height) continue;
          const next = at + dy * width + dx;
          if (!marked[next] || labels[next]) continue;
          labels[next] = count;
          stack.push(next);
        }
      }
    }
  }
  return { labels, count };
}

const marked = (mask, thing) => new Uint8Array(mask.length).map((_, i) => (mask[i] > 0.5 ? thing : 1 - thing));

// The mask with its enclosed small holes closed, save those through which the plate's pattern is seen.
export function filled(mask, [plate, frame], size) {
  const { width, height } = size, whole = mask.reduce((sum, value) => sum + (value > 0.5), 0);
  if (!whole) return mask;
  const { labels, count } = parts(marked(mask, 0), size, false);
  const p = grey(plate), f = grey(frame), sums = Array.from({ length: count + 1 }, () => ({ area: 0, p: 0, f: 0, pp: 0, ff: 0, pf: 0, border: false }));
  for (let i = 0; i < mask.length; i++) {
    const one = sums[labels[i]], x = i % width, y = Math.floor(i / width);
    one.area++;
    one.p += p[i];
    one.f += f[i];
    one.pp += p[i] * p[i];
    one.ff += f[i] * f[i];
    one.pf += p[i] * f[i];
    one.border ||= x === 0 || y === 0 || x === width - 1 || y === height - 1;
  }
  const close = sums.map(({ area, p, f, pp, ff, pf, border }, label) => {
    if (!label || border || area > LARGEST * whole) return false;
    const vp = pp / area - (p / area) ** 2, vf = ff / area - (f / area) ** 2, agree = (pf / area - (p / area) * (f / area)) / Math.sqrt(Math.max(vp * vf, 1e-6));
    return !(vp > PATTERN && agree > SEEN);
  });
  return mask.map((value, i) => (close[labels[i]] ? 1 : value));
}

// The mask without its parts that lie mostly where the plate shows nothing.
export function withoutUnseen(mask, unseen, size) {
  if (!unseen) return mask;
  const { labels, count } = parts(marked(mask, 1), size, true);
  const sizes = new Float64Array(count + 1), lost = new Float64Array(count + 1);
  for (let i = 0; i < mask.length; i++) {
    sizes[labels[i]]++;
    lost[labels[i]] += unseen[i];
  }
  return mask.map((value, i) => (labels[i] && lost[labels[i]] > FROM_UNSEEN * sizes[labels[i]] ? 0 : value));
}
