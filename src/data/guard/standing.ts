// What one look says of the gateway, whatever window is open and whoever stands beside it. The first row that is true decides.
import type { Standing } from "./decision.ts";
import type { GuardInput } from "./input.ts";
import type { GuardMemory } from "./memory.ts";
import type { ProcessSight, Sight } from "./sight.ts";

/** A timer of the guard that fired this late: it was not scheduled itself, and what it calls silence may be its own. */
const LATE_MS = 2_000;
/** Of one core: a loop that turns without ever coming to its sockets. */
const WHOLE_CORE = 0.9;

/** Z and X are processes that ended. */
const ended: readonly (string | null)[] = ["Z", "X"];

/** Null: it was not looked for, none is there, or what is there ended. */
export function aliveIn({ process }: Sight): ProcessSight | null {
  const { value } = process;
  return value === null || ended.includes(value.state) ? null : value;
}

/** TCP was accepted, or its queue is full, and no answer came. */
const isSilent = ({ port, health }: Sight): boolean =>
  port.outcome === "timeout" || (port.outcome !== "refused" && health.outcome === "silent");

const isRefused = ({ port }: Sight): boolean => port.outcome === "refused";

function holdsPort(sight: Sight): boolean {
  const process = aliveIn(sight);
  return process !== null && (sight.listener.who === "gateway" || process.ownsPort === true);
}

/** Of one core: one that waits for what never comes, or is stopped, takes less; so does an idle one. */
const AT_WORK = 0.05;

/**
 * It computes, or what it started does, or the kernel reads or writes for it (D): a boot that goes on is told from one that hangs by
 * nothing else.
 */
export const isAtWork = (process: Pick<ProcessSight, "state" | "cpuCores" | "familyCores"> | null): boolean =>
  process !== null &&
  (process.state === "D" || (process.state !== "T" && Math.max(process.cpuCores ?? 0, process.familyCores ?? 0) >= AT_WORK));

/** How a failure is proved, the strongest first; `silence` proves nothing but itself, and so needs the longest time. */
export type Proof = "stopped" | "blocked" | "silence";

type Before = Pick<GuardMemory, "backlog" | "process">;

export function proofOf(before: Before, sight: Sight): Proof {
  const process = aliveIn(sight);
  if (process === null || !isSilent(sight) || !holdsPort(sight)) return "silence";
  if (process.state === "T") return "stopped";
  const { cpuCores, loopShare, backlog } = process;
  const isSame = before.process?.pid === process.pid && before.process.startTicks === process.startTicks;
  const grows = isSame && backlog !== null && before.backlog !== null && before.backlog >= 1 && backlog >= before.backlog;
  // On a busy host a loop that never rests gets less than a core.
  return grows && (loopShare ?? cpuCores ?? 0) >= WHOLE_CORE ? "blocked" : "silence";
}

type Look = { readonly before: Before; readonly sight: Sight; readonly late: boolean; readonly remote: boolean };
type Row = { readonly is: Standing; readonly when: (look: Look) => boolean };

const answers = ({ sight }: Look): boolean => sight.health.outcome === "answered" || sight.startup.outcome === "answered";

/** It answers something, and what it answers is none of a gateway that is well: 5xx, a reset, a page of HTML. */
const answersBadly = ({ sight: { port, health } }: Look): boolean =>
  health.outcome === "not-json" || (health.outcome === "failed" && (port.outcome === "open" || port.outcome === "not-asked"));

const nobodyFound = ({ process }: Sight): boolean => process.looked;

const rows: readonly Row[] = [
  { is: "well", when: (look) => answers(look) && look.sight.health.ok !== false && !look.sight.link.rpcFailed },
  { is: "unwell", when: answers },
  { is: "stranger", when: ({ sight }) => sight.listener.who === "stranger" },
  { is: "unwell", when: answersBadly },
  { is: "traced", when: ({ sight }) => aliveIn(sight)?.traced === true || aliveIn(sight)?.state === "t" },
  { is: "blind", when: ({ late }) => late },
  { is: "frozen", when: ({ remote, sight }) => remote && sight.health.outcome === "silent" },
  { is: "gone", when: ({ remote, sight }) => remote && isRefused(sight) },
  { is: "frozen-proved", when: ({ before, sight }) => proofOf(before, sight) !== "silence" },
  { is: "frozen", when: ({ sight }) => isSilent(sight) && holdsPort(sight) },
  { is: "deaf", when: ({ sight }) => isRefused(sight) && aliveIn(sight) !== null && sight.listener.who === "nobody" },
  {
    is: "gone",
    when: ({ sight }) => isRefused(sight) && aliveIn(sight) === null && nobodyFound(sight) && sight.listener.who !== "gateway",
  },
];

export const standingOf = (before: Before, { sight, lateMs, place }: Pick<GuardInput, "sight" | "lateMs" | "place">): Standing =>
  rows.find(({ when }) => when({ before, sight, late: lateMs > LATE_MS, remote: place.remote }))?.is ?? "blind";

const answering: readonly Standing[] = ["well", "unwell"];
export const isAnswering = (standing: Standing): boolean => answering.includes(standing);

const failures: readonly Standing[] = ["frozen-proved", "frozen", "deaf", "gone"];
export const isFailure = (standing: Standing): boolean => failures.includes(standing);
