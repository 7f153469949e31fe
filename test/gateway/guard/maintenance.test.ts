// Somebody works on it, or wants it left as it is: a frozen gateway is left frozen until he says otherwise. At the prompt, by a file, by a
// snooze, and by keys on board 8, which shows what the guard does.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { programPath, temporaryHome, type Home } from "../../support/program.ts";
import { endPtys, openPty, type Pty } from "../../support/pty.ts";
import { live, quit, shows } from "../look.ts";
import { atLeast, versionsUnderTest } from "../releases.ts";
import { ask, operatorEnv } from "../restart/ask.ts";
import { signsOf } from "../restart/signs.ts";
import { mustRun, noSystemd } from "../systemd/systemd-user.ts";
import { startUnitGateway, type UnitGateway } from "../systemd/unit.ts";
import { expectNoSecret, expectRuns, isCalm, isOver } from "./expect.ts";
import { freeze } from "./fault.ts";
import type { GuardProcess, GuardStart, Seen } from "./guard-process.ts";
import { ENOUGH, looked } from "./quiet.ts";
import { trackGuards } from "./started.ts";

const missing = noSystemd();
const newest = versionsUnderTest.filter((version) => atLeast(version, "2026.9.6"));
const skipped = missing !== null && !mustRun;

const REPAIRED_MS = 150_000;
const MINUTE = 60_000;

/** On the clock; nothing is due while a test lasts. */
const inFourHours = (): string => new Date(Date.now() + 4 * 3_600_000).toISOString().slice(11, 16);
const isProved = ({ state }: Seen): boolean => state?.last?.outcome === "proved";

