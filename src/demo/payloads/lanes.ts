// RPC diagnostics.lanes.
import type { World } from "../world.ts";

const quiet: Readonly<Record<string, number>> = {
  "active-memory": 8,
  background: 3,
  "cron-nested": 8,
  nested: 1,
  "system-agent": 1,
  "system-agent-inference": 1,
};

export function lanes(world: World): unknown {
  const busy = world.lanes.map(({ lane, active, queued, limit }) => ({
    lane,
    activeCount: active,
    queuedCount: queued,
    maxConcurrent: limit,
    draining: world.phase.phase === "draining",
    generation: world.phase.boot,
    blockedBy: queued > 0 && active >= limit ? "lane" : null,
  }));
  const still = Object.entries(quiet).map(([lane, maxConcurrent]) => ({
    lane,
    activeCount: 0,
    queuedCount: 0,
    maxConcurrent,
    draining: false,
    generation: 0,
    blockedBy: null,
  }));
  const alive = world.sessions.filter((session) => session.alive.length > 0);
  const behind = alive.map((session) => Math.max(0, session.alive.length - 1));
  const dynamic = {
    laneCount: alive.length,
    activeCount: alive.length,
    queuedCount: behind.reduce((sum, count) => sum + count, 0),
    queuedLaneCount: behind.filter((count) => count > 0).length,
  };
  return {
    ts: world.now,
    lanes: [...busy, ...still].toSorted((a, b) => (a.lane < b.lane ? -1 : 1)),
    dynamic: alive.length === 0 ? null : dynamic,
  };
}
