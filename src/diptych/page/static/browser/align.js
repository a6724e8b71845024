// Bring a plate onto its frame: a shift, then an affine map, found beside whatever stands in the frame.
// The same as scene/predict/align.py does with OpenCV: phase correlation, then twice ECC on what fits so far.
import { area, box, corners, extreme, gaussian, grey, warped } from "./image.js";

const SIDE_PX = 320, FARTHEST = 0.1, LEAST_PX = 0.3, TRIMMED = 0.6;
const ROUNDS = 30, EPSILON = 1e-4;
const STILL = [1, 0, 0, 0, 1, 0];

// The map from points of the frame to points of the plate, [a, b, c, d, e, f], or null where nothing is gained; and px.
export function register(plate, frame, size) {
  const scale = Math.min(1, SIDE_PX / Math.max(size.width, size.height));
  const small = { width: Math.max(Math.round(size.width * scale), 16), height: Math.max(Math.round(size.height * scale), 16) };
  const [p, f] = [plate, frame].map((picture) => looked(picture, size, small));
  let found = STILL, apart = misfit(p, f);
  const before = judged(apart);
  let best = before;
  for (const way of ["shift", "refine", "refine"]) {
    const map = way === "shift" ? shifted(p, f, small) : refined(p, f, small, found, apart);
    if (!map) break;
    if (moves(map, small) > FARTHEST * Math.max(small.width, small.height)) continue;
    const rest = misfit(warped(p, small, map), f), value = judged(rest);
    if (value < best) [best, found, apart] = [value, map, rest];
  }
  const px = (moves(found, small) * size.width) / small.width;
  return px < LEAST_PX || best > 0.97 * before ? { map: null, px: 0 } : { map: atSize(found, size.width / small.width, size.height / small.height), px };
}

// Grey is made before the picture is made smaller, and blurred a little.
function looked(picture, size, small) {
  return gaussian(area(grey(picture, 4), size, small, { stride: 1, count: 1 }), small, 1);
}

// |frame − plate| in levels, with the gain and offset between them that most pixels agree on.
export function misfit(p, f) {
  const n = p.length, weight = new Float32Array(n).fill(1), apart = new Float32Array(n);
  for (let round = 0; round < 5; round++) {
    let sum = 0, sp = 0, sf = 0;
    for (let i = 0; i < n; i++) {
      sum += weight[i];
      sp += weight[i] * p[i];
      sf += weight[i] * f[i];
    }
    const meanP = sp / sum, meanF = sf / sum;
    let pf = 0, pp = 0;
    for (let i = 0; i < n; i++) {
      const centred = weight[i] * (p[i] - meanP);
      pf += centred * (f[i] - meanF);
      pp += centred * (p[i] - meanP);
    }
    const gain = Math.min(4, Math.max(0.25, (pf / sum + 1) / (pp / sum + 1)));
    for (let i = 0; i < n; i++) {
      apart[i] = Math.abs(f[i] - meanF - gain * (p[i] - meanP));
      const far = apart[i] / 8;
      weight[i] = 1 / (1 + far * far);
    }
  }
  return apart;
}

// Mean misfit of the part that fits best.
export function judged(apart) {
  const sorted = apart.slice().sort(), count = Math.floor(TRIMMED * apart.length);
  let sum = 0;
  for (let i = 0; i < count; i++) sum += sorted[i];
  return sum / count;
}

const median = (values) => values.slice().sort()[values.length >> 1];

function moves(map, { width, height }) {
  return Math.max(...[[0, 0], [width, 0], [0, height], [width, height]].flatMap(([x, y]) => [
    Math.abs(map[0] * x + map[1] * y + map[2] - x), Math.abs(map[3] * x + map[4] * y + map[5] - y)]));
}

// A map between pictures as one between pictures `across` and `down` times as large; pixels are points at their middle.
export function atSize([a, b, c, d, e, f], across, down) {
  const ox = across / 2 - 0.5, oy = down / 2 - 0.5;
  const B = (across * b) / down, D = (down * d) / across;
  return [a, B, across * c + ox - a * ox - B * oy, D, e, down * f + oy - D * ox - e * oy];
}

