// The next step, over the stage: a line of text and buttons.
import { el } from "../parts.js";

export class Guide {
  constructor(box) {
    this.box = box;
    this.about = "";
  }

  get hidden() {
    return this.box.hidden;
  }

  // `text`, or [text, what it is about]; buttons as [label, action, class]; other elements as they are.
  show(text, ...parts) {
    const [shown, about] = [text].flat();
    this.about = about || "";
    const buttons = parts.map((part) => {
      if (!Array.isArray(part)) return part;
      const [label, action, className = ""] = part;
      const button = el("button", { type: "button", className }, label);
      button.addEventListener("click", action);
      return button;
    });
    const held = this.box.contains(document.activeElement);
    this.box.replaceChildren(...(shown ? [el("p", { role: "status" }, shown)] : []), ...(buttons.length ? [el("div", { className: "row" }, ...buttons)] : []));
    this.box.classList.toggle("quiet", !shown);
    this.box.hidden = false;
    if (held) this.box.querySelector("button")?.focus();
  }

  hide() {
    this.about = "";
    this.box.hidden = true;
  }
}
