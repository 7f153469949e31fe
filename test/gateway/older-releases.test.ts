// Older gateways know less: what they cannot tell is absent with a reason, never zero.
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { temporaryHome, type Home } from "../support/program.ts";
import { endPtys } from "../support/pty.ts";
import { startGateway, type RealGateway } from "./gateway.ts";
import { live, look, openDashboard, quit, shows, type Snapshot } from "./look.ts";
import type { Payload, RawClient } from "./raw-client.ts";
import { atLeast, versionsUnderTest } from "./releases.ts";
import { lockedPid } from "./truth.ts";

const older = versionsUnderTest.filter((version) => !atLeast(version, "2026.8.1"));

const methodsOf = ({ hello }: RawClient): readonly string[] => (hello["features"] as { readonly methods: readonly string[] }).methods;

describe.each(older)("OpenClaw %s", (version) => {
  let gateway: RealGateway;
  let home: Home;
  let truth: RawClient;
  let seen: Snapshot;

  beforeAll(async () => {
    home = temporaryHome();
    gateway = await startGateway(version, { telegram: true });
    truth = await gateway.connect();
    const runId = await gateway.run("agent:main:done", "hello");
    await truth.request("agent.wait", { runId, timeoutMs: 60_000 });
    // The first answers of an old release block it for seconds; asserted is what it says once it has settled.
    await look(gateway, home);
    if (methodsOf(truth).includes("usage.cost")) {
      const cached = async (): Promise<unknown> => (await truth.request("usage.cost", { days: 8 }))["cacheStatus"];
      const isFresh = (status: unknown): boolean => status === undefined || (status as Payload)["status"] === "fresh";
      await vi.waitFor(async () => expect(isFresh(await cached())).toBe(true), { timeout: 60_000, interval: 500 });
    }
    seen = await look(gateway, home);
  });

  afterAll(async () => {
    await endPtys();
    truth?.close();
    await gateway?.stop();
    home?.remove();
  });

  test("its pid, version and protocol", () => {
    const server = truth.hello["server"] as Payload;
    expect(seen.gateway).toMatchObject({
      version: server["version"],
      protocol: gateway.release.protocol,
      pid: lockedPid(gateway),
      bootId: null,
    });
    expect(seen.gateway.rssBytes).toBeGreaterThan(50_000_000);
  });

  test("what was used today, where it tells", async () => {
    const told = methodsOf(truth).includes("usage.cost") ? await truth.request("usage.cost", { days: 8 }) : null;
    const today = (told?.["daily"] as readonly Payload[] | undefined)?.at(-1);
    expect(seen.usage.tokensToday).toBe(today?.["totalTokens"] ?? null);
    expect(seen.usage.costTodayUsd).toEqual(today === undefined ? null : expect.closeTo(Number(today["totalCost"]), 3));
  });

  test("what it cannot tell is null, with the reason, and no fault", () => {
    const methods = methodsOf(truth);
    expect(methods).not.toContain("diagnostics.lanes");
    expect(seen.lanes).toBeNull();
    expect(seen.ladder.find((rung) => rung.rung === "startupz")).toMatchObject({ status: "skipped", why: expect.stringMatching(/\w/u) });
    const hasRing = methods.includes("diagnostics.stability");
    if (!hasRing) expect(seen.messages).toMatchObject({ received: null, processed: null, why: expect.stringMatching(/\w/u) });
    expect(seen.ladder.filter((rung) => rung.status === "bad")).toEqual([]);
  });

  test("its sessions are there", async () => {
    const list = await truth.request("sessions.list");
    expect(seen.sessions.items.map((item) => item.key)).toContain("agent:main:done");
    expect(seen.sessions.items).toHaveLength((list["sessions"] as readonly Payload[]).length);
    expect(seen.sessions.items.map((item) => item.queueDepth)).toEqual(seen.sessions.items.map(() => null));
  });

  test("the dashboard is live on it", async () => {
    const screen = openDashboard(gateway, home);
    await screen.until(live, 10_000, "a live screen");
    await screen.until(shows(new RegExp(`pid ${lockedPid(gateway)}`, "u")), 5_000, "the pid");
    expect(await quit(screen)).toBe(0);
  });
});
