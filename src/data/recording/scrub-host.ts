// What leaves this host of what is seen on it: the port, the probe URLs, the process, the unit.
import type { Healthz, HostReading, HttpProbe, PortProbe, ProcessReading, Readyz, Startupz, UnitReading } from "../model/local.ts";
import type { BootRecord } from "../restart/evidence.ts";
import type { SupervisorFacts, SupervisorProblem, SupervisorReading } from "../restart/supervisor.ts";
import type { Target } from "../target.ts";
import { eventLoop } from "./scrub-gateway.ts";
import { dropped, each, fields, named, nullOr, release, sentence, word, type Scrub } from "./scrub.ts";

export const port = fields<PortProbe>({ outcome: "kept", ms: "kept", why: sentence });

const http = <T extends object>(body: Scrub<T>): Scrub<HttpProbe<T>> =>
  fields<HttpProbe<T>>({ outcome: "kept", status: "kept", ms: "kept", why: sentence, body: nullOr(body) });

export const healthz = http(fields<Healthz>({ ok: "kept", status: word }));
export const startupz = http(fields<Startupz>({ status: word, version: release, uptimeMs: "kept", pendingReason: word }));
/** `telegram:poll` */
const failing: Scrub<string> = (text, names) => {
  const [channel = "", ...rest] = text.split(":");
  return rest.length === 0 ? names.word(text) : `${names.word(channel)}:${names.name("account", rest.join(":"))}`;
};
export const readyz = http(
  fields<Readyz>({
    ready: "kept",
    failing: each(failing),
    suppressed: each(failing),
    uptimeMs: "kept",
    eventLoop: nullOr(eventLoop),
  }),
);

type Found = Extract<ProcessReading, { readonly found: true }>;
const foundProcess = fields<Found>({
  found: "kept",
  pid: "kept",
  evidence: "kept",
  state: word,
  cpuCores: "kept",
  rssBytes: "kept",
  threads: "kept",
  openHandles: "kept",
  maxOpenHandles: "kept",
  children: "kept",
  connections: "kept",
  startedAt: "kept",
  memoryLimit: nullOr(fields<NonNullable<Found["memoryLimit"]>>({ bytes: "kept", from: sentence })),
  acceptBacklog: "kept",
});

export const gatewayProcess: Scrub<ProcessReading> = (reading, names) =>
  reading.found ? foundProcess(reading, names) : { found: false, why: names.sentence(reading.why) };

export const host = fields<HostReading>({
  hostname: named("host"),
  cpuPercent: "kept",
  cpuCount: "kept",
  memoryUsedBytes: "kept",
  memoryTotalBytes: "kept",
  load1: "kept",
  diskUsedPercent: "kept",
});

/** The name of a unit may hold that of its profile. */
export const unitName = <T extends string | null>(value: T, names: Parameters<Scrub<string>>[1]): T =>
  (value === null ? null : names.name("id", value)) as T;

export const unit = fields<UnitReading>({ supervisor: "kept", unit: unitName, active: "kept" });

export const supervisorFacts = fields<SupervisorFacts>({
  kind: "kept",
  unit: unitName,
  loadState: word,
  activeState: word,
  subState: word,
  result: word,
  mainPid: "kept",
  invocationId: named("id"),
  automaticRestarts: "kept",
  stopTimeoutMs: "kept",
  restartDelayMs: "kept",
  restartPolicy: word,
  enabled: "kept",
  restartPrevented: "kept",
});

const problem = fields<SupervisorProblem>({ problem: "kept", why: sentence, fix: sentence });

export const supervisor: Scrub<SupervisorReading> = (reading, names) =>
  reading.found
    ? { found: true, facts: supervisorFacts(reading.facts, names), problems: each(problem)(reading.problems, names) }
    : { found: false, why: names.sentence(reading.why), problems: each(problem)(reading.problems, names) };

export const boot = fields<BootRecord>({
  bootId: named("boot"),
  pid: "kept",
  startedAt: "kept",
  completedAt: "kept",
  outcome: word,
  reason: sentence,
  startupReason: sentence,
});

/** `ws://host-1:18789`; this host keeps its address. */
const url: Scrub<string> = (value, names) => {
  const [, scheme = "ws", host = "", portOf = ""] = /^(wss?):\/\/(\[[^\]]*\]|[^:/?#]*)(:\d+)?/u.exec(value) ?? [];
  return `${scheme}://${hostName(host, names)}${portOf}`;
};
const ofThisHost = /^(?:127(?:\.\d{1,3}){3}|\[?::1\]?|localhost)$/u;
const hostName: Scrub<string> = (value, names) => (ofThisHost.test(value) ? value : names.name("host", value));

const certificate = <T extends string | null>(value: T): T => (value === null ? null : "(not recorded)") as T;

export const target = fields<Target>({
  url,
  host: hostName,
  port: "kept",
  local: "kept",
  name: (value, names) => (value === "this host" ? value : ofThisHost.test(value) ? value : names.name("host", value)),
  profile: named("profile"),
  stateDir: dropped,
  configPath: dropped,
  pid: "kept",
  tlsFingerprint: certificate,
  demo: word,
  credential: "kept",
  ownInstanceId: named("device"),
});
