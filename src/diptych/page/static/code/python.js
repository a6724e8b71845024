// Python, coloured: as a reader sees it, or by the types that the net gave to its tokens.
import { el } from "../parts.js";

const WORDS = new Set(
  "False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield match case".split(" "),
);
const TOKEN = /(#[^\n]*)|((?:[rbfuRBFU]{0,2})(?:"""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?))|(\b\d[\w.]*)|([A-Za-z_\u0080-\uffff]\w*)/g;

// The program as text and coloured spans.
export function highlighted(program) {
  const parts = [];
  let done = 0, before = "";
  for (const found of program.matchAll(TOKEN)) {
    parts.push(program.slice(done, found.index));
    const [text, comment, string, number, name] = found;
    done = found.index + text.length;
    const kind = comment ? "comment" : string ? "string" : number ? "number" : WORDS.has(name) ? "keyword" : before === "def" || before === "class" ? "def" : program[done] === "(" ? "call" : "";
    parts.push(kind ? el("span", { className: `t-${kind}` }, text) : text);
    before = name;
  }
  parts.push(program.slice(done), "\n");
  return parts;
}

// The program with each token on the colour of its type. Tokens are found in the text one after the other.
export function typed(program, tokens, says) {
  const parts = [];
  let done = 0;
  for (const { text, type } of tokens) {
    const at = program.indexOf(text, done);
    if (at < 0 || ["newline", "indent", "dedent"].includes(type)) continue;
    parts.push(program.slice(done, at), el("span", { className: kind(type), title: says[type] ? `${type}: ${says[type]}` : type }, text));
    done = at + text.length;
  }
  parts.push(program.slice(done), "\n");
  return parts;
}

export const kind = (type) => `k-${type.replace(/ /g, "-")}`;
