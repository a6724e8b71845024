// Which part of the page is shown, in which colours, and what the server can do.
import { $, callJson } from "./parts.js";
import * as scene from "./scene.js";
import * as code from "./code.js";
import * as runs from "./runs.js";

const PARTS = { scene, code, runs };
const THEMES = [["", "as the system", "◐"], ["light", "light", "○"], ["dark", "dark", "●"]];
let now = "";

function go() {
  const name = location.hash.slice(1) in PARTS ? location.hash.slice(1) : "scene";
  if (name === now) return;
  PARTS[now]?.leave?.();
  for (const part of Object.keys(PARTS)) $(`#${part}`).hidden = part !== name;
  for (const link of document.querySelectorAll(".top nav a")) {
    if (link.hash === `#${name}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  document.title = `Diptych: ${name}`;
  now = name;
  PARTS[name].enter?.();
  scrollTo(0, 0);
}

function theme() {
  const button = $("#theme");
  let at = Math.max(0, THEMES.findIndex(([name]) => name === (localStorage.getItem("diptych-theme") || "")));
  const show = () => {
    const [name, says, sign] = THEMES[at];
    document.documentElement.dataset.theme = name;
    button.textContent = sign;
    button.setAttribute("aria-label", `Colours: ${says}`);
    button.title = `Colours: ${says}`;
  };
  button.addEventListener("click", () => {
    at = (at + 1) % THEMES.length;
    localStorage.setItem("diptych-theme", THEMES[at][0]);
    show();
  });
  show();
}

// Ask what is ready until nothing is warming any more.
async function know() {
  try {
    const server = await callJson("api/state");
    $("#version").textContent = `Diptych ${server.version}`;
    scene.know(server);
    code.know(server);
    runs.know(server);
    if ([server.scene, server.code, server.run].some(({ state }) => state === "warming")) setTimeout(know, 700);
  } catch {
    setTimeout(know, 2000);
  }
}

theme();
scene.begin();
code.begin();
addEventListener("hashchange", go);
go();
know();
