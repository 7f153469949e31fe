// The restart counters of a state: what gatetop saw itself, what the gateway's table and log tell, what the journal keeps.
import { current } from "../facts.ts";
import type { Event } from "../events.ts";
import { lastValue } from "../reading.ts";
import type { Source } from "../snapshot.ts";
import type { BootMark, State } from "../state.ts";
import { countRestarts, type Told } from "./count.ts";
import type { RestartCounters } from "./counters.ts";
import { goneMs } from "./moments.ts";
import type { RestartRun } from "./run.ts";
import type { SupervisorFacts } from "./supervisor.ts";
import { atLeast } from "./version.ts";

/** A boot is seen when it answers; it began up to so much earlier. */
const SEEN_LATE_MS = 120_000;
/** Since this release the health monitor's limit is fixed; before, the configuration could say otherwise. */
const LIMIT = { since: "2026.9.5", perHour: 10 } as const;

const fromMark = ({ at, kind, from }: BootMark): Told => ({
  at,
  earliest: at - SEEN_LATE_MS,
  latest: at,
  bootId: null,
  cause: kind === "restart" ? "in-process, cause unknown" : "new process, cause unknown",
  from: "seen",
  reason: from,
});

/** The unit was started anew between two readings: by hand, which sets NRestarts back, or by itself. */
export function unitStart(
  before: { readonly at: number; readonly facts: SupervisorFacts } | null,
  now: { readonly at: number; readonly facts: SupervisorFacts },
): Told | null {
  const was = before?.facts.invocationId ?? null;
  const is = now.facts.invocationId;
  if (before === null || was === null || is === null || was === is) return null;
  const automatic = (now.facts.automaticRestarts ?? 0) > (before.facts.automaticRestarts ?? 0);
  return {
    at: now.at,
    earliest: before.at,
    latest: now.at,
    bootId: null,
    cause: automatic ? "new process, cause unknown" : "service",
    from: "unit",
    reason: automatic ? "started again by its unit" : "unit started by hand",
  };
}

/** What this gatetop proves itself it need not read from its journal again. */
export function ownRestart(run: RestartRun): Told | null {
  if (run.verdict?.kind !== "proved-in-process" && run.verdict?.kind !== "proved-new-process") return null;
  const at = run.at + (goneMs(run) ?? 0);
  const bootId = run.after.link?.bootId ?? null;
  return { at, earliest: at, latest: run.at + run.ms, bootId, cause: "asked by gatetop", from: "journal", reason: `gatetop ${run.id}` };
}

function counted(state: State): RestartCounters {
  const boots = current(state, "bootHistory");
  const supervisor = lastValue(state.snapshot.supervisor);
  return countRestarts({
    now: state.now,
    watchedSince: state.watchedSince,
    journal: state.journalled,
    boots: boots.kind === "ok" ? boots.value : null,
    log: lastValue(state.snapshot.restartLog),
    seen: [...state.unitStarts, ...state.boots.map(fromMark)],
    automaticRestarts: supervisor?.found === true ? supervisor.facts.automaticRestarts : null,
    suppressed: lastValue(state.snapshot.readyz)?.body?.suppressed ?? [],
    accountLimit: atLeast(state.hello?.value.version ?? null, LIMIT.since) === true ? LIMIT.perHour : null,
  });
}

const tells: ReadonlySet<Source> = new Set(["bootHistory", "restartLog", "supervisor", "readyz"]);

/** Whether this event can change the counters; the readings come every few seconds, so that hours go by as well. */
export const recounts = (event: Event, after: State, before: State): boolean =>
  (event.type === "sampled" && tells.has(event.source)) || after.boots !== before.boots || after.journalled !== before.journalled;

/** Until a source beyond our own eyes told something there is nothing to count with. */
export function withCounters(state: State): State {
  const { snapshot, journalled, lastUnit } = state;
  if (lastValue(snapshot.bootHistory) === null && lastValue(snapshot.restartLog) === null && lastUnit === null && journalled.length === 0) {
    return state;
  }
  const restarts = counted(state);
  return JSON.stringify(restarts) === JSON.stringify(state.restarts) ? state : { ...state, restarts };
}
