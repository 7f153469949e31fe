// What a restart waits for, counted by kind: "1 run, 1 task and 2 queued operations are".
import type { Blocker } from "./observation.ts";

/** Kinds of gateway.restart.preflight. A run counts as operation, request and task as well: the first row that is there says it. */
const nouns: Readonly<Record<string, string>> = {
  "embedded-run": "run",
  "cron-run": "cron run",
  "background-exec": "background command",
  "pending-reply": "reply",
  task: "task",
  "root-request": "request",
  queue: "operation",
};

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** Ends in "is" or "are". */
export function workWords(blockers: readonly Blocker[], left: number | null): string {
  const named = Object.entries(nouns)
    .map(([kind, noun]) => ({
      noun,
      count: blockers.filter((blocker) => blocker.kind === kind).reduce((sum, { count }) => sum + count, 0),
    }))
    .filter(({ count }) => count > 0);
  // Requests and operations are shadows of runs and tasks; alone they are all there is.
  const real = named.filter(({ noun }) => noun !== "operation" && noun !== "request");
  const shown = real.length > 0 ? real.slice(0, 2) : named.slice(0, 1);
  const count = shown.reduce((sum, row) => sum + row.count, 0);
  if (count > 0) return `${shown.map((row) => counted(row.count, row.noun)).join(" and ")} ${count === 1 ? "is" : "are"}`;
  return left === null || left === 0 ? "running work is" : `${counted(left, "piece")} of work ${left === 1 ? "is" : "are"}`;
}
