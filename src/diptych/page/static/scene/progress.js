// How far the work is, on the stage itself.
import { $ } from "../parts.js";

// A share of 0..1, or undefined for a while that nobody knows; null when it is over.
export function progress(share, text = "") {
  const box = $("#progress"), bar = $("progress", box);
  box.hidden = share === null;
  if (share === null) return;
  if (share === undefined) bar.removeAttribute("value");
  else bar.value = share;
  $("span", box).textContent = text;
  $("#stop").hidden = true;
}
