// A description in, programs out; the program can be changed and run.
import { $, call, callJson, el, notice, say } from "./parts.js";
import { highlighted, kind, typed } from "./python.js";

const EXAMPLES = [
  "insertion sort that prints the sorted list", "function that solves towers of hanoi", "sum of two numbers", "factorial of a number",
  "function that counts chars, digits and symbols of a string", "reverse a string", "print the current datetime", "function that returns the LCM of two numbers",
  "function that prints the factors of a number", "function for compound interest given p, r, t", "convert Python objects into JSON strings",
  "function that makes an HTML string with tags around the word(s)", "perimeter of a square", "map two lists into a dictionary", "Celsius to Fahrenheit",
  "remainder of two numbers", "km per hour to miles per hour", "new string with the second string in the middle of the first", "maximum of a list",
  "exponents of an input", "square every term of a list with a list comprehension", "sum of natural numbers", "check that a name exists in a list", "zip lists",
  "check for a positive number",
];
const MOST_KEPT = 30, KEPT = "diptych-history", UNSURE = 0.2;

const status = $("#code-status"), program = $("#program"), editor = $("#editor"), description = $("#description");
const runButton = $("#run"), typesBox = $("#types"), keep = $("#keep");
let idle = ["Not run yet. It will have no network, no files, and five seconds."];
let written = [], chosen = 0, asking = null, past = [], current = null;

export function begin() {
  $("#chips").replaceChildren(...EXAMPLES.map((text) => {
    const chip = el("button", { type: "button" }, text);
    chip.addEventListener("click", () => {
      description.value = text;
      write();
    });
    return chip;
  }));
  $("#ask").addEventListener("submit", (event) => {
    event.preventDefault();
    write();
  });
  description.addEventListener("keydown", (event) => onCtrlEnter(event, write));
  program.addEventListener("keydown", (event) => {
    onCtrlEnter(event, run);
    if (event.key === "Tab" && !event.shiftKey && !event.ctrlKey && program.selectionStart !== program.selectionEnd) return;
    if (event.key === "Tab" && !event.shiftKey && program.value && !leaving) {
      event.preventDefault();
      document.execCommand("insertText", false, "    ");
    }
    leaving = event.key === "Escape"; // Escape, then Tab, leaves the editor
  });
  program.addEventListener("input", () => colour());
  typesBox.addEventListener("change", colour);
  runButton.addEventListener("click", run);
  $("#driver").addEventListener("click", () => {
    program.value = `${program.value.trimEnd()}\n\n${$("#driver code").textContent}\n`;
    colour();
    run();
  });
  $("#copy").addEventListener("click", copy);
  keep.addEventListener("change", () => (keep.checked ? remember() : localStorage.removeItem(KEPT)));
  $("#forget").addEventListener("click", () => {
    past = [];
    current = null;
    localStorage.removeItem(KEPT);
    keep.checked = false;
    showPast();
    description.focus();
  });
  try {
    past = JSON.parse(localStorage.getItem(KEPT)) || [];
  } catch {
    past = [];
  }
  keep.checked = past.length > 0;
  showPast();
  told(...idle);
  colour();
}

let leaving = false;

function onCtrlEnter(event, action) {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  action();
}

async function copy() {
  try {
    await navigator.clipboard.writeText(program.value);
    say(status, "Copied.");
  } catch { // only pages of this machine, or behind HTTPS, may write there
    program.select();
    say(status, "It is selected: copy it with Ctrl C.");
  }
}

// What the server can do just now.
export function know(server) {
  const missing = server.code.state === "missing";
  $("#ask button").disabled = missing;
  for (const chip of $("#chips").children) chip.disabled = missing;
  if (missing) notice($("#code-notice"), "The code net is not here. Programs of your own can still be run below.", server.code.why);
  else $("#code-notice").hidden = true;
  const off = server.run.state === "missing";
  runButton.disabled = off;
  if (off) {
    idle = [`Run is off. ${server.run.why}`, "bad"];
    told(...idle);
  }
}

async function write() {
  const text = description.value.trim();
  if (!text) {
    say(status, "Say first what the program shall do.", "warn");
    description.focus();
    return;
  }
  asking?.abort();
  const mine = (asking = new AbortController());
  forget();
  written = [];
  program.value = "";
  program.readOnly = true;
  editor.classList.add("writing");
  say(status, "Writing …");
  colour();
  try {
    const answer = await call("api/code/stream", { description: text, n: 3 }, { signal: mine.signal });
    for await (const line of lines(answer.body)) {
      if (line.problem) throw new Error(line.problem);
      if (line.program !== undefined) {
        program.value = line.program;
        colour();
      }
      if (line.programs) show(line.programs);
    }
    current = { description: text, program: program.value, output: "", programs: written };
    past = [current, ...past.filter((one) => one.description !== text || one.program !== current.program)].slice(0, MOST_KEPT);
    remember();
    if (written[0].confidence < UNSURE) say(status, "Written, but the net is unsure of it. Say it in other words, or look at the others.", "warn");
    else say(status, "Written. Change it as you like, then run it.");
  } catch (error) {
    if (error.name === "AbortError") return;
    say(status, error.message, "bad");
  } finally {
    if (asking === mine) {
      program.readOnly = false;
      editor.classList.remove("writing");
    }
  }
}

