// What was asked before, what was written for it, and what became of it. What was changed by hand is said to be.
import { $, el } from "../parts.js";

const MOST = 30, KEPT = "diptych-history-2";
const keep = $("#keep");
let past = [], current = null, on;

// `given.again(entry)` puts an entry back.
export function begin(given) {
  on = given;
  keep.addEventListener("change", () => (keep.checked ? store() : localStorage.removeItem(KEPT)));
  $("#forget").addEventListener("click", () => {
    past = [];
    current = null;
    localStorage.removeItem(KEPT);
    keep.checked = false;
    draw();
    $("#description").focus();
  });
  try {
    past = JSON.parse(localStorage.getItem(KEPT)) || [];
  } catch {
    past = [];
  }
  keep.checked = past.length > 0;
  draw();
}

// A description was answered.
export function asked(description, written) {
  add({ description, written, program: written.program, outcome: null });
}

// A program was run. One that has little to do with what was written is an entry of its own.
export function ran(program, outcome) {
  const slim = { ...outcome, stdout: outcome.stdout.slice(0, 2000), stderr: outcome.stderr.slice(-2000) };
  if (current && program.startsWith(current.program.trimEnd())) {
    Object.assign(current, { program, outcome: slim });
    return store();
  }
  const changed = current?.description && alike(program, current.program);
  add({ description: changed ? current.description : "", written: null, own: true, program, outcome: slim });
}

// Do two programs share at least half of their lines?
function alike(a, b) {
  const lines = (text) => new Set(text.split("\n").map((line) => line.trim()).filter(Boolean));
  const [ours, theirs] = [lines(a), lines(b)];
  return 2 * [...ours].filter((line) => theirs.has(line)).length >= Math.min(ours.size, theirs.size);
}

function add(entry) {
  current = entry;
  past = [entry, ...past.filter((one) => one.program !== entry.program || one.description !== entry.description)].slice(0, MOST);
  store();
}

function store() {
  if (keep.checked) {
    try {
      localStorage.setItem(KEPT, JSON.stringify(past));
    } catch {
      past = past.slice(0, Math.ceil(past.length / 2)); // the browser has no room for more
    }
  }
  draw();
}

function draw() {
  $("#past").hidden = !past.length;
  $("#history").replaceChildren(...past.map((entry) => {
    const { description, program, outcome, own } = entry;
    const title = own ? (description ? `Your change of “${description}”` : "Your own program") : description;
    const button = el("button", { type: "button" }, el("b", {}, title), el("code", {}, program.trim()));
    if (outcome) {
      const good = outcome.kind === "finished";
      button.append(el("span", { className: good ? "out" : "out bad" }, good ? outcome.stdout.trim().split("\n")[0] || "No output" : outcome.words));
    }
    button.addEventListener("click", () => {
      current = entry;
      on.again({ ...entry, description: own && !description ? "" : description });
    });
    return el("li", {}, button);
  }));
}
