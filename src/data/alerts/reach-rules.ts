// Can the gateway be reached, and does it say it is ready? One subject: the gateway.
import { current, inBootWindow } from "../facts.ts";
import { FROZEN_MS, isOldRefusal, rpcSilentMs, silenceMeans, silentForMs, SLOW_MS } from "../ladder.ts";
import { age, latency } from "../units.ts";
import { channelState, type ChannelState } from "../model/channels.ts";
import { ownCommand } from "../restart/own-command.ts";
import type { State } from "../state.ts";
import type { Check, Finding, Rule } from "./alert.ts";

export const judged = (...findings: readonly (Finding | null)[]): Check => ({
  kind: "judged",
  findings: findings.filter((finding): finding is Finding => finding !== null),
});
export const unknown = (why: string): Check => ({ kind: "unknown", why });

const troubled: ReadonlySet<ChannelState> = new Set(["blocked", "recovering", "stopped", "offline"]);
const GATEWAY = "gateway";
const WAIT = "wait: a boot takes up to a minute, a busy moment passes";
/** HTTP itself is silent: the rule `silent` speaks, and what follows from it is not said again. */
export const httpSilent = (state: State): boolean => {
  const healthz = current(state, "healthz");
  return healthz.kind === "ok" && healthz.value.outcome === "timeout";
};
const processOf = (state: State) => {
  const reading = current(state, "process");
  return reading.kind === "ok" ? reading.value : null;
};

/** No service could be started with a key: its own command does it. */
function withoutService(state: State): Partial<Finding> {
  const reading = current(state, "supervisor");
  const { target } = state;
  const nobody = reading.kind === "ok" && !reading.value.found && reading.value.problems.every(({ problem }) => problem === "no-unit");
  return !nobody || target?.local !== true ? {} : { remedy: `${ownCommand(target.profile, "run")}; its log says why it ended` };
}

/** What a closed port means, in the order an operator would ask. */
function portTrouble(state: State): Check {
  const reading = current(state, "port");
  if (reading.kind !== "ok") return unknown("the port was not probed lately");
  const { outcome, why } = reading.value;
  if (outcome === "open") return judged();
  const announced = state.announced;
  if (announced?.kind === "restart" && inBootWindow(state)) {
    return judged({
      subject: GATEWAY,
      severity: "warn",
      message: `restarting, announced ${age(state.now - announced.at)} ago; the port is closed`,
      remedy: WAIT,
    });
  }
  const process = processOf(state);
  const where = `port ${state.target?.port ?? "?"}`;
  const byHand = withoutService(state);
  if (announced?.kind === "stop")
    return judged({ subject: GATEWAY, message: `stopped: the gateway announced it, ${where} is closed`, ...byHand });
  if (outcome !== "refused") return judged({ subject: GATEWAY, message: `${where} does not answer${why ? `: ${why}` : ""}` });
  if (process === null) return judged({ subject: GATEWAY, message: `nothing listens on ${where}: the gateway is not running`, ...byHand });
  if (!process.found) {
    const said = process.why.includes(`nothing listens on ${where}`);
    return judged({ subject: GATEWAY, message: `not running: ${said ? "" : `nothing listens on ${where}, `}${process.why}`, ...byHand });
  }
  const message = `process ${process.pid} is up but does not listen on ${where}`;
  if (!inBootWindow(state)) return judged({ subject: GATEWAY, message });
  return judged({ subject: GATEWAY, message: `${message} yet: booting`, severity: "warn", remedy: WAIT });
}

