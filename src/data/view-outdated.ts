// A menu that stays open while the gateway changes state: what was said of its rows before is asked anew.
import type { ActionRequest } from "./action/request.ts";
import { current } from "./facts.ts";
import { FROZEN_MS, silentForMs } from "./ladder.ts";
import type { State } from "./state.ts";
import { menuRows } from "./view-menu.ts";

/** What the ways of restarting depend on and what changes by itself. */
function standing(state: State): string {
  const process = current(state, "process");
  const port = current(state, "port");
  const found = process.kind === "ok" && process.value.found ? process.value : null;
  const isStopped = found?.state === "T" || found?.state === "t";
  const isListening = port.kind === "ok" ? port.value.outcome === "open" : null;
  return JSON.stringify([found?.pid, isStopped, isListening, silentForMs(state) >= FROZEN_MS, state.link.phase === "open"]);
}

/** Which previews no longer hold now that `after` follows `before` without a key; those of a menu that was just opened are under way. */
export function previewsOutdated(before: State, after: State): readonly ActionRequest[] {
  const was = before.view.overlay;
  const is = after.view.overlay;
  if (was.kind !== is.kind || (is.kind !== "menu" && is.kind !== "confirm") || standing(before) === standing(after)) return [];
  if (is.kind === "confirm") return is.confirmed ? [] : [is.request];
  return menuRows(after, is).flatMap((row) => (row.kind === "choice" ? [row.request] : []));
}
