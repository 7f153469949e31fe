// What the demo's gateway does when it is asked to: the answers of a real one, and a script that follows them.
import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { startDemoGateway, type DemoGateway } from "../../src/demo/gateway.ts";
import { scenarios, type ScenarioName } from "../../src/demo/scenarios.ts";
import { worldAt } from "../../src/demo/world.ts";
import { knock, page, scenarioClock, withDemo, type Client, type Frame } from "./client.ts";
import { againstCapture, againstSchema } from "./schema.ts";

type Row = Readonly<Record<string, unknown>>;
const row = (value: unknown): Row => value as Row;
const errorOf = (frame: Frame): Row => row(frame["error"]);
const payloadOf = (frame: Frame): Row => row(frame["payload"]);

const admin = { scopes: ["operator.admin"] };
const write = { scopes: ["operator.write"] };

/** A moment of the scenario at which nothing runs, and will not for a while. */
function idleMs(scenario: ScenarioName): number {
  const quiet = (ms: number): boolean => worldAt(scenarios[scenario], ms, 0).sessions.every(({ alive }) => alive.length === 0);
  for (let ms = 0; ms < 900_000; ms += 250) if (quiet(ms) && quiet(ms + 1_000) && quiet(ms + 4_000)) return ms;
  throw new Error(`${scenario} is never idle`);
}

type Scene = { readonly gateway: DemoGateway; readonly dial: () => Client; readonly admin: Client; readonly moveTo: (ms: number) => void };

/** A gateway whose clock stands still until it is moved, and a connection with every right. */
async function asking(scenario: ScenarioName, startAtMs: number, scene: (scene: Scene) => Promise<void>): Promise<void> {
  const clock = scenarioClock(startAtMs);
  await withDemo({ scenario, ...clock.options }, async (gateway, dial) => {
    const client = dial();
    await client.connect(gateway.token, admin);
    await scene({ gateway, dial, admin: client, moveTo: clock.moveTo });
  });
}

/** Until the gateway's own timer has come to it. */
async function knockUntil(port: number, wanted: string): Promise<void> {
  while ((await knock(port)) !== wanted);
}

async function tasksOf(gateway: DemoGateway, dial: () => Client): Promise<readonly Row[]> {
  for (;;) {
    const client = dial();
    const hello = await client.connect(gateway.token, admin);
    if (hello["ok"] !== true) await client.closed;
    else return payloadOf(await client.call("tasks.list"))["tasks"] as readonly Row[];
  }
}

describe("scopes", () => {
  const writes: readonly (readonly [string, Row, string])[] = [
    ["gateway.restart.request", {}, "operator.admin"],
    ["gateway.suspend.resume", { suspensionId: "x" }, "operator.admin"],
    ["channels.start", { channel: "irc" }, "operator.admin"],
    ["channels.stop", { channel: "irc" }, "operator.admin"],
    ["sessions.abort", { key: "agent:main:main" }, "operator.write"],
    ["chat.abort", { sessionKey: "agent:main:main" }, "operator.write"],
  ];

  test.each(writes)("%s is refused to a connection that may only read", (method, params, scope) =>
    withDemo({ scenario: "calm" }, async (gateway, dial) => {
      const client = dial();
      await client.connect(gateway.token);
      const error = errorOf(await client.call(method, params));
      expect(error).toEqual({
        code: "FORBIDDEN",
        message: `missing scope: ${scope}`,
        details: { code: "MISSING_SCOPE", missingScope: scope, requiredScopes: [scope] },
      });
      expect(againstSchema("ErrorShape", error)).toEqual([]);
    }),
  );

  test("an old release says it in the message alone", () =>
    withDemo({ scenario: "old-gateway" }, async (gateway, dial) => {
      const client = dial();
      await client.connect(gateway.token);
      const error = errorOf(await client.call("gateway.restart.request"));
      expect(error).toEqual({ code: "INVALID_REQUEST", message: "missing scope: operator.admin" });
    }));

  test("write aborts a run and reads, and restarts nothing", () =>
    withDemo({ scenario: "restart-deferred" }, async (gateway, dial) => {
      const client = dial();
      await client.connect(gateway.token, write);
      expect((await client.call("sessions.list"))["ok"]).toBe(true);
      expect(errorOf(await client.call("gateway.restart.request"))["code"]).toBe("FORBIDDEN");
      const key = "agent:main:telegram:poll:direct:4411";
      expect(payloadOf(await client.call("sessions.abort", { key }))["status"]).toBe("aborted");
    }));
});

