// unit › pid › port › healthz › startupz › readyz › ws › rpc: the first bad rung names the trouble. Needs no token.
import { current, inBootWindow } from "./facts.ts";
import type { HttpProbe, PortProbe, UnitReading } from "./model/local.ts";
import type { Reading } from "./reading.ts";
import { sourceNames, sources } from "./snapshot.ts";
import type { State } from "./state.ts";
import { age } from "./units.ts";

export type RungName = "unit" | "pid" | "port" | "healthz" | "startupz" | "readyz" | "ws" | "rpc";

/** `why` says what a bad, unknown or skipped rung means; `note` is a short word for the line (failing names, phase). */
export type Rung = {
  readonly rung: RungName;
  readonly status: "ok" | "bad" | "unknown" | "skipped";
  readonly ms: number | null;
  readonly why: string | null;
  readonly note: string | null;
};

type Answer = Omit<Rung, "rung">;

const ok = (ms: number | null = null, note: string | null = null): Answer => ({ status: "ok", ms, why: null, note });
const bad = (why: string, note: string | null = null, ms: number | null = null): Answer => ({ status: "bad", ms, why, note });
const unknown = (why: string): Answer => ({ status: "unknown", ms: null, why, note: null });
const skipped = (why: string): Answer => ({ status: "skipped", ms: null, why, note: null });

function judge<T>(reading: Reading<T>, judgeValue: (value: T) => Answer): Answer {
  switch (reading.kind) {
    case "pending":
      return unknown("not asked yet");
    case "absent":
      return skipped(reading.why);
    case "stale":
      return unknown(reading.why);
    case "ok":
      return judgeValue(reading.value);
  }
}

const httpWords: Readonly<Record<HttpProbe<unknown>["outcome"], string>> = {
  answered: "answered",
  refused: "the connection was refused",
  timeout: "no answer",
  reset: "the connection was cut",
  "not-json": "something other than the gateway answered",
  failed: "the request failed",
};

/** A garbage collection or a burst of requests can hold the loop for two seconds; five are a process that hangs. */
export const FROZEN_MS = 5_000;

/** A port that accepts while HTTP is silent: what it means depends on the process, on how long, and on whether a boot is under way. */
export function silenceMeans(state: State): string {
  const process = current(state, "process");
  const found = process.kind === "ok" && process.value.found ? process.value : null;
  if (found?.state === "T" || found?.state === "t") return "the process is frozen: it was stopped by a signal (state T)";
  if (inBootWindow(state)) return "booting";
  if (found && (found.cpuCores ?? 0) > 0.85) return `the event loop is blocked: ${found.cpuCores?.toFixed(2)} of a core busy`;
  if (found?.state === "D") return "the process is frozen: it waits for a disk or a network file system (state D)";
  return silentForMs(state) < FROZEN_MS ? "TCP accepts, HTTP does not answer" : "TCP accepts, HTTP does not answer: the process is frozen";
}

export const silentForMs = (state: State): number => (state.httpSilentSince === null ? 0 : state.now - state.httpSilentSince);

function http<T>(state: State, reading: Reading<HttpProbe<T>>, judgeBody: (body: T, probe: HttpProbe<T>) => Answer): Answer {
  return judge(reading, (probe) => {
    if (probe.outcome === "answered" && probe.body !== null) return judgeBody(probe.body, probe);
    if (probe.outcome === "not-json") return skipped(probe.why ?? "this release does not answer it in JSON");
    if (probe.outcome === "timeout")
      return bad(`no answer for ${age(Math.max(probe.ms, silentForMs(state)))}: ${silenceMeans(state)}`, "silent", probe.ms);
    return bad(probe.why ?? httpWords[probe.outcome]);
  });
}

function unitAnswer({ supervisor, unit, active }: UnitReading): Answer {
  if (supervisor === "none") return skipped("not under a service manager");
  return active === false ? bad(`${unit ?? "the unit"} is installed, but no gateway runs in it`, "inactive") : ok(null, unit);
}

