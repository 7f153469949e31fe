// What the gateway's own diagnostics warned about in the last hour.
import type { State } from "../../state.ts";
import { hourOf } from "./hour.ts";

type Warned = { readonly what: string; readonly times: number; readonly at: number };

const words: Readonly<Record<string, string>> = {
  "diagnostic.liveness.warning": "liveness",
  "diagnostic.memory.pressure": "memory pressure",
  "payload.large": "large payload",
  "diagnostic.async_queue.dropped": "diagnostics dropped",
  "tool.loop": "tool loop",
  "model.failover": "model failover",
  "session.stalled": "stalled session",
  "session.stuck": "stuck session",
  "session.long_running": "long run",
};

/** Newest first; `at` of the newest, by the gateway's clock. A liveness record of level info is no warning. */
export function warnedOf(state: State): readonly Warned[] {
  const warned = new Map<string, Warned>();
  for (const { type, level, at } of hourOf(state).records) {
    const what = Object.hasOwn(words, type) ? words[type] : undefined;
    if (what === undefined || level === "info") continue;
    const known = warned.get(what);
    warned.set(what, { what, times: (known?.times ?? 0) + 1, at: Math.max(known?.at ?? at, at) });
  }
  return [...warned.values()].sort((a, b) => b.at - a.at);
}