// One JSON object a line, as they come.
async function* lines(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    rest += value || "";
    const whole = rest.split("\n");
    rest = whole.pop();
    for (const line of whole) yield JSON.parse(line);
    if (done) return;
  }
}

function show(programs) {
  written = programs;
  $("#alternatives").replaceChildren(...programs.map((one, number) => {
    const button = el("button", { type: "button", title: `confidence ${percent(one.confidence)}` }, `${number + 1}`);
    button.setAttribute("aria-label", `Program ${number + 1}, confidence ${percent(one.confidence)}`);
    button.addEventListener("click", () => choose(number));
    return button;
  }));
  if (programs.length) choose(0);
}

function choose(number) {
  chosen = number;
  const one = written[number];
  program.value = one.program;
  [...$("#alternatives").children].forEach((button, i) => button.setAttribute("aria-pressed", String(i === number)));
  $("#confidence").value = one.confidence;
  $("#confidence-says").textContent = percent(one.confidence);
  fact("#parses", one.parses ? "it parses" : "it does not parse", one.parses ? "good" : "bad");
  fact("#memorised", one.memorised ? "memorised: it is the nearest example" : "new: it is not the nearest example", one.memorised ? "warned" : "good");
  const { nearest } = one;
  $("#nearest").replaceChildren(nearest ? el("details", {}, el("summary", {}, nearest.description), el("pre", { tabIndex: 0 }, nearest.program)) : "–");
  colour();
}

// What was said of the last program does not hold for the next.
function forget() {
  $("#alternatives").replaceChildren();
  for (const selector of ["#confidence-says", "#parses", "#memorised", "#nearest"]) fact(selector, "–", "");
  $("#confidence").value = 0;
  $("#stdout").textContent = $("#stderr").textContent = "";
  $("#note").hidden = true;
  told(...idle);
}

// How the last run went, or that there is none.
function told(text, tone = "") {
  fact("#reason", text, `reason ${tone}`);
}

const percent = (share) => `${Math.round(100 * share)} %`;

function fact(selector, text, tone) {
  $(selector).textContent = text;
  $(selector).className = tone;
}

// Colour what is in the editor; types belong to the program as it was written.
function colour() {
  const one = written[chosen], untouched = one && one.program === program.value;
  const byType = typesBox.checked && untouched;
  $("#facts-title").textContent = one && !untouched ? "What the net said of it, before you changed it" : "What the net says of it";
  const shown = $("code", editor);
  shown.classList.toggle("typed", Boolean(byType));
  shown.replaceChildren(...(byType ? typed(one.program, one.tokens) : highlighted(program.value)));
  const legend = $("#legend");
  legend.hidden = !typesBox.checked;
  if (!typesBox.checked) return;
  const types = byType ? [...new Set(one.tokens.map(({ type }) => type))].filter((type) => !["newline", "indent", "dedent"].includes(type)) : [];
  legend.replaceChildren(...(types.length ? types.map((type) => el("span", {}, el("i", { className: kind(type) }), type)) : ["The net gives types to the program that it wrote; this one is yours."]));
}

async function run() {
  if (runButton.disabled) return;
  if (!program.value.trim()) return told("There is no program to run yet.", "warned");
  runButton.disabled = true;
  told("Running …");
  try {
    const found = await callJson("api/code/run", { program: program.value, stdin: $("#stdin").value });
    told(found.says, found.reason === "finished" ? "good" : "bad");
    $("#stdout").textContent = found.stdout;
    $("#stderr").textContent = found.stderr;
    $("#note").hidden = !found.note;
    $("#note span").textContent = found.note;
    $("#driver").hidden = !found.driver;
    $("#driver code").textContent = found.driver || "";
    if (current) {
      Object.assign(current, { program: program.value, output: found.stdout || found.stderr.trim().split("\n").at(-1) });
      remember();
    }
  } catch (error) {
    told(error.message, "bad");
  } finally {
    runButton.disabled = false;
  }
}

function remember() {
  if (keep.checked) localStorage.setItem(KEPT, JSON.stringify(past));
  showPast();
}

function showPast() {
  $("#past").hidden = past.length === 0;
  $("#history").replaceChildren(...past.map((one) => {
    const button = el("button", { type: "button" }, el("b", {}, one.description), el("code", {}, one.program.replace(/\n\s*\n/g, "\n")), ...(one.output ? [el("code", { className: "out" }, one.output)] : []));
    button.addEventListener("click", () => again(one));
    return el("li", {}, button);
  }));
}

// A query of before, as it was left.
function again(one) {
  asking?.abort();
  current = one;
  description.value = one.description;
  forget();
  show(one.programs);
  program.value = one.program;
  if (one.output) {
    told("Its last output of before:");
    $("#stdout").textContent = one.output;
  }
  colour();
  program.focus();
}