describe("answers", () => {
  const found = (name: string, payload: Row): readonly string[] => againstCapture("2026.9.6", "rpc", name, payload);

  test("a restart of an idle gateway is scheduled, a second request joins it", () =>
    asking("calm", idleMs("calm"), async ({ admin: client }) => {
      const first = payloadOf(await client.call("gateway.restart.request", { reason: "gatetop 3f9a2c" }));
      expect(found("gateway.restart.request", first)).toEqual([]);
      expect(first).toMatchObject({
        ok: true,
        status: "scheduled",
        restart: { signal: "SIGUSR2", reason: "gatetop 3f9a2c", coalesced: false },
      });
      const second = payloadOf(await client.call("gateway.restart.request", {}));
      expect(found("gateway.restart.request", second)).toEqual([]);
      expect(second).toMatchObject({ status: "coalesced", restart: { coalesced: true } });
    }));

  test("while a run hangs it is deferred, and nothing of that shows", () =>
    asking("restart-deferred", 0, async ({ gateway, admin: client }) => {
      const answer = payloadOf(await client.call("gateway.restart.request", {}));
      expect(found("gateway.restart.request", answer)).toEqual([]);
      expect(answer).toMatchObject({ status: "deferred", preflight: { safe: false } });
      expect(payloadOf(await client.call("gateway.restart.request", {}))["status"]).toBe("coalesced");
      expect((await page(gateway, "/readyz")).status).toBe(200);
      expect(payloadOf(await client.call("gateway.restart.preflight"))).toMatchObject({ safe: false });
    }));

  test("a targeted restart is for whoever names the lock's owner", () =>
    asking("restart-deferred", 0, async ({ gateway, admin: client }) => {
      const { lock } = await gateway.witness.lock();
      const target = { pid: lock?.pid, ownerId: lock?.ownerId, port: lock?.port };
      const restartIntent = { force: true, drainBudgetMs: 3_000 };
      const stale = await client.call("gateway.restart.request", { target: { ...target, ownerId: "somebody else" }, restartIntent });
      expect(errorOf(stale)).toEqual({ code: "INVALID_REQUEST", message: "target gateway no longer owns the active lock" });
      const answer = payloadOf(await client.call("gateway.restart.request", { target, restartIntent }));
      expect(found("gateway.restart.request targeted", answer)).toEqual([]);
      expect(answer).toEqual({ ok: true, status: "emitted", pid: lock?.pid });
    }));

  test("an old release takes no target, and keeps its distance from the restart before", () =>
    asking("old-gateway", idleMs("old-gateway"), async ({ gateway, dial, admin: client, moveTo }) => {
      const begun = idleMs("old-gateway");
      const first = payloadOf(await client.call("gateway.restart.request", { target: { pid: 1 }, restartIntent: { force: true } }));
      expect(first).toMatchObject({ status: "scheduled", restart: { signal: "SIGUSR1", delayMs: 0 } });
      moveTo(begun + 2_000);
      await client.closed;
      const again = dial();
      await knockUntil(gateway.port, "open");
      await again.connect(gateway.token, admin);
      const second = payloadOf(await again.call("gateway.restart.request", {}));
      expect(second).toMatchObject({ restart: { delayMs: 28_000, cooldownMsApplied: 28_000 } });
    }));

  const starts: readonly (readonly [string, Row, Row])[] = [
    ["one that is stopped", { channel: "irc" }, { started: true, outcome: { status: "handed-off" } }],
    ["one that runs", { channel: "telegram", accountId: "poll" }, { started: true, outcome: { status: "retry", reason: "task-owned" } }],
    [
      "one that is disabled",
      { channel: "telegram", accountId: "off" },
      { started: false, outcome: { status: "skipped", reason: "disabled" } },
    ],
    [
      "one nobody has",
      { channel: "telegram", accountId: "zzz" },
      { started: false, outcome: { status: "skipped", reason: "unconfigured" } },
    ],
  ];
  test.each(starts)("channels.start of %s", (_what, params, wanted) =>
    asking("calm", 0, async ({ admin: client }) => {
      const stopped = payloadOf(await client.call("channels.stop", { channel: "irc" }));
      expect(found("channels.stop", stopped)).toEqual([]);
      expect(stopped).toEqual({ channel: "irc", accountId: "default", stopped: true });
      const answer = payloadOf(await client.call("channels.start", params));
      expect(found("channels.start", answer)).toEqual([]);
      expect(answer).toMatchObject(wanted);
    }),
  );

  const wrong: readonly (readonly [string, Row, string])[] = [
    ["channels.stop", {}, "invalid channels.stop params: must have required property 'channel'"],
    ["channels.start", { channel: "nope" }, "invalid channels.start channel"],
    [
      "gateway.restart.request",
      { reason: "x".repeat(201) },
      "invalid gateway.restart.request params: at /reason: must NOT have more than 200 characters",
    ],
    ["logs.tail", { limit: 0 }, "invalid logs.tail params: at /limit: must be >= 1"],
    ["chat.abort", {}, "invalid chat.abort params: must have required property 'sessionKey'"],
  ];
  test.each(wrong)("%s with %o says what is wrong", (method, params, message) =>
    asking("calm", 0, async ({ admin: client }) => {
      expect(errorOf(await client.call(method, params))).toEqual({ code: "INVALID_REQUEST", message });
    }),
  );

  test("the configuration names commands.restart, as the real one does without being told, and no secret", () =>
    asking("calm", 0, async ({ admin: client }) => {
      const answer = payloadOf(await client.call("config.get"));
      expect(row(answer["config"])["commands"]).toMatchObject({ restart: true });
      expect(JSON.stringify(row(row(answer["config"])["gateway"])["auth"])).toContain("__OPENCLAW_REDACTED__");
    }));

  test("a suspension nobody knows is not resumed", () =>
    asking("calm", 0, async ({ admin: client }) => {
      const answer = payloadOf(await client.call("gateway.suspend.resume", { suspensionId: "x" }));
      expect(againstSchema("GatewaySuspendResumeResult", answer)).toEqual([]);
      expect(answer).toEqual({ ok: true, status: "running", resumed: false });
    }));
});

