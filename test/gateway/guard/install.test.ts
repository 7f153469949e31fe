// The guard as a unit of the same user's systemd: printed before it is written, at work at once, and taken away without a trace.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { temporaryHome, type Home } from "../../support/program.ts";
import { atLeast, versionsUnderTest } from "../releases.ts";
import { ask, type Answer } from "../restart/ask.ts";
import { journalLines } from "../restart/journal.ts";
import type { Signs } from "../restart/signs.ts";
import { mustRun, noSystemd } from "../systemd/systemd-user.ts";
import { startUnitGateway, type UnitGateway } from "../systemd/unit.ts";
import { expectRuns, isOver } from "./expect.ts";
import { freeze } from "./fault.ts";
import { guardFile, type GuardState } from "./guard-file.ts";
import { settledDown, signsOnceLetIn } from "./started.ts";

const missing = noSystemd();
const skipped = missing !== null && !mustRun;
const newest = versionsUnderTest.filter((version) => atLeast(version, "2026.9.6"));

const service = "gatetop-guard.service";
const timer = "gatetop-guard.timer";

describe.skipIf(skipped).each(newest)(`OpenClaw %s under systemd --user${skipped ? ` (left out: ${missing})` : ""}`, (version) => {
  let gateway: UnitGateway;
  let home: Home;
  let folder: string;
  let before: string;

  const guard = (...words: readonly string[]): Promise<Answer> => ask(gateway, home, ["guard", ...words]).ended;
  const state = (): GuardState | null => {
    const file = guardFile(home, gateway.port);
    return file === null ? null : (JSON.parse(file.text) as GuardState);
  };
  const ours = (): readonly string[] =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.includes("gatetop"));
  const textOf = (unit: string): string => readFileSync(join(folder, unit), "utf8");
  const show = async (unit: string, property: string): Promise<string> =>
    gateway.systemctl("show", "--value", "--property", property, unit);

  /** Every line of the file was on the screen before the word that it was written. */
  function expectPrintedFirst(stdout: string, unit: string): void {
    const written = stdout.indexOf(`write ${join(folder, unit)}`);
    expect(written).toBeGreaterThan(0);
    const shown = stdout.slice(0, written);
    for (const line of textOf(unit).split("\n")) expect(shown).toContain(line);
  }

  const signs = (): Promise<Signs> => signsOnceLetIn(gateway);

  beforeAll(async () => {
    if (missing !== null) throw new Error(`these tests must run here, and cannot: ${missing}`);
    gateway = await startUnitGateway(version, { cron: false });
    folder = join(gateway.home, ".config/systemd/user");
    before = textOf("openclaw-gateway.service");
  });
  beforeEach(async () => {
    home = temporaryHome();
    await settledDown(gateway);
  });
  afterEach(async () => {
    await guard("uninstall", "--yes");
    expect(textOf("openclaw-gateway.service")).toBe(before);
    expect(existsSync(join(folder, "openclaw-gateway.service.d"))).toBe(false);
    home.remove();
  });
  afterAll(() => gateway?.stop());

  test("with nobody to ask, and in a dry run: printed, and nothing is done", async () => {
    const unasked = await guard("install", "--act");
    expect({ code: unasked.code, stdout: unasked.stdout }).toEqual({ code: 64, stdout: expect.stringContaining("ExecStart=") as string });
    const dry = await guard("install", "--act", "--dry-run");
    expect({ code: dry.code, stdout: dry.stdout }).toEqual({ code: 0, stdout: expect.stringContaining("ExecStart=") as string });
    expect(ours()).toEqual([]);
  });

  test("installed: it watches, repairs, comes back when it is killed, and goes without a trace", { timeout: 400_000 }, async () => {
    const { code, stdout, stderr } = await guard("install", "--yes", "--act", "--fast");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expectPrintedFirst(stdout, service);
    expect(stdout + textOf(service)).not.toContain(gateway.token);
    expect(await gateway.systemctl("is-enabled", service)).toBe("enabled");
    expect(await gateway.systemctl("is-active", service)).toBe("active");
    await expect.poll(() => state()?.standing, { timeout: 60_000, interval: 200 }).toBe("well");
    expect(state()?.guard.pid).toBe(Number(await show(service, "MainPID")));

    const old = await signs();
    freeze(gateway);
    await expect.poll(() => state()?.last?.outcome, { timeout: 90_000, interval: 200 }).toBe("proved");
    const after = await signs();
    expect(after.pid).not.toBe(old.pid);
    await expect.poll(() => isOver({ journal: journalLines(home) }), { timeout: 30_000 }).toBe(true);
    expectRuns(home, [["service", "proved-new-process"]]);

    const killed = Number(await show(service, "MainPID"));
    process.kill(killed, "SIGKILL");
    await expect.poll(() => state()?.guard.pid, { timeout: 60_000, interval: 200 }).not.toBe(killed);
    expect(await signs()).toMatchObject({ pid: after.pid, bootId: after.bootId });
    expectRuns(home, [["service", "proved-new-process"]]);

    const gone = await guard("uninstall", "--yes");
    expect({ code: gone.code, stderr: gone.stderr }).toEqual({ code: 0, stderr: "" });
    expect(ours()).toEqual([]);
    expect(await show(service, "ActiveState")).toBe("inactive");
    expect((await guard("status")).code).toBe(1);
    expect(await signs()).toMatchObject({ pid: after.pid, bootId: after.bootId });
    for (const text of [guardFile(home, gateway.port)?.text, readFileSync(join(home.dir, "state/gatetop/actions.ndjson"), "utf8")])
      expect(text).not.toContain(gateway.token);
  });

  test("as a timer in the place of the service: one look a minute, which repairs", { timeout: 400_000 }, async () => {
    await guard("install", "--yes");
    expect(await gateway.systemctl("is-active", service)).toBe("active");
    const { code, stdout, stderr } = await guard("install", "--timer", "--yes", "--act", "--fast");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const unit of [service, timer]) expectPrintedFirst(stdout, unit);
    expect(await gateway.systemctl("is-enabled", timer)).toBe("enabled");
    expect(await gateway.systemctl("is-active", timer)).toBe("active");
    expect(await gateway.systemctl("is-enabled", service).catch(String)).toMatch(/static/u);

    // Whichever look comes first, the timer's own or this one.
    await gateway.systemctl("start", service);
    expect(await show(service, "Result")).toBe("success");
    expect(state()).toMatchObject({ standing: "well", acts: true });
    const old = await signs();
    freeze(gateway);
    await expect.poll(() => state()?.last?.outcome, { timeout: 150_000, interval: 500 }).toBe("proved");
    expect((await signs()).pid).not.toBe(old.pid);
    await expect.poll(() => show(service, "ActiveState"), { timeout: 30_000, interval: 500 }).toBe("inactive");
    expect(await show(service, "Result")).toBe("success");
    expectRuns(home, [["service", "proved-new-process"]]);

    const gone = await guard("uninstall", "--yes");
    expect({ code: gone.code, stderr: gone.stderr }).toEqual({ code: 0, stderr: "" });
    expect(ours()).toEqual([]);
    expect(journalLines(home).map(({ entry }) => entry)).toEqual(["began", "ended"]);
  });
});
