// Which part of the page is shown, in which colours, and what the server can do.
import { $ } from "./parts.js";
import { site, state } from "./site.js";
import * as scene from "./scene/scene.js";
import * as code from "./code/code.js";
import * as runs from "./runs/runs.js";

const PARTS = { scene, code, runs };
const TITLES = { scene: "Diptych: cut anything out of a photo", code: "Diptych: code", runs: "Diptych: runs" };
const THEMES = [["", "as the system", "◐"], ["light", "light", "○"], ["dark", "dark", "●"]];
let now = "";

function go() {
  const asked = location.hash.slice(1), name = asked in PARTS && site.parts.includes(asked) ? asked : "scene";
  if (name === now) return;
  PARTS[now]?.leave?.();
  for (const part of Object.keys(PARTS)) $(`#${part}`).hidden = part !== name;
  for (const link of document.querySelectorAll(".top nav a")) {
    if (link.hash === `#${name}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  document.title = TITLES[name];
  now = name;
  PARTS[name].enter?.();
  scrollTo(0, 0);
  requestAnimationFrame(() => scrollTo(0, 0)); // a browser that opens an address with a # scrolls there once more
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
    const server = await state();
    $("#version").textContent = `Diptych ${server.version}`;
    for (const part of site.parts) PARTS[part].know(server);
    if ([server.scene, server.code, server.run].some((it) => it?.state === "warming")) setTimeout(know, 700);
  } catch {
    setTimeout(know, 2000);
  }
}

for (const link of document.querySelectorAll(".top nav a")) link.hidden = !site.parts.includes(link.hash.slice(1));
if (site.privacy) $("#privacy").textContent = site.privacy;
$("#api").hidden = !site.parts.includes("code");
theme();
for (const part of site.parts) PARTS[part].begin();
addEventListener("hashchange", go);
go();
know();