describe("a restart", () => {
  test("drains, says goodbye, is gone, accepts without answering, starts, and is another boot in the same process", () =>
    asking("calm", idleMs("calm"), async ({ gateway, dial, admin: client, moveTo }) => {
      const begun = idleMs("calm");
      const before = await gateway.witness.collect(1_000);
      await client.call("gateway.restart.request", { reason: "gatetop 3f9a2c" });

      moveTo(begun + 30);
      expect((await page(gateway, "/startupz")).body).toContain('"draining"');
      expect(errorOf(await client.call("status"))).toMatchObject({
        code: "UNAVAILABLE",
        message: "status unavailable during gateway restart",
        details: { reason: "gateway-restarting", phase: "accepting" },
      });
      const late = new WebSocket(gateway.url);
      const [, response] = (await once(late, "unexpected-response")) as [unknown, { statusCode: number }];
      expect(response.statusCode).toBe(503);

      moveTo(begun + 80);
      const goodbye = payloadOf(await client.event("shutdown"));
      expect(againstSchema("ShutdownEvent", goodbye)).toEqual([]);
      expect(goodbye).toEqual({ reason: "gateway restarting", restartExpectedMs: 1500 });
      expect(await client.closed).toEqual({ code: 1012, reason: "service restart" });
      await knockUntil(gateway.port, "ECONNREFUSED");
      expect(await gateway.witness.port(100)).toMatchObject({ open: false });
      moveTo(begun + 600);
      expect(await gateway.witness.lock()).toEqual({ kind: "lock", lock: null });

      moveTo(begun + 2_100);
      await knockUntil(gateway.port, "open");
      expect(await gateway.witness.http("/healthz", 1)).toMatchObject({ outcome: "silent" });
      const asked = page(gateway, "/startupz");
      moveTo(begun + 3_000);
      expect(JSON.parse((await asked).body)).toMatchObject({ status: "starting", pendingReason: "startup-sidecars" });

      moveTo(begun + 4_000);
      expect(await gateway.witness.http("/startupz", 1)).toMatchObject({ outcome: "answered", httpStatus: 200, status: "started" });
      const hello = payloadOf(await dial().connect(gateway.token, admin));
      const after = await gateway.witness.collect(1_000);
      expect(row(hello["server"])["bootId"]).toBe(after.link?.bootId);
      expect(after.link?.bootId).not.toBe(before.link?.bootId);
      expect(after.lock?.ownerId).not.toBe(before.lock?.ownerId);
      expect(after.serving?.servingSince).toBeGreaterThan(before.at);
      expect(after.link?.processInstanceId).toBe(before.link?.processInstanceId);
      expect(after.process).toEqual(before.process);
      expect(after.unit).toEqual(before.unit);
      const [newest, old] = (await gateway.witness.boots()) ?? [];
      expect(newest).toMatchObject({ bootId: after.link?.bootId, completedAt: null });
      expect(old).toMatchObject({ bootId: before.link?.bootId, outcome: "planned_restart", reason: "restart (SIGUSR2: gatetop 3f9a2c)" });
      expect(await gateway.witness.log(before.at)).toContainEqual({ kind: "log", said: "restarting", run: "3f9a2c" });
    }));

  const hung = "agent:main:telegram:poll:direct:4411";
  /** Scenario milliseconds between two moments, one of them told in epoch time. */
  const between = (from: number, to: number | null | undefined): number => (to ?? 0) - from;

  test("that is deferred comes when the run is aborted", () =>
    withDemo({ scenario: "restart-deferred" }, async (gateway, dial) => {
      const client = dial();
      await client.connect(gateway.token, admin);
      expect(payloadOf(await client.call("gateway.restart.request", {}))["status"]).toBe("deferred");
      const { payload } = await client.call("sessions.abort", { key: hung });
      expect(againstCapture("2026.9.6", "rpc", "sessions.abort", payload)).toEqual([]);
      expect(payloadOf(await client.event("shutdown"))["reason"]).toBe("gateway restarting");
      expect((await client.closed).code).toBe(1012);
    }));

  test("that is deferred is forced after five minutes, and the run is taken up again", () =>
    withDemo({ scenario: "restart-deferred", speed: 200 }, async (gateway, dial) => {
      const client = dial();
      await client.connect(gateway.token, admin);
      const { at } = await gateway.witness.collect(1);
      await client.call("gateway.restart.request", {});
      expect(payloadOf(await client.call("gateway.restart.preflight"))["safe"]).toBe(false);
      await client.closed;
      await knockUntil(gateway.port, "open");
      await gateway.witness.http("/startupz", 10_000);
      const [newest, old] = (await gateway.witness.boots()) ?? [];
      expect(newest?.bootId).not.toBe(old?.bootId);
      expect(between(at, old?.completedAt)).toBeGreaterThanOrEqual(300_000);
      expect(between(at, old?.completedAt)).toBeLessThan(310_000);
      expect(old?.reason).toMatch(/^restart drain budget 0ms exhausted; .*; restart \(SIGUSR2\)$/u);
      const rows = (await tasksOf(gateway, dial)).filter((task) => task["sessionKey"] === hung);
      expect(rows.map((task) => task["status"]).at(-1)).toBe("failed");
      expect(rows.length).toBeGreaterThan(1);
    }));

  test("by bounded force takes over from the deferral and gives the run its three seconds", () =>
    withDemo({ scenario: "restart-deferred", speed: 10 }, async (gateway, dial) => {
      const client = dial();
      await client.connect(gateway.token, admin);
      await client.call("gateway.restart.request", {});
      const { lock } = await gateway.witness.lock();
      const target = { pid: lock?.pid, ownerId: lock?.ownerId, port: lock?.port };
      const { at } = await gateway.witness.collect(1);
      const asked = { target, restartIntent: { force: true, drainBudgetMs: 3_000 } };
      expect(payloadOf(await client.call("gateway.restart.request", asked))["status"]).toBe("emitted");
      expect((await client.closed).code).toBe(1012);
      const ended = client.frames.findLast(({ event }) => event === "agent");
      expect(row(payloadOf(ended as Frame)["data"])).toMatchObject({ phase: "end", aborted: true, stopReason: "restart" });
      await knockUntil(gateway.port, "open");
      await gateway.witness.http("/startupz", 10_000);
      const [, old] = (await gateway.witness.boots()) ?? [];
      expect(between(at, old?.completedAt)).toBeGreaterThanOrEqual(3_000);
      expect(between(at, old?.completedAt)).toBeLessThan(4_000);
    }));
});

