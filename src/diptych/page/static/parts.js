// What every part of the page uses: elements, calls, files, problems.

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

// Call the API with an object (sent as JSON) or a form; a refusal becomes an Error that says what to do.
// A busy server is waited for as often as `patience` allows, and `waiting` is told how many seconds each time.
export async function call(path, body, { patience = 3, signal, waiting = () => {} } = {}) {
  const options = body === undefined ? {} : { method: "POST", body };
  if (body && !(body instanceof FormData)) Object.assign(options, { headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  let answer;
  try {
    answer = await fetch(path, { ...options, signal });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refusal(0, "The server does not answer. Is “diptych serve” still running?");
  }
  if (answer.ok) return answer;
  if (answer.status === 429 && patience > 0) {
    const seconds = Math.min(10, Number(answer.headers.get("retry-after") || 1));
    waiting(seconds);
    await rest(1000 * seconds, signal);
    return call(path, body, { patience: patience - 1, signal, waiting });
  }
  const told = await answer.json().catch(() => ({}));
  throw new Refusal(answer.status, told.problem || `The server answered ${answer.status}.`);
}

export const callJson = async (...args) => (await call(...args)).json();

// Wait some milliseconds, or until the signal aborts.
export const rest = (milliseconds, signal) =>
  new Promise((done, broken) => {
    const timer = setTimeout(done, milliseconds);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      broken(new DOMException("aborted", "AbortError"));
    });
  });

export const gone = (error) => error.name === "AbortError";

export function say(output, text, tone = "") {
  output.replaceChildren(...[text].flat());
  output.className = `status ${tone}`;
}

// A place for problems: they stay until they are dismissed or their cause is over.
export function problems(box) {
  const text = $("span", box);
  const clear = () => {
    box.hidden = true;
    text.replaceChildren();
  };
  $("button[aria-label=Dismiss]", box).addEventListener("click", clear);
  return {
    clear,
    say(...parts) {
      text.replaceChildren(...parts);
      box.hidden = false;
    },
  };
}

export const unbase64 = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

export function download(blob, name) {
  const link = el("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

// Show a notice with a heading, lines of text, and buttons.
export function notice(box, heading, text, ...buttons) {
  box.replaceChildren(el("b", {}, heading), el("code", {}, text), ...(buttons.length ? [el("div", { className: "row" }, ...buttons)] : []));
  box.hidden = false;
}

export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
