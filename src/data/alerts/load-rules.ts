// Memory, cpu, event loop, and whether our own readings can be trusted.
import { cpuFact, current, eventLoopFact, memoryLimitFact, rssFact } from "../facts.ts";
import { sourceNames, sources } from "../snapshot.ts";
import type { State } from "../state.ts";
import { isLookedAt } from "../visible.ts";
import { age, bytes, latency, percent } from "../units.ts";
import type { Check, Judging, Rule, Threshold } from "./alert.ts";
import { httpSilent } from "./http-silent.ts";
import { judged, unknown } from "./judged.ts";
import { quoted, read } from "./read-from.ts";
import { beyond, graded } from "./threshold.ts";

const MEMORY: Threshold = { quantity: "rss of the tightest limit", unit: "%", warn: 80, crit: 95, hysteresis: 0.05 };

function memory(state: State, judging: Judging): Check {
  const rss = rssFact(state);
  const limit = memoryLimitFact(state);
  if (!rss || !limit || limit.value <= 0) return unknown("memory or its limit is not known");
  const share = rss.value / limit.value;
  const much = beyond(share * 100, MEMORY, judging, "rss");
  const message = `${bytes(rss.value)} is ${percent(share)} of ${bytes(limit.value)} (${limit.from})`;
  const evidence = [quoted("rss", bytes(rss.value), rss), quoted("limit", bytes(limit.value), limit)];
  return judged(much && { subject: "rss", message, evidence, ...graded(much) });
}

const CPU: Threshold = { quantity: "cores in use", unit: "cores", warn: 0.9, crit: null, hysteresis: 0.05 };

function cpu(state: State, judging: Judging): Check {
  const cores = cpuFact(state);
  if (!cores) return unknown("cpu is not known");
  const busy = beyond(cores.value, CPU, judging, "cpu");
  const evidence = [quoted("cpu", `${cores.value.toFixed(2)} core`, cores)];
  return judged(busy && { subject: "cpu", message: `${cores.value.toFixed(2)} of a core busy`, evidence, ...graded(busy) });
}

function loop(state: State): Check {
  const fact = eventLoopFact(state);
  if (!fact || fact.value.degraded === null) return unknown("the event loop's state is not known");
  if (!fact.value.degraded) return judged();
  const reasons = fact.value.reasons.map((reason) => reason.replaceAll("_", " ")).join(", ");
  const delay = fact.value.delayMaxMs === null ? "" : `, delayed up to ${latency(fact.value.delayMaxMs)}`;
  return judged({ subject: "event loop", message: `degraded${reasons ? ` by ${reasons}` : ""}${delay}` });
}

/** Only what this gateway can answer, and only while the link is open: a dead link has a rule of its own. */
function ownReadings(state: State): Check {
  if (state.link.phase !== "open" || httpSilent(state)) return judged();
  const old = sourceNames.filter((name) => sources[name].via === "rpc" && isLookedAt(state, name) && current(state, name).kind === "stale");
  if (old.length === 0) return judged();
  const first = old[0] ?? "health";
  const reading = current(state, first);
  const why = reading.kind === "stale" ? `${age(state.now - reading.at)} old, ${reading.why}` : "";
  const names = old.map((name) => sources[name].from);
  const rest = names.length > 2 ? ` and ${names.length - 2} more` : "";
  return judged({ subject: "readings", message: `${names.slice(0, 2).join(", ")}${rest} stale (${why})` });
}

export const loadRules: readonly Rule[] = [
  {
    id: "memory",
    topic: "memory",
    severity: "warn",
    holdMs: 5_000,
    clearMs: 15_000,
    reason: "near its limit the process is reclaimed and slowed, at the limit the kernel kills it",
    remedy: "plan a restart before the limit does it: openclaw gateway restart",
    repair: { action: "restart", words: "restart it before the limit does" },
    title: "Memory near its limit",
    threshold: MEMORY,
    readFrom: [
      read("process", "VmRSS; memory.max of its cgroups, MemoryMax of its unit"),
      read("systemInfo", "processMemory.rssBytes, memoryTotalBytes", "2026.9"),
      read("status", "processMemory.rssBytes", "2026.8.1"),
    ],
    check: memory,
  },
  {
    id: "cpu",
    topic: "cpu",
    severity: "warn",
    holdMs: 60_000,
    clearMs: 15_000,
    reason: "JavaScript runs on one core: over 90 % of it for a minute leaves none for answers",
    remedy: "see which session is busy (sessions panel) and abort its run",
    title: "A whole core is busy",
    threshold: CPU,
    readFrom: [
      read("process", "utime, stime"),
      read("systemInfo", "eventLoop.cpuCoreRatio", "2026.9"),
      read("readyz", "eventLoop.cpuCoreRatio", "2026.5"),
    ],
    check: cpu,
  },
  {
    id: "event-loop",
    topic: "loop",
    severity: "warn",
    holdMs: 2_000,
    clearMs: 10_000,
    reason: "the gateway's own verdict on its event loop, over windows of one second",
    remedy: "look at cpu and at what runs: preflight lists the work in flight",
    title: "Event loop degraded, by its own word",
    readFrom: [read("readyz", "eventLoop", "2026.5"), read("systemInfo", "eventLoop", "2026.9"), read("health", "eventLoop", "2026.5")],
    check: loop,
  },
  {
    id: "stale-readings",
    topic: "reading",
    severity: "warn",
    holdMs: 8_000,
    clearMs: 3_000,
    reason: "a screen that shows old numbers as new is worse than none",
    remedy: "r asks again; the details of the row say why it failed",
    title: "Our own readings are old",
    readFrom: [read("own", "age of every reading")],
    check: ownReadings,
  },
];