describe("channels", () => {
  test("one that was stopped makes /readyz fail, and does not stay so over a restart", () =>
    asking("calm", idleMs("calm"), async ({ gateway, dial, admin: client, moveTo }) => {
      const begun = idleMs("calm");
      await client.call("channels.stop", { channel: "irc" });
      expect(JSON.parse((await page(gateway, "/readyz")).body)).toMatchObject({ ready: false, failing: ["irc"] });
      const stopped = payloadOf(await client.call("channels.status"));
      expect(againstSchema("ChannelsStatusResult", stopped)).toEqual([]);
      expect(againstCapture("2026.9.6", "rpc", "channels.status", stopped)).toEqual([]);
      const [irc] = row(stopped["channelAccounts"])["irc"] as readonly Row[];
      expect(irc).toMatchObject({ running: false, connected: false, lifecycle: "stopped", healthState: "not-running" });
      await client.call("gateway.restart.request", {});
      moveTo(begun + 80);
      await client.closed;
      moveTo(begun + 9_000);
      await knockUntil(gateway.port, "open");
      await dial().connect(gateway.token, admin);
      expect(JSON.parse((await page(gateway, "/readyz")).body)).toMatchObject({ ready: true, failing: [] });
    }));

  test("one that lost its connection has it again once it was stopped and started", () =>
    asking("channel-down", 0, async ({ admin: client, moveTo }) => {
      const poll = async (): Promise<Row | undefined> => {
        const accounts = row(payloadOf(await client.call("channels.status"))["channelAccounts"])["telegram"] as readonly Row[];
        return accounts.find(({ accountId }) => accountId === "poll");
      };
      expect(await poll()).toMatchObject({ connected: false, healthState: "disconnected" });
      await client.call("channels.stop", { channel: "telegram", accountId: "poll" });
      await client.call("channels.start", { channel: "telegram", accountId: "poll" });
      expect(await poll()).toMatchObject({ running: true, connected: false, lifecycle: "starting" });
      moveTo(2_000);
      expect(await poll()).toMatchObject({ connected: true, lifecycle: "ready" });
    }));
});

