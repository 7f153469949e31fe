// What the guard does now and then while the gateway is well, and what of that is told: beginnings and ends, each once.
import type { GuardFile } from "./state-file.ts";
import type { Tell, Telling } from "./tell.ts";

export type Chore = keyof GuardFile["chores"];

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** `config` costs one stat. */
const choreEveryMs: { readonly [C in Chore]: number } = {
  config: MINUTE_MS,
  disk: HOUR_MS,
  credentials: 6 * HOUR_MS,
  logs: 24 * HOUR_MS,
};

const names = Object.keys(choreEveryMs) as Chore[];

/** A time in the future, of a clock that was set back, is as good as now. */
export const choresDue = (last: GuardFile["chores"], now: number): readonly Chore[] =>
  names.filter((name) => {
    const at = last[name];
    return at === null || now - Math.min(at, now) >= choreEveryMs[name];
  });

export type ChoreFinding = { readonly subject: string; readonly severity: Tell["severity"]; readonly sentence: string };

/** The rest of a tell is the same for all of them. */
export type ChoreTell = Pick<Tell, "what" | "edge" | "severity" | "subject" | "sentence">;

/** `begun` and `ended`: keys of `told`. */
export type ChoreEdges = { readonly tells: readonly ChoreTell[]; readonly begun: readonly string[]; readonly ended: readonly string[] };

const CRITICAL = "/critical";

/** What was told of it, for rules that let go later than they take hold. Null: nothing. */
export function toldSeverity(told: GuardFile["told"], what: Telling, subject: string): "warn" | "crit" | null {
  const key = `${what}/${subject}`;
  if (Object.hasOwn(told, `${key}${CRITICAL}`)) return "crit";
  return Object.hasOwn(told, key) ? "warn" : null;
}

function begins(what: Telling, finding: ChoreFinding, told: GuardFile["told"]): ChoreEdges {
  const { subject, severity } = finding;
  const key = `${what}/${subject}`;
  const before = toldSeverity(told, what, subject);
  const critical = severity === "critical";
  const worse = before === null || (critical && before === "warn");
  return {
    tells: worse ? [{ what, edge: "begins", ...finding }] : [],
    begun: worse ? [key, ...(critical ? [`${key}${CRITICAL}`] : [])] : [],
    ended: before === "crit" && !critical ? [`${key}${CRITICAL}`] : [],
  };
}

/** `over` gives the sentence for one that is gone. What became worse begins once more; what became better does not. */
export function choreEdges(
  what: Telling,
  findings: readonly ChoreFinding[],
  told: GuardFile["told"],
  over: (subject: string) => string,
): ChoreEdges {
  const found = new Set(findings.map(({ subject }) => `${what}/${subject}`));
  const gone = Object.keys(told).filter((key) => key.startsWith(`${what}/`) && !found.has(key.replace(/\/critical$/u, "")));
  const subjects = gone.filter((key) => !key.endsWith(CRITICAL)).map((key) => key.slice(what.length + 1));
  const beginnings = findings.map((finding) => begins(what, finding, told));
  return {
    tells: [
      ...beginnings.flatMap(({ tells }) => tells),
      ...subjects.map((subject): ChoreTell => ({ what, edge: "ends", severity: "info", subject, sentence: over(subject) })),
    ],
    begun: beginnings.flatMap(({ begun }) => begun),
    ended: [...beginnings.flatMap(({ ended }) => ended), ...gone],
  };
}

export type ChoresDone = ChoreEdges & { readonly done: readonly Chore[] };

type Remembered = Pick<GuardFile, "chores" | "told">;

/** What is remembered afterwards; anything else that was told meanwhile stays. */
export function withChores<T extends Remembered>(memory: T, { done, begun, ended }: ChoresDone, now: number): T {
  const told = Object.fromEntries(Object.entries(memory.told).filter(([key]) => !ended.includes(key)));
  for (const key of begun) told[key] ??= now;
  return { ...memory, told, chores: { ...memory.chores, ...Object.fromEntries(done.map((name) => [name, now])) } };
}
