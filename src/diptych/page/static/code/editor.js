// The program: coloured, changed at will, its tokens on the colours of their types.
import { $, el } from "../parts.js";
import { highlighted, kind, typed } from "./python.js";

const SILENT = ["newline", "indent", "dedent"];
const SAYS = {
  keyword: "a word of Python", identifier: "a name", "function name": "a function that is called", "function declaration": "the name of a new function",
  "class declaration": "the name of a new class", attribute: "a name behind a dot", operator: "a sign", number: "a number", string: "a text",
};
const area = $("#program"), box = $("#editor"), types = $("#types");
let shown = null, leaving = false, on;

// `given` has changed() and run().
export function begin(given) {
  on = given;
  area.addEventListener("input", () => {
    colour();
    on.changed();
  });
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      on.run();
    }
    if (event.key === "Tab" && !event.shiftKey && area.value && !leaving) {
      event.preventDefault();
      document.execCommand("insertText", false, "    ");
    }
    leaving = event.key === "Escape"; // Escape, then Tab, leaves the editor
  });
  types.addEventListener("change", colour);
  colour();
}

export const text = () => area.value;
export const select = () => area.select();

// While it is written nobody else may write.
export function busy(on) {
  area.readOnly = on;
  box.classList.toggle("writing", on);
}

// A program with its types, or none.
export function show(one) {
  shown = one;
  set(one?.program || "");
}

export function set(program) {
  area.value = program;
  colour();
}

// Put the cursor on a line, from 1, and mark it.
export function goTo(line) {
  const lines = area.value.split("\n"), start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  area.focus();
  area.setSelectionRange(start, start + (lines[line - 1] || "").length);
}

// Colour what is there; types belong to the program as it was written.
function colour() {
  const byType = types.checked && shown && shown.program === area.value;
  const code = $("code", box);
  code.classList.toggle("typed", Boolean(byType));
  code.replaceChildren(...(byType ? typed(shown.program, shown.tokens, SAYS) : highlighted(area.value)));
  const legend = $("#legend");
  legend.hidden = !types.checked;
  if (!types.checked) return;
  const found = byType ? [...new Set(shown.tokens.map(({ type }) => type))].filter((type) => !SILENT.includes(type)) : [];
  legend.replaceChildren(...(found.length ? found.map((type) => el("span", { title: SAYS[type] || type }, el("i", { className: kind(type) }), type)) : ["Types are known for programs as they were written; this one is yours."]));
}
