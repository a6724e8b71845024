// A description in, programs out. The first can be used as soon as it is there; others come behind and replace nothing.
import { $, call, el, gone, notice, say } from "../parts.js";
import * as editor from "./editor.js";
import * as history from "./history.js";
import * as run from "./run.js";

const EXAMPLES = [
  "factorial of a number", "function that returns the LCM of two numbers", "reverse a string", "sum of natural numbers", "square every term of a list with a list comprehension",
  "insertion sort that prints the sorted list", "function that solves towers of hanoi", "sum of two numbers",
  "function that counts chars, digits and symbols of a string", "print the current datetime", "function that prints the factors of a number",
  "function for compound interest given p, r, t", "convert Python objects into JSON strings",
  "function that makes an HTML string with tags around the word(s)", "perimeter of a square", "map two lists into a dictionary", "Celsius to Fahrenheit",
  "remainder of two numbers", "km per hour to miles per hour", "new string with the second string in the middle of the first", "maximum of a list",
  "exponents of an input", "check that a name exists in a list", "zip lists", "check for a positive number",
];
const FEW = 5, COUNT = 3;
const SURE = 0.8, UNSURE = 0.3, LEAST = 0.05; // of the confidence

const status = $("#code-status"), description = $("#description");
let written = [], chosen = 0, asking = null;

export function begin() {
  chips(FEW);
  editor.begin({ changed, run: run.start });
  run.begin({ ran: (outcome) => history.ran(editor.text(), outcome) });
  history.begin({ again });
  $("#ask").addEventListener("submit", (event) => {
    event.preventDefault();
    write();
  });
  description.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    write();
  });
  $("#copy").addEventListener("click", copy);
}

// What the server can do just now.
export function know({ code, run: runner }) {
  const missing = code.state === "missing";
  $("#ask button").disabled = missing;
  $("#fields").hidden = !code.fields;
  for (const chip of $("#chips").children) chip.disabled = missing;
  if (missing) notice($("#code-notice"), "The code network is not here. Programs of your own can still be run.", code.why);
  else $("#code-notice").hidden = true;
  run.know(runner);
}

function chips(count) {
  const more = el("button", { type: "button", className: "quiet" }, count === FEW ? `${EXAMPLES.length - FEW} more` : "Fewer");
  more.addEventListener("click", () => {
    chips(count === FEW ? EXAMPLES.length : FEW);
    $("#chips").children[count === FEW ? FEW : 0].focus();
  });
  $("#chips").replaceChildren(...EXAMPLES.slice(0, count).map((text) => chip(text)), more);
}

function chip(text) {
  const made = el("button", { type: "button" }, text);
  made.addEventListener("click", () => {
    description.value = text;
    write();
  });
  return made;
}

async function write() {
  const text = description.value.trim();
  if (!text) {
    say(status, "Type what the program should do.", "warn");
    return description.focus();
  }
  asking?.abort();
  const mine = (asking = new AbortController());
  clear();
  editor.busy(true);
  say(status, "Writing …");
  expecting(true);
  try {
    const asked = { description: text, n: COUNT, signature: $("#signature").value.trim(), examples: $("#samples").value.trim() };
    const answer = await call("api/code/stream", asked, { signal: mine.signal, waiting: (seconds) => say(status, `Busy with others; trying again in ${seconds} s …`) });
    for await (const line of lines(answer.body)) {
      if (line.problem) throw new Error(line.problem);
      written.length ? others(line.programs) : first(text, line.programs[0]);
    }
    expecting(false);
  } catch (error) {
    if (gone(error)) return;
    expecting(false);
    editor.busy(false);
    say(status, written.length ? `The other programs did not come: ${error.message}` : error.message, "warn");
  }
}

// One JSON object a line, as they come.
async function* lines(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read().catch(() => { throw new Error("The server stopped in the middle. Is “diptych serve” still running?"); });
    rest += value || "";
    const whole = rest.split("\n");
    rest = whole.pop();
    for (const line of whole) yield JSON.parse(line);
    if (done) return;
  }
}

// The first program: from now on the editor is the reader's.
function first(text, one) {
  editor.busy(false);
  if (!one.program) return cannot(one);
  written = [one];
  history.asked(text, one);
  choose(0);
  say(status, "");
}

