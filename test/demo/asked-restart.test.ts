// A restart somebody asks the demo's gateway for, seen from outside.
import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { startDemoGateway } from "../../src/demo/gateway.ts";
import { admin, asking, errorOf, idleMs, knockUntil, payloadOf, row, settled, type Row } from "./asking.ts";
import { knock, page, scenarioClock, type Frame } from "./client.ts";
import { againstCapture, againstSchema } from "./schema.ts";

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

      moveTo(begun + 120);
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

  test("that is deferred comes when the run is aborted", () =>
    asking("restart-deferred", 0, async ({ admin: client, play }) => {
      expect(payloadOf(await client.call("gateway.restart.request", {}))["status"]).toBe("deferred");
      const { payload } = await client.call("sessions.abort", { key: hung });
      expect(againstCapture("2026.9.6", "rpc", "sessions.abort", payload)).toEqual([]);
      await play(settled(client.closed));
      expect(payloadOf(await client.event("shutdown"))["reason"]).toBe("gateway restarting");
      expect((await client.closed).code).toBe(1012);
    }));

  test("that is deferred is forced after five minutes, and the run is taken up again", () =>
    asking("restart-deferred", 0, async ({ gateway, dial, admin: client, moveTo, play }) => {
      const { at } = await gateway.witness.collect(1);
      await client.call("gateway.restart.request", {});
      moveTo(299_900);
      expect((await client.call("status"))["ok"]).toBe(true);
      await play(settled(client.closed));
      await play(async () => (await gateway.witness.http("/startupz", 1)).status === "started");
      const [newest, old] = (await gateway.witness.boots()) ?? [];
      expect(newest?.bootId).not.toBe(old?.bootId);
      expect((old?.completedAt ?? 0) - at).toBeGreaterThanOrEqual(300_000);
      expect((old?.completedAt ?? 0) - at).toBeLessThan(301_000);
      expect(old?.reason).toMatch(/^restart drain budget 0ms exhausted; .*; restart \(SIGUSR2\)$/u);
      const again = dial();
      await again.connect(gateway.token, admin);
      const mine = async (): Promise<readonly Row[]> =>
        (payloadOf(await again.call("tasks.list"))["tasks"] as readonly Row[]).filter((task) => task["sessionKey"] === hung);
      await play(async () => (await mine()).length === 2);
      expect((await mine()).map((task) => task["status"])).toEqual(["running", "failed"]);
    }));

  test("by bounded force takes over from the deferral and gives the run its three seconds", () =>
    asking("restart-deferred", 0, async ({ gateway, admin: client, moveTo, play }) => {
      await client.call("gateway.restart.request", {});
      const { lock } = await gateway.witness.lock();
      const target = { pid: lock?.pid, ownerId: lock?.ownerId, port: lock?.port };
      const asked = { target, restartIntent: { force: true, drainBudgetMs: 3_000 } };
      expect(payloadOf(await client.call("gateway.restart.request", asked))["status"]).toBe("emitted");
      moveTo(2_950);
      expect((await page(gateway, "/readyz")).body).toContain("gateway-draining");
      expect(errorOf(await client.call("health"))["code"]).toBe("UNAVAILABLE");
      await play(settled(client.closed), 5);
      const shutdown = client.frames.findIndex(({ event }) => event === "shutdown");
      const ended = client.frames.findLast(({ event }) => event === "agent");
      expect(row(payloadOf(ended as Frame)["data"])).toMatchObject({ phase: "end", aborted: true, stopReason: "restart" });
      expect(shutdown).toBeGreaterThan(0);
      expect((await gateway.witness.collect(1)).at - (lock?.createdAt ?? 0)).toBeGreaterThan(3_000);
    }));
});

test("close ends a restart that is under way", async () => {
  const clock = scenarioClock(idleMs("calm"));
  const gateway = await startDemoGateway({ scenario: "calm", ...clock.options });
  const unit = gateway.hands.unit("restart", 60_000);
  await gateway.close();
  clock.moveTo(idleMs("calm") + 60_000);
  expect(await knock(gateway.port)).toBe("ECONNREFUSED");
  expect(await Promise.race([unit.then(({ code }) => code), Promise.resolve("not waited for")])).toBe("not waited for");
});
