import { describe, expect, test } from "vitest";
import { snapshotJson } from "../../../src/data/json/snapshot-json.ts";
import {
  account,
  answered,
  clock,
  gatewayProcess,
  lane,
  link,
  openLink,
  readyz,
  sampled,
  scene,
  session,
  START,
  task,
  well,
} from "../../support/scene.ts";

/** Every path of a JSON value, with the type found there. */
function shape(value: unknown, path = ""): readonly string[] {
  if (Array.isArray(value)) return value.length === 0 ? [`${path}[]`] : shape(value[0], `${path}[]`);
  if (typeof value !== "object" || value === null) return [`${path}: ${value === null ? "null" : typeof value}`];
  return Object.entries(value).flatMap(([key, item]) => shape(item, path === "" ? key : `${path}.${key}`));
}

describe("--json, schema gatetop/1", () => {
  test("the whole shape is a contract", async () => {
    const state = scene(
      ...well(),
      sampled("host", {
        hostname: "h",
        cpuPercent: 7.16,
        cpuCount: 2,
        memoryUsedBytes: 5,
        memoryTotalBytes: 9,
        load1: 0.5,
        diskUsedPercent: 12.345,
      }),
      sampled("channels", { accounts: [account({ lifecycle: "blocked", lastError: "401" })], issues: [], partial: false }),
    );
    await expect(`${shape(snapshotJson(state)).join("\n")}\n`).toMatchFileSnapshot("../../frames/json-shape.txt");
  });

  test("before anything was read every figure is null, never 0", () => {
    const figures = shape(snapshotJson(scene())).filter((line) => line.endsWith(": number"));
    expect(figures).toEqual(["at: number", "target.at: number", "verdict.at: number", "restarts.at: number"]);
  });

  test("the gateway block tells serving and process uptime apart", () => {
    const state = scene(
      ...well(),
      sampled("readyz", answered(readyz({ uptimeMs: 5_000 }))),
      sampled("process", gatewayProcess({ startedAt: START - 9_000 })),
    );
    expect(snapshotJson(state).gateway).toMatchObject({
      uptimeMs: 5_000,
      processUptimeMs: 9_000,
      pid: 2815,
      version: "2026.9.6",
      protocol: 4,
    });
  });

  test("sessions: running, queued and stuck are counted from runs, in our words", () => {
    const items = [
      session({ key: "a", status: "running", startedAt: START - 400_000 }),
      session({ key: "b", status: "running", hasActiveRun: false }),
      session({ key: "c" }),
    ];
    const tasks = [
      task({ id: "1", sessionKey: "a", startedAt: START - 400_000 }),
      task({ id: "2", sessionKey: "b", execution: "queued", createdAt: START - 1_000 }),
    ];
    const json = snapshotJson(scene(...well(), sampled("sessions", { items, total: 12 }), sampled("tasks", tasks))).sessions;
    expect(json).toMatchObject({ total: 12, running: 1, queued: 1, stuck: 1 });
    expect(json.items?.map(({ key, state, queueDepth }) => [key, state, queueDepth])).toEqual([
      ["a", "stuck", 0],
      ["b", "queued", 1],
      ["c", "done", 0],
    ]);
  });

  test("an old release without tasks has no queue depth, rather than none waiting", () => {
    const state = scene(...well(), { type: "missing", source: "tasks", at: START, why: "OpenClaw 2026.5.7 has no tasks.list" });
    expect(snapshotJson(state).sessions.items?.[0]?.queueDepth).toBeNull();
  });

  test("2026.2.26 says of no session whether it runs: unknown, not none", () => {
    const old = { type: "missing", source: "tasks", at: START, why: "old" } as const;
    expect(
      snapshotJson(scene(...well(), old, sampled("sessions", { items: [session({ status: null })], total: 1 }))).sessions,
    ).toMatchObject({ running: null, queued: null, stuck: null });
  });

  test("without tasks a run is not called stuck for silence nobody listened to", () => {
    const old = { type: "missing", source: "tasks", at: START, why: "old" } as const;
    const running = sampled("sessions", { items: [session({ status: "running", startedAt: START - 600_000 })], total: 1 });
    const json = snapshotJson(scene(...well(), old, running));
    expect(json.sessions).toMatchObject({ running: 1, stuck: null });
    expect(json.alerts).toEqual([]);
  });

  test("what was never read is null, not an empty list", () => {
    const json = snapshotJson(scene());
    expect([json.channels, json.lanes, json.sessions.items, json.messages.detector]).toEqual([null, null, null, null]);
  });

  test("a block whose source went silent is marked stale and keeps its age", () => {
    const [first] = snapshotJson(scene(...well(), clock(START + 60_000))).channels ?? [];
    expect(first).toMatchObject({ at: START, stale: true });
  });

  test("restarts per hour are unknown until an hour was watched", () => {
    const young = scene(...well(), clock(START + 60_000));
    const old = [0, 1, 2, 3].flatMap((hour) => [...well(START + hour * 1_800_000)]);
    expect(snapshotJson(young).restarts.lastHour).toBeNull();
    expect(snapshotJson(scene(...old)).restarts.lastHour).toBe(0);
  });

  test("a restart seen is the last one, with its proof", () => {
    const again = [
      link(openLink(START, { bootId: "41a2b3c4-x" })),
      link({ phase: "connecting", attempt: 1, since: START }),
      link(openLink(START + 9, { bootId: "619b0000-x" }), START + 9),
    ];
    expect(snapshotJson(scene(...well(), ...again)).restarts.last).toEqual({
      at: expect.any(Number),
      reason: null,
      proof: expect.stringContaining("boot "),
    });
  });

  test("lanes and alerts", () => {
    const state = scene(...well(), sampled("lanes", { lanes: [lane({ active: 2, queued: 101 })], dynamic: null }), clock(START + 6_000));
    expect(snapshotJson(state).lanes).toMatchObject([{ lane: "main", active: 2, queued: 101, limit: 2, draining: false }]);
    expect(snapshotJson(state).alerts).toMatchObject([
      { id: "queue-depth/all lanes", severity: "critical", since: START, acknowledged: false },
    ]);
  });

  test("a lane tells its growth and oldest wait, a session what stands in its way", () => {
    const read = (second: number) =>
      sampled("lanes", { lanes: [lane({ active: 2, queued: 1 + second / 10, blockedBy: "lane" })], dynamic: null }, START + second * 1_000);
    const reads = Array.from({ length: 61 }, (_, index) => read(index * 2));
    const at = START + 120_000;
    const items = [session({ key: "a", spawnedBy: "p", totalTokens: 5, contextTokens: 10, restartRecoveryStatus: "tombstoned" })];
    const waits = task({ sessionKey: "b", execution: "queued", createdAt: START });
    const json = snapshotJson(scene(...well(), ...reads, sampled("sessions", { items, total: 1 }, at), sampled("tasks", [waits], at)));
    expect(json.lanes).toMatchObject([{ blockedBy: "lane", growthPerMinute: 6, oldestWaitMs: 120_000 }]);
    expect(json.sessions.items).toMatchObject([
      { parent: "p", contextShare: 0.5, ineffective: false, detector: null, scars: ["tombstoned"] },
    ]);
  });
});
