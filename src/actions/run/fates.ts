// What each way of restarting does to the work that runs now.
import type { Preview } from "../../data/action/request.ts";
import { FORCE_DRAIN_MS } from "../../data/action/request.ts";
import type { Blocker } from "../../data/restart/observation.ts";
import { duration } from "../../data/units.ts";
import type { PerformedAim } from "./perform-aim.ts";
import type { RestartFacts } from "./restart-facts.ts";

/** The gateway keeps this much of the unit's stop timeout for itself (measured: 330 s told, 315 s drained). */
const KEPT_OF_STOP_MS = 15_000;

/** Runs go on after the boot, with what they have; a command that was started does not. */
const resumes = /run|task|repl|queue/iu;
const afterwards = ({ kind }: Blocker): string => (resumes.test(kind) ? ", and goes on by itself afterwards" : "");

type Fate = (blocker: Blocker, facts: RestartFacts, drainBudgetMs: number | null) => string;

const waitedFor: Fate = (blocker) => `is waited for, 5 min at most; then it is cut${afterwards(blocker)}`;

const drained: Fate = (blocker, { supervisor }) => {
  const stopMs = supervisor?.found === true ? supervisor.facts.stopTimeoutMs : null;
  const within = stopMs === null ? "" : ` within ${duration(Math.max(0, stopMs - KEPT_OF_STOP_MS))}`;
  return `may end${within}; then it is cut${afterwards(blocker)}`;
};

const fates: { readonly [A in PerformedAim]: Fate | null } = {
  graceful: waitedFor,
  signal: waitedFor,
  service: drained,
  stop: (blocker, facts, budget) => drained(blocker, facts, budget).replace(", and goes on by itself afterwards", ""),
  force: (blocker, _facts, drainBudgetMs) =>
    `has ${duration(drainBudgetMs ?? FORCE_DRAIN_MS)} to end; then it is aborted${afterwards(blocker)}`,
  kill: (blocker) => `is cut at once${afterwards(blocker)}`,
  "clean-up": (blocker) => `is cut at once${afterwards(blocker)}`,
  start: null,
};

export function fatesOf(aim: PerformedAim, facts: RestartFacts, drainBudgetMs: number | null): Preview["interrupts"] {
  const fate = fates[aim];
  if (fate === null || !facts.work.known) return [];
  return facts.work.blockers.map((blocker) => ({ blocker, fate: fate(blocker, facts, drainBudgetMs) }));
}
