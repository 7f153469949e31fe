// Another process has the gateway's port: that is told with its pid, nothing is started beside it, and it is never touched.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { temporaryHome, type Home } from "../../support/program.ts";
import { startGateway, type RealGateway } from "../gateway.ts";
import { atLeast, versionsUnderTest } from "../releases.ts";
import { mustRun, noSystemd } from "../systemd/systemd-user.ts";
import { startUnitGateway, type UnitGateway } from "../systemd/unit.ts";
import { strangerOn, type Stranger } from "./fault.ts";
import type { GuardProcess } from "./guard-process.ts";
import { ENOUGH, expectNoAction, looked } from "./quiet.ts";
import { trackGuards } from "./started.ts";

const missing = noSystemd();
const newest = versionsUnderTest.filter((version) => atLeast(version, "2026.9.6"));
const skipped = missing !== null && !mustRun;

const acting = ["--act", "--fast", "--json"];
const guards = trackGuards();
let home: Home;
let stranger: Stranger | null = null;

beforeEach(() => {
  home = temporaryHome();
});
afterEach(async () => {
  await guards.end();
  await stranger?.end();
  stranger = null;
  home.remove();
});

/** Told once, with the pid, and no more comes of it. `killed`: how often the gateway was, by the test. */
async function expectTold(guard: GuardProcess, gateway: RealGateway, { pid, alive }: Stranger, killed: number): Promise<void> {
  const isTold = (): boolean => guard.seen().tells.some(({ what, edge }) => what === "stranger" && edge === "begins");
  await guard.until("the guard tell it", isTold, 60_000);
  const seen = await looked(guard, ENOUGH);
  expect(alive()).toBe(true);
  const told = seen.tells.filter(({ what }) => what === "stranger");
  expect(told).toMatchObject([{ edge: "begins", severity: "critical" }]);
  expect(told[0]?.sentence).toContain(`pid ${pid} `);
  expect(seen.state).toMatchObject({ standing: "stranger", decision: { row: "stranger", follows: "tell" } });
  expect(seen.state?.kills).toHaveLength(killed);
  expectNoAction(guard, home, gateway);
}

describe.skipIf(skipped).each(newest)(`OpenClaw %s under systemd --user${skipped ? ` (left out: ${missing})` : ""}`, (version) => {
  let gateway: UnitGateway;
  beforeAll(async () => {
    if (missing !== null) throw new Error(`these tests must run here, and cannot: ${missing}`);
    gateway = await startUnitGateway(version, { cron: false });
  });
  afterAll(() => gateway?.stop());

  test("its service starts it in vain; when the port is free again it comes by itself", async () => {
    await gateway.idle(90_000);
    const guard = guards.start(gateway, home, { args: acting });
    await guard.watching();
    await gateway.unit("stop");
    stranger = await strangerOn(gateway.port);
    await gateway.unit("start", "--no-block");
    await expectTold(guard, gateway, stranger, 0);
    await stranger.end();
    await gateway.answers(90_000);
    await guard.until("a gateway that is well", ({ state }) => state?.standing === "well", 60_000);
    const seen = await looked(guard, ENOUGH);
    expect(seen.tells.filter(({ what }) => what === "stranger").map(({ edge }) => edge)).toEqual(["begins", "ends"]);
    expectNoAction(guard, home, gateway);
  });
});

describe.each(newest)("OpenClaw %s that nobody supervises", (version) => {
  let gateway: RealGateway;
  beforeAll(async () => {
    gateway = await startGateway(version, { cron: false });
  });
  afterAll(() => gateway?.stop());

  test("killed, and its port taken: it is not started beside the stranger", async () => {
    await gateway.idle(90_000);
    const guard = guards.start(gateway, home, { args: acting, config: { start: ["/bin/false"] } });
    await guard.watching();
    gateway.signal("SIGKILL");
    await guard.until("the guard see it gone", ({ state }) => state?.standing === "gone", 30_000);
    stranger = await strangerOn(gateway.port);
    await expectTold(guard, gateway, stranger, 1);
  });
});
