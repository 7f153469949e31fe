// A run as it grows: each observation folded in as it comes, told when it says something new, over when the judge says so.
import type { Clock } from "../../data/action/ports.ts";
import type { Observation, Seen } from "../../data/restart/observation.ts";
import type { MilestoneName, RestartRun } from "../../data/restart/run.ts";
import { watched } from "../../data/restart/watched.ts";

export type LiveRun = {
  readonly now: () => RestartRun;
  /** The request is about to be sent: milliseconds count from here. */
  readonly begin: (run: RestartRun) => void;
  readonly enter: (observation: Observation) => void;
  /** Something done or learnt here, just now. */
  readonly saw: (seen: Seen) => void;
};

export type LiveRunOptions = {
  readonly clock: Clock;
  readonly first: RestartRun;
  /** The run as it is, whenever a person would see a difference. */
  readonly onNews: (run: RestartRun) => void;
  readonly onMilestone: (name: MilestoneName) => void;
  readonly onOver: (run: RestartRun) => void;
};

/** A passing second is news too: something counts down. */
const isNews = (before: RestartRun, after: RestartRun, seen: Seen): boolean =>
  seen.kind === "clock" ||
  before.phase !== after.phase ||
  before.milestones.length !== after.milestones.length ||
  before.verdict !== after.verdict ||
  before.workLeft !== after.workLeft ||
  before.forcedAtMs !== after.forcedAtMs ||
  before.channels !== after.channels;

export function createLiveRun({ clock, first, onNews, onMilestone, onOver }: LiveRunOptions): LiveRun {
  let run = first;
  let beganAt = clock.monotonicMs();

  function enter(observation: Observation): void {
    if (run.phase === "over") return;
    const before = run;
    run = watched(before, observation);
    if (isNews(before, run, observation.seen)) onNews(run);
    for (const { name } of run.milestones.slice(before.milestones.length)) onMilestone(name);
    if (run.phase === "over") onOver(run);
  }

  return {
    now: () => run,
    begin: (next) => {
      run = next;
      beganAt = clock.monotonicMs();
      onNews(run);
    },
    enter,
    saw: (seen) => enter({ ms: clock.monotonicMs() - beganAt, at: clock.now(), seen }),
  };
}
