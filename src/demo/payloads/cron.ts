// RPC cron.list.
import type { Params } from "../methods.ts";
import { uuid } from "../noise.ts";
import type { CronScript } from "../scenario.ts";
import type { World } from "../world.ts";

const jobs: readonly CronScript[] = [
  { name: "heartbeat-main", displayName: "Heartbeat (main)", everyMs: 1_800_000, lastedMs: 2_056 },
  { name: "skill-collection-review-main", displayName: "Skill collection review (main)", everyMs: 604_800_000, lastedMs: 48_310 },
];

/** What the script says is wrong with it. */
function wrongOf(world: World, { wrong }: CronScript): Readonly<Record<string, unknown>> {
  if (wrong === undefined) return { lastRunStatus: "ok", lastStatus: "ok", consecutiveErrors: 0 };
  if (wrong.what === "missed")
    return { lastRunStatus: "ok", lastStatus: "ok", consecutiveErrors: 0, nextRunAtMs: world.epoch(wrong.dueMs) };
  const failed = { lastRunStatus: "error", lastStatus: "error", consecutiveErrors: wrong.times };
  return wrong.what === "failing" ? failed : { ...failed, autoDisabled: { reason: wrong.reason, atMs: world.epoch(-7_200_000) } };
}

function jobOf(world: World, job: CronScript): unknown {
  const { name, displayName, everyMs, lastedMs, wrong } = job;
  const anchorMs = name.length * 97_000;
  const untilMs = wrong?.what === "missed" ? wrong.dueMs - 1 : world.elapsedMs;
  const lastMs = Math.floor((untilMs - anchorMs) / everyMs) * everyMs + anchorMs;
  const createdAtMs = world.epoch(-30 * 86_400_000);
  const told = { lastDeliveryStatus: "not-requested", lastFailureNotificationDeliveryStatus: "not-requested" };
  const state = { nextRunAtMs: world.epoch(lastMs + everyMs), lastRunAtMs: world.epoch(lastMs), ...wrongOf(world, job) };
  const { nextRunAtMs, lastRunAtMs, lastRunStatus } = state as Readonly<Record<string, unknown>>;
  return {
    id: uuid(world.scenario.name, "cron", name),
    declarationKey: `demo:${name}`,
    displayName,
    agentId: "main",
    name,
    enabled: wrong?.what !== "turned off",
    createdAtMs,
    schedule: { kind: "every", everyMs, anchorMs },
    sessionTarget: "main",
    wakeMode: "next-heartbeat",
    payload: { kind: "heartbeat" },
    state: { ...state, lastDurationMs: lastedMs, ...told, consecutiveSkipped: 0 },
    updatedAtMs: world.epoch(lastMs + lastedMs),
    configRevision: "sha256:demo",
    nextRunAtMs,
    lastRunAtMs,
    lastRunStatus,
    ...told,
    effectiveAgentId: "main",
  };
}

/** 2026.5 had no jobs of its own. */
export function cronList(world: World, params: Params): unknown {
  const old = world.scenario.release === "2026.5.7";
  const listed = old ? [] : [...jobs, ...(world.scenario.upkeep?.cron ?? [])].map((job) => jobOf(world, job));
  const limit = typeof params["limit"] === "number" ? params["limit"] : 50;
  return {
    jobs: listed,
    total: listed.length,
    offset: 0,
    limit: old ? limit : listed.length,
    hasMore: false,
    nextOffset: null,
    ...(old ? {} : { snapshotRevision: "sha256:demo" }),
    deliveryPreviews: Object.fromEntries(
      (listed as readonly { id: string }[]).map(({ id }) => [id, { label: "not requested", detail: "not requested" }]),
    ),
  };
}
