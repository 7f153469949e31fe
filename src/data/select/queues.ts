// Lanes of the gateway's global queue: full ones with work waiting first.
import { alertKey } from "../alerts/advance.ts";
import { lastValue } from "../reading.ts";
import type { Lane, WorkInFlight } from "../model/gateway.ts";
import type { State } from "../state.ts";
import { toneOf, type Mark, type Tone } from "./cell.ts";

export type LaneRow = {
  readonly key: string;
  readonly lane: Lane;
  readonly mark: Mark;
  readonly tone: Tone;
  /** Share of the limit in use, null without a limit. */
  readonly share: number | null;
};

/** Waiting is what a queue is for: it is a fault when an alert says so, and of the alert's severity. */
function markOf(state: State, lane: Lane): Mark {
  if (lane.queued > 0) {
    const raised = [alertKey("lane-full", lane.lane), alertKey("queue-depth", "all lanes")]
      .map((key) => state.alerts.get(key))
      .filter((alert) => alert?.raised === true && alert.clearedAt === null);
    // The sum of the session lanes has no limit: what it waits for is another lane.
    if (lane.limit !== null && raised.some((alert) => alert?.severity === "crit")) return "bad";
    return lane.draining || raised.length > 0 ? "warn" : "partial";
  }
  if (lane.draining) return "warn";
  return lane.active > 0 ? "ok" : "off";
}

/** Work that waits its turn is on its way, not a warning. */
const tones: { readonly [M in Mark]: Tone } = { ...toneOf, partial: "accent" };

const order: Readonly<Record<Mark, number>> = { bad: 0, warn: 1, partial: 2, muted: 3, ok: 4, off: 5, none: 6 };

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
    .map((lane) => {
      const mark = markOf(state, lane);
      const share = lane.limit === null || lane.limit <= 0 ? null : Math.min(1, lane.active / lane.limit);
      return { key: lane.lane, lane, mark, tone: tones[mark], share };
    })
    .sort(
      (a, b) => order[a.mark] - order[b.mark] || b.lane.queued - a.lane.queued || b.lane.active - a.lane.active || rankOf(a) - rankOf(b),
    );
}

/** One and many. */
const words: Readonly<Record<string, readonly [string, string]>> = {
  // The gateway counts what waits and what works here.
  queueSize: ["queued or active", "queued or active"],
  pendingReplies: ["reply pending", "replies pending"],
  embeddedRuns: ["run", "runs"],
  cronRuns: ["cron run", "cron runs"],
  backgroundExecSessions: ["background command", "background commands"],
  rootRequests: ["request", "requests"],
  activeTasks: ["task", "tasks"],
};

/** `2 runs`, `1 cron run`: what a restart would interrupt; `none` when nothing. */
export function workInFlight(work: WorkInFlight): readonly string[] {
  const parts = Object.entries(words).flatMap(([name, [one, many]]) => {
    const count = work.counts[name] ?? 0;
    return count > 0 ? [`${count} ${count === 1 ? one : many}`] : [];
  });
  return parts.length === 0 ? ["none"] : parts;
}
