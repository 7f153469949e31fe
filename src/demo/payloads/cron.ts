// RPC cron.list.
import type { Params } from "../methods.ts";
import { uuid } from "../noise.ts";
import type { World } from "../world.ts";

type Job = { readonly name: string; readonly displayName: string; readonly everyMs: number; readonly lastedMs: number };

const jobs: readonly Job[] = [
  { name: "heartbeat-main", displayName: "Heartbeat (main)", everyMs: 1_800_000, lastedMs: 2_056 },
  { name: "skill-collection-review-main", displayName: "Skill collection review (main)", everyMs: 604_800_000, lastedMs: 48_310 },
];

function jobOf(world: World, { name, displayName, everyMs, lastedMs }: Job): unknown {
  const anchorMs = name.length * 97_000;
  const lastMs = Math.floor((world.elapsedMs - anchorMs) / everyMs) * everyMs + anchorMs;
  const createdAtMs = world.epoch(-30 * 86_400_000);
  const times = { nextRunAtMs: world.epoch(lastMs + everyMs), lastRunAtMs: world.epoch(lastMs), lastRunStatus: "ok" };
  const told = { lastDeliveryStatus: "not-requested", lastFailureNotificationDeliveryStatus: "not-requested" };
  return {
    id: uuid(world.scenario.name, "cron", name),
    declarationKey: `demo:${name}`,
    displayName,
    agentId: "main",
    name,
    enabled: true,
    createdAtMs,
    schedule: { kind: "every", everyMs, anchorMs },
    sessionTarget: "main",
    wakeMode: "next-heartbeat",
    payload: { kind: "heartbeat" },
    state: { ...times, lastStatus: "ok", lastDurationMs: lastedMs, ...told, consecutiveErrors: 0, consecutiveSkipped: 0 },
    updatedAtMs: world.epoch(lastMs + lastedMs),
    configRevision: "sha256:demo",
    ...times,
    ...told,
    effectiveAgentId: "main",
  };
}

/** 2026.5 had no jobs of its own. */
export function cronList(world: World, params: Params): unknown {
  const old = world.scenario.release === "2026.5.7";
  const listed = old ? [] : jobs.map((job) => jobOf(world, job));
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