describe.skipIf(skipped).each(newest)(`OpenClaw %s under systemd --user${skipped ? ` (left out: ${missing})` : ""}`, (version) => {
  let gateway: UnitGateway;
  let home: Home;
  const guards = trackGuards();

  beforeAll(async () => {
    if (missing !== null) throw new Error(`these tests must run here, and cannot: ${missing}`);
    gateway = await startUnitGateway(version, { cron: false });
  });
  beforeEach(async () => {
    home = temporaryHome();
    await gateway.answers(90_000);
    await gateway.idle(90_000);
  });
  afterEach(async () => {
    await endPtys();
    await guards.end();
    home.remove();
  });
  afterAll(() => gateway?.stop());

  async function watch(given: GuardStart = {}): Promise<GuardProcess> {
    const guard = guards.start(gateway, home, { args: ["--act", "--fast", "--json"], ...given });
    await guard.watching();
    return guard;
  }

  const said = async (...words: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await ask(gateway, home, ["maintenance", ...words]).ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    return stdout;
  };

  /** As `z` and `a` on the screen write it. */
  function mute(kind: "snooze" | "ack"): void {
    const now = Date.now();
    const one = {
      id: "abcdef",
      kind,
      key: "silent/gateway",
      since: now,
      until: kind === "ack" ? null : now + 10 * MINUTE,
      by: "ops",
      reason: null,
    };
    const dir = join(home.dir, "state", "gatetop");
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    const text = JSON.stringify({ schema: "gatetop-mutes/1", targets: { [gateway.url]: [one] } });
    writeFileSync(join(dir, "mutes.json"), text, { mode: 0o600 });
  }

  /** Frozen, held for long enough to have been repaired, and repaired as soon as nothing holds it. */
  async function holdsUntil(guard: GuardProcess, hold: string, release: () => Promise<unknown> | void): Promise<Seen> {
    const before = await signsOf(gateway);
    // Work that stands still with it is waited for when it goes on, for as long as its service has patience.
    await gateway.idle(90_000);
    const fault = freeze(gateway);
    try {
      await guard.until("it held back", ({ state }) => state?.decision.row === hold && state.decision.step === "service", MINUTE);
      const held = await looked(guard, ENOUGH);
      expect(held.state).toMatchObject({ hold, standing: "frozen-proved", attempts: 0, last: null });
      expect(held.state?.decision.follows).toBe("hold");
      expectRuns(home, []);
      // What he knows he is not told.
      expect(held.tells).toEqual([]);
      expect(gateway.pid()).toBe(before.pid);
      await release();
      await guard.until("a proof", isProved, REPAIRED_MS);
    } finally {
      fault.thaw();
    }
    const seen = await guard.until("it is well, and the journal has its end", (now) => isOver(now) && isCalm(now), 90_000);
    expect((await signsOf(gateway)).startTicks).not.toBe(before.startTicks);
    expectRuns(home, [["service", "proved-new-process"]]);
    expectNoSecret(guard, home, gateway.port);
    return seen;
  }

  test("maintenance at the prompt, by another name of this host: held, and repaired when it is over", async () => {
    const guard = await watch();
    const named = ["--url", gateway.url.replace("127.0.0.1", "localhost")];
    expect(await said("on", "--for", "10m", "--reason", "disk swap", ...named)).toContain("disk swap");
    await holdsUntil(guard, "maintenance", () => said("off"));
  });

  test("a window that ends by itself", async () => {
    const guard = await watch();
    await said("on", "--for", "2m", "--reason", "disk swap");
    const from = Date.now();
    const seen = await holdsUntil(guard, "maintenance", () => undefined);
    expect((seen.state?.last?.at ?? 0) - from).toBeGreaterThan(2 * MINUTE - 2_000);
  });

  test("a flag file in OpenClaw's state directory", async () => {
    const flag = join(gateway.home, ".openclaw", "maintenance");
    const guard = await watch();
    writeFileSync(flag, "");
    expect(await said("status")).toContain(flag);
    await holdsUntil(guard, "maintenance", () => rmSync(flag));
  });

  test("a snooze of its silence", async () => {
    const guard = await watch();
    mute("snooze");
    await holdsUntil(guard, "snoozed", () => rmSync(join(home.dir, "state", "gatetop", "mutes.json")));
  });

  test("that somebody acknowledged it holds nothing", async () => {
    const guard = await watch();
    mute("ack");
    const fault = freeze(gateway);
    try {
      await guard.until("a proof", isProved, REPAIRED_MS);
    } finally {
      fault.thaw();
    }
    await guard.until("it is well, and the journal has its end", (now) => isOver(now) && isCalm(now), 90_000);
    expectRuns(home, [["service", "proved-new-process"]]);
  });

  test("board 8 shows what the guard does; m holds its hand and lets it go", async () => {
    const guard = await watch({ config: { restart: { at: [inFourHours()], timeZone: "UTC" } } });
    const screen: Pty = openPty([...gateway.through, process.execPath, programPath], {
      columns: 160,
      rows: 50,
      env: operatorEnv(gateway, home),
    });
    await screen.until(live, 20_000, "a live screen");
    screen.write("8");
    await screen.until(
      shows(/guard +acts · 0 of 3 strikes/u, /next restart +\d\d:\d\d +in \d+[hms]/u),
      30_000,
      "the guard and its schedule",
    );

    screen.write("m");
    await screen.until(shows(/15 minutes/u, /4 hours/u), 10_000, "the menu of the window");
    screen.write("\r");
    await screen.until(shows(/why\? enter begins it/u), 10_000, "the question for the reason");
    screen.write("disk swap\r");
    await guard.until("the guard hold its hand", ({ state }) => state?.hold === "maintenance", 30_000);
    await screen.until(shows(/◌ maintenance 1\dm: disk swap/u, /held +maintenance until \d\d:\d\d/u), 30_000, "that it is held");

    await holdsUntil(guard, "maintenance", async () => {
      await screen.until(shows(/guard +acts · 3 of 3 strikes/u), 30_000, "the strikes");
      screen.write("m");
      await screen.until(shows(/end it now/u), 10_000, "the way out of the window");
      screen.write("\r");
      await screen.until((rows) => !shows(/◌ maintenance/u)(rows), 10_000, "the end of the window");
    });
    await screen.until(shows(/guard +acts · 0 of 3 strikes/u, /last action +\S+ ago: restarted/u), 30_000, "what the guard did");
    expect(screen.output()).not.toContain(gateway.token);
    expect(await quit(screen)).toBe(0);
  });
});
