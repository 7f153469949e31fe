// Restarts that nothing is wrong for, and the guard's chores, on a real gateway: what is due is made when no work would be lost, else left
// out and told; old logs are told of, and removed only where that was asked for.
import { existsSync, mkdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { temporaryHome, type Home } from "../../support/program.ts";
import { atLeast, versionsUnderTest } from "../releases.ts";
import { journalLines } from "../restart/journal.ts";
import { signsOf } from "../restart/signs.ts";
import { mustRun, noSystemd } from "../systemd/systemd-user.ts";
import { startUnitGateway, type UnitGateway } from "../systemd/unit.ts";
import { expectNoSecret, expectRuns, isOver } from "./expect.ts";
import { startGuard, type GuardProcess, type GuardStart } from "./guard-process.ts";

const missing = noSystemd();
const skipped = missing !== null && !mustRun;
const newest = versionsUnderTest.filter((version) => atLeast(version, "2026.9.6"));

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** No other gateway's logs are named so: whatever lies on this machine is left alone. Each guard has its own to look after. */
const profiles = { telling: `gatetop-test-${process.pid}-told`, cleaning: `gatetop-test-${process.pid}-cleaned` };

const twoDigits = (value: number): string => String(value).padStart(2, "0");
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
/** Ten minutes lie between two: the first is soon, and not before a guard that is started now has looked. */
const soon = (): string =>
  [75_000, 75_000 + 10 * MINUTE_MS]
    .map((ms) => new Date(Date.now() + ms))
    .map((at) => `${twoDigits(at.getUTCHours())}:${twoDigits(at.getUTCMinutes())}`)
    .join(",");

describe.skipIf(skipped).each(newest)(`OpenClaw %s under systemd --user${skipped ? ` (left out: ${missing})` : ""}`, (version) => {
  let gateway: UnitGateway;
  const homes: Home[] = [];
  const guards: GuardProcess[] = [];

  beforeAll(async () => {
    if (missing !== null) throw new Error(`these tests must run here, and cannot: ${missing}`);
    gateway = await startUnitGateway(version, { cron: false });
  });
  afterAll(async () => {
    for (const guard of guards) await guard.end();
    await gateway?.stop();
    for (const home of homes) home.remove();
  });

  type Guarded = { readonly guard: GuardProcess; readonly home: Home };

  /** With a state directory and a config of its own, so that several can watch the one gateway at once. */
  function guarded({ args = [], ...config }: Pick<GuardStart, "args"> & { readonly alerts?: object }): Guarded {
    const home = temporaryHome();
    homes.push(home);
    const folder = join(home.dir, "config");
    mkdirSync(join(folder, "gatetop"), { recursive: true });
    writeFileSync(join(folder, "gatetop", "config.json5"), JSON.stringify({ alerts: { "disk-low": "off" }, ...config }));
    const guard = startGuard(gateway, home, { args, env: { XDG_CONFIG_HOME: folder } });
    guards.push(guard);
    return { guard, home };
  }

  const told =
    (pattern: RegExp) =>
    ({ lines }: { readonly lines: readonly string[] }): boolean =>
      lines.some((line) => pattern.test(line));

  async function over({ guard, home }: Guarded): Promise<void> {
    expect((await guard.end()).code).toBe(0);
    expectNoSecret(guard, home, gateway.port);
  }

  describe("beside each other, on a gateway that is well", () => {
    let young: Guarded;
    let advising: Guarded;
    let telling: Guarded;
    let cleaning: Guarded;
    let kept: readonly string[];
    let logs: {
      readonly old: string;
      readonly rolled: string;
      readonly open: string;
      readonly link: string;
      readonly today: string;
      readonly other: string;
    };

    beforeAll(async () => {
      const folder = join(gateway.home, "tmp", `openclaw-${process.getuid?.() ?? 0}`);
      mkdirSync(folder, { recursive: true });
      const put = (name: string, daysOld: number): string => {
        const at = (Date.now() - daysOld * DAY_MS) / 1_000;
        writeFileSync(join(folder, name), "a line\n");
        utimesSync(join(folder, name), at, at);
        return join(folder, name);
      };
      const name = (profile: string, daysOld: number, part = ""): string =>
        `openclaw-${profile}-${dayOf(Date.now() - daysOld * DAY_MS)}${part}.log`;
      // The file the gateway writes has a day in its name that is long over.
      const open = join(folder, name(profiles.cleaning, 30));
      const file = join(gateway.home, ".openclaw", "openclaw.json");
      const config = JSON.parse(readFileSync(file, "utf8")) as { logging: object };
      await gateway.unit("stop");
      writeFileSync(file, JSON.stringify({ ...config, logging: { ...config.logging, file: open } }));
      await gateway.start();
      await gateway.idle(60_000);
      kept = [put(name(profiles.telling, 20), 20), put(name(profiles.telling, 19, ".2"), 19), put(name(profiles.telling, 0), 0)];
      logs = {
        old: put(name(profiles.cleaning, 20), 20),
        rolled: put(name(profiles.cleaning, 19, ".2"), 19),
        open,
        link: join(folder, name(profiles.cleaning, 18)),
        today: put(name(profiles.cleaning, 0), 0),
        other: put("openclaw-2026-01-01.log", 300),
      };
      symlinkSync(logs.other, logs.link);
      utimesSync(open, 1, 1);

      young = guarded({ args: ["--act", "--restart-at", soon(), "--time-zone", "UTC"] });
      advising = guarded({ args: ["--act", "--restart-every", "1m", "--advise"] });
      const from = (profile: string): readonly string[] => [
        "--profile",
        profile,
        "--state-dir",
        join(gateway.home, ".openclaw"),
        "--config",
        file,
      ];
      telling = guarded({ args: [...from(profiles.telling), "--act"], alerts: { "disk-low": { warn: 100, crit: 0 } } });
      cleaning = guarded({ args: [...from(profiles.cleaning), "--act", "--clean-logs"] });
      await Promise.all([young, advising, telling, cleaning].map(({ guard }) => guard.watching()));
    });

    test("younger than half of what lies between two: left out and told, and the zone of its times is named", async ({ annotate }) => {
      const { lines } = await young.guard.until("the restart that is left out", told(/restart-skipped: /u), 3 * MINUTE_MS);
      expect(lines[0]).toMatch(/a restart is due at \d\d:\d\d, \d\d:\d\d \(UTC\)$/u);
      const [said = ""] = lines.filter((line) => line.includes("restart-skipped: "));
      await annotate(said);
      expect(said).toMatch(/the restart that was due is left out: it runs for \S+ only, less than half of the 10m between two/u);
      expectRuns(young.home, []);
      await over(young);
    });

    test("--advise only tells", async ({ annotate }) => {
      const { lines } = await advising.guard.until("the advice", told(/restart-advised: /u), 3 * MINUTE_MS);
      expect(lines[0]).toMatch(/a restart is advised every 1m$/u);
      const [said = ""] = lines.filter((line) => line.includes("restart-advised: "));
      await annotate(said);
      expect(said).toMatch(/a restart would be due: it is time · .*it runs for /u);
      expectRuns(advising.home, []);
      await over(advising);
    });

    test("old logs are told of and stay; a disk that is low by the config's limits is told", async () => {
      const { lines } = await telling.guard.until("the chores", told(/logs: /u), 2 * MINUTE_MS);
      expect(lines.find((line) => / logs: /u.test(line))).toMatch(/ logs: 2 log files of OpenClaw in \S+, .*--clean-logs removes them$/u);
      expect(lines.find((line) => / disk: /u.test(line))).toMatch(/ ! disk: the disk of \S+\.openclaw: \d+ % left \(/u);
      expect(kept.filter((file) => !existsSync(file))).toEqual([]);
      await over(telling);
    });

    test("--clean-logs removes them, and nothing else: not the one that is written, not today's, no link, nobody else's", async () => {
      const { lines } = await cleaning.guard.until("the chores", told(/logs: /u), 2 * MINUTE_MS);
      expect(lines.find((line) => / logs: /u.test(line))).toMatch(/ logs: 2 log files of OpenClaw removed from \S+, /u);
      const left = Object.fromEntries(Object.entries(logs).map(([name, file]) => [name, existsSync(file)]));
      expect(left).toEqual({ old: false, rolled: false, open: true, link: true, today: true, other: true });
      await over(cleaning);
    });
  });

  test("busy: it waits, then leaves it out and tells; idle: restarted gracefully, by us, and proved", async ({ annotate }) => {
    await gateway.run("agent:main:hang", "please [hang]");
    await gateway.provider.received("[hang]");
    const before = await signsOf(gateway);
    const both = guarded({ args: ["--act", "--restart-every", "1m", "--restart-within", "12s"] });
    const { guard, home } = both;
    await guard.watching();
    const waiting = await guard.until("the wait", ({ state }) => (state?.schedule?.waitsSince ?? null) !== null, 2 * MINUTE_MS);
    expect(waiting.journal).toEqual([]);
    const isLeftOut = told(/restart-skipped: /u);
    const { lines, state } = await guard.until(
      "the restart that is left out",
      (seen) => isLeftOut(seen) && seen.state?.schedule?.skipped != null,
      MINUTE_MS,
    );
    const [said = ""] = lines.filter((line) => line.includes("restart-skipped: "));
    await annotate(said);
    expect(said).toMatch(/the restart that was due is left out: it waited 12s, and .*not over/u);
    expect(state?.schedule?.skipped).toContain("it waited 12s");
    expect((await signsOf(gateway)).bootId).toBe(before.bootId);
    expect(journalLines(home)).toEqual([]);

    gateway.provider.release();
    await gateway.idle(60_000);
    const isDone = told(/restarted: /u);
    const done = await guard.until(
      "the restart",
      (seen) => isDone(seen) && seen.state?.last?.outcome === "proved" && isOver(seen),
      3 * MINUTE_MS,
    );
    await annotate(done.lines.filter((line) => /restarting|restarted/u.test(line)).join(" / "));
    expect(done.state).toMatchObject({
      standing: "well",
      last: { why: "schedule", step: "ask", outcome: "proved" },
      attempts: 0,
      kills: [],
    });
    expectRuns(home, [["graceful", "proved-new-process"]]);
    expect(journalLines(home).at(-1)).toMatchObject({ verdict: { attribution: "ours" } });
    expect((await signsOf(gateway)).bootId).not.toBe(before.bootId);
    // What was asked for is no failure: nobody was called.
    expect(done.lines.filter((line) => / ! down: /u.test(line))).toEqual([]);
    await over(both);
  });
});
