// A gateway that nobody supervises, and the guard of the built program, which was told how it is started.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { temporaryHome, type Home } from "../../support/program.ts";
import { startGateway, type RealGateway } from "../gateway.ts";
import { atLeast, versionsUnderTest } from "../releases.ts";
import { signsOf } from "../restart/signs.ts";
import { enterSystemd, mustRun, noSystemd, type SystemdUser } from "../systemd/systemd-user.ts";
import { expectNoSecret, expectRuns, isCalm, isOver } from "./expect.ts";
import { freeze } from "./fault.ts";
import type { GuardProcess, Seen } from "./guard-process.ts";
import { recoveryOf, recoveryWords } from "./recovery.ts";
import { trackGuards } from "./started.ts";

const missing = noSystemd();
const newest = versionsUnderTest.filter((version) => atLeast(version, "2026.9.6"));
const skipped = missing !== null && !mustRun;

/** Far beyond what it takes on a host with nothing else to do; how long it takes is measured by `npm run bench`. */
const REPAIRED_MS = 150_000;
/** With --fast a process has three seconds to end before it is looked at again. */
const SLOW_EXIT_MS = 8_000;

const isProved = ({ state }: Seen): boolean => state?.last?.outcome === "proved";

describe.skipIf(skipped).each(newest)(`OpenClaw %s that nobody supervises${skipped ? ` (left out: ${missing})` : ""}`, (version) => {
  let gateway: RealGateway;
  let systemd: SystemdUser | null = null;
  let home: Home;
  const guards = trackGuards();

  beforeEach(async () => {
    if (missing !== null) throw new Error(`these tests must run here, and cannot: ${missing}`);
    home = temporaryHome();
    const alone = await startGateway(version, { cron: false, preload: join(import.meta.dirname, "slow-exit.ts") });
    systemd = await enterSystemd(alone.home);
    gateway = { ...alone, through: systemd.through };
    await gateway.idle(90_000);
  });
  afterEach(async () => {
    await guards.end();
    await systemd?.leave();
    await gateway?.stop();
    home.remove();
  });

  /** As one that is a service itself. */
  async function watch(): Promise<GuardProcess> {
    const variables = Object.entries(gateway.environment).map(([name, value]) => `${name}=${value}`);
    const guard = guards.start(gateway, home, {
      args: ["--act", "--fast"],
      config: { start: ["/usr/bin/env", ...variables, ...gateway.command] },
      env: { INVOCATION_ID: "0123456789abcdef0123456789abcdef" },
    });
    await guard.watching();
    return guard;
  }

  /** In a scope of its own, as nobody's service, and alive without the guard. */
  async function expectOutlives(guard: GuardProcess): Promise<void> {
    await guard.end();
    const { pid } = await signsOf(gateway);
    expect(readFileSync(`/proc/${pid}/cgroup`, "utf8").trim()).toMatch(/\/gatetop-started-[0-9a-f]+\.scope$/u);
    const names = readFileSync(`/proc/${pid}/environ`, "utf8")
      .split("\0")
      .map((pair) => pair.split("=")[0]);
    expect(names).not.toContain("INVOCATION_ID");
    expectNoSecret(guard, home, gateway.port);
  }

  test.each([
    ["ended", null],
    ["slow to end when its lock file is given back, waited for", SLOW_EXIT_MS],
  ])("frozen: %s, started as guard.start says in a scope of its own, and it survives the guard", async (_what, slowExitMs) => {
    const order = join(gateway.home, "slow-exit.order");
    if (slowExitMs !== null) writeFileSync(order, String(slowExitMs));
    const before = await signsOf(gateway);
    const guard = await watch();
    const fault = freeze(gateway);
    try {
      await guard.until("a proof", isProved, REPAIRED_MS);
    } finally {
      fault.thaw();
    }
    const seen = await guard.until("its end in the journal, and calm", (now) => isOver(now) && isCalm(now), 90_000);
    console.log(`frozen, unsupervised: ${recoveryWords(recoveryOf(guard, fault.at))}`);
    expect(existsSync(order)).toBe(false);
    expect(seen.state).toMatchObject({ attempts: 1, kills: [], last: { step: "clean-up", outcome: "proved" } });
    expectRuns(home, [["clean-up", "proved-new-process"]]);
    expect((await signsOf(gateway)).startTicks).not.toBe(before.startTicks);
    await expectOutlives(guard);
  });

  test("killed: nobody else would start it, so it is started as guard.start says", async () => {
    const before = await signsOf(gateway);
    const guard = await watch();
    gateway.signal("SIGKILL");
    await guard.until("a proof", isProved, REPAIRED_MS);
    const seen = await guard.until("its end in the journal, and calm", (now) => isOver(now) && isCalm(now), 90_000);
    expect(seen.state).toMatchObject({ attempts: 1, last: { step: "start", outcome: "proved" } });
    // Whoever killed it: its next boot counts an unclean end.
    expect(seen.state?.kills).toHaveLength(1);
    expectRuns(home, [["start", "proved-new-process"]]);
    expect((await signsOf(gateway)).startTicks).not.toBe(before.startTicks);
    await expectOutlives(guard);
  });
});
