// What is not the guard's to mend: crashes that systemd mends, stops and restarts by people and by the gateway itself. It may act, with the
// shortest patience it has, and must not.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { temporaryHome, type Home } from "../../support/program.ts";
import { startGateway, type RealGateway } from "../gateway.ts";
import { atLeast, versionsUnderTest } from "../releases.ts";
import { restart } from "../restart/ask.ts";
import { signsOf } from "../restart/signs.ts";
import { mustRun, noSystemd } from "../systemd/systemd-user.ts";
import { startUnitGateway, type UnitGateway } from "../systemd/unit.ts";
import type { GuardProcess } from "./guard-process.ts";
import { downAndWell, ENOUGH, expectNoAction, looked } from "./quiet.ts";
import { settledDown, trackGuards } from "./started.ts";

const missing = noSystemd();
const newest = versionsUnderTest.filter((version) => atLeast(version, "2026.9.6"));
const skipped = missing !== null && !mustRun;
const left = skipped ? ` (left out: ${missing})` : "";

/** A minute of looks: as long as silence is given with the defaults. */
const A_MINUTE = 60;
const acting = ["--act", "--fast", "--json"];

const edges = (guard: GuardProcess): readonly string[] => guard.seen().tells.map(({ what, edge }) => `${what} ${edge}`);
const rows = (guard: GuardProcess): ReadonlySet<string> => new Set(guard.states().map(({ decision }) => decision.row));

async function rpc(gateway: RealGateway, method: string, params: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
  const client = await gateway.connect();
  try {
    return await client.request(method, params);
  } finally {
    client.close();
  }
}

describe.skipIf(skipped).each(newest)(`OpenClaw %s under systemd --user${left}`, (version) => {
  let gateway: UnitGateway;
  let home: Home;
  const guards = trackGuards();

  beforeAll(async () => {
    if (missing !== null) throw new Error(`these tests must run here, and cannot: ${missing}`);
    gateway = await startUnitGateway(version, { cron: false, preload: join(import.meta.dirname, "slow-boot.ts") });
  });
  beforeEach(async () => {
    home = temporaryHome();
    await settledDown(gateway);
  });
  afterEach(async () => {
    await guards.end();
    home.remove();
  });
  afterAll(() => gateway?.stop());

  async function watch(...flags: readonly string[]): Promise<GuardProcess> {
    // What would start it, if a stop were taken for a crash.
    const guard = guards.start(gateway, home, { args: [...acting, ...flags], config: { start: ["/bin/false"] } });
    await guard.watching();
    return guard;
  }

  const refused = (): readonly string[] => {
    const file = join(home.dir, "wrong-token");
    writeFileSync(file, "not-the-token\n", { mode: 0o600 });
    return ["--token-file", file];
  };

  test("killed twice within five minutes: its service brings it back, and that is told", async () => {
    const guard = await watch();
    for (const times of [1, 2]) {
      const before = await signsOf(gateway);
      const from = guard.states().length;
      gateway.signal("SIGKILL");
      await guard.until(
        `the guard tell it, ${times}`,
        () => edges(guard).filter((edge) => edge === "down begins").length === times,
        60_000,
      );
      await downAndWell(guard, from, 90_000);
      expect((await signsOf(gateway)).startTicks).not.toBe(before.startTicks);
    }
    expect(edges(guard)).toEqual(["down begins", "recovered ends", "down begins", "recovered ends"]);
    expect(rows(guard)).toContain("supervisor-at-it");
    // They count against its own hand all the same.
    expect(guard.seen().state?.kills).toHaveLength(2);
    expectNoAction(guard, home, gateway);
  });

  test("stopped by a person: left alone for a minute and told once; started again, it is over", async () => {
    const guard = await watch();
    await gateway.unit("stop");
    await guard.until("the guard tell it", () => edges(guard).includes("left-alone begins"), 60_000);
    await looked(guard, A_MINUTE);
    expect(await gateway.facts()).toMatchObject({ ActiveState: "inactive", Result: "success", MainPID: "0" });
    expect(guard.seen().state?.decision).toMatchObject({ row: "stopped", follows: "leave" });
    expect(edges(guard)).toEqual(["left-alone begins"]);
    await gateway.start();
    await guard.until("a gateway that is well", ({ state }) => state?.standing === "well", 60_000);
    await looked(guard, ENOUGH);
    expect(edges(guard)).toEqual(["left-alone begins", "left-alone ends"]);
    expectNoAction(guard, home, gateway);
  });

  describe.each([
    ["its link", () => []],
    ["a token that is refused", refused],
  ] as const)("restarted by somebody else, before a guard with %s", (_link, flags) => {
    test.each<[string, () => Promise<unknown>]>([
      ["systemctl --user restart", () => gateway.unit("restart")],
      ["the restart signal", () => Promise.resolve(gateway.signal(gateway.release.restartSignal))],
      ["a request over RPC", () => rpc(gateway, "gateway.restart.request", { reason: "test" })],
    ])("%s", async (_what, act) => {
      const guard = await watch(...flags());
      const before = await signsOf(gateway);
      const from = guard.states().length;
      await act();
      await downAndWell(guard, from, 90_000);
      expect((await signsOf(gateway)).bootId).not.toBe(before.bootId);
      expectNoAction(guard, home, gateway);
    });
  });

  test("restarted by a person with gatetop, whose journal it reads", async () => {
    const guard = await watch();
    const from = guard.states().length;
    const { code, told } = await restart(gateway, home, ["--mode", "graceful"]);
    expect({ code, kind: told.verdict?.kind }).toEqual({ code: 0, kind: "proved-new-process" });
    await downAndWell(guard, from, 90_000);
    expect(guard.seen().journal.map(({ id }) => id)).toEqual([told.id, told.id]);
    expectNoAction(guard, home, gateway);
  });

  test("a restart that waits for a run, and comes when the run is over", async () => {
    await gateway.run("agent:main:hang", "please [hang guard]");
    await gateway.provider.received("[hang guard]");
    const guard = await watch();
    const before = await signsOf(gateway);
    expect(await rpc(gateway, "gateway.restart.request", { reason: "test" })).toMatchObject({ status: "deferred" });
    await looked(guard, ENOUGH);
    expect((await signsOf(gateway)).bootId).toBe(before.bootId);
    const from = guard.states().length;
    gateway.provider.release();
    await downAndWell(guard, from, 90_000);
    expect((await signsOf(gateway)).bootId).not.toBe(before.bootId);
    expectNoAction(guard, home, gateway);
  });

  test("a boot that is at work for two and a half minutes, with its port open and nobody answered", { timeout: 400_000 }, async () => {
    const guard = await watch();
    const before = await signsOf(gateway);
    const from = guard.states().length;
    writeFileSync(join(gateway.home, "slow-boot.order"), "150000");
    await gateway.unit("restart");
    await guard.until("the guard find it silent", ({ state }) => state?.decision.row === "boot" && state.standing !== "gone", 60_000);
    const silentFrom = Date.now();
    await downAndWell(guard, from, 240_000);
    expect(Date.now() - silentFrom).toBeGreaterThan(150_000);
    expect((await signsOf(gateway)).bootId).not.toBe(before.bootId);
    expectNoAction(guard, home, gateway);
  });

  test("a suspension for the whole of its two minutes", async () => {
    const guard = await watch();
    const before = await signsOf(gateway);
    expect(await rpc(gateway, "gateway.suspend.prepare", { requestId: "gatetop-test" })).toMatchObject({ status: "ready" });
    await looked(guard, 2 * A_MINUTE + 10);
    await gateway.idle(30_000);
    expect((await signsOf(gateway)).bootId).toBe(before.bootId);
    expect(edges(guard)).toEqual([]);
    expectNoAction(guard, home, gateway);
  });
});

