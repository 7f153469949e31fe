// Restarts of the gateway in the last hour and day: each told by one source or several, counted once.
import { uncleanBoots } from "./breaker.ts";
import type { CountedRestart, RestartCause, RestartCounters } from "./counters.ts";
import type { BootRecord } from "./evidence.ts";
import { accountsIn } from "./account-restarts.ts";
import { runNamedIn } from "./log-lines.ts";
import type { RestartLog, RestartNote } from "./restart-log.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const KEPT = 50;
/** Clocks of one host, read at different moments. */
const NEAR_MS = 5_000;
/** From the log line or the request to the boot's own row, and from that row to the first answer: a slow host, many channels. */
const BOOT_MS = 120_000;

type From = CountedRestart["from"][number];

/** `at`: when the new boot began, as near as this source tells; certainly between `earliest` and `latest`. A bootId says which. */
export type Told = {
  readonly at: number;
  readonly earliest: number;
  readonly latest: number;
  readonly bootId: string | null;
  readonly cause: RestartCause;
  readonly from: From;
  readonly reason: string | null;
  /**
   * A request, and nobody saw what came of it: no restart by itself, but the cause of the first boot after it that looks like one of
   * these to the others.
   */
  readonly explains?: readonly RestartCause[];
};

/** The better known cause stays. */
const causes: readonly RestartCause[] = [
  "asked by gatetop",
  "asked by somebody",
  "service",
  "crash",
  "in-process, cause unknown",
  "new process, cause unknown",
];
const better = (a: RestartCause, b: RestartCause): RestartCause => (causes.indexOf(a) <= causes.indexOf(b) ? a : b);

/** Why a boot ended is why the next one began. */
function causeOf(ended: BootRecord, next: BootRecord): RestartCause {
  if (runNamedIn(ended.reason) !== null) return "asked by gatetop";
  if (ended.outcome === "planned_restart") return "asked by somebody";
  if (ended.outcome === "clean_stop") return "service";
  if (ended.outcome === null) return "crash";
  return ended.pid === next.pid ? "in-process, cause unknown" : "new process, cause unknown";
}

/** The oldest row has no boot before it: whether it was a restart is not told. */
function fromTable(boots: readonly BootRecord[]): readonly Told[] {
  const byAge = [...boots].sort((a, b) => a.startedAt - b.startedAt);
  return byAge.slice(1).flatMap((next, i) => {
    const ended = byAge[i];
    if (ended === undefined) return [];
    const { startedAt: at, bootId } = next;
    return [{ at, earliest: at, latest: at, bootId, cause: causeOf(ended, next), from: "boot table" as const, reason: ended.reason }];
  });
}

/** A busy host writes them ten seconds apart (5.6 s seen on 2026.9.6); a gateway restarts again after its cooldown at the earliest. */
const LINES_NEAR_MS = 30_000;

/** The lines one restart writes come near each other; the boot begins after the last of them. */
function fromLog(notes: readonly RestartNote[]): readonly Told[] {
  const told: Told[] = [];
  for (const note of notes) {
    if (note.of !== "gateway" || note.said !== "restarting") continue;
    const cause: RestartCause = note.run === null ? "asked by somebody" : "asked by gatetop";
    const before = told.at(-1);
    const same = before !== undefined && note.at - before.at < LINES_NEAR_MS;
    const reason = note.run === null ? null : `gatetop ${note.run}`;
    const next: Told = { at: note.at, earliest: note.at, latest: note.at + BOOT_MS, bootId: null, cause, from: "log", reason };
    if (same) told[told.length - 1] = { ...next, cause: better(cause, before.cause), reason: reason ?? before.reason };
    else told.push(next);
  }
  return told;
}

type Counting = Omit<Told, "from" | "explains"> & { readonly from: readonly From[] };

const matches = (one: Counting, told: Told): boolean => {
  if (one.bootId !== null && told.bootId !== null) return one.bootId === told.bootId;
  if (told.explains !== undefined && !(told.explains.includes(one.cause) && one.at >= told.at)) return false;
  return !one.from.includes(told.from) && told.earliest - NEAR_MS <= one.latest && one.earliest <= told.latest + NEAR_MS;
};