// Nothing sure enough: say so, and what can be done instead.
function cannot(one) {
  say(status, "");
  const box = $("#cannot"), anyway = el("button", { type: "button", className: "quiet" }, "Show my guess");
  anyway.addEventListener("click", () => {
    written = [{ ...one, program: one.withheld }];
    choose(0);
    anyway.remove();
  });
  $("p", box).replaceChildren(one.instead.length ? "I can’t write that one. The closest I can:" : "I can’t write that one.");
  $(".chips", box).replaceChildren(...one.instead.map(chip), ...(one.withheld ? [anyway] : []));
  box.hidden = false;
}

// What came behind: other programs beside the first, the surest first; the first stays where it is.
function others(programs) {
  if (!written.length) return;
  const worth = ({ program, confidence }) => program && confidence >= Math.min(LEAST, written[0].confidence);
  const fresh = programs.filter((other) => worth(other) && !written.some((one) => one.program === other.program));
  written.push(...fresh.sort((a, b) => b.confidence - a.confidence));
  alternatives();
}

// Others are on their way.
const expecting = (on) => $("#alternatives").setAttribute("aria-busy", String(on));

function alternatives() {
  const box = $("#alternatives");
  box.replaceChildren(...(written.length < 2 ? [] : written.map((one, number) => {
    const radio = el("input", { type: "radio", name: "alternative", checked: number === chosen });
    radio.addEventListener("change", () => choose(number));
    return el("label", { title: `${percent(one.confidence)} sure` }, radio, el("span", {}, `${number ? `Other ${number}` : "First"} `, el("small", {}, percent(one.confidence))));
  })));
}

function choose(number) {
  chosen = number;
  editor.show(written[number]);
  alternatives();
  verdict();
  run.fresh(written[number]);
}

// What to think of the program, in one line.
function verdict() {
  const one = written[chosen], line = $("#verdict"), near = $("#nearest");
  line.hidden = near.hidden = !one;
  if (!one) return;
  const text = editor.text(), called = text !== one.program && text.startsWith(one.program.trimEnd()), own = text !== one.program && !called;
  const sure = one.confidence >= SURE ? "Very likely right" : one.confidence >= UNSURE ? "May be right" : "Probably wrong";
  const parts = own ? ["Changed by you"] : [
    `${sure} (${percent(one.confidence)})`,
    ...(called ? ["with your lines below it"] : []),
    ...(one.proven ? [`does ${one.proven} of your examples`] : []),
    one.memorised ? "copied from a training example" : "written new",
    ...(one.parses ? [] : ["not valid Python"]),
    ...(one.unused.length ? [`does not use: ${one.unused.join(", ")}`] : []),
  ];
  line.textContent = `${parts.join(" · ")}.`;
  line.className = `verdict ${own ? "" : one.confidence >= SURE ? "good" : one.confidence >= UNSURE ? "" : "warned"}`;
  near.hidden = !one.nearest || own;
  if (one.nearest) {
    $("summary", near).textContent = `Nearest training example: ${one.nearest.description}`;
    $("pre", near).textContent = one.nearest.program;
  }
}

const percent = (share) => `${Math.round(100 * share)} %`;

function changed() {
  verdict();
  run.edited();
}

function clear() {
  written = [];
  chosen = 0;
  $("#cannot").hidden = true;
  editor.show(null);
  alternatives();
  verdict();
  run.fresh(null);
}

// A program of before, as it was.
function again(entry) {
  asking?.abort();
  expecting(false);
  editor.busy(false);
  description.value = entry.description;
  clear();
  say(status, "");
  written = entry.written ? [entry.written] : [];
  editor.show(entry.written);
  editor.set(entry.program);
  verdict();
  run.fresh(entry.written);
  if (entry.outcome) run.show(entry.outcome, "Its last output: ");
}

async function copy() {
  try {
    await navigator.clipboard.writeText(editor.text());
    say(status, "Copied.");
  } catch { // only pages of this machine, or behind HTTPS, may write there
    editor.select();
    say(status, "It is selected: copy it with Ctrl C.");
  }
}
