// The gateway's process where there is no /proc: macOS, the BSDs, Windows.
import { availableParallelism } from "node:os";
import type { PidEvidence, ProcessReading } from "../../data/model/local.ts";
import type { ProbeContext, World } from "../probe.ts";
import { readLocks } from "./lock.ts";

/** Asking who listens starts a child process: after a fruitless answer not again for this long. */
const searchAgainMs = 30_000;
/** Start times come from elapsed seconds: they shift by a second or two from call to call. */
const startToleranceMs = 5_000;

type Row = Awaited<ReturnType<Awaited<ReturnType<World["systeminformation"]>>["processes"]>>["list"][number];
type Known = { readonly pid: number; readonly startedAt: number; readonly evidence: PidEvidence };

/**
 * systeminformation: pid, rss, start time and processor share (`ps` on macOS: a decaying average; Windows: of all cores). What it
 * cannot tell is null. No start time confirms a lock file here, so the owner of the port goes first.
 */
export function createElsewhere(): (world: World, context: ProbeContext) => Promise<ProcessReading> {
  let known: Known | null = null;
  let fruitlessAt = Number.NEGATIVE_INFINITY;

  const portOwner = async (world: World, port: number): Promise<number | null> => {
    if (world.now() - fruitlessAt < searchAgainMs) return null;
    const { networkConnections } = await world.systeminformation();
    const rows = await networkConnections();
    const row = rows.find(({ localPort, state }) => localPort === String(port) && state.toUpperCase().startsWith("LISTEN"));
    if (row === undefined || !(row.pid > 0)) fruitlessAt = world.now();
    return row !== undefined && row.pid > 0 ? row.pid : null;
  };

  const search = async (world: World, { target, reportedPid }: ProbeContext, alive: (pid: number) => Row | undefined) => {
    const files = await readLocks(world, target);
    const locked = files.flatMap(({ lock }) => (lock === null || (lock.port ?? target.port) !== target.port ? [] : [lock.pid]));
    const owner = await portOwner(world, target.port);
    const candidates: readonly (readonly [number | null, PidEvidence])[] = [
      [owner, owner !== null && locked.includes(owner) ? "lock file" : "port owner"],
      [locked.find((pid) => alive(pid) !== undefined) ?? null, "lock file"],
      [reportedPid, "gateway"],
    ];
    for (const [pid, evidence] of candidates) {
      const row = pid === null ? undefined : alive(pid);
      if (row !== undefined) return { row, evidence };
    }
    const [gone] = locked;
    return gone === undefined ? `no lock file, and nothing listens on port ${target.port}` : `lock file names pid ${gone}, which is gone`;
  };

  return async (world, context) => {
    const { processes } = await world.systeminformation();
    const { list } = await processes();
    const alive = (pid: number): Row | undefined => list.find((row) => row.pid === pid);
    const given = context.target.pid;
    const last: Known | null = known;
    const again = last === null ? undefined : alive(last.pid);
    const same = last !== null && again !== undefined && Math.abs(Date.parse(again.started) - last.startedAt) <= startToleranceMs;
    const flagged = given === null ? undefined : alive(given);
    if (given !== null && flagged === undefined) return { found: false, why: `pid ${given}, the one given, is gone` };
    const found =
      flagged !== undefined
        ? { row: flagged, evidence: "flag" as const }
        : last !== null && again !== undefined && same
          ? { row: again, evidence: last.evidence }
          : await search(world, context, alive);
    if (typeof found === "string") {
      known = null;
      return { found: false, why: found };
    }
    const { row, evidence } = found;
    const startedAt = same && last !== null ? last.startedAt : Date.parse(row.started);
    known = { pid: row.pid, startedAt, evidence };
    const cores = world.platform === "win32" ? availableParallelism() : 1;
    return {
      found: true,
      pid: row.pid,
      evidence,
      state: null,
      cpuCores: Number.isFinite(row.cpu) ? (row.cpu / 100) * cores : null,
      rssBytes: row.memRss > 0 ? row.memRss * 1024 : null,
      threads: null,
      openHandles: null,
      maxOpenHandles: null,
      children: null,
      connections: null,
      startedAt: Number.isNaN(startedAt) ? null : startedAt,
      memoryLimit: null,
      acceptBacklog: null,
    };
  };
}
