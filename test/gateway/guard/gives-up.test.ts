// What the guard cannot mend: a gateway that freezes again after every repair, and one that its service manager cannot start any more.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { temporaryHome, type Home } from "../../support/program.ts";
import { atLeast, versionsUnderTest } from "../releases.ts";
import { ask } from "../restart/ask.ts";
import { journalLines } from "../restart/journal.ts";
import { mustRun, noSystemd } from "../systemd/systemd-user.ts";
import { startUnitGateway, type UnitGateway } from "../systemd/unit.ts";
import { dropIn } from "./drop-in.ts";
import { expectNoSecret, expectRuns, isOver, runsOf } from "./expect.ts";
import { freeze } from "./fault.ts";
import type { GuardProcess, Told } from "./guard-process.ts";
import { settledDown, trackGuards } from "./started.ts";

const missing = noSystemd();
const skipped = missing !== null && !mustRun;
const newest = versionsUnderTest.filter((version) => atLeast(version, "2026.9.6"));

const backOffMs = [5_000, 10_000, 20_000, 20_000];

describe.skipIf(skipped).each(newest)(`OpenClaw %s under systemd --user${skipped ? ` (left out: ${missing})` : ""}`, (version) => {
  let gateway: UnitGateway;
  let home: Home;
  let heard: string;
  const guards = trackGuards();
  const args = ["--act", "--fast", "--json"];
  const hook = () => ({ to: "exec", argv: ["sh", "-c", `cat >>'${heard}'`] });

  /** What the hook was given, in its order. */
  const hooked = (): readonly Told[] =>
    (existsSync(heard) ? readFileSync(heard, "utf8") : "")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as Told);
  const edges = (tells: readonly Told[], what: string): readonly string[] =>
    tells.filter((tell) => tell.what === what).map(({ edge }) => edge);

  /** Frozen whenever it is well again: each of so many repairs is proved, and none is a cure. */
  async function freezesAfter(guard: GuardProcess, repairs: number): Promise<void> {
    for (let attempt = 1; attempt <= repairs; attempt += 1) {
      freeze(gateway);
      await guard.until(
        `repair ${attempt}`,
        (seen) => seen.state?.attempts === attempt && seen.state.standing === "well" && isOver(seen),
        120_000,
      );
    }
    freeze(gateway);
  }

  beforeAll(async () => {
    if (missing !== null) throw new Error(`these tests must run here, and cannot: ${missing}`);
    gateway = await startUnitGateway(version, { cron: false });
  });
  beforeEach(async () => {
    home = temporaryHome();
    heard = join(home.dir, "hook.ndjson");
    await settledDown(gateway);
  });
  afterEach(async () => {
    await guards.end();
    home.remove();
  });
  afterAll(() => gateway?.stop());

  test(
    "two rounds in vain, 5, 10 and 20 s apart: it gives up once on every output, goes on looking, and is armed again by a minute well",
    { timeout: 600_000 },
    async () => {
      const guard = guards.start(gateway, home, { args, config: { tell: [hook()] } });
      await guard.watching();
      await freezesAfter(guard, 4);
      const { state } = await guard.until("giving up", ({ state }) => typeof state?.gaveUpAt === "number", 90_000);
      const gaveUpAt = state?.gaveUpAt ?? 0;
      expect(state).toMatchObject({ attempts: 4, hold: "given-up", underWay: null, kills: [] });
      const runs = [
        ["service", "proved-new-process"],
        ["clean-up", "proved-new-process"],
        ["service", "proved-new-process"],
        ["clean-up", "proved-new-process"],
      ] as const;
      expectRuns(home, runs);

      const journal = journalLines(home);
      const ended = journal.filter(({ entry }) => entry !== "began").map(({ at }) => at);
      const next = [1, 2, 3, 4].map(
        (attempt) => guard.states().find((one) => one.attempts === attempt && one.underWay === null)?.nextAttemptAt ?? 0,
      );
      for (const [index, wait] of backOffMs.entries())
        expect(Math.abs((next[index] ?? 0) - (ended[index] ?? 0) - wait)).toBeLessThan(1_000);
      const tried = [
        ...runsOf(journal)
          .slice(1)
          .map(({ at }) => at),
        gaveUpAt,
      ];
      for (const [index, at] of tried.entries()) expect(at).toBeGreaterThanOrEqual(next[index] ?? Infinity);

      // It looks on, and nothing is tried any more.
      const status = async (): Promise<number> => {
        const { stdout } = await ask(gateway, home, ["guard", "status", "--json"]).ended;
        return (JSON.parse(stdout) as { readonly lookedAt: number }).lookedAt;
      };
      await expect.poll(status, { timeout: 60_000, interval: 5_000 }).toBeGreaterThan(gaveUpAt + 25_000);
      expect((await ask(gateway, home, ["guard", "status"]).ended).stdout).toMatch(/gave up .*gatetop guard rearm/u);
      expectRuns(home, runs);

      await gateway.unit("restart");
      const armed = await guard.untilTold("a guard that is armed again", ({ state }) => state?.attempts === 0, 150_000);
      expect(armed.state).toMatchObject({ standing: "well", gaveUpAt: null, hold: "none" });
      expect(edges(armed.tells, "gave-up")).toEqual(["begins", "ends"]);
      await expect.poll(() => edges(hooked(), "gave-up"), { timeout: 10_000 }).toEqual(["begins", "ends"]);
      expect(armed.tells.find(({ what }) => what === "gave-up")).toMatchObject({ severity: "critical" });
      expectRuns(home, runs);
      expectNoSecret(guard, home, gateway.port, readFileSync(heard, "utf8"));
    },
  );

  test("given up, and told to try again: it does", { timeout: 400_000 }, async () => {
    const guard = guards.start(gateway, home, { args, config: { rounds: 1, backOffSeconds: [1] } });
    await guard.watching();
    await freezesAfter(guard, 2);
    await guard.until("giving up", ({ state }) => typeof state?.gaveUpAt === "number", 60_000);
    const { code, stdout } = await ask(gateway, home, ["guard", "rearm"]).ended;
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining(`pid ${guard.pid}`) as string });
    const { state, tells } = await guard.untilTold(
      "another repair",
      ({ state }) => state?.attempts === 1 && state.standing === "well",
      90_000,
    );
    expect(state).toMatchObject({ gaveUpAt: null, last: { step: "service", outcome: "proved" } });
    expect(edges(tells, "gave-up")).toEqual(["begins", "ends"]);
    await guard.until("its end in the journal", isOver, 30_000);
    expectRuns(home, [
      ["service", "proved-new-process"],
      ["clean-up", "proved-new-process"],
      ["service", "proved-new-process"],
    ]);
    expectNoSecret(guard, home, gateway.port);
  });

  test(
    "a gateway that fails to start three times is its service manager's: told with the way out, and well once it is mended",
    { timeout: 300_000 },
    async () => {
      const guard = guards.start(gateway, home, { args, config: { tell: [hook()] } });
      await guard.watching();
      const mend = await dropIn(gateway, "[Unit]\nStartLimitBurst=3\n[Service]\nRestartSec=1\nExecStart=\nExecStart=/bin/false");
      gateway.signal("SIGKILL");
      const { tells } = await guard.until("that it does not start", ({ tells }) => edges(tells, "start-failed").length === 1, 90_000);
      expect(await gateway.facts()).toMatchObject({ ActiveState: "failed" });
      const told = tells.find(({ what }) => what === "start-failed");
      expect(told).toMatchObject({ edge: "begins", severity: "critical" });
      expect(told?.sentence).toContain("systemctl --user reset-failed openclaw-gateway.service");

      await mend();
      await gateway.unit("reset-failed");
      await gateway.unit("start");
      const well = await guard.until(
        "a gateway that is well",
        ({ state, tells }) => edges(tells, "recovered").length === 1 && state?.standing === "well",
        90_000,
      );
      expect(edges(well.tells, "start-failed")).toEqual(["begins", "ends"]);
      expect(edges(well.tells, "config-broken")).toEqual([]);
      expect(well.state).toMatchObject({ attempts: 0, gaveUpAt: null });
      await expect.poll(() => edges(hooked(), "start-failed"), { timeout: 10_000 }).toEqual(["begins", "ends"]);
      expect(journalLines(home)).toEqual([]);
      expectNoSecret(guard, home, gateway.port, readFileSync(heard, "utf8"));
    },
  );
});