test("an aborted run is over, and what waited behind it goes on", () =>
  asking("stuck-session", 0, async ({ admin: client, moveTo }) => {
    const main = async (): Promise<Row | undefined> =>
      ((payloadOf(await client.call("diagnostics.lanes")) as { lanes: readonly Row[] }).lanes ?? []).find(({ lane }) => lane === "main");
    expect(await main()).toMatchObject({ activeCount: 2, queuedCount: 3 });
    const key = "agent:main:telegram:poll:direct:4411";
    const answer = payloadOf(await client.call("sessions.abort", { key }));
    expect(answer).toMatchObject({ ok: true, status: "aborted" });
    moveTo(200);
    expect(await main()).toMatchObject({ activeCount: 2, queuedCount: 3 });
    const { tasks } = payloadOf(await client.call("tasks.list")) as { readonly tasks: readonly Row[] };
    const ended = tasks.find(({ runId }) => runId === answer["abortedRunId"]);
    expect(ended).toMatchObject({ status: "cancelled", execution: { state: "finished" } });
    expect(againstSchema("TaskSummary", ended)).toEqual([]);
    moveTo(60_000);
    expect(await main()).toMatchObject({ activeCount: 1, queuedCount: 0 });
    const nothing = payloadOf(await client.call("sessions.abort", { key }));
    expect(nothing).toEqual({ ok: true, abortedRunId: null, status: "no-active-run" });
    expect(payloadOf(await client.call("chat.abort", { sessionKey: key }))).toEqual({ ok: true, aborted: false, runIds: [] });
  }));

test("close ends a restart that is under way", async () => {
  const clock = scenarioClock(idleMs("calm"));
  const gateway = await startDemoGateway({ scenario: "calm", ...clock.options });
  const unit = gateway.hands.unit("restart", 60_000);
  await gateway.close();
  clock.moveTo(idleMs("calm") + 60_000);
  expect(await knock(gateway.port)).toBe("ECONNREFUSED");
  expect(await Promise.race([unit.then(({ code }) => code), Promise.resolve("not waited for")])).toBe("not waited for");
});
