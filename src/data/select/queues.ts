// Lanes of the gateway's global queue: full ones with work waiting first.
import { lastValue } from "../reading.ts";
import type { Lane, WorkInFlight } from "../model/gateway.ts";
import type { State } from "../state.ts";
import type { Mark } from "./cell.ts";

export type LaneRow = {
  readonly key: string;
  readonly lane: Lane;
  readonly mark: Mark;
  /** Share of the limit in use, null without a limit. */
  readonly share: number | null;
};

function markOf(lane: Lane): Mark {
  const full = lane.limit !== null && lane.limit > 0 && lane.active >= lane.limit;
  if (full && lane.queued > 0) return "bad";
  if (lane.draining || lane.queued > 0) return "warn";
  return lane.active > 0 ? "ok" : "off";
}

const order: Readonly<Record<Mark, number>> = { bad: 0, warn: 1, partial: 2, ok: 3, off: 4, none: 5 };

/** Agent runs go through `main`: of lanes in the same state it is the one to look at. */
const rankOf = (row: LaneRow): number => (row.key === "main" ? 0 : 1);

export function laneRows(state: State): readonly LaneRow[] {
  const board = lastValue(state.snapshot.lanes);
  if (board === null) return [];
  const lanes: Lane[] = [...board.lanes];
  if (board.dynamic !== null) {
    const { active, queued } = board.dynamic;
    lanes.push({ lane: "session:*", active, queued, limit: null, draining: false, blockedBy: null });
  }
  return lanes
    .map((lane) => ({
      key: lane.lane,
      lane,
      mark: markOf(lane),
      share: lane.limit === null || lane.limit <= 0 ? null : Math.min(1, lane.active / lane.limit),
    }))
    .sort(
      (a, b) => order[a.mark] - order[b.mark] || b.lane.queued - a.lane.queued || b.lane.active - a.lane.active || rankOf(a) - rankOf(b),
    );
}

/** One and many. */
const words: Readonly<Record<string, readonly [string, string]>> = {
  queueSize: ["operation", "operations"],
  pendingReplies: ["reply pending", "replies pending"],
  embeddedRuns: ["run", "runs"],
  cronRuns: ["cron run", "cron runs"],
  backgroundExecSessions: ["background command", "background commands"],
  rootRequests: ["request", "requests"],
  activeTasks: ["task", "tasks"],
};

/** `2 runs · 1 cron run`: what a restart would interrupt; "none" when nothing. */
export function workInFlight(work: WorkInFlight): string {
  const parts = Object.entries(words).flatMap(([name, [one, many]]) => {
    const count = work.counts[name] ?? 0;
    return count > 0 ? [`${count} ${count === 1 ? one : many}`] : [];
  });
  return parts.length === 0 ? "none" : parts.join(" · ");
}
