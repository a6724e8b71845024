// Training runs: a list, one of them shown, another laid over it, live while it trains.
import { $, callJson, el, notice } from "../parts.js";
import { figures } from "./curves.js";

const EVERY_MS = 2000, LISTED_MS = 10_000;
const list = $("#run-list"), box = $("#run-shown"), told = $("#runs-notice");
let runs = null, shown = null, other = null, open = false, timer = 0, listed = -Infinity, missing = "", turn = Promise.resolve();

export function begin() {
  list.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (button) choose(button.dataset.run);
  });
}

export function know({ runs: { state, why } }) {
  missing = state === "missing" ? why : "";
  if (missing) tell();
}

export function enter() {
  open = true;
  refresh();
}

export function leave() {
  open = false;
  clearTimeout(timer);
}

// What stands above the runs: why there are none. What could not be read leaves with its cause.
function tell() {
  const none = runs?.length === 0;
  told.hidden = !missing && !none;
  if (missing || none) list.replaceChildren();
  if (missing) notice(told, "No runs to show.", missing);
  else if (none) notice(told, "No runs yet.", "Train one: diptych scene train DATA runs/first --preset smoke");
}

// One look at the runs after the other: two at once would read the same lines twice.
function refresh() {
  clearTimeout(timer);
  return (turn = turn.then(refreshing));
}

async function refreshing() {
  if (missing) return tell();
  try {
    if (performance.now() - listed > LISTED_MS) await showList();
    for (const run of [shown, other]) if (run && (run.about?.live ?? true)) await grow(run);
    tell();
    if (shown) draw();
  } catch (error) {
    notice(told, "The runs cannot be read just now.", error.message);
  }
  clearTimeout(timer);
  if (open) timer = setTimeout(refresh, EVERY_MS);
}

async function showList() {
  ({ runs } = await callJson("api/runs"));
  listed = performance.now();
  if (!runs.some(({ id }) => id === shown?.id)) shown = runs.length ? begun(runs[0].id) : null; // none yet, or gone
  if (!runs.some(({ id }) => id === other?.id)) other = null;
  box.hidden = !shown;
  for (const run of [shown, other]) if (run?.about) run.about.live ||= runs.some(({ id, live }) => id === run.id && live); // it may go on
  const held = list.contains(document.activeElement) && document.activeElement.dataset.run;
  list.replaceChildren(...runs.map((run) => el("li", {}, el("button", { type: "button", "data-run": run.id, "aria-pressed": String(run.id === shown?.id) },
    el("span", { className: run.live ? "live" : "" }, run.name),
    el("small", {}, `${run.task} · ${run.parameters.toLocaleString("en")} parameters · ${run.live ? "training now" : ago(run.seconds_ago)}`)))));
  if (held) $(`[data-run="${held}"]`, list)?.focus();
}

const begun = (id) => ({ id, next: 0, lines: [], pictures: [], about: null });

function choose(id) {
  if (other?.id === id) other = null;
  if (shown?.id !== id) shown = begun(id);
  listed = -Infinity;
  return refresh();
}

function compare(id) {
  other = id ? begun(id) : null;
  return refresh();
}

// Fetch what a run's journal gained.
async function grow(run) {
  for (;;) {
    const found = await callJson(`api/runs/${run.id}?after=${run.next}`);
    if (found.next < run.next) run.lines = []; // it went back to a checkpoint
    run.lines.push(...found.lines);
    const more = found.next > run.next && found.lines.length > 0;
    Object.assign(run, { next: found.next, about: found.run, pictures: found.pictures, new: run.new || more });
    if (!more) return;
  }
}

// Draw what is shown. The skeleton stays, so that nothing loses the focus and nothing flickers.
function draw() {
  if (!shown.about) return;
  const parts = (shown.parts ??= skeleton());
  const { about, lines, pictures } = shown, steps = lines.reduce((most, { step }) => Math.max(most, step || 0), 0);
  $("h2", parts.head).textContent = about.name;
  const state = $(".hint", parts.head);
  state.classList.toggle("live", about.live);
  state.textContent = `${about.live ? "training now, " : ""}${steps.toLocaleString("en")} steps`;
  $("a", parts.head).hidden = !about.report;
  offer($("select", parts.head));
  if (shown.new || shown.beside !== other || other?.new) {
    const { main, all } = figures(shown, other);
    parts.main.replaceChildren(...main);
    $("div", parts.rest).replaceChildren(...all);
    $("summary", parts.rest).textContent = all.length === 1 ? "The only curve" : `All ${all.length} curves`;
    Object.assign(shown, { new: false, beside: other });
    if (other) other.new = false;
  }
  if (shown.shots !== String(pictures)) {
    shown.shots = String(pictures);
    parts.shots.replaceChildren(...pictures.map((name, number) => el("figure", {},
      el("img", { src: `api/runs/${shown.id}/pictures/${number}?${encodeURIComponent(name)}`, alt: `Answers, ${stepped(name)}` }), el("figcaption", {}, stepped(name)))));
  }
  if (box.firstChild !== parts.head) box.replaceChildren(...Object.values(parts));
  box.hidden = false;
}

// The runs that can be laid over this one.
function offer(select) {
  const others = runs.filter(({ id }) => id !== shown.id), key = others.map(({ id }) => id).join();
  if (select.dataset.key !== key) {
    select.dataset.key = key;
    select.replaceChildren(el("option", { value: "" }, "nothing"), ...others.map(({ id, name }) => el("option", { value: id }, name)));
  }
  select.value = other?.id || "";
  select.parentElement.hidden = !others.length;
}

function skeleton() {
  const select = el("select");
  select.addEventListener("change", () => compare(select.value));
  const report = el("a", { href: `api/runs/${shown.id}/report`, target: "_blank", rel: "noopener" }, "The report");
  const key = el("p", { className: "hint key" }, el("span", { className: "train" }, "training"), el("span", { className: "validation" }, "validation"));
  return {
    head: el("header", {}, el("h2"), el("span", { className: "hint" }), report, el("label", { className: "hint" }, "Compare with ", select), key),
    main: el("div", { className: "curves" }), shots: el("div", { className: "shots" }),
    rest: el("details", {}, el("summary"), el("div", { className: "curves" })),
  };
}

// 0025000-0-clean → step 25,000: clean
const stepped = (name) => name.replace(/^(\d+)-(?:\d+-)?/, (_, step) => `step ${Number(step).toLocaleString("en")}: `);

function ago(seconds) {
  for (const [name, size] of [["day", 86400], ["hour", 3600], ["minute", 60]]) {
    const count = Math.floor(seconds / size);
    if (count >= 1) return `${count} ${name}${count > 1 ? "s" : ""} ago`;
  }
  return "just now";
}
