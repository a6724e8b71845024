// Run what is in the editor, give it what it asks for, and say how it ended: one sentence, one thing to do about it.
import { $, callJson, el, gone } from "../parts.js";
import * as editor from "./editor.js";

const WORDS = {
  timeout: ({ seconds }) => `Stopped after ${seconds.toFixed(0)} s. An endless loop?`,
  output: () => "Stopped: it printed more than 64 KB. The beginning is shown.",
  memory: () => "Stopped: it wanted more memory than a program gets here.",
  finished: ({ seconds, driver, stdout }) => (driver ? "It only defines things; nothing was called." : stdout ? `Finished in ${Math.max(0.01, seconds).toFixed(2)} s.` : "It finished and printed nothing."),
};
const LOOP = /^\s*(while|for)\b/, FIRST_IMPORT = /^\s*(import|from)\b/;

const button = $("#run"), reason = $("#reason"), fix = $("#fix"), inputs = $("#inputs");
let running = null, off = "", on;

// `given.ran(outcome)` is told how a run ended.
export function begin(given) {
  on = given;
  button.addEventListener("click", () => (running ? running.abort() : start()));
  inputs.addEventListener("submit", (event) => {
    event.preventDefault();
    start();
  });
  asks([]);
  idle();
}

// Can programs be run on this server?
export function know({ state, why }) {
  off = state === "missing" ? `Programs cannot be run here. ${why}` : "";
  button.disabled = Boolean(off);
  if (off) told(off, "bad");
}

// Another program: nothing that was said of the last one holds for it, and nothing that was typed for it is given to it.
export function fresh(one) {
  running?.abort();
  asks(one?.prompts || []);
  idle();
}

// The program was changed by hand: it may ask for other things, and what it printed was the old one's.
export function edited() {
  const count = (editor.text().match(/\binput\s*\(/g) || []).length, now = inputs.querySelectorAll("input").length;
  if (count !== now) asks(Array.from({ length: count }, (_, i) => inputs.querySelectorAll("input")[i]?.dataset.prompt || ""), values());
  if (!$("#outcome").hidden) $("#outcome").classList.add("old");
}

function idle() {
  $("#outcome").hidden = fix.hidden = true;
  $("#outcome").classList.remove("old");
  told(off || "No network, no files, five seconds.", off ? "bad" : "");
}

const values = () => [...inputs.querySelectorAll("input")].map(({ value }) => value);

// A field for each thing that the program asks for.
function asks(prompts, kept = []) {
  inputs.replaceChildren(...prompts.map((prompt, number) => {
    const name = prompt.replace(/[:?>\s]+$/, "") || `Input ${number + 1}`;
    return el("label", {}, name, el("input", { value: kept[number] || "", maxLength: 2000, autocomplete: "off", spellcheck: false, "data-prompt": prompt }));
  }), ...(prompts.length ? [el("button", { type: "submit", className: "hidden", tabIndex: -1 }, "Run")] : []));
  inputs.hidden = !prompts.length;
}

export async function start() {
  if (running || off) return;
  const program = editor.text();
  if (!program.trim()) return told("There is no program to run yet.", "warned");
  if (values().some((value) => !value)) {
    const empty = [...inputs.querySelectorAll("input")].find(({ value }) => !value);
    told("This program asks for input: fill it in, then run it.", "warned");
    return empty.focus();
  }
  const mine = (running = new AbortController());
  button.textContent = "Stop";
  button.classList.remove("main");
  told("Running …");
  fix.hidden = true;
  try {
    const stdin = values().map((value) => `${value}\n`).join("");
    const outcome = await callJson("api/code/run", { program, stdin }, { signal: mine.signal, waiting: (seconds) => told(`Busy with others; trying again in ${seconds} s …`) });
    if (mine !== running) return;
    show(outcome);
    on.ran(outcome);
  } catch (error) {
    if (mine === running) told(gone(error) ? "Stopped by you." : error.message, gone(error) ? "warned" : "bad");
  } finally {
    if (mine === running) {
      running = null;
      button.textContent = "Run";
      button.classList.add("main");
    }
  }
}

// How a run ended.
export function show(outcome, before = "") {
  const { kind, words, stdout, stderr } = outcome;
  told(before + (WORDS[kind]?.(outcome) || words), kind === "finished" ? (outcome.driver ? "warned" : "good") : "bad");
  $("#outcome").hidden = false;
  $("#outcome").classList.remove("old");
  $("#output").textContent = stdout;
  $("#errors").hidden = !stderr;
  $("#errors pre").textContent = stderr;
  offer(outcome);
}

// The one thing to do about it.
function offer({ kind, line, driver }) {
  const way = driver ? [`Add ${driver}`, () => call(driver)] : wayOut(kind, line);
  fix.hidden = !way;
  if (!way) return;
  const [label, action] = way, old = $("button", fix), fresh = el("button", { type: "button" }, label);
  fresh.addEventListener("click", action);
  old.replaceWith(fresh);
}

function wayOut(kind, line) {
  const find = (sign) => editor.text().split("\n").findIndex((text) => sign.test(text)) + 1;
  if (kind === "finished" || kind === "exit") return null;
  if (kind === "input") return ["Give it more input", () => more()];
  if (["timeout", "output", "memory", "recursion"].includes(kind) && find(LOOP)) return ["Show the loop", () => editor.goTo(find(LOOP))];
  if (["network", "package", "window", "process"].includes(kind) && find(FIRST_IMPORT)) return ["Show the import", () => editor.goTo(find(FIRST_IMPORT))];
  if (line) return [`Go to line ${line}`, () => editor.goTo(line)];
  return ["Edit the program", () => editor.goTo(1)];
}

// It reads more than it has prompts for: another field.
function more() {
  const kept = values();
  asks([...[...inputs.querySelectorAll("input")].map((input) => input.dataset.prompt), ""], kept);
  [...inputs.querySelectorAll("input")].at(-1).focus();
}

function call(driver) {
  editor.set(`${editor.text().trimEnd()}\n\n${driver}\n`);
  $("#program").dispatchEvent(new Event("input"));
  start();
}

function told(text, tone = "") {
  reason.textContent = text;
  reason.className = `reason ${tone}`;
}
