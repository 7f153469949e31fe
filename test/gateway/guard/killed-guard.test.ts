// A guard that is killed in the middle of a repair, and the one that comes after it: what was begun is waited for and never sent twice.
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { temporaryHome, type Home } from "../../support/program.ts";
import { atLeast, versionsUnderTest } from "../releases.ts";
import { journalLines } from "../restart/journal.ts";
import type { Signs } from "../restart/signs.ts";
import { mustRun, noSystemd } from "../systemd/systemd-user.ts";
import { startUnitGateway, type UnitGateway } from "../systemd/unit.ts";
import { processState } from "../truth.ts";
import { dropIn } from "./drop-in.ts";
import { expectNoSecret, runsOf } from "./expect.ts";
import { freeze } from "./fault.ts";
import type { GuardProcess, Seen } from "./guard-process.ts";
import { settledDown, signsOnceLetIn, trackGuards } from "./started.ts";

const missing = noSystemd();
const skipped = missing !== null && !mustRun;
const newest = versionsUnderTest.filter((version) => atLeast(version, "2026.9.6"));

/** Of a unit under systemd, from the moment the repair was begun. */
const BOOT_WINDOW_MS = 90_000;

describe.skipIf(skipped).each(newest)(`OpenClaw %s under systemd --user${skipped ? ` (left out: ${missing})` : ""}`, (version) => {
  let gateway: UnitGateway;
  let home: Home;
  const guards = trackGuards();
  const args = ["--act", "--fast", "--json"];

  const entries = (): readonly string[] =>
    journalLines(home).map(({ entry, by, request }) => [entry, by, request?.aim].filter(Boolean).join(" "));

  /** Killed as soon as `holds`, with its repair under way in its file. */
  async function killedWhen(guard: GuardProcess, step: string, holds: () => boolean): Promise<number> {
    const { state } = await guard.until(
      `${step} under way`,
      ({ state }) => state?.underWay?.step === step && state.underWay.run !== null,
      90_000,
    );
    await expect.poll(holds, { timeout: 20_000, interval: 10 }).toBe(true);
    await guard.kill9();
    expect(guard.states().at(-1)?.underWay).toMatchObject({ step, run: state?.underWay?.run });
    return state?.underWay?.since ?? Number.NaN;
  }

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

  test("after the service manager was asked: waited for, told, and nothing is sent again", { timeout: 400_000 }, async () => {
    const before = await signs();
    const first = guards.start(gateway, home, { args });
    await first.watching();
    const { pid } = freeze(gateway);
    await killedWhen(first, "service", () => processState(pid) !== "T");
    expect(entries()).toEqual(["began guard service"]);

    const second = guards.start(gateway, home, { args });
    const { state } = await second.until("the end of what was begun", ({ state }) => state?.last?.outcome === "proved", 120_000);
    expect(state).toMatchObject({ standing: "well", underWay: null, strikes: [], hold: "none", gaveUpAt: null, attempts: 1, kills: [] });
    expect(state?.last).toMatchObject({ step: "service", run: runsOf(journalLines(home))[0]?.id });
    const after = await signs();
    expect(after.pid).not.toBe(before.pid);

    const { tells } = await second.untilTold("a guard that is armed again", ({ state }) => state?.attempts === 0, 200_000);
    expect(tells.map(({ what }) => what)).toContain("restarted");
    expect(tells.map(({ what }) => what)).not.toContain("restarting");
    expect(await signs()).toMatchObject({ pid: after.pid, startTicks: after.startTicks, bootId: after.bootId });
    expect(entries()).toEqual(["began guard service"]);
    // Of a start by hand systemd counts none.
    expect(await gateway.facts()).toMatchObject({ ActiveState: "active", NRestarts: "0" });
    for (const guard of [first, second]) expectNoSecret(guard, home, gateway.port);
  });

  test("after the signals of a clean-up: its forced end stays counted, and it is not ended twice", { timeout: 400_000 }, async () => {
    const undo = await dropIn(gateway, "[Unit]\nRefuseManualStop=yes");
    const first = guards.start(gateway, home, { args });
    await first.watching();
    const { pid } = freeze(gateway);
    await killedWhen(first, "clean-up", () => processState(pid) === null);
    const journalled = ["began guard service", "ended service", "began guard clean-up"];
    expect(entries()).toEqual(journalled);
    await undo();

    const second = guards.start(gateway, home, { args });
    const { state } = await second.until("the end of what was begun", ({ state }) => state?.last?.outcome === "proved", 120_000);
    expect(state).toMatchObject({ standing: "well", underWay: null, attempts: 2, last: { step: "clean-up" } });
    expect(state?.kills).toHaveLength(1);
    expect(entries()).toEqual(journalled);
    for (const guard of [first, second]) expectNoSecret(guard, home, gateway.port);
  });

  test("before anything arrived: waited for as if it had, then the next step is made", { timeout: 400_000 }, async () => {
    // A service manager that takes the order and does nothing about it.
    const folder = join(home.dir, "bin");
    const asked = join(home.dir, "asked");
    mkdirSync(folder);
    const script = `#!/bin/sh\nfor word; do [ "$word" = restart ] && { echo $$ >${asked}; exec sleep 600; }; done\nexec ${systemctl()} "$@"\n`;
    writeFileSync(join(folder, "systemctl"), script);
    chmodSync(join(folder, "systemctl"), 0o755);
    const first = guards.start(gateway, home, { args, env: { PATH: `${folder}:${process.env["PATH"]}` } });
    await first.watching();
    const { pid } = freeze(gateway);
    const since = await killedWhen(first, "service", () => existsSync(asked) && readFileSync(asked, "utf8").endsWith("\n"));
    process.kill(Number(readFileSync(asked, "utf8")), "SIGKILL");
    expect(processState(pid)).toBe("T");

    const second = guards.start(gateway, home, { args });
    await second.until("the next step", ({ journal }) => runsOf(journal).length === 2, BOOT_WINDOW_MS + 60_000);
    const [, next] = runsOf(journalLines(home));
    expect(next?.request?.aim).toBe("clean-up");
    expect((next?.at ?? 0) - since).toBeGreaterThanOrEqual(BOOT_WINDOW_MS);
    const isWell = ({ state }: Seen): boolean => state?.standing === "well" && entries().at(-1) === "ended clean-up";
    const { state, tells } = await second.untilTold("a gateway that is well, also in the journal", isWell, 90_000);
    expect(state).toMatchObject({ underWay: null, attempts: 2, kills: [], last: { step: "clean-up", outcome: "proved" } });
    expect(tells.filter(({ what }) => what === "restarting")).toHaveLength(1);
    expect(entries()).toEqual(["began guard service", "began guard clean-up", "ended clean-up"]);
    for (const guard of [first, second]) expectNoSecret(guard, home, gateway.port);
  });
});

const systemctl = (): string => ["/usr/bin/systemctl", "/bin/systemctl"].find((path) => existsSync(path)) ?? "systemctl";
