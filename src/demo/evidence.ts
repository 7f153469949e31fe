// What can be seen of the demo's gateway before, during and after a restart: all of it from the script, nothing of this host.
import type { Witness } from "../data/action/ports.ts";
import { decodeReadyz, decodeStartupz } from "../data/gateway/decode/http.ts";
import type { Evidence, LinkEvidence, LockEvidence, ProcessEvidence, ServingEvidence } from "../data/restart/evidence.ts";
import { logSaid } from "../data/restart/log-lines.ts";
import type { Seen } from "../data/restart/observation.ts";
import type { SignalFacts } from "../data/restart/signal.ts";
import { gatewayPort, ownerIdOf } from "./actions.ts";
import { bootRecords, logLines, type Farewell } from "./history.ts";
import { unitFacts } from "./local.ts";
import type { Moments } from "./moments.ts";
import type { Page } from "./payloads/probes.ts";
import { answersAt, bootStartedMs, processAt, type World } from "./world.ts";

type Http = Extract<Seen, { kind: "http" }>;

const userId = 1000;
const lockPath = `/home/operator/.openclaw/tmp/openclaw-${userId}/gateway.state.lock`;
const oldLockPath = `/tmp/openclaw-${userId}/gateway.5f0c1a2b.lock`;

const isOld = ({ scenario }: World): boolean => scenario.release === "2026.5.7";

/** What identifies the boot a client is connected to; null while nobody is let in. */
function linkEvidence(world: World): LinkEvidence | null {
  if (world.phase.phase !== "up") return null;
  const { release: version } = world.scenario;
  if (isOld(world)) return { bootId: null, version, processInstanceId: null, pid: null };
  return { bootId: world.bootId, version, processInstanceId: world.process.instanceId, pid: world.process.pid };
}

/** The file names the process that wrote it, also when that is gone. */
function lockEvidence(world: World): LockEvidence | null {
  const { lockOf } = world.phase.onHost;
  if (lockOf === null) return null;
  const createdMs = bootStartedMs(world.scenario, lockOf);
  const { pid, startTicks } = processAt(world.scenario, createdMs);
  const createdAt = world.epoch(createdMs);
  return isOld(world)
    ? { path: oldLockPath, pid, startTicks, ownerId: null, createdAt, port: null }
    : { path: lockPath, pid, startTicks, ownerId: ownerIdOf(world, lockOf), createdAt, port: gatewayPort };
}

function processEvidence(world: World): ProcessEvidence | null {
  if (world.phase.onHost.process === null) return null;
  const { phase } = world.phase;
  const { pid, startTicks } = world.process;
  const evidence = world.phase.onHost.lockOf === null ? "port owner" : "lock file";
  return { pid, startTicks, state: phase === "frozen" ? "T" : "S", evidence, ownsPort: phase !== "down" };
}

const serving = (failing: readonly string[]): Http["status"] => {
  if (failing.includes("gateway-draining")) return "draining";
  return failing.includes("startup-sidecars") ? "starting" : "started";
};

const statuses: ReadonlySet<string | null> = new Set(["started", "starting", "draining"]);

function httpSeen(path: Http["path"], page: Page): Http {
  const nothing = { kind: "http", path, httpStatus: page.status, status: null, uptimeMs: null, failing: [], suppressed: [] } as const;
  if ("html" in page) return { ...nothing, outcome: "not-json" };
  if (path === "/healthz") return { ...nothing, outcome: "answered", status: "live" };
  if (path === "/readyz") {
    const { failing, suppressed, uptimeMs } = decodeReadyz(page.json);
    return { ...nothing, outcome: "answered", status: serving(failing), uptimeMs, failing, suppressed };
  }
  const { status, uptimeMs } = decodeStartupz(page.json);
  return { ...nothing, outcome: "answered", status: statuses.has(status) ? (status as Http["status"]) : null, uptimeMs };
}

function servingEvidence(world: World, page: (path: string) => Page): ServingEvidence | null {
  if (!answersAt(world.scenario, world.elapsedMs)) return null;
  const from = isOld(world) ? "/readyz" : "/startupz";
  const { status, uptimeMs, failing } = httpSeen(from, page(from));
  return {
    from,
    status: status === "live" ? null : status,
    servingSince: uptimeMs === null ? null : world.now - uptimeMs,
    version: isOld(world) ? null : world.scenario.release,
    pendingReason: status === "starting" ? (failing[0] ?? "startup-sidecars") : null,
  };
}

function signalFacts(world: World): SignalFacts {
  const { pid, startTicks } = world.process;
  const running = world.phase.onHost.process !== null;
  return {
    catchesUsr2: running ? !isOld(world) : null,
    hasStartupz: running ? !isOld(world) : null,
    version: world.scenario.release,
    lock: lockEvidence(world),
    process: running ? { pid, startTicks, uid: userId } : null,
    portOwner: running && world.phase.phase !== "down" ? pid : null,
    allowed: true,
    ownUid: userId,
  };
}

export type WitnessOptions = {
  readonly world: () => World;
  readonly farewells: () => readonly Farewell[];
  readonly page: (path: string) => Page;
  readonly listening: () => boolean;
  readonly moments: Moments;
};

export function createWitness({ world, farewells, page, listening, moments }: WitnessOptions): Witness {
  const evidence = (now: World): Evidence => ({
    at: now.now,
    link: linkEvidence(now),
    serving: servingEvidence(now, page),
    process: processEvidence(now),
    lock: lockEvidence(now),
    unit: unitFacts(now),
    boot: bootRecords(now, farewells())?.[0] ?? null,
  });
  const answers = (): boolean => answersAt(world().scenario, world().elapsedMs);
  const http = async (path: Http["path"], timeoutMs: number): Promise<Http> => {
    const nothing = { kind: "http", path, httpStatus: null, status: null, uptimeMs: null, failing: [], suppressed: [] } as const;
    if (!listening()) return { ...nothing, outcome: "failed" };
    const ended = await moments.until(() => answers() || !listening(), timeoutMs);
    if (!ended) return { ...nothing, outcome: "silent" };
    return listening() ? httpSeen(path, page(path)) : { ...nothing, outcome: "failed" };
  };
  return {
    collect: () => Promise.resolve(evidence(world())),
    port: () => Promise.resolve({ kind: "port", open: listening(), why: listening() ? null : "connection refused: nothing listens there" }),
    http,
    process: () => Promise.resolve({ kind: "process", process: processEvidence(world()) }),
    lives: ({ pid, startTicks }) => {
      const now = processEvidence(world());
      return Promise.resolve(now?.pid === pid && now.startTicks === startTicks);
    },
    lock: () => Promise.resolve({ kind: "lock", lock: lockEvidence(world()) }),
    supervisor: () => Promise.resolve({ found: true, facts: unitFacts(world()), problems: [] }),
    signalFacts: () => Promise.resolve(signalFacts(world())),
    surroundings: () => Promise.resolve(null),
    boots: () => Promise.resolve(bootRecords(world(), farewells())),
    log: (since) => {
      const now = world();
      const lines = logLines(now, farewells()).filter(({ ms }) => now.epoch(ms) >= since);
      return Promise.resolve(lines.flatMap(({ text }) => logSaid(text) ?? []));
    },
  };
}
