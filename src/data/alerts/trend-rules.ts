// Where it is going: warned of before it is there.
import { current } from "../facts.ts";
import type { State } from "../state.ts";
import { growing, type Collected } from "../trends/growing.ts";
import { memoryTrend } from "../trends/memory-trend.ts";
import { percent } from "../units.ts";
import type { AlertId } from "./ids.ts";
import type { Check, Judging, Rule, Threshold } from "./alert.ts";
import { judged, unknown } from "./judged.ts";
import { quotedFrom, read } from "./read-from.ts";
import { beyond, graded } from "./threshold.ts";

const HOUR_MS = 3_600_000;

const MEMORY: Threshold = { quantity: "time until rss reaches its limit", unit: "h", warn: 24, crit: 1, side: "below", hysteresis: 0.05 };

function memoryGrows(state: State, judging: Judging): Check {
  const trend = memoryTrend(state);
  if (trend.kind === "unknown") return unknown(trend.why);
  if (trend.kind === "steady" || trend.toLimit === null || trend.slope.confidence === "low") return judged();
  const soon = beyond(trend.toLimit.inMs / HOUR_MS, MEMORY, judging, "rss growth");
  return judged(soon && { subject: "rss growth", message: trend.message, evidence: trend.evidence, ...graded(soon) });
}

const FACTOR: Threshold = { quantity: "times as many as when the growth began", unit: "count", warn: 2, crit: null, hysteresis: 0.05 };

/** Beyond this share of what it may open, growth need not double to be told. */
const NEAR_MOST = 0.8;

function nearMost(state: State): string | null {
  const reading = current(state, "process");
  if (reading.kind !== "ok" || !reading.value.found) return null;
  const { openHandles, maxOpenHandles } = reading.value;
  if (openHandles === null || maxOpenHandles === null || openHandles <= maxOpenHandles * NEAR_MOST) return null;
  return `${openHandles} open handles are ${percent(openHandles / maxOpenHandles)} of the ${maxOpenHandles} it may open`;
}

function grows(what: Collected, subject: string, near: (state: State) => string | null = () => null) {
  return (state: State, judging: Judging): Check => {
    const close = near(state);
    if (close !== null)
      return judged({ subject, message: close, severity: "crit", evidence: [quotedFrom(state, "process", subject, close)] });
    const trend = growing(state, what);
    if (trend.kind === "unknown") return unknown(trend.why);
    const much = trend.kind === "growing" ? beyond(trend.factor, FACTOR, judging, subject) : null;
    if (trend.kind !== "growing" || much === null) return judged();
    return judged({ subject, message: trend.message, evidence: trend.evidence, ...graded(much) });
  };
}

const GROWN = "counted again and again on this host; told only when the slope is surely above zero";
const REPAIR = { action: "restart", words: "restart it; it keeps what it should close" } as const;

type Grown = Pick<Rule, "title" | "remedy" | "check"> & { readonly id: AlertId; readonly field: string; readonly reason: string };

const grown: readonly Grown[] = [
  {
    id: "handles-growing",
    title: "Open handles grow",
    reason: `${GROWN}, or over 80 % of what it may open: at the limit no file and no socket opens`,
    remedy: "see what it keeps open: ls -l /proc/PID/fd; a restart closes all",
    field: "fd, limits",
    check: grows("openHandles", "open handles", nearMost),
  },
  {
    id: "threads-growing",
    title: "Threads grow",
    reason: GROWN,
    remedy: "workers that do not end: a restart ends them",
    field: "Threads",
    check: grows("threads", "threads"),
  },
  {
    id: "children-growing",
    title: "Child processes grow",
    reason: GROWN,
    remedy: "see them: ps --ppid PID; commands of agents that do not end",
    field: "task/TID/children",
    check: grows("children", "child processes"),
  },
  {
    id: "connections-growing",
    title: "Connections grow",
    reason: GROWN,
    remedy: "see who connects (clients in the gateway's details): one that reconnects without closing",
    field: "its port in net/tcp",
    check: grows("connections", "connections"),
  },
];

/** Of a process that is not there any more. */
export const endsWithBoot: ReadonlySet<string> = new Set<AlertId>(["memory-trend", ...grown.map(({ id }) => id)]);

export const trendRules: readonly Rule[] = [
  {
    id: "memory-trend",
    title: "Memory will reach its limit",
    topic: "memory",
    severity: "warn",
    holdMs: 120_000,
    clearMs: 300_000,
    reason: "a day is enough to choose the time of a restart; told only from a slope of medium confidence or better",
    remedy: "plan a restart before the limit does it: openclaw gateway restart",
    repair: { action: "restart", words: "restart it before the limit does" },
    threshold: MEMORY,
    readFrom: [
      read("process", "VmRSS"),
      read("systemInfo", "processMemory.rssBytes", "2026.9"),
      read("status", "processMemory.rssBytes", "2026.8.1"),
    ],
    check: memoryGrows,
  },
  ...grown.map(({ field, ...row }): Rule => ({
    ...row,
    topic: "gateway",
    severity: "warn",
    holdMs: 300_000,
    clearMs: 300_000,
    repair: REPAIR,
    threshold: FACTOR,
    readFrom: [read("process", field)],
  })),
];