function silent(state: State): Check {
  const port = current(state, "port");
  const healthz = current(state, "healthz");
  const process = processOf(state);
  if (process?.found && (process.state === "T" || process.state === "t")) {
    const remedy = `kill -CONT ${process.pid} lets it go on; if it was stopped for a reason, restart its service`;
    return judged({ subject: GATEWAY, message: `process ${process.pid} was stopped by a signal (state T): it answers nothing`, remedy });
  }
  if (healthz.kind !== "ok") return unknown("/healthz was not asked lately");
  if (healthz.value.outcome !== "timeout" || (port.kind === "ok" && port.value.outcome !== "open")) return judged();
  const means = silenceMeans(state);
  const silentMs = Math.max(healthz.value.ms, silentForMs(state));
  const brief = means === "booting" || silentMs < FROZEN_MS;
  const pid = process?.found ? ` ${process.pid}` : "";
  return judged({
    subject: GATEWAY,
    since: state.now - silentMs,
    message: `no HTTP answer for ${age(silentMs)}: ${means}`,
    remedy: brief ? WAIT : `restart its service, or kill -KILL${pid} and start it`,
    ...(brief
      ? { severity: "warn" as const }
      : { repair: { action: "restart", words: "restart it: frozen, only the service or a kill can" } as const }),
  });
}

function linkTrouble(state: State): Check {
  const link = state.link;
  if (link.phase === "refused") {
    return judged({ subject: "link", severity: "crit", since: link.since, message: link.refusal.why, remedy: link.refusal.fix });
  }
  if (link.phase === "connecting" && link.attempt > 0) return unknown("connecting again");
  const port = current(state, "port");
  if (link.phase !== "waiting" || httpSilent(state) || (port.kind === "ok" && port.value.outcome !== "open")) return judged();
  // Counted from now, not from when the connection was lost: only dials that go on being refused mean something.
  if (isOldRefusal(state)) return judged({ subject: "link", message: "no WebSocket: refused, though the port is open" });
  if (inBootWindow(state)) {
    const message =
      link.announced?.kind === "restart"
        ? `restart announced ${age(state.now - link.announced.at)} ago, waiting for it to come back`
        : `booting, no WebSocket yet: ${link.why}`;
    return judged({ subject: "link", severity: "warn", since: link.since, message, remedy: WAIT });
  }
  return judged({ subject: "link", since: link.since, message: `no WebSocket: ${link.why}` });
}

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

function slow(state: State): Check {
  if (state.link.phase !== "open" || httpSilent(state)) return judged();
  const silentFor = state.now - Math.max(state.rpcMs?.at ?? 0, state.link.since, state.watchedSince);
  const ms = state.rpcMs?.ms ?? 0;
  if (silentFor > rpcSilentMs(state)) {
    return judged({ subject: GATEWAY, message: `no RPC was answered for ${age(silentFor)}`, since: state.now - silentFor });
  }
  return judged(ms > SLOW_MS ? { subject: GATEWAY, message: `an RPC took ${latency(ms)}` } : null);
}

export const reachRules: readonly Rule[] = [
  {
    id: "port-closed",
    topic: "gateway",
    severity: "crit",
    holdMs: 0,
    clearMs: 0,
    reason: "without a listener nobody is served",
    remedy: "openclaw gateway start; its log says why it ended",
    repair: { action: "restart", words: "start it; its log says why it ended" },
    check: portTrouble,
  },
  {
    id: "silent",
    topic: "gateway",
    severity: "crit",
    holdMs: 0,
    clearMs: 0,
    reason: "/healthz is answered in about 1 ms: two seconds of silence are a warning, five a process that hangs",
    remedy: null,
    check: silent,
  },
  {
    id: "link",
    topic: "gateway",
    severity: "warn",
    critAfterMs: 30_000,
    holdMs: 3_000,
    clearMs: 0,
    reason: "HTTP answers but the WebSocket does not: most readings are blind; a hand-shake takes 20 ms, a reconnect under 3 s",
    remedy: null,
    check: linkTrouble,
  },
  {
    id: "not-ready",
    follows: true,
    topic: "gateway",
    severity: "crit",
    holdMs: 2_000,
    clearMs: 2_000,
    reason: "the gateway itself says it cannot do its work",
    remedy: "see the failing name: openclaw gateway status",
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
    check: slow,
  },
];
