// Can the gateway be reached? One subject: the gateway.
import { current, inBootWindow } from "../facts.ts";
import { FROZEN_MS, isOldRefusal, silenceMeans, silentForMs } from "../ladder.ts";
import { ownCommand } from "../restart/own-command.ts";
import type { State } from "../state.ts";
import { age } from "../units.ts";
import type { Check, Finding, Rule } from "./alert.ts";
import { httpSilent } from "./http-silent.ts";
import { judged, unknown } from "./judged.ts";
import { read } from "./read-from.ts";

const GATEWAY = "gateway";
const WAIT = "wait: a boot takes up to a minute, a busy moment passes";
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
    title: "Its port is closed",
    readFrom: [read("port", "connect"), read("process", "pid"), read("event", "shutdown")],
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
    title: "HTTP does not answer",
    readFrom: [read("healthz", "answer"), read("process", "State, cpu")],
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
    title: "No WebSocket, or it was refused",
    readFrom: [read("hello", "connect")],
    check: linkTrouble,
  },
];