// A shift by phase correlation.
function shifted(plate, frame, { width, height }) {
  const size = [width, height].map((side) => 2 ** Math.ceil(Math.log2(side)));
  const [w, h] = size, planes = [frame, plate].map((picture) => {
    const re = new Float64Array(w * h), im = new Float64Array(w * h);
    for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) re[y * w + x] = picture[y * width + x] * hann(x, width) * hann(y, height);
    fft2(re, im, w, h, false);
    return { re, im };
  });
  const [a, b] = planes;
  for (let i = 0; i < w * h; i++) {
    const re = a.re[i] * b.re[i] + a.im[i] * b.im[i], im = a.im[i] * b.re[i] - a.re[i] * b.im[i], size = Math.hypot(re, im) + 1e-12;
    a.re[i] = re / size;
    a.im[i] = im / size;
  }
  fft2(a.re, a.im, w, h, true);
  let peak = 0;
  for (let i = 1; i < w * h; i++) if (a.re[i] > a.re[peak]) peak = i;
  const px = peak % w, py = Math.floor(peak / w);
  let sum = 0, sx = 0, sy = 0;
  for (let dy = -2; dy <= 2; dy++) {
    for (let dx = -2; dx <= 2; dx++) {
      const value = a.re[((py + dy + h) % h) * w + ((px + dx + w) % w)];
      sum += value;
      sx += value * dx;
      sy += value * dy;
    }
  }
  const signed = (at, side) => (at > side / 2 ? at - side : at);
  return [1, 0, -(signed(px, w) + sx / sum), 0, 1, -(signed(py, h) + sy / sum)];
}

const hann = (i, n) => 0.5 * (1 - Math.cos((2 * Math.PI * i) / (n - 1)));

function fft2(re, im, w, h, inverse) {
  for (let y = 0; y < h; y++) fft(re, im, y * w, 1, w, inverse);
  for (let x = 0; x < w; x++) fft(re, im, x, w, h, inverse);
}

// In place, radix two.
function fft(re, im, start, step, n, inverse) {
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) for (const part of [re, im]) [part[start + i * step], part[start + j * step]] = [part[start + j * step], part[start + i * step]];
  }
  for (let size = 2; size <= n; size <<= 1) {
    const angle = ((inverse ? 2 : -2) * Math.PI) / size;
    for (let k = 0; k < size / 2; k++) {
      const cos = Math.cos(angle * k), sin = Math.sin(angle * k);
      for (let at = start + k * step; at < start + n * step; at += size * step) {
        const other = at + (size / 2) * step, r = re[other] * cos - im[other] * sin, i = re[other] * sin + im[other] * cos;
        re[other] = re[at] - r;
        im[other] = im[at] - i;
        re[at] += r;
        im[at] += i;
      }
    }
  }
}

// By ECC, on the pixels that fit so far; null where it does not converge.
function refined(plate, frame, size, start, apart) {
  const limit = Math.max(2.5 * median(apart), 6), around = box(apart, size, 5);
  const fits = extreme(Float32Array.from(around, (value) => (value < limit ? 1 : 0)), size, 1);
  const { width, height } = size, gx = new Float32Array(plate.length), gy = new Float32Array(plate.length);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (!fits[i]) continue;
      gx[i] = x > 0 && x < width - 1 ? (plate[i + 1] - plate[i - 1]) / 2 : 0;
      gy[i] = y > 0 && y < height - 1 ? (plate[i + width] - plate[i - width]) / 2 : 0;
    }
  }
  let map = start.slice(), rho = -1, last = -2;
  for (let round = 0; round < ROUNDS && Math.abs(rho - last) >= EPSILON; round++) {
    last = rho;
    const step = eccStep(plate, frame, gx, gy, fits, size, map);
    if (!step) return null;
    rho = step.rho;
    const [a, d, b, e, c, f] = step.delta;
    map = [map[0] + a, map[1] + b, map[2] + c, map[3] + d, map[4] + e, map[5] + f];
  }
  return map;
}

