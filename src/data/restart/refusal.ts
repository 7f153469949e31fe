// A request that came to nothing before anything could happen: refused, not allowed, or never sent.
import { lastSeen } from "./moments.ts";
import type { NotRestartedWhy } from "./proof.ts";
import type { RestartRun } from "./run.ts";
import type { SignalRefusal } from "./signal.ts";

/** Nobody knows what became of the request, or a restart is under way already: evidence decides. */
const open: ReadonlySet<string> = new Set(["TIMEOUT", "LINK_CLOSED", "BAD_ANSWER", "gateway-restarting", "draining"]);

/** It came to nothing for certain. */
export const isRefused = ({ sent, code }: { readonly sent: boolean; readonly code: string }): boolean => !sent || !open.has(code);

const noSignal: { readonly [C in SignalRefusal | "gone" | "recycled"]: NotRestartedWhy } = {
  "not-local": "signal-refused",
  "not-linux": "signal-refused",
  "no-lock": "signal-refused",
  "stale-lock": "signal-refused",
  "recycled-pid": "signal-refused",
  "other-port-owner": "signal-refused",
  "port-owner-unknown": "signal-refused",
  "handlers-unreadable": "signal-refused",
  "version-unknown": "signal-refused",
  disagreement: "signal-refused",
  demo: "signal-refused",
  gone: "signal-refused",
  recycled: "signal-refused",
  "ignored-by-configuration": "ignored-by-configuration",
  "not-permitted": "not-permitted",
};

const byCode: ReadonlyMap<string, NotRestartedWhy> = new Map<string, NotRestartedWhy>([
  ...Object.entries(noSignal),
  ["FORBIDDEN", "not-permitted"],
  ["MISSING_SCOPE", "not-permitted"],
]);

/** Releases before 2026.9 have no code of their own for it. */
const missingScope = /^(?:[\w.]+: )?missing scope/u;

/** Null: it was not refused, or an earlier request of this run was accepted. */
export function refusal(run: RestartRun): { readonly why: NotRestartedWhy; readonly told: string } | null {
  const last = lastSeen(run, "unanswered");
  if (last === null || lastSeen(run, "answered") !== null || lastSeen(run, "signalled") !== null) return null;
  const { sent, code, why } = last.seen;
  if (!isRefused(last.seen)) return null;
  if (missingScope.test(why)) return { why: "not-permitted", told: why };
  return { why: byCode.get(code) ?? (sent ? "request-refused" : "request-not-sent"), told: why };
}
