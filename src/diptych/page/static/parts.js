// What every part of the page uses: elements, calls, files.

export const $ = (selector, within = document) => within.querySelector(selector);

// An element with properties, attributes (aria-…, data-…) and children. Text is always text: nothing is ever parsed.
export function el(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in made) made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

export class Refusal extends Error {
  constructor(status, text) {
    super(text);
    this.status = status;
  }
}

// Call the API; a refusal becomes an Error that says what to do. 429 is waited out as often as `patience` allows.
export async function call(path, body, { patience = 3, signal } = {}) {
  const options = body === undefined ? {} : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  let answer;
  try {
    answer = await fetch(path, { ...options, signal });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refusal(0, "The page's server does not answer. Is `diptych serve` still running?");
  }
  if (answer.ok) return answer;
  if (answer.status === 429 && patience > 0) {
    await new Promise((done) => setTimeout(done, 1000 * Number(answer.headers.get("retry-after") || 1)));
    return call(path, body, { patience: patience - 1, signal });
  }
  const said = await answer.json().catch(() => ({}));
  throw new Refusal(answer.status, said.problem || `The server answered ${answer.status}.`);
}

export const callJson = async (...args) => (await call(...args)).json();

export function say(output, text, tone = "") {
  output.textContent = text;
  output.className = `status ${tone}`;
}

export async function base64(blob) {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

export const unbase64 = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

export function download(blob, name) {
  const link = el("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

// Show a notice with a heading, lines of text, and buttons.
export function notice(box, heading, text, ...buttons) {
  box.replaceChildren(el("b", {}, heading), el("code", {}, text), ...(buttons.length ? [el("div", { className: "row" }, ...buttons)] : []));
  box.hidden = false;
}
