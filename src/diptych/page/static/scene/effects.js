// What can be made of a plate, a frame, a mask and a depth. All are arrays of one size; nothing here touches the page.
//
// A scene is {width, height, plate, frame, mask, depth}: RGBA bytes, mask 0..255, depth 0..65535 near (or null).

const KNOTS =
  "0d0887 2f0596 4903a0 6100a7 7801a8 8e0ca4 a21d9a b42e8d c43e7f d24f71 de6164 e97257 f3854b f99a3e fdaf31 fdc627 f8df25 f0f921"
    .split(" ").map((hex) => [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16)));

// The plasma map: 256 colours, far (dark blue) to near (yellow).
export const PLASMA = Array.from({ length: 256 }, (_, i) => {
  const at = i / 15, low = Math.min(Math.floor(at), KNOTS.length - 2);
  return KNOTS[low].map((value, c) => Math.round(value + (KNOTS[low + 1][c] - value) * (at - low)));
});

export function showMask({ mask }, out) {
  for (let i = 0, o = 0; i < mask.length; i++, o += 4) {
    out[o] = out[o + 1] = out[o + 2] = mask[i];
    out[o + 3] = 255;
  }
}

export function showDepth({ depth }, out, { grey = false } = {}) {
  for (let i = 0, o = 0; i < depth.length; i++, o += 4) {
    const level = depth[i] >> 8;
    if (grey) out[o] = out[o + 1] = out[o + 2] = level;
    else [out[o], out[o + 1], out[o + 2]] = PLASMA[level];
    out[o + 3] = 255;
  }
}

// The thing alone. Where it covers a pixel only in part, the plate's share of the colour is taken out again.
export function cutOut({ plate, frame, mask }, out) {
  const from = new Uint32Array(frame.buffer, frame.byteOffset, mask.length), to = new Uint32Array(out.buffer, out.byteOffset, mask.length);
  for (let i = 0, o = 0; i < mask.length; i++, o += 4) {
    const alpha = mask[i];
    if (alpha === 0 || alpha === 255) {
      to[i] = alpha && from[i];
      continue;
    }
    const share = alpha > 96 ? alpha / 255 : 1;
    for (let c = 0; c < 3; c++) out[o + c] = (frame[o + c] - (1 - share) * plate[o + c]) / share;
    out[o + 3] = alpha;
  }
}

// Share of the picture that the thing covers, 0..1.
export function covered(mask) {
  let sum = 0;
  for (let i = 0; i < mask.length; i++) sum += mask[i];
  return sum / (255 * mask.length);
}

// Does the plate, more than the frame, have an edge where the mask has one? Then the two pictures are most likely swapped:
// of the examples as they are, it has a tenth to two fifths of the frame's; swapped, 1.2 to 1.5 times.
export function looksSwapped({ width, height, plate, frame, mask }) {
  let inFrame = 0, inPlate = 0;
  const step = (picture, a, b) => Math.abs(picture[a] - picture[b]) + Math.abs(picture[a + 1] - picture[b + 1]) + Math.abs(picture[a + 2] - picture[b + 2]);
  for (let y = 2; y < height - 2; y++) {
    for (let x = 2, i = y * width + 2; x < width - 2; x++, i++) {
      for (const next of [1, width]) {
        if (mask[i] > 127 === mask[i + next] > 127) continue;
        inFrame += step(frame, 4 * (i - next), 4 * (i + 2 * next));
        inPlate += step(plate, 4 * (i - next), 4 * (i + 2 * next));
      }
    }
  }
  return inPlate > inFrame;
}

// Hue by depth, light by the frame.
export function colour({ frame, depth }, out, { strength = 0.85 } = {}) {
  for (let i = 0, o = 0; i < depth.length; i++, o += 4) {
    const light = (0.299 * frame[o] + 0.587 * frame[o + 1] + 0.114 * frame[o + 2]) / 255;
    const tint = PLASMA[depth[i] >> 8];
    for (let c = 0; c < 3; c++) out[o + c] = (1 - strength) * frame[o + c] + strength * tint[c] * (0.3 + 1.05 * light);
    out[o + 3] = 255;
  }
}

