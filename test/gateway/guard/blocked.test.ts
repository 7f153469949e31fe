// A gateway whose event loop stands still at the cost of a whole core: what passes is left alone, what stays is repaired.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { temporaryHome, type Home } from "../../support/program.ts";
import { atLeast, versionsUnderTest } from "../releases.ts";
import { signsOf } from "../restart/signs.ts";
import { mustRun, noSystemd } from "../systemd/systemd-user.ts";
import { startUnitGateway, type UnitGateway } from "../systemd/unit.ts";
import { bootsOf } from "./boots.ts";
import { expectNoSecret, expectRuns, isCalm, isOver, runsOf } from "./expect.ts";
import { blockable, blockLoop } from "./fault.ts";
import { startGuard, type GuardProcess } from "./guard-process.ts";
import { recoveryOf, recoveryWords } from "./recovery.ts";

const missing = noSystemd();
const newest = versionsUnderTest.filter((version) => atLeast(version, "2026.9.6"));
const skipped = missing !== null && !mustRun;

describe.skipIf(skipped).each(newest)(`OpenClaw %s with a blocked event loop${skipped ? ` (left out: ${missing})` : ""}`, (version) => {
  let gateway: UnitGateway;
  let home: Home;
  let guard: GuardProcess;

  beforeAll(async () => {
    if (missing !== null) throw new Error(`these tests must run here, and cannot: ${missing}`);
    gateway = await startUnitGateway(version, { cron: false, preload: blockable });
  });
  beforeEach(async () => {
    home = temporaryHome();
    await gateway.answers(90_000);
    await gateway.idle(90_000);
    guard = startGuard(gateway, home, { args: ["--act", "--json"] });
    await guard.watching();
  });
  afterEach(async () => {
    await guard.end();
    expectNoSecret(guard, home, gateway.port);
    home.remove();
  });
  afterAll(() => gateway?.stop());

  test("for 20 s: it is seen, and nothing is done", async () => {
    const before = { signs: await signsOf(gateway), boots: bootsOf(gateway) };
    await blockLoop(gateway, 20_000);
    await guard.until("a strike", ({ state }) => (state?.strikes.length ?? 0) > 0, 30_000);
    const seen = await guard.until("an answer", isCalm, 60_000);
    expect(guard.states().every(({ underWay, strikes }) => underWay === null && strikes.length < 3)).toBe(true);
    expect(seen.state).toMatchObject({ attempts: 0, kills: [], last: null });
    expect(seen.journal).toEqual([]);
    expect({ ...(await signsOf(gateway)), servingSince: 0 }).toEqual({ ...before.signs, servingSince: 0 });
    expect(bootsOf(gateway)).toEqual(before.boots);
  });

  test("for 60 s: one restart at most, whichever ends it, proved, and nobody is killed", async () => {
    const before = { signs: await signsOf(gateway), boots: bootsOf(gateway) };
    const faultAt = await blockLoop(gateway, 60_000);
    await guard.until("a repair", ({ state }) => state?.underWay?.step === "service", 90_000);
    await guard.until("a proof", ({ state }) => state?.last?.outcome === "proved", 180_000);
    const seen = await guard.untilTold("its end in the journal, and calm", (now) => isOver(now) && isCalm(now), 90_000);
    console.log(`blocked for 60 s: ${recoveryWords(recoveryOf(guard, faultAt))}`);
    expect(seen.state).toMatchObject({ kills: [], gaveUpAt: null, last: { outcome: "proved" } });
    await gateway.answers(30_000);
    expect((await signsOf(gateway)).startTicks).not.toBe(before.signs.startTicks);
    expect(bootsOf(gateway)).toEqual({ all: before.boots.all + 1, unclean: before.boots.unclean });
    const aims = runsOf(seen.journal).map(({ request }) => request?.aim);
    expect(["service", "service,clean-up"]).toContain(aims.join());
    expect(seen.tells.filter(({ what }) => what === "restarted")).toHaveLength(1);
    // A step is called a failure when a harder one takes its place.
    expect(seen.tells.filter(({ what }) => what === "restart-failed")).toHaveLength(aims.length - 1);
  });

  test("for 120 s: it is ended, started again, and proved", async () => {
    const before = { signs: await signsOf(gateway), boots: bootsOf(gateway) };
    const faultAt = await blockLoop(gateway, 120_000);
    await guard.until("a proof", ({ state }) => state?.last?.outcome === "proved", 180_000);
    const seen = await guard.untilTold("its end in the journal, and calm", (now) => isOver(now) && isCalm(now), 90_000);
    console.log(`blocked for 120 s: ${recoveryWords(recoveryOf(guard, faultAt))}`);
    expect(seen.state).toMatchObject({ attempts: 2, gaveUpAt: null, last: { step: "clean-up", outcome: "proved" } });
    expect(seen.state?.kills).toHaveLength(1);
    expectRuns(home, [
      ["service", "unproved"],
      ["clean-up", "proved-new-process"],
    ]);
    expect((await signsOf(gateway)).startTicks).not.toBe(before.signs.startTicks);
    expect(bootsOf(gateway)).toEqual({ all: before.boots.all + 1, unclean: before.boots.unclean + 1 });
    expect(seen.tells.filter(({ what }) => what === "recovered")).toHaveLength(1);
  });
});
