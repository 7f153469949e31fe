// The lanes above the sessions board: how full, what waits, whether it grows, how long the oldest has waited.
import type { LaneBoardRow } from "../boards/board.ts";
import { current } from "../facts.ts";
import type { Task } from "../model/sessions.ts";
import type { State } from "../state.ts";
import { ranIn, runProgress } from "../stuck.ts";
import { DYNAMIC, growthPerMinute, laneTrend } from "../workload/lane-queues.ts";
import { laneRows, type LaneRow } from "./queues.ts";

/** Lanes that are named after what runs in them; everything else goes through `main`. */
const laneOfRuntime: Readonly<Record<string, string>> = { cron: "cron", subagent: "subagent" };

/** A run whose session works already waits for that session, any other for its lane. */
function laneOf(task: Task, busy: ReadonlySet<string>): string {
  const key = ranIn(task);
  return key !== null && busy.has(key) ? DYNAMIC : (laneOfRuntime[task.runtime ?? ""] ?? "main");
}

/** lane → when the oldest run that waits in it was queued; null where the release has no tasks, or they are old. */
function oldestByLane(state: State): ReadonlyMap<string, number> | null {
  const tasks = current(state, "tasks");
  if (tasks.kind !== "ok") return null;
  const busy = new Set([...runProgress(state).values()].filter((run) => run.state !== "queued").map((run) => run.key));
  const oldest = new Map<string, number>();
  for (const task of tasks.value) {
    if (task.execution !== "queued" || task.endedAt !== null || task.createdAt === null) continue;
    const lane = laneOf(task, busy);
    oldest.set(lane, Math.min(oldest.get(lane) ?? Infinity, task.createdAt));
  }
  return oldest;
}

const boards = new WeakMap<State, readonly LaneBoardLine[]>();

export type LaneBoardLine = LaneBoardRow & Pick<LaneRow, "tone" | "share">;

export function laneBoard(state: State): readonly LaneBoardLine[] {
  const known = boards.get(state);
  if (known !== undefined) return known;
  const oldest = oldestByLane(state);
  const rows = laneRows(state).map(({ key, lane, mark, tone, share }): LaneBoardLine => {
    const samples = state.laneQueues.get(key) ?? [];
    const since = lane.queued > 0 ? (oldest?.get(key) ?? null) : null;
    return {
      key,
      lane: lane.lane,
      active: lane.active,
      limit: lane.limit,
      queued: lane.queued,
      growthPerMinute: growthPerMinute(samples, state.now),
      trend: laneTrend(samples),
      oldestWaitMs: since === null ? null : Math.max(0, state.now - since),
      blockedBy: lane.blockedBy,
      draining: lane.draining,
      mark,
      tone,
      share,
    };
  });
  boards.set(state, rows);
  return rows;
}
