// What the demo's gateway answers when it is asked to do something: what a real one does.
import { describe, expect, test } from "vitest";
import { admin, asking, errorOf, idleMs, knockUntil, payloadOf, row, write, type Row } from "./asking.ts";
import { page, withDemo, type Client } from "./client.ts";
import { againstCapture, againstSchema } from "./schema.ts";

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

  test("the log tells of the restart before, and of the account that is started again and again until it is stopped", () =>
    asking("channel-down", 0, async ({ admin: client, moveTo }) => {
      const tail = async (params: Row): Promise<{ readonly cursor: number; readonly messages: readonly unknown[] }> => {
        const answer = payloadOf(await client.call("logs.tail", params));
        expect(againstSchema("LogsTailResult", answer)).toEqual([]);
        const lines = answer["lines"] as readonly string[];
        return { cursor: Number(answer["cursor"]), messages: lines.map((line) => row(JSON.parse(line))["message"]) };
      };
      const first = await tail({});
      expect(first.messages.slice(0, 2)).toEqual(["closed: restart (SIGUSR2: config.patch)", "received SIGUSR2; restarting"]);
      expect(first.messages.slice(2)).toEqual(
        [1, 2, 3, 4, 5].map((nth) => expect.stringMatching(`^\\[default\\] auto-restart attempt ${nth}/10 in `)),
      );
      expect((await tail({ cursor: first.cursor })).messages).toEqual([]);
      moveTo(80_000);
      expect((await tail({ cursor: first.cursor })).messages).toEqual([expect.stringContaining("attempt 6/10")]);
      await client.call("channels.stop", { channel: "irc" });
      moveTo(900_000);
      expect((await tail({ cursor: first.cursor })).messages).toHaveLength(1);
    }));

  test("a suspension nobody knows is not resumed", () =>
    asking("calm", 0, async ({ admin: client }) => {
      const answer = payloadOf(await client.call("gateway.suspend.resume", { suspensionId: "x" }));
      expect(againstSchema("GatewaySuspendResumeResult", answer)).toEqual([]);
      expect(answer).toEqual({ ok: true, status: "running", resumed: false });
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
      moveTo(begun + 120);
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

describe("an abort", () => {
  const hung = "agent:main:telegram:poll:direct:4411";
  const others = "agent:research:release-notes";
  const mainLane = async (client: Client): Promise<Row | undefined> =>
    (payloadOf(await client.call("diagnostics.lanes"))["lanes"] as readonly Row[]).find(({ lane }) => lane === "main");
  const rows = async (client: Client): Promise<readonly Row[]> => payloadOf(await client.call("tasks.list"))["tasks"] as readonly Row[];
  const running = async (client: Client, key: string): Promise<string> =>
    String(
      (await rows(client)).find(({ sessionKey, execution }) => sessionKey === key && row(execution)["state"] === "running")?.["runId"],
    );

  test("of a named run ends that one, and what waited behind it goes on", () =>
    asking("stuck-session", 0, async ({ admin: client, moveTo }) => {
      expect(await mainLane(client)).toMatchObject({ activeCount: 2, queuedCount: 3 });
      const runId = await running(client, hung);
      const answer = payloadOf(await client.call("sessions.abort", { key: hung, runId }));
      expect(answer).toEqual({ ok: true, status: "aborted", abortedRunId: runId });
      moveTo(200);
      expect(await mainLane(client)).toMatchObject({ activeCount: 2, queuedCount: 3 });
      const ended = (await rows(client)).find((task) => task["runId"] === runId);
      expect(ended).toMatchObject({ status: "cancelled", execution: { state: "finished" } });
      expect(againstSchema("TaskSummary", ended)).toEqual([]);
      moveTo(60_000);
      expect(await mainLane(client)).toMatchObject({ activeCount: 1, queuedCount: 0 });
      const nothing = payloadOf(await client.call("sessions.abort", { key: hung }));
      expect(nothing).toEqual({ ok: true, abortedRunId: null, status: "no-active-run" });
      expect(payloadOf(await client.call("chat.abort", { sessionKey: hung }))).toEqual({ ok: true, aborted: false, runIds: [] });
    }));

  test("of a session ends what is queued there, too", () =>
    asking("stuck-session", 0, async ({ admin: client, moveTo }) => {
      expect(payloadOf(await client.call("chat.abort", { sessionKey: hung }))["runIds"]).toHaveLength(2);
      moveTo(200);
      const mine = (await rows(client)).filter(({ sessionKey }) => sessionKey === hung);
      expect(mine.map(({ status }) => status)).toEqual(["cancelled", "cancelled"]);
    }));

  test("of a run another client started is for admin", () =>
    asking("stuck-session", 0, async ({ gateway, dial, admin: client }) => {
      const writer = dial();
      await writer.connect(gateway.token, write);
      expect(errorOf(await writer.call("sessions.abort", { key: others }))).toEqual({ code: "INVALID_REQUEST", message: "unauthorized" });
      expect(payloadOf(await client.call("sessions.abort", { key: others }))["status"]).toBe("aborted");
    }));
});