function portAnswer(state: State, probe: PortProbe): Answer {
  if (probe.outcome === "open") return ok(probe.ms);
  const port = state.target?.port ?? "";
  const words = {
    refused: `nothing listens on port ${port}`,
    timeout: `port ${port} does not answer`,
    unreachable: "the host cannot be reached",
  }[probe.outcome];
  return bad(probe.why === null || probe.outcome === "refused" ? words : `${words}: ${probe.why}`, probe.outcome);
}

/** The last dial found nothing listening, and the port was seen open since the connection was lost: what it said is of before. */
export function isOldRefusal(state: State): boolean {
  const { link } = state;
  const port = current(state, "port");
  if (link.phase !== "waiting" || !link.why.startsWith("connection refused")) return false;
  return port.kind === "ok" && port.value.outcome === "open" && port.at > link.since;
}

function wsAnswer(state: State): Answer {
  const link = state.link;
  switch (link.phase) {
    case "open":
      return ok();
    case "idle":
      return unknown("not connected yet");
    case "connecting":
      return state.now - link.since > 5_000 ? bad(`no handshake for ${age(state.now - link.since)}`) : unknown("connecting");
    case "waiting":
      if (isOldRefusal(state)) return unknown("the port is open again, connecting");
      return bad(link.why, link.announced ? "restarting" : "lost");
    case "refused":
      return bad(link.refusal.why, "refused");
  }
}

/** An answer that takes longer than this is trouble. */
export const SLOW_MS = 5_000;

/** Silence counts from when the quickest RPC this release has was due. */
export function rpcSilentMs(state: State): number {
  const asked = sourceNames.filter((name) => sources[name].via === "rpc" && state.snapshot[name].kind !== "absent");
  return SLOW_MS + Math.min(...asked.map((name) => sources[name].everyMs), 30_000) * Math.max(1, state.view.rate);
}

function rpcAnswer(state: State): Answer {
  if (state.link.phase !== "open") return skipped("needs the WebSocket");
  const last = state.rpcMs;
  const silentFor = state.now - Math.max(last?.at ?? 0, state.link.since, state.watchedSince);
  if (silentFor > rpcSilentMs(state)) return bad(`no RPC was answered for ${age(silentFor)}`, "silent");
  if (state.httpSilentSince !== null) return unknown("HTTP is silent, so no answer is expected");
  return last ? ok(last.ms) : unknown("not asked yet");
}

const rungs: readonly { readonly rung: RungName; readonly ask: (state: State) => Answer }[] = [
  { rung: "unit", ask: (state) => judge(current(state, "unit"), unitAnswer) },
  { rung: "pid", ask: (state) => judge(current(state, "process"), (process) => (process.found ? ok() : bad(process.why, "gone"))) },
  { rung: "port", ask: (state) => judge(current(state, "port"), (probe) => portAnswer(state, probe)) },
  {
    rung: "healthz",
    ask: (state) =>
      http(state, current(state, "healthz"), (body, p) => (body.ok === false ? bad("the gateway says it is not ok") : ok(p.ms))),
  },
  {
    rung: "startupz",
    ask: (state) =>
      http(state, current(state, "startupz"), (body, p) => {
        const started = body.status === "started" || (p.status !== null && p.status < 400);
        return started
          ? ok(p.ms)
          : bad(`${body.status ?? "not started"}${body.pendingReason ? `: ${body.pendingReason}` : ""}`, body.status);
      }),
  },
  {
    rung: "readyz",
    ask: (state) =>
      http(state, current(state, "readyz"), (body, p) =>
        body.ready === false
          ? bad(`not ready: ${body.failing.join(", ") || "no reason given"}`, body.failing.join(" ") || null, p.ms)
          : ok(p.ms),
      ),
  },
  { rung: "ws", ask: wsAnswer },
  { rung: "rpc", ask: rpcAnswer },
];

/** Eight rungs in order. A skipped rung does not exist here and is not a fault. */
export function ladder(state: State): readonly Rung[] {
  return rungs.map(({ rung, ask }) => ({ rung, ...ask(state) }));
}

export function firstBad(all: readonly Rung[]): Rung | null {
  return all.find((rung) => rung.status === "bad") ?? null;
}
