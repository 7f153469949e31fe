// Releases without bootId and /startupz: what is repaired is proved by the process and its serving time; what is a person's is left alone.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { temporaryHome, type Home } from "../../support/program.ts";
import { startGateway, type RealGateway } from "../gateway.ts";
import { atLeast, versionsUnderTest } from "../releases.ts";
import { signsOf } from "../restart/signs.ts";
import { mustRun, noSystemd } from "../systemd/systemd-user.ts";
import { startUnitGateway, type UnitGateway } from "../systemd/unit.ts";
import { inspectorOpen } from "../truth.ts";
import { expectNoSecret, expectRuns, isCalm, isOver } from "./expect.ts";
import { freeze } from "./fault.ts";
import { expectNoAction, looked } from "./quiet.ts";
import { trackGuards } from "./started.ts";

const missing = noSystemd();
const older = versionsUnderTest.filter((version) => atLeast(version, "2026.5.1") && !atLeast(version, "2026.8.1"));
const skipped = missing !== null && !mustRun;

const acting = ["--act", "--fast", "--json"];
const guards = trackGuards();
let home: Home;

beforeEach(() => {
  home = temporaryHome();
});
afterEach(async () => {
  await guards.end();
  home.remove();
});

describe.skipIf(skipped).each(older)(`OpenClaw %s under systemd --user${skipped ? ` (left out: ${missing})` : ""}`, (version) => {
  let gateway: UnitGateway;
  beforeAll(async () => {
    if (missing !== null) throw new Error(`these tests must run here, and cannot: ${missing}`);
    gateway = await startUnitGateway(version, { cron: false });
  });
  afterAll(() => gateway?.stop());

  test("frozen: its service is restarted, and that is proved without a bootId", async () => {
    await gateway.idle(90_000);
    const guard = guards.start(gateway, home, { args: acting });
    await guard.watching();
    const before = await signsOf(gateway);
    expect(before.bootId).toBeNull();
    const fault = freeze(gateway);
    try {
      await guard.until("a proof", ({ state }) => state?.last?.outcome === "proved", 150_000);
    } finally {
      fault.thaw();
    }
    const seen = await guard.until("it is well, and the journal has its end", (now) => isOver(now) && isCalm(now), 90_000);
    expect(seen.state).toMatchObject({ attempts: 1, kills: [], last: { step: "service", outcome: "proved" } });
    const after = await signsOf(gateway);
    expect(after.startTicks).not.toBe(before.startTicks);
    expectRuns(home, [["service", "proved-new-process"]]);
    expectNoSecret(guard, home, gateway.port);
  });
});

describe.each(older)("OpenClaw %s that nobody supervises", (version) => {
  let gateway: RealGateway;
  beforeAll(async () => {
    gateway = await startGateway(version, { cron: false });
  });
  afterAll(() => gateway?.stop());

  test("restarted inside its process by the signal of its time, then ended in order: left alone", async () => {
    await gateway.idle(90_000);
    const guard = guards.start(gateway, home, { args: acting, config: { start: ["/bin/false"] } });
    await guard.watching();
    const before = await signsOf(gateway);
    gateway.signal(gateway.release.restartSignal);
    // Its port is closed for less than a look.
    await gateway.answers(90_000);
    await looked(guard, 15);
    const after = await signsOf(gateway);
    expect(after.servingSince).toBeGreaterThan(before.servingSince + 1_000);
    expect(after.startTicks).toBe(before.startTicks);
    expect(inspectorOpen(after.pid)).toBe(false);
    expectNoAction(guard, home, gateway);

    gateway.signal("SIGTERM");
    const wasTold = (): boolean => guard.seen().tells.some(({ what, edge }) => what === "left-alone" && edge === "begins");
    await guard.until("the guard tell it", wasTold, 60_000);
    await looked(guard, 60);
    expect(gateway.running()).toBe(false);
    expect(guard.seen().state?.decision.row).toBe("stopped");
    expectNoAction(guard, home, gateway);
  });
});