/** Both name the same run of gatetop: the gateway itself told which boot it was. */
const isOf = (reason: string | null, asked: string | null): boolean => {
  const run = runNamedIn(reason);
  return run !== null && run === runNamedIn(asked);
};

/** Exact sources first: the others find their restart among those. */
function merged(all: readonly Told[]): readonly Counting[] {
  const counted: Counting[] = [];
  for (const told of all) {
    if (told.explains !== undefined && counted.some(({ reason }) => isOf(reason, told.reason))) continue;
    const candidates = counted.map((one, i) => ({ i, one })).filter(({ one }) => matches(one, told));
    const nearest = candidates.sort((a, b) => Math.abs(a.one.at - told.at) - Math.abs(b.one.at - told.at))[0];
    if (nearest === undefined) {
      const { explains, ...restart } = told;
      if (explains === undefined) counted.push({ ...restart, from: [told.from] });
      continue;
    }
    const { i, one } = nearest;
    counted[i] = {
      ...one,
      bootId: one.bootId ?? told.bootId,
      cause: better(one.cause, told.cause),
      from: one.from.includes(told.from) ? one.from : [...one.from, told.from],
      reason: one.reason ?? told.reason,
    };
  }
  return counted;
}

export type Countable = {
  readonly now: number;
  /** Since when gatetop watches this gateway without a break. */
  readonly watchedSince: number;
  readonly journal: readonly Told[];
  /** Null: the table cannot be read. */
  readonly boots: readonly BootRecord[] | null;
  readonly log: RestartLog | null;
  /** What the running gatetop saw itself: changes of boot, process and unit. */
  readonly seen: readonly Told[];
  readonly automaticRestarts: number | null;
  readonly suppressed: readonly string[];
  /** Restarts per hour and account the health monitor allows itself; null: not known for this release. */
  readonly accountLimit: number | null;
};

/** A boot that stands in our journal and not in this gateway's table was another gateway's, at the same address. */
function ofThisGateway(journal: readonly Told[], boots: readonly BootRecord[] | null): readonly Told[] {
  if (boots === null || boots.length === 0) return journal;
  const known = new Set(boots.map(({ bootId }) => bootId));
  const oldest = Math.min(...boots.map(({ startedAt }) => startedAt));
  return journal.filter(({ bootId, at }) => bootId === null || known.has(bootId) || at < oldest);
}

export function countRestarts(given: Countable): RestartCounters {
  const { now, boots, log, watchedSince } = given;
  const journal = ofThisGateway(given.journal, boots);
  const told = [
    ...(boots === null ? [] : fromTable(boots)),
    ...journal.filter(({ explains }) => explains === undefined),
    ...fromLog(log?.notes ?? []),
    ...given.seen,
    ...journal.filter(({ explains }) => explains !== undefined),
  ];
  const items = merged(told)
    .filter(({ at }) => now - at < DAY_MS)
    .sort((a, b) => b.at - a.at)
    .map(({ at, cause, from, reason }): CountedRestart => ({ at, cause, from, reason }));
  const reach: readonly (readonly [string, number | null])[] = [
    ["boot table", boots === null || boots.length === 0 ? null : Math.min(...boots.map(({ startedAt }) => startedAt))],
    ["log", log?.reachesBackTo ?? null],
    ["seen", watchedSince],
  ];
  const since = Math.min(...reach.map(([, at]) => at ?? Infinity));
  const within = (ms: number): number | null => (now - since < ms ? null : items.filter(({ at }) => now - at < ms).length);
  return {
    lastHour: within(HOUR_MS),
    lastDay: within(DAY_MS),
    unit: given.automaticRestarts,
    items: items.slice(0, KEPT),
    accounts: accountsIn(log, given.accountLimit, now),
    sources: reach.filter(([, at]) => at !== null && now - at >= DAY_MS).map(([name]) => name),
    breaker: { uncleanBoots: boots === null ? null : uncleanBoots(boots, now), suppressed: given.suppressed },
  };
}
