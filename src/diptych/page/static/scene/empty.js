// An empty scene from several pictures of a camera: their mean, which has less noise, and whether anything moved.
import { rest } from "../parts.js";

const PICTURES = 8, EVERY_MS = 60, BLOCK_PX = 16;
const LEVELS = 12; // that a block's mean may wander while nothing moves
const BLOCKS = 0.004; // share of the blocks that may wander more

// `picture()` gives RGBA; the answer is {rgba, moved}.
export async function emptyScene(picture, width, height) {
  const sums = new Float32Array(4 * width * height), across = Math.floor(width / BLOCK_PX), down = Math.floor(height / BLOCK_PX);
  const low = new Float32Array(across * down).fill(255), high = new Float32Array(across * down);
  for (let i = 0; i < PICTURES; i++) {
    const rgba = picture();
    for (let at = 0; at < rgba.length; at++) sums[at] += rgba[at];
    for (let block = 0; block < low.length; block++) {
      const mean = blockMean(rgba, width, BLOCK_PX * (block % across), BLOCK_PX * Math.floor(block / across));
      low[block] = Math.min(low[block], mean);
      high[block] = Math.max(high[block], mean);
    }
    await rest(EVERY_MS);
  }
  const wandered = low.reduce((count, value, block) => count + (high[block] - value > LEVELS), 0);
  return { rgba: Uint8ClampedArray.from(sums, (sum) => sum / PICTURES), moved: wandered > Math.max(1, BLOCKS * low.length) };
}

function blockMean(rgba, width, left, top) {
  let sum = 0;
  for (let y = 0; y < BLOCK_PX; y += 2) for (let x = 0, at = 4 * ((top + y) * width + left) + 1; x < BLOCK_PX; x += 2, at += 8) sum += rgba[at];
  return sum / (BLOCK_PX * BLOCK_PX / 4);
}
