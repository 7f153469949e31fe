// Two guards of one gateway, and `guard --once` with its exit codes: beside a guard, of a frozen gateway, of one that is not decided.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { temporaryHome, type Home } from "../../support/program.ts";
import { atLeast, versionsUnderTest } from "../releases.ts";
import { ask, type Answer } from "../restart/ask.ts";
import { journalLines } from "../restart/journal.ts";
import type { Signs } from "../restart/signs.ts";
import { mustRun, noSystemd } from "../systemd/systemd-user.ts";
import { startUnitGateway, type UnitGateway } from "../systemd/unit.ts";
import { dropIn } from "./drop-in.ts";
import { expectNoSecret, expectRuns } from "./expect.ts";
import { freeze } from "./fault.ts";
import { settledDown, signsOnceLetIn, trackGuards } from "./started.ts";

const missing = noSystemd();
const skipped = missing !== null && !mustRun;
const newest = versionsUnderTest.filter((version) => atLeast(version, "2026.9.6"));

type Status = { readonly watching: boolean; readonly pid: number | null; readonly state: { readonly standing: string } | null };

describe.skipIf(skipped).each(newest)(`OpenClaw %s under systemd --user${skipped ? ` (left out: ${missing})` : ""}`, (version) => {
  let gateway: UnitGateway;
  let home: Home;
  const guards = trackGuards();

  const guard = (...words: readonly string[]): Promise<Answer> => ask(gateway, home, ["guard", ...words], { timeoutMs: 180_000 }).ended;

  const signs = (): Promise<Signs> => signsOnceLetIn(gateway);

  beforeAll(async () => {
    if (missing !== null) throw new Error(`these tests must run here, and cannot: ${missing}`);
    gateway = await startUnitGateway(version, { cron: false });
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

  test("the second one ends at once and says whose; beside one, --once has nothing to do", async () => {
    const first = guards.start(gateway, home, { args: ["--act"] });
    await first.watching();
    const second = await guard("--act");
    expect(second.code).toBe(75);
    expect(second.stderr).toContain(`pid ${first.pid}`);
    const once = await guard("--once", "--act");
    expect({ code: once.code, stderr: once.stderr }).toEqual({ code: 0, stderr: "" });
    expect(once.stdout).toMatch(new RegExp(`^[^\\n]*pid ${first.pid}[^\\n]*\\n$`, "u"));
    const status = await guard("status", "--json");
    expect({ code: status.code, told: JSON.parse(status.stdout) as Status }).toMatchObject({
      code: 0,
      told: { watching: true, pid: first.pid, state: { standing: "well" } },
    });

    // Whoever was killed has left its lock behind.
    await first.kill9();
    expect((await guard("status")).code).toBe(1);
    const third = guards.start(gateway, home, { args: ["--act"] });
    await third.watching();
    expect(JSON.parse((await guard("status", "--json")).stdout)).toMatchObject({ watching: true, pid: third.pid });
    expect(await third.end()).toEqual({ code: 0, signal: null });
    expect(journalLines(home)).toEqual([]);
    for (const one of [first, third]) expectNoSecret(one, home, gateway.port, second.stderr, once.stdout, status.stdout);
  });

  test("--once of a frozen gateway: told in a dry run, repaired with --act", async () => {
    const before = await signs();
    const { thaw } = freeze(gateway);
    try {
      const dry = await guard("--once", "--fast");
      expect(dry.code).toBe(1);
      expect(dry.stdout).toMatch(/would have: restart its service/u);
      expect(journalLines(home)).toEqual([]);
      const acted = await guard("--once", "--fast", "--act");
      expect({ code: acted.code, said: acted.stdout }).toMatchObject({ code: 0 });
      expect(acted.stdout).toMatch(/restarted: /u);
      expect(acted.stdout + dry.stdout).not.toContain(gateway.token);
    } finally {
      thaw();
    }
    expectRuns(home, [["service", "proved-new-process"]]);
    expect((await signs()).pid).not.toBe(before.pid);
    expect((await guard("--once", "--act")).code).toBe(0);
  });

  test("--once of a gateway whose unit is on its way up for longer than it waits: not decided", async () => {
    const undo = await dropIn(gateway, "[Service]\nTimeoutStartSec=300\nExecStartPre=/bin/sleep 200");
    try {
      await gateway.unit("restart", "--no-block");
      await gateway.until(({ ActiveState }) => ActiveState === "activating", 30_000);
      const { code, stdout } = await guard("--once", "--act");
      expect({ code, stdout }).toMatchObject({ code: 75 });
      expect(journalLines(home)).toEqual([]);
    } finally {
      await undo();
      await gateway.unit("restart");
      await gateway.answers(90_000);
    }
  });

  test.each([
    ["stopped by a person: left as it is", "", 0, /stopped/u],
    [
      "that its service manager gave up on: failed, with the way out",
      "[Unit]\nStartLimitBurst=1\n[Service]\nExecStart=\nExecStart=/bin/false",
      1,
      /reset-failed/u,
    ],
  ])("--once of a gateway %s", async (_, change, expected, said) => {
    const undo = await dropIn(gateway, change);
    try {
      if (change === "") await gateway.unit("stop");
      else await gateway.unit("restart").catch(() => undefined);
      await gateway.until(({ ActiveState }) => ActiveState === "inactive" || ActiveState === "failed", 60_000);
      const { code, stdout } = await guard("--once", "--act");
      expect({ code, stdout }).toMatchObject({ code: expected });
      expect(stdout).toMatch(said);
      expect(journalLines(home)).toEqual([]);
    } finally {
      await undo();
      await gateway.unit("reset-failed");
      await gateway.unit("start");
      await gateway.answers(90_000);
    }
  });
});
