// Training runs: a list, the curves of one, live while it trains.
import { $, callJson, el, notice } from "./parts.js";

const SVG = "http://www.w3.org/2000/svg", EVERY_MS = 2000, LISTED_MS = 10_000, MAIN = 6;
const list = $("#run-list"), box = $("#run-shown");
let shown = null, timer = 0, listed = 0, open = false;

export function know(server) {
  if (server.runs.state !== "missing") return;
  list.replaceChildren();
  notice($("#runs-notice"), "No runs to show.", server.runs.why);
}

export function enter() {
  open = true;
  refresh();
}

export function leave() {
  open = false;
  clearTimeout(timer);
}

async function refresh() {
  clearTimeout(timer);
  try {
    if (Date.now() - listed > LISTED_MS) await showList();
    if (shown && (shown.live || !shown.next)) await grow();
  } catch (error) {
    notice($("#runs-notice"), "The runs cannot be read just now.", error.message);
  }
  if (open) timer = setTimeout(refresh, EVERY_MS);
}

async function showList() {
  const { runs } = await callJson("api/runs");
  listed = Date.now();
  const held = list.contains(document.activeElement) && document.activeElement.dataset.run;
  list.replaceChildren(...runs.map((run) => {
    const button = el("button", { type: "button", "data-run": run.id, "aria-pressed": String(run.id === shown?.id) },
      el("span", { className: run.live ? "live" : "" }, run.name),
      el("small", {}, `${run.task} · ${run.parameters.toLocaleString("en")} parameters · ${run.live ? "training now" : ago(run.seconds_ago)}`));
    button.addEventListener("click", () => choose(run.id));
    return el("li", {}, button);
  }));
  if (shown) shown.live ||= Boolean(runs.find(({ id }) => id === shown.id)?.live); // it may go on
  if (held) $(`[data-run="${held}"]`, list)?.focus();
  if (!runs.length && $("#runs-notice").hidden) notice($("#runs-notice"), "No runs yet.", "Train one: diptych scene train DATA runs/first --preset smoke");
  if (!shown && runs.length) await choose(runs[0].id);
}

async function choose(id) {
  shown = { id, next: 0, lines: [] };
  for (const button of list.querySelectorAll("button")) button.setAttribute("aria-pressed", "false");
  listed = 0;
  await refresh();
}

// Fetch what the journal gained, and draw.
async function grow() {
  const mine = shown;
  let gained = false;
  for (;;) {
    const found = await callJson(`api/runs/${mine.id}?after=${mine.next}`);
    if (mine !== shown) return;
    if (found.next < mine.next) mine.lines = [];
    mine.lines.push(...found.lines);
    const more = found.lines.length > 0 && found.next > mine.next;
    gained ||= more || found.run.live !== mine.live;
    Object.assign(mine, { next: found.next, live: found.run.live, run: found.run, pictures: found.pictures });
    if (!more) break;
  }
  if (!mine.parts || gained) draw(mine);
}

// Draw a run. What was drawn before is kept and filled anew, so that nothing loses the focus and nothing flickers.
function draw(mine) {
  const { id, run, lines, pictures, live } = mine, steps = lines.reduce((most, line) => Math.max(most, line.step || 0), 0);
  const parts = (mine.parts ??= skeleton(id));
  $("h2", parts.head).textContent = run.name;
  const said = $("span", parts.head);
  said.className = live ? "live hint" : "hint";
  said.textContent = `${live ? "training now, " : ""}${steps.toLocaleString("en")} steps`;
  $("a", parts.head).hidden = !run.report;
  const all = series(lines), main = all.filter(({ name, validation }) => name === "loss" || (validation.length && !name.includes("/"))).slice(0, MAIN);
  parts.main.replaceChildren(...main.map(curve));
  $("summary", parts.rest).textContent = `All ${all.length} curves`;
  $("div", parts.rest).replaceChildren(...all.map(curve));
  if (String(pictures) !== mine.shot) {
    mine.shot = String(pictures);
    parts.shots.replaceChildren(...pictures.map((name, number) => el("figure", {},
      el("img", { src: `api/runs/${id}/pictures/${number}?${encodeURIComponent(name)}`, alt: `Answers, ${stepped(name)}` }), el("figcaption", {}, stepped(name)))));
  }
  if (box.firstChild !== parts.head) box.replaceChildren(...Object.values(parts));
  box.hidden = false;
}

