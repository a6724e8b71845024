// Where the page stands: before a server, which knows all three parts. `diptych serve --export` writes another site.js.
import { callJson } from "./parts.js";

export const site = { parts: ["scene", "code", "runs"] };
export const state = () => callJson("api/state");
export * as engine from "./scene/server.js";
