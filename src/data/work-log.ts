// What the log told of the gateway's work, read slice by slice.
import type { ErrorMinute, WorkLog } from "./model/log-notes.ts";

const DAY_MS = 86_400_000;
const NOTES_KEPT = 500;
const MINUTES_KEPT = 60;

export const noWork: WorkLog = { notes: [], errors: [] };

const counted = ({ bySubsystem }: Pick<ErrorMinute, "bySubsystem">, name: string): number =>
  Object.hasOwn(bySubsystem, name) ? (bySubsystem[name] ?? 0) : 0;

/** Two reads may share a minute: it is counted from both. */
function joinedMinutes(before: readonly ErrorMinute[], next: readonly ErrorMinute[]): readonly ErrorMinute[] {
  const minutes = new Map(before.map((minute) => [minute.minute, minute]));
  for (const { minute, count, bySubsystem } of next) {
    const was = minutes.get(minute);
    if (was === undefined) {
      minutes.set(minute, { minute, count, bySubsystem });
      continue;
    }
    const names = new Set([...Object.keys(was.bySubsystem), ...Object.keys(bySubsystem)]);
    const sums = [...names].map((name) => [name, counted(was, name) + counted({ bySubsystem }, name)] as const);
    minutes.set(minute, { minute, count: was.count + count, bySubsystem: Object.fromEntries(sums) });
  }
  return [...minutes.values()].toSorted((a, b) => a.minute - b.minute).slice(-MINUTES_KEPT);
}

/** Keeps one day, at most 500 notes and 60 minutes that had errors; the same object when nothing was said and nothing became too old. */
export function joinedWork(before: WorkLog, next: WorkLog, now: number): WorkLog {
  const fresh = ({ at }: { readonly at: number }): boolean => now - at < DAY_MS;
  const oldest = before.notes[0];
  if (next.notes.length === 0 && next.errors.length === 0 && (oldest === undefined || fresh(oldest))) return before;
  return {
    notes: [...before.notes, ...next.notes].filter(fresh).slice(-NOTES_KEPT),
    errors: joinedMinutes(before.errors, next.errors),
  };
}
