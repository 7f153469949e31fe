// What only the gateway's log tells.
import { clockAheadMs } from "../channels/deaf-accounts.ts";
import { current } from "../facts.ts";
import type { ErrorMinute, LogNote, WorkLog } from "../model/log-notes.ts";
import type { State } from "../state.ts";
import { age, count } from "../units.ts";
import type { Check, Finding, Judging, Rule, Threshold } from "./alert.ts";
import { joined, judged, unknown } from "./judged.ts";
import { quotedFrom, read } from "./read-from.ts";
import { beyond, graded } from "./threshold.ts";

const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;
const NO_LOG = "its log was not read lately";

function workLog(state: State): WorkLog | null {
  const log = current(state, "restartLog");
  return log.kind === "ok" ? log.value.work : null;
}

const ERRORS: Threshold = { quantity: "error lines", unit: "per minute", warn: 10, crit: 100, hysteresis: 0.05 };
/** A log that always complains has no burst until it complains more than that. */
const TIMES_USUAL = 5;

/** Of the last hour; minutes without a line count as none. */
function usual(minutes: readonly ErrorMinute[], now: number): number {
  const counts = minutes.filter(({ minute }) => now - minute < HOUR_MINUTES * MINUTE_MS).map((one) => one.count);
  const all = [...counts, ...Array.from({ length: Math.max(0, HOUR_MINUTES - counts.length) }, () => 0)].sort((a, b) => a - b);
  return all[Math.floor(all.length / 2)] ?? 0;
}

function logErrors(state: State, judging: Judging): Check {
  const log = workLog(state);
  if (log === null) return unknown(NO_LOG);
  const now = state.now + clockAheadMs(state);
  const late = log.errors.filter(({ minute }) => minute <= now && now - minute < 2 * MINUTE_MS);
  const worst = late.reduce<ErrorMinute | null>((most, one) => (most === null || one.count > most.count ? one : most), null);
  const usually = usual(log.errors, now);
  if (worst === null || worst.count <= usually * TIMES_USUAL) return judged();
  const burst = beyond(worst.count, ERRORS, judging, "log");
  const by = Object.entries(worst.bySubsystem).sort(([, a], [, b]) => b - a);
  const [first] = by;
  const most = first && by.length > 1 ? `${first[1]} of them from ${first[0]}` : first && `all from ${first[0]}`;
  const evidence = by.slice(0, 5).map(([subsystem, lines]) => quotedFrom(state, "restartLog", subsystem, `${lines} lines`));
  return judged(
    burst && {
      subject: "log",
      message: joined(`${count(worst.count)} errors in a minute`, most, usually > 0 && `usually ${usually}`),
      evidence,
      ...graded(burst),
    },
  );
}

type Cooldown = Extract<LogNote, { of: "cooldown" }>;

/** Where the line does not say until when. */
const COOLDOWN_MS = 300_000;

const endOf = ({ at, untilAt }: Cooldown): number => untilAt ?? at + COOLDOWN_MS;

function cooldowns(state: State): Check {
  const log = workLog(state);
  if (log === null) return unknown(NO_LOG);
  const now = state.now + clockAheadMs(state);
  const newest = new Map<string, Cooldown>();
  for (const note of log.notes) if (note.of === "cooldown") newest.set(note.provider ?? "a model", note);
  const findings = [...newest].map(([subject, note]): Finding | null => {
    if (endOf(note) <= now) return null;
    const until = note.untilAt === null ? "" : ` for ${age(note.untilAt - now)} more`;
    const why = note.reason?.replaceAll("_", " ");
    return {
      subject,
      since: note.at,
      message: joined(`put aside${until}: no run uses it`, why),
      evidence: [quotedFrom(state, "restartLog", "put aside", `${age(now - note.at)} ago`)],
    };
  });
  return judged(...findings);
}

export const logRules: readonly Rule[] = [
  {
    id: "model-cooldown",
    title: "A model provider is put aside for a while",
    topic: "model",
    severity: "warn",
    holdMs: 0,
    clearMs: 0,
    reason: "runs go to the next model of the list, or fail; no RPC says it, only the log",
    remedy: "see its limits and its key: openclaw models status",
    readFrom: [read("restartLog", "auth profile failure state updated")],
    check: cooldowns,
  },
  {
    id: "log-errors",
    title: "Errors pour into the log",
    follows: true,
    topic: "log",
    severity: "warn",
    holdMs: 0,
    clearMs: 180_000,
    reason: `over the limit and over ${TIMES_USUAL} times what is usual in this hour: something new is wrong`,
    remedy: "read them: openclaw logs",
    threshold: ERRORS,
    readFrom: [read("restartLog", "_meta.logLevelName ERROR, FATAL")],
    check: logErrors,
  },
];