// One step of the enhanced correlation coefficient: how the map should change.
function eccStep(plate, frame, gx, gy, fits, size, map) {
  const { width, height } = size, n = width * height, found = new Float64Array(8);
  const seen = new Float32Array(n), sx = new Float32Array(n), sy = new Float32Array(n), inside = new Uint8Array(n);
  let count = 0, sumI = 0, sumT = 0, squaresI = 0, squaresT = 0;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const px = map[0] * x + map[1] * y + map[2], py = map[3] * x + map[4] * y + map[5];
      const rx = Math.round(px), ry = Math.round(py);
      if (rx < 0 || ry < 0 || rx >= width || ry >= height) continue;
      corners(found, size, px, py);
      const a = found[0], b = found[1], c = found[2], d = found[3], wa = found[4], wb = found[5], wc = found[6], wd = found[7];
      const value = (seen[i] = wa * plate[a] + wb * plate[b] + wc * plate[c] + wd * plate[d]);
      sx[i] = wa * gx[a] + wb * gx[b] + wc * gx[c] + wd * gx[d];
      sy[i] = wa * gy[a] + wb * gy[b] + wc * gy[c] + wd * gy[d];
      if (!fits[ry * width + rx]) continue;
      inside[i] = 1;
      count++;
      sumI += value;
      sumT += frame[i];
      squaresI += value * value;
      squaresT += frame[i] * frame[i];
    }
  }
  if (count < 16) return null;
  const meanI = sumI / count, meanT = sumT / count, normI = squaresI - count * meanI ** 2, normT = squaresT - count * meanT ** 2;
  const hessian = new Float64Array(36), image = new Float64Array(6), template = new Float64Array(6), j = new Float64Array(6);
  let correlation = 0;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const gradientX = sx[i], gradientY = sy[i];
      if (!gradientX && !gradientY && !inside[i]) continue;
      const I = inside[i] ? seen[i] - meanI : seen[i], T = inside[i] ? frame[i] - meanT : 0;
      correlation += I * T;
      j[0] = gradientX * x;
      j[1] = gradientY * x;
      j[2] = gradientX * y;
      j[3] = gradientY * y;
      j[4] = gradientX;
      j[5] = gradientY;
      for (let r = 0; r < 6; r++) {
        const value = j[r];
        image[r] += value * I;
        template[r] += value * T;
        for (let c = r; c < 6; c++) hessian[6 * r + c] += value * j[c];
      }
    }
  }
  for (let r = 0; r < 6; r++) for (let c = 0; c < r; c++) hessian[6 * r + c] = hessian[6 * c + r];
  const byImage = solve(hessian, image);
  if (!byImage) return null;
  const dot = (a, b) => a.reduce((sum, value, i) => sum + value * b[i], 0);
  const below = correlation - dot(template, byImage);
  if (!(below > 0)) return null;
  const lambda = (normI - dot(image, byImage)) / below;
  const delta = solve(hessian, template.map((value, r) => lambda * value - image[r]));
  return delta && { delta, rho: correlation / Math.sqrt(normI * normT) };
}

// Six equations by elimination; null where they have no single solution.
function solve(matrix, right) {
  const a = Array.from({ length: 6 }, (_, r) => [...matrix.subarray(6 * r, 6 * r + 6), right[r]]);
  for (let c = 0; c < 6; c++) {
    let pivot = c;
    for (let r = c + 1; r < 6; r++) if (Math.abs(a[r][c]) > Math.abs(a[pivot][c])) pivot = r;
    if (!(Math.abs(a[pivot][c]) > 1e-12)) return null;
    [a[c], a[pivot]] = [a[pivot], a[c]];
    for (let r = 0; r < 6; r++) {
      if (r === c) continue;
      const share = a[r][c] / a[c][c];
      for (let k = c; k <= 6; k++) a[r][k] -= share * a[c][k];
    }
  }
  return a.map((row, r) => row[6] / row[r]);
}
