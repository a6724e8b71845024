// The curves of a run, perhaps with those of another over them: axes, what a curve means, the value under the pointer.
import { el } from "../parts.js";

const WIDTH = 320, HEIGHT = 150, LEFT = 40, RIGHT = 8, TOP = 8, BOTTOM = 20; // of a drawing, in its own units
const MAIN = 6, MOST_POINTS = 400, SPIKE = 0.995; // the share of the values that an axis shows
const ACRONYMS = /\b(iou|mad|mse|rmse|ssim)\b/g;
const NO_CURVES = ["kind", "step", "epoch", "seconds"];

// What a curve means, by how its name goes; the first that fits.
const MEANINGS = [
  [/^loss$/, "what training makes small"],
  [/^rate$/, "how large a step is"],
  [/^iou/, "overlap of the found and the true thing; 1 is perfect"],
  [/^dice$/, "overlap, counted twice; 1 is perfect"],
  [/^boundary_f$/, "how well the outline fits; 1 is perfect"],
  [/^(mad|mse)$/, "mean error of the mask; 0 is perfect"],
  [/^pixel_accuracy$/, "share of pixels on the right side"],
  [/delta\d$/, "share of depths that are nearly right; 1 is perfect"],
  [/ssim$/, "how alike the depth maps look; 1 is perfect"],
  [/^depth_|abs_rel$/, "error of the depth; 0 is perfect"],
  [/^exact/, "share of programs that are right to the letter"],
  [/^(tokens|types)$/, "share that is right when what came before is"],
  [/^mask\//, "a part of the loss: the mask"],
  [/^depth\//, "a part of the loss: depth"],
  [/^token\//, "a part of the loss: the words of the program"],
  [/^type\//, "a part of the loss: the types of the words"],
];

// The drawings of a run: {main, all}, the loss first.
export function figures(run, other) {
  const ours = series(run.lines), theirs = other ? series(other.lines) : new Map();
  const drawn = ([name, kinds]) => figure(name, [
    ...lines(kinds, "", run.about.name), ...lines(theirs.get(name) || {}, other?.about.name || "", other?.about.name),
  ]);
  const all = [...ours].sort(([a], [b]) => (b === "loss") - (a === "loss"));
  const main = all.filter(([name, { validation }]) => name === "loss" || (validation.length && !name.includes("/"))).slice(0, MAIN);
  return { main: main.map(drawn), all: all.map(drawn) };
}

// name → {train: [[step, value], …], validation: …}; a value that was no number is null.
function series(journal) {
  const found = new Map();
  for (const line of journal) {
    if (line.kind !== "train" && line.kind !== "validation") continue;
    for (const [name, value] of Object.entries(line)) {
      if (NO_CURVES.includes(name) || (value !== null && typeof value !== "number")) continue;
      if (!found.has(name)) found.set(name, { train: [], validation: [] });
      found.get(name)[line.kind].push([line.step || 0, value]);
    }
  }
  return found;
}

const lines = (kinds, prefix) =>
  ["train", "validation"].filter((kind) => kinds[kind]?.some(([, value]) => value !== null))
    .map((kind) => ({ points: kinds[kind], className: `${kind}${prefix ? " other" : ""}`, says: `${prefix ? `${prefix} ` : ""}${kind === "train" ? "training" : kind}` }));

function figure(name, shown) {
  const title = name.replaceAll("_", " ").replace(ACRONYMS, (word) => word.toUpperCase().replace("IOU", "IoU")).replace(/^./, (letter) => letter.toUpperCase());
  const meaning = MEANINGS.find(([fits]) => fits.test(name))?.[1] || "";
  const value = el("span", { className: "value" }), caption = el("figcaption", {}, el("b", {}, title), el("small", {}, meaning));
  if (!shown.length) return el("figure", {}, caption, el("p", { className: "hint" }, "Not a number so far."));
  const axes = scaled(shown), drawing = draw(title, shown, axes);
  under(drawing, value, shown, axes);
  return el("figure", {}, caption, drawing, value);
}

// Where steps and values lie in a drawing.
function scaled(shown) {
  const points = shown.flatMap(({ points }) => points).filter(([, value]) => value !== null);
  const values = points.map(([, value]) => value).sort((a, b) => a - b);
  const last = points.reduce((most, [step]) => Math.max(most, step), 1);
  const xs = ticks(0, last, 4), ys = ticks(values[0], values[Math.ceil(values.length * SPIKE) - 1], 4);
  const low = Math.min(ys[0], values[0]), high = Math.max(ys.at(-1), low + 1e-12);
  return {
    last, xs, ys,
    x: (step) => LEFT + ((WIDTH - LEFT - RIGHT) * step) / last,
    y: (value) => HEIGHT - BOTTOM - ((HEIGHT - TOP - BOTTOM) * (Math.min(value, high) - low)) / (high - low),
    step: (x) => ((x - LEFT) * last) / (WIDTH - LEFT - RIGHT),
  };
}

// About `count` round numbers from at most `low` to at least `high`, steps apart of 1, 2 or 5 times a power of ten.
function ticks(low, high, count) {
  if (low === high) [low, high] = [low - Math.abs(low || 1) / 2, high + Math.abs(high || 1) / 2]; // a level curve lies in the middle
  const rough = (high - low) / count, power = 10 ** Math.floor(Math.log10(rough));
  const apart = power * ([1, 2, 5].find((it) => it * power >= rough * 0.999) || 10);
  const first = Math.floor(low / apart + 1e-9), last = Math.ceil(high / apart - 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * apart);
}

function draw(title, shown, { last, xs, ys, x, y }) {
  const svg = node("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, tabindex: 0, role: "slider", "aria-label": title, "aria-valuemin": 0, "aria-valuemax": last });
  for (const value of ys) svg.append(
    node("line", { class: "grid", x1: LEFT, x2: WIDTH - RIGHT, y1: y(value), y2: y(value) }),
    node("text", { x: LEFT - 5, y: y(value) + 3.5, "text-anchor": "end" }, short(value)));
  for (const step of xs) if (step <= last) svg.append(node("text", { x: x(step), y: HEIGHT - 5, "text-anchor": "middle" }, short(step)));
  for (const { points, className } of shown) svg.append(node("path", { class: className, d: path(points, x, y) }));
  return svg;
}

// A line through points; where a value was no number it has a gap.
function path(points, x, y) {
  const every = Math.ceil(points.length / MOST_POINTS);
  let text = "", pen = "M";
  points.forEach(([step, value], i) => {
    if (value === null) pen = "M";
    else if (i % every === 0 || i === points.length - 1) {
      text += `${pen}${x(step).toFixed(1)} ${y(value).toFixed(1)}`;
      pen = "L";
    }
  });
  return text;
}

// Tell the values at the step under the pointer, or where the arrow keys went; otherwise the last ones.
function under(svg, told, shown, { last, x, step }) {
  const line = node("line", { class: "mark-line", y1: TOP, y2: HEIGHT - BOTTOM, visibility: "hidden" });
  const known = [...new Set(shown.flatMap(({ points }) => points.map(([at]) => at)))].sort((a, b) => a - b);
  let now = last;
  const tell = (at, pointed = true) => {
    now = at;
    const values = shown.map(({ points, says }) => `${says} ${value(points, at)}`).join(" · ");
    told.textContent = pointed ? `step ${at.toLocaleString("en")}: ${values}` : values;
    line.setAttribute("visibility", pointed ? "visible" : "hidden");
    for (const end of ["x1", "x2"]) line.setAttribute(end, x(at));
    svg.setAttribute("aria-valuenow", at);
    svg.setAttribute("aria-valuetext", `step ${at}: ${values}`);
  };
  svg.addEventListener("pointermove", ({ clientX }) => {
    const { left, width } = svg.getBoundingClientRect();
    tell(nearest(known, step(((clientX - left) * WIDTH) / width)));
  });
  for (const end of ["pointerleave", "blur"]) svg.addEventListener(end, () => tell(last, false));
  svg.addEventListener("keydown", (event) => {
    const move = { ArrowLeft: -1, ArrowRight: 1, ArrowDown: -1, ArrowUp: 1, Home: -known.length, End: known.length }[event.key];
    if (!move) return;
    event.preventDefault();
    tell(known[Math.min(known.length - 1, Math.max(0, known.indexOf(now) + move))]);
  });
  svg.append(line);
  tell(last, false);
}

// What a curve was at a step: the last value until then.
function value(points, at) {
  const found = points.findLast(([step]) => step <= at) || points[0];
  return found[1] === null ? "not a number" : short(found[1]);
}

const nearest = (steps, wanted) => steps.reduce((best, one) => (Math.abs(one - wanted) < Math.abs(best - wanted) ? one : best));

// A number in few letters: 25k, 0.333, 1e-5.
function short(number) {
  const size = Math.abs(number);
  if (size >= 1e9 || (size && size < 1e-3)) return number.toExponential(1).replace(".0", "").replace("e+", "e");
  if (size >= 1e6) return `${Number((number / 1e6).toPrecision(3))}M`;
  if (size >= 1e4) return `${Number((number / 1e3).toPrecision(3))}k`;
  return String(Number(number.toPrecision(size >= 1000 ? 4 : 3)));
}

function node(tag, attributes, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}
