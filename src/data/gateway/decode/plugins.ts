// RPC plugins.list (>= 2026.8.1): those that are on, or in error. What else could be installed is left out.
import type { Plugin } from "../../service/unit-audit.ts";
import { decoding, needList, needText, nested, rows, text, type Fields } from "./field.ts";

const PLUGINS_MAX = 300;

const counts: ReadonlySet<string> = new Set(["enabled", "error"]);

export function decodePlugins(payload: unknown): readonly Plugin[] {
  const all = decoding("plugins.list", payload, (from) => rows(needList(from, "plugins"), "plugins", PLUGINS_MAX, pluginOf));
  return all.filter(({ state }) => counts.has(state));
}

const pluginOf = (from: Fields): Plugin => ({
  id: needText(from, "id", 80),
  version: text(from, "version", 40),
  state: needText(from, "state", 40),
  runtime: text(nested(from, "runtime"), "state", 40),
});