describe.each(newest)("OpenClaw %s that nobody supervises", (version) => {
  let gateway: RealGateway;
  let home: Home;
  const guards = trackGuards();

  beforeAll(async () => {
    gateway = await startGateway(version, { cron: false });
  });
  beforeEach(async () => {
    home = temporaryHome();
    await gateway.idle(90_000);
  });
  afterEach(async () => {
    await guards.end();
    home.remove();
  });
  afterAll(() => gateway?.stop());

  test.each<[string, () => Promise<unknown>]>([
    ["the restart signal", () => Promise.resolve(gateway.signal(gateway.release.restartSignal))],
    ["a request over RPC", () => rpc(gateway, "gateway.restart.request", { reason: "test" })],
  ])("restarted inside its process by %s", async (_what, act) => {
    const guard = guards.start(gateway, home, { args: acting, config: { start: ["/bin/false"] } });
    await guard.watching();
    const before = await signsOf(gateway);
    const from = guard.states().length;
    await act();
    await downAndWell(guard, from, 90_000);
    const after = await signsOf(gateway);
    expect(after.bootId).not.toBe(before.bootId);
    expect(after.startTicks).toBe(before.startTicks);
    expectNoAction(guard, home, gateway);
  });

  test("ended in order by a person: left alone for a minute, whatever could start it", async () => {
    const guard = guards.start(gateway, home, { args: acting, config: { start: ["/bin/false"] } });
    await guard.watching();
    gateway.signal("SIGTERM");
    await guard.until("the guard tell it", () => edges(guard).includes("left-alone begins"), 60_000);
    await looked(guard, A_MINUTE);
    expect(gateway.running()).toBe(false);
    expect(guard.seen().state?.decision).toMatchObject({ row: "stopped", follows: "leave" });
    expect(edges(guard)).toEqual(["left-alone begins"]);
    expectNoAction(guard, home, gateway);
  });
});