// 0025000-answers → step 25,000: answers
const stepped = (name) => name.replace(/^(\d+)-/, (_, step) => `step ${Number(step).toLocaleString("en")}: `);

function skeleton(id) {
  const report = el("a", { href: `api/runs/${id}/report`, target: "_blank", rel: "noopener" }, "the report");
  const legend = el("p", { className: "hint key" }, el("span", { className: "train" }, "training"), el("span", { className: "validation" }, "validation"));
  return {
    head: el("header", {}, el("h2"), el("span"), report, legend), main: el("div", { className: "curves" }),
    shots: el("div", { className: "shots" }), rest: el("details", {}, el("summary"), el("div", { className: "curves" })),
  };
}

// name → {train: [[step, value], …], validation: …}, the loss first.
function series(lines) {
  const found = new Map();
  for (const line of lines) {
    if (line.kind !== "train" && line.kind !== "validation") continue;
    for (const [name, value] of Object.entries(line)) {
      if (["kind", "step", "epoch", "seconds"].includes(name) || typeof value !== "number") continue;
      if (!found.has(name)) found.set(name, { name, train: [], validation: [] });
      found.get(name)[line.kind].push([line.step, value]);
    }
  }
  return [...found.values()];
}

function curve({ name, train, validation }) {
  const all = [...train, ...validation], xs = all.map(([x]) => x), ys = all.map(([, y]) => y).sort((a, b) => a - b);
  const low = ys[0], high = ys[Math.min(ys.length - 1, Math.ceil(ys.length * 0.995))], most = Math.max(...xs, 1);
  const svg = document.createElementNS(SVG, "svg");
  for (const [key, value] of [["viewBox", "0 0 100 100"], ["preserveAspectRatio", "none"], ["role", "img"], ["aria-label", `${name} from ${short(all[0][1])} to ${short(all.at(-1)[1])}`]]) svg.setAttribute(key, value);
  const line = document.createElementNS(SVG, "line");
  for (const [key, value] of [["x1", 0], ["x2", 100], ["y1", 100], ["y2", 100]]) line.setAttribute(key, value);
  svg.append(line);
  for (const [kind, points] of [["train", train], ["validation", validation]]) {
    if (!points.length) continue;
    const path = document.createElementNS(SVG, "path");
    const at = ([x, y]) => `${((100 * x) / most).toFixed(2)} ${(100 - (100 * (Math.min(y, high) - low)) / (high - low || 1)).toFixed(2)}`;
    path.setAttribute("d", `M${thinned(points).map(at).join("L")}`);
    path.setAttribute("class", kind);
    svg.append(path);
  }
  const last = [["train", train], ["validation", validation]].filter(([, points]) => points.length).map(([kind, points]) => el("span", { className: kind, title: kind }, short(points.at(-1)[1])));
  return el("figure", {}, el("figcaption", {}, name.replaceAll("_", " "), el("span", {}, ...last.flatMap((one, i) => (i ? [" · ", one] : [one])))),
    el("div", { className: "plot" }, el("div", { className: "ends" }, el("span", {}, short(high)), el("span", {}, short(low))), svg));
}

const thinned = (points, most = 400) => (points.length <= most ? points : points.filter((_, i) => i % Math.ceil(points.length / most) === 0 || i === points.length - 1));
const short = (value) => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3));

function ago(seconds) {
  for (const [name, size] of [["d", 86400], ["h", 3600], ["min", 60]]) {
    const count = Math.floor(seconds / size);
    if (count >= 1) return `${count} ${name} ago`;
  }
  return "just now";
}
