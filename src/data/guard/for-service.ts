// What the service board shows of the guard, from the text of its file.
import type { GuardState } from "../service/guard-state.ts";
import { readGuardFile } from "./read-file.ts";
import type { GuardAction } from "./state-file.ts";

const proved: { readonly [O in NonNullable<GuardAction["outcome"]>]: boolean | null } = { proved: true, refuted: false, unproved: null };

const provedOf = ({ outcome }: GuardAction): boolean | null => (outcome === null ? null : proved[outcome]);

/** `mtimeMs`: of the file, which every look of the guard sets. Null: it cannot be read, or is of another release of gatetop. */
export function forService(text: string, mtimeMs: number): GuardState | null {
  const read = readGuardFile(text);
  if (read.kind !== "read") return null;
  const { guard, intervalMs, acts, strikes, strikesNeeded, nextAttemptAt, gaveUpAt, last, schedule, hold, heldUntil } = read.file;
  return {
    at: mtimeMs,
    intervalMs,
    pid: guard.pid,
    acts,
    strikes: strikes.length,
    strikesNeeded,
    backoffUntil: nextAttemptAt,
    gaveUpAt,
    lastAction: last === null ? null : { at: last.at, words: last.sentence, proved: provedOf(last) },
    nextRestartAt: schedule?.nextAt ?? null,
    maintenanceUntil: hold === "maintenance" ? heldUntil : null,
  };
}