// Two layers: what stands behind (the plate shows what the thing hides) with its depth, and the thing with its own.
export function layers(scene) {
  if (scene.layers) return scene.layers;
  const { width, height, plate, frame, mask, depth } = scene, count = width * height;
  const back = new Uint8ClampedArray(4 * count), front = new Uint8ClampedArray(4 * count);
  const known = new Float32Array(count), weight = new Float32Array(count);
  let near = 0, sum = 0;
  for (let i = 0, o = 0; i < count; i++, o += 4) {
    const alpha = Math.min(1, mask[i] / 128);
    for (let c = 0; c < 3; c++) back[o + c] = alpha * plate[o + c] + (1 - alpha) * frame[o + c];
    back[o + 3] = 255;
    weight[i] = mask[i] < 20 ? 1 : 0.001;
    known[i] = weight[i] * (depth[i] / 65535);
    near += (mask[i] * depth[i]) / 65535;
    sum += mask[i];
  }
  cutOut(scene, front);
  const radius = Math.max(2, Math.round(width / 24));
  blurPlane(known, width, height, radius);
  blurPlane(weight, width, height, radius);
  const behind = known.map((value, i) => value / weight[i]);
  scene.layers = { back, front, behind, near: sum ? near / sum : 1 };
  return scene.layers;
}

// Sharp where the depth is `focus` (0..1), softer the farther from it; the thing never smears into what is behind it.
export function blur(scene, out, { focus, strength = 0.5 } = {}) {
  const { width, height } = scene, { back, front, behind, near } = layers(scene);
  focus ??= near;
  const most = Math.max(2, (width / 28) * strength * 2);
  const soft = [0, 0.35, 1].map((share) => boxed(back, width, height, Math.round(most * share)));
  const thing = boxed(front, width, height, Math.round(most * Math.min(1, 2.5 * Math.max(0, Math.abs(near - focus) - 0.04))));
  for (let i = 0, o = 0; i < behind.length; i++, o += 4) {
    const at = 2 * Math.min(1, 2.5 * Math.max(0, Math.abs(behind[i] - focus) - 0.02)), low = at < 1 ? 0 : 1, part = Math.min(1, at - low);
    const alpha = thing[o + 3] / 255;
    for (let c = 0; c < 3; c++) {
      const far = soft[low][o + c] + part * (soft[low + 1][o + c] - soft[low][o + c]);
      out[o + c] = thing[o + c] + (1 - alpha) * far;
    }
    out[o + 3] = 255;
  }
}

// The view from a little beside: x and y in −1..1. Near things move against far ones; the plate fills what opens.
export function parallax(scene, out, { x = 0, y = 0, strength = 0.5 } = {}) {
  const { width, height } = scene, { back, front, behind, near } = layers(scene);
  const swing = width * 0.06 * strength, pivot = 0.35;
  const from = new Uint32Array(back.buffer), to = new Uint32Array(out.buffer);
  const moved = Math.round(x * swing * (near - pivot)), lifted = Math.round(y * swing * (near - pivot));
  for (let row = 0, i = 0; row < height; row++) {
    for (let column = 0; column < width; column++, i++) {
      const move = swing * (behind[i] - pivot);
      const cx = Math.min(width - 1, Math.max(0, Math.round(column + x * move)));
      const cy = Math.min(height - 1, Math.max(0, Math.round(row + y * move)));
      to[i] = from[cy * width + cx];
      const fx = column + moved, fy = row + lifted;
      if (fx < 0 || fy < 0 || fx >= width || fy >= height) continue;
      const f = 4 * (fy * width + fx), alpha = front[f + 3] / 255;
      if (!alpha) continue;
      const o = 4 * i;
      for (let c = 0; c < 3; c++) out[o + c] = alpha * front[f + c] + (1 - alpha) * out[o + c];
    }
  }
}

// RGBA blurred by two boxes, premultiplied by alpha; radius 0 only premultiplies.
function boxed(rgba, width, height, radius) {
  const out = new Float32Array(rgba.length), plane = new Float32Array(width * height);
  for (let c = 3; c >= 0; c--) {
    for (let i = 0; i < plane.length; i++) plane[i] = c === 3 ? rgba[4 * i + 3] : (rgba[4 * i + c] * rgba[4 * i + 3]) / 255;
    if (radius > 0) blurPlane(plane, width, height, radius);
    for (let i = 0; i < plane.length; i++) out[4 * i + c] = plane[i];
  }
  return out;
}

// Two running means across and two down, in place; edges repeat.
export function blurPlane(plane, width, height, radius) {
  const line = new Float32Array(Math.max(width, height));
  const pass = (start, step, count) => {
    for (let i = 0; i < count; i++) line[i] = plane[start + i * step];
    let sum = 0;
    for (let i = -radius; i <= radius; i++) sum += line[Math.min(count - 1, Math.max(0, i))];
    for (let i = 0; i < count; i++) {
      plane[start + i * step] = sum / (2 * radius + 1);
      sum += line[Math.min(count - 1, i + radius + 1)] - line[Math.max(0, i - radius)];
    }
  };
  for (let again = 0; again < 2; again++) {
    for (let y = 0; y < height; y++) pass(y * width, 1, width);
    for (let x = 0; x < width; x++) pass(x, width, height);
  }
}
