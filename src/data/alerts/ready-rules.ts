// Does the gateway do its work, by its own word and by its pace? One subject: the gateway.
import { current, processUptimeFact, servingUptimeFact } from "../facts.ts";
import { rpcSilentMs, SLOW_MS } from "../ladder.ts";
import { channelState, type ChannelState } from "../model/channels.ts";
import type { State } from "../state.ts";
import { age, duration, latency } from "../units.ts";
import type { Check, Judging, Rule, Threshold } from "./alert.ts";
import { httpSilent } from "./http-silent.ts";
import { judged, unknown } from "./judged.ts";
import { read } from "./read-from.ts";
import { beyond, graded } from "./threshold.ts";

const troubled: ReadonlySet<ChannelState> = new Set(["blocked", "recovering", "stopped", "offline"]);
const GATEWAY = "gateway";

function notReady(state: State): Check {
  const reading = current(state, "readyz");
  if (reading.kind !== "ok") return unknown("/readyz was not asked lately");
  const body = reading.value.body;
  if (reading.value.outcome !== "answered" || body === null || body.ready !== false) return judged();
  const failing = body.failing.filter((name) => name !== "gateway-draining");
  if (failing.length === 0 && body.failing.length > 0) return judged();
  const starting = failing.length > 0 && failing.every((name) => name.startsWith("startup"));
  const message = failing.length > 0 ? `not ready: ${failing.join(", ")}` : "not ready, no reason given";
  const mild = starting || failing.every((name) => troubledChannels(state).has(name));
  return judged({
    subject: GATEWAY,
    message: starting ? `starting: ${failing.join(", ")}` : message,
    ...(mild && failing.length > 0 ? { severity: "warn" as const } : {}),
  });
}

/** Channels whose own problem is told by a rule of theirs: that the gateway is not ready then is the consequence. */
function troubledChannels(state: State): ReadonlySet<string> {
  const reading = current(state, "channels");
  if (reading.kind !== "ok") return new Set();
  return new Set(reading.value.accounts.filter((account) => troubled.has(channelState(account))).map((account) => account.channel));
}

function draining(state: State): Check {
  const reading = current(state, "readyz");
  const failing = reading.kind === "ok" ? (reading.value.body?.failing ?? []) : [];
  const phase = state.suspension !== null && state.suspension !== "accepting" ? state.suspension : null;
  if (phase !== null) return judged({ subject: GATEWAY, message: `suspended: ${phase}; new work is refused` });
  if (reading.kind !== "ok" && state.link.phase !== "open") return unknown("/readyz was not asked lately");
  if (!failing.includes("gateway-draining")) return judged();
  const preflight = current(state, "preflight");
  const left = preflight.kind === "ok" ? preflight.value.counts["totalActive"] : undefined;
  return judged({ subject: GATEWAY, message: `draining: no new work${left === undefined ? "" : `, ${left} still running`}` });
}

function suppressed(state: State): Check {
  const reading = current(state, "readyz");
  if (reading.kind !== "ok") return unknown("/readyz was not asked lately");
  const names = reading.value.body?.suppressed ?? [];
  if (names.length === 0) return judged();
  return judged({ subject: GATEWAY, message: `crash-loop breaker: ${names.join(", ")} not started after 3 unclean boots in 5 min` });
}

const SLOW: Threshold = { quantity: "time one RPC takes", unit: "s", warn: SLOW_MS / 1_000, crit: null, hysteresis: 0 };

function slow(state: State, judging: Judging): Check {
  if (state.link.phase !== "open" || httpSilent(state)) return judged();
  const silentFor = state.now - Math.max(state.rpcMs?.at ?? 0, state.link.since, state.watchedSince);
  const ms = state.rpcMs?.ms ?? 0;
  // The quickest RPC is asked again and again: from when it was due, silence is an answer that takes too long.
  const dueMs = rpcSilentMs(state) - SLOW_MS;
  const unanswered = beyond((silentFor - dueMs) / 1_000, SLOW, judging, GATEWAY);
  if (unanswered !== null) {
    const message = `no RPC was answered for ${age(silentFor)}`;
    return judged({ subject: GATEWAY, message, since: state.now - silentFor, ...graded(unanswered) });
  }
  const late = beyond(ms / 1_000, SLOW, judging, GATEWAY);
  return judged(late && { subject: GATEWAY, message: `an RPC took ${latency(ms)}`, ...graded(late) });
}

const UPTIME: Threshold = { quantity: "time since its last boot", unit: "h", warn: 168, crit: null, hysteresis: 0 };

function uptime(state: State, judging: Judging): Check {
  const up = servingUptimeFact(state) ?? processUptimeFact(state);
  if (up === null) return unknown("its uptime is not known");
  const long = beyond(up.value / 3_600_000, UPTIME, judging, GATEWAY);
  return judged(long && { subject: GATEWAY, message: `up for ${duration(up.value)} without a restart`, ...graded(long) });
}

export const readyRules: readonly Rule[] = [
  {
    id: "not-ready",
    follows: true,
    topic: "gateway",
    severity: "crit",
    holdMs: 2_000,
    clearMs: 2_000,
    reason: "the gateway itself says it cannot do its work",
    remedy: "see the failing name: openclaw gateway status",
    title: "Not ready, by its own word",
    readFrom: [read("readyz", "ready, failing[]", "2026.3")],
    check: notReady,
  },
  {
    id: "draining",
    topic: "gateway",
    severity: "warn",
    critAfterMs: 330_000,
    holdMs: 0,
    clearMs: 2_000,
    reason: "a drain ends after at most 300 s; longer is stuck",
    remedy: "wait for the running work, or restart it through its service",
    repair: { action: "restart", words: "wait for the running work, or force it" },
    title: "Draining or suspended",
    readFrom: [
      read("readyz", "failing[] gateway-draining", "2026.3"),
      read("event", "gateway.suspension", "2026.9.1"),
      read("preflight", "counts.totalActive", "2026.5"),
    ],
    check: draining,
  },
  {
    id: "crash-loop",
    topic: "gateway",
    severity: "crit",
    holdMs: 0,
    clearMs: 2_000,
    reason: "the breaker leaves channels stopped although /readyz says ready",
    remedy: "find the crash first (openclaw logs), then start each channel by hand",
    repair: { action: "channel", words: "start each channel, once the crash is found (openclaw logs)" },
    title: "The crash-loop breaker keeps channels down",
    readFrom: [read("readyz", "suppressed[]", "2026.8")],
    check: suppressed,
  },
  {
    id: "slow",
    topic: "gateway",
    severity: "warn",
    critAfterMs: 30_000,
    holdMs: 0,
    clearMs: 10_000,
    reason: "RPCs answer in 1 to 10 ms; five seconds is a blocked event loop",
    remedy: "look at cpu and loop delay; a blocked loop needs a restart through its service",
    repair: { action: "restart", words: "a blocked loop needs a restart through its service" },
    title: "RPCs are answered late, or not at all",
    threshold: SLOW,
    readFrom: [read("own", "round trip of every RPC")],
    check: slow,
  },
  {
    id: "uptime",
    title: "Up for long",
    topic: "gateway",
    severity: "info",
    holdMs: 0,
    clearMs: 0,
    offByDefault: true,
    reason: "advice only: some restart a long-running process on purpose, at a time of their own choice",
    remedy: "restart it when it suits",
    repair: { action: "restart", words: "restart it when it suits" },
    threshold: UPTIME,
    readFrom: [read("readyz", "uptimeMs", "2026.8"), read("process", "start time"), read("systemInfo", "uptimeMs", "2026.7.1")],
    check: uptime,
  },
];
