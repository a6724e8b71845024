// From the net's working size to full size: the edge is measured in the pictures. As scene/predict/refine.py.
import { extreme, gaussian } from "./image.js";

const REACH_PX = 4, NOISE = 12, SURE = 0.02, UNSURE = 0.5, NEAR_PX = 2, NEVER = 1e9;

// Mask and depth at the frame's size, Float32Array each. `small`: plate and frame at the working size, RGB side by side;
// `full`: RGBA of the frame's size; `unseen`: where the plate shows nothing, or null; `slackPx`: by how much it may lie wrong.
export function refined(mask, depth, small, from, full, to, { unseen, slackPx }) {
  const coarse = measured(mask, depth, small, from, to.width);
  if (unseen) for (let i = 0; i < unseen.length; i++) if (unseen[i]) coarse.trust[i] = NEVER;
  const [plate, frame] = full, slope = steepness(plate, to), slack = (slackPx / NOISE) ** 2;
  const found = new Float32Array(to.width * to.height), deep = depth && new Float32Array(found.length);
  const columns = steps(from.width, to.width), rows = steps(from.height, to.height), { edge } = coarse;
  const s = new Float64Array(8); // four neighbours at the working size, and their weights
  for (let y = 0, i = 0; y < to.height; y++) {
    const ya = rows.low[y] * from.width, yb = rows.high[y] * from.width, fy = rows.share[y];
    for (let x = 0; x < to.width; x++, i++) {
      const xa = columns.low[x], xb = columns.high[x], fx = columns.share[x], a = ya + xa, b = ya + xb, c = yb + xa, d = yb + xb;
      if (!deep && edge[a] + edge[b] + edge[c] + edge[d] < 0.01) {
        found[i] = mask[a];
        continue;
      }
      s[0] = a;
      s[1] = b;
      s[2] = c;
      s[3] = d;
      s[4] = (1 - fx) * (1 - fy);
      s[5] = fx * (1 - fy);
      s[6] = (1 - fx) * fy;
      s[7] = fx * fy;
      const rough = mean(mask, s), near = mean(edge, s);
      found[i] = near > 0.01 ? edged(coarse, plate, frame, i, s, rough, 1 + slope(x, y) * slack) : rough;
      if (deep) deep[i] = stepped(coarse, depth, s, found[i], near);
    }
  }
  return { mask: found, depth: deep };
}

// Where the columns (or rows) of a larger picture lie among those of a smaller one.
function steps(from, to) {
  const low = new Int32Array(to), high = new Int32Array(to), share = new Float64Array(to);
  for (let i = 0; i < to; i++) {
    const at = ((i + 0.5) * from) / to - 0.5, floor = Math.floor(at);
    low[i] = Math.min(from - 1, Math.max(0, floor));
    high[i] = Math.min(from - 1, Math.max(0, floor + 1));
    share[i] = at - floor;
  }
  return { low, high, share };
}

// The mask at an edge: the mean of what the net says and what the pictures say.
function edged(coarse, plate, frame, i, s, rough, doubt) {
  const trust = mean(coarse.trust, s) * doubt;
  let xd = 0, dd = 0;
  for (let k = 0; k < 3; k++) {
    const behind = plate[4 * i + k], d = mean3(coarse.thing, s, k) - behind;
    xd += (frame[4 * i + k] - behind - mean3(coarse.change, s, k)) * d;
    dd += d * d;
  }
  return Math.min(1, Math.max(0, (trust * rough + xd) / (trust + dd)));
}

// Depth steps where the mask does.
function stepped(coarse, depth, s, alpha, near) {
  const side = Math.min(1, Math.max(0, 4 * alpha - 1.5)), step = Math.min(1, 4 * near);
  return step * (side * mean(coarse.near, s) + (1 - side) * mean(coarse.far, s)) + (1 - step) * mean(depth, s);
}

// A plane, or a channel of three, where a sampler points.
const mean = (plane, s) => s[4] * plane[s[0]] + s[5] * plane[s[1]] + s[6] * plane[s[2]] + s[7] * plane[s[3]];
const mean3 = (plane, s, k) => s[4] * plane[3 * s[0] + k] + s[5] * plane[3 * s[1] + k] + s[6] * plane[3 * s[2] + k] + s[7] * plane[3 * s[3] + k];

// Squared slope of a picture at a pixel, of its steepest channel, as Sobel has it.
function steepness(rgba, { width, height }) {
  const clamp = (value, most) => Math.min(most, Math.max(0, value));
  return (x, y) => {
    const [l, r, u, d] = [clamp(x - 1, width - 1), clamp(x + 1, width - 1), width * clamp(y - 1, height - 1), width * clamp(y + 1, height - 1)], m = width * y;
    let most = 0;
    for (let c = 0; c < 3; c++) {
      const p = (at) => rgba[4 * at + c];
      const gx = p(u + r) + 2 * p(m + r) + p(d + r) - p(u + l) - 2 * p(m + l) - p(d + l), gy = p(d + l) + 2 * p(d + x) + p(d + r) - p(u + l) - 2 * p(u + x) - p(u + r);
      most = Math.max(most, (gx * gx + gy * gy) / 64);
    }
    return most;
  };
}

// What is known at the working size.
function measured(mask, depth, [plate, frame], size, fullWidth) {
  const inside = mask.map((m) => m * m), outside = mask.map((m) => (1 - m) ** 2), differs = frame.map((value, i) => value - plate[i]);
  const thing = local(frame, inside, size, 3), change = local(differs, outside, size, 3);
  const high = extreme(mask, size, NEAR_PX, true), low = extreme(mask, size, NEAR_PX), edge = high.map((value, i) => value - low[i]);
  const unsure = UNSURE * Math.min(1, fullWidth / size.width - 1);
  const trust = mask.map((_, i) => (NOISE ** 2 + thing.variance[i] * inside[i] + change.variance[i] * outside[i]) / (SURE + unsure * edge[i]) ** 2);
  const near = depth && local(depth, inside, size, 1).mean, far = depth && local(depth, outside, size, 1).mean;
  return { trust, edge, thing: thing.mean.map((value, i) => value - change.mean[i]), change: change.mean, near, far };
}

// Weighted mean and variance around each pixel.
function local(values, weight, size, count) {
  const n = weight.length, wide = count + 2, sums = new Float32Array(n * wide);
  for (let i = 0; i < n; i++) {
    let squares = 0;
    for (let c = 0; c < count; c++) {
      const value = values[count * i + c];
      squares += value * value;
      sums[wide * i + c] = weight[i] * value;
    }
    sums[wide * i + count] = (weight[i] * squares) / count;
    sums[wide * i + count + 1] = weight[i];
  }
  const blurred = gaussian(sums, size, REACH_PX, wide), mean = new Float32Array(n * count), variance = new Float32Array(n);
  for (let i = 0; i < n; i++) {
    const whole = blurred[wide * i + count + 1] + 1e-4;
    let squares = 0;
    for (let c = 0; c < count; c++) {
      mean[count * i + c] = blurred[wide * i + c] / whole;
      squares += mean[count * i + c] ** 2;
    }
    variance[i] = Math.max(0, blurred[wide * i + count] / whole - squares / count);
  }
  return { mean, variance };
}
