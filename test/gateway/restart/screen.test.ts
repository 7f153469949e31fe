// By keys alone: the menu to the proof, channels one by one, and a terminal that is closed half-way.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { temporaryHome, type Home } from "../../support/program.ts";
import { endPtys, type Pty } from "../../support/pty.ts";
import { startGateway, type RealGateway } from "../gateway.ts";
import { live, openDashboard, quit, shows } from "../look.ts";
import type { Payload, RawClient } from "../raw-client.ts";
import { atLeast, versionsUnderTest } from "../releases.ts";
import { ask, operatorEnv } from "./ask.ts";
import { expectJournalled, journalLines } from "./journal.ts";
import { signsOf } from "./signs.ts";
import { watchRestart } from "./watcher.ts";

const newest = versionsUnderTest.filter((version) => atLeast(version, "2026.9.6"));

describe.each(newest)("OpenClaw %s", (version) => {
  let gateway: RealGateway;
  let home: Home;

  /** `gatetop` with no word more, in the home of the gateway. */
  const open = (): Pty => openDashboard(gateway, { ...home, env: operatorEnv(gateway, home) }, { columns: 140, rows: 44 });

  /** From the open dashboard to the request that was sent. */
  const restartByKeys = async (screen: Pty): Promise<void> => {
    await screen.until(live, 15_000, "a live screen");
    screen.write("R");
    await screen.until(shows(/● graceful restart/u), 15_000, "the restart menu");
    screen.write("\r");
    await screen.until(shows(/type restart and press enter/u), 10_000, "the question for the word");
    screen.write("restart");
    await screen.until(shows(/> restart_/u), 5_000, "the word");
    screen.write("\r");
  };

  beforeAll(async () => {
    home = temporaryHome();
    gateway = await startGateway(version, { telegram: true });
    await gateway.idle(60_000);
  });

  afterAll(async () => {
    await endPtys();
    await gateway?.stop();
    home?.remove();
  });

  describe("channel", () => {
    let client: RawClient;
    const lifecycle = async (): Promise<unknown> => {
      const status = await client.request("channels.status");
      const accounts = (status["channelAccounts"] as Readonly<Record<string, readonly Payload[]>>)["telegram"];
      return accounts?.find((account) => account["accountId"] === "poll")?.["lifecycle"];
    };
    beforeAll(async () => {
      client = await gateway.connect();
    });
    afterAll(() => client.close());

    test.each([
      ["stop", "telegram/poll", 0, "stopped"],
      ["start", "telegram/poll", 0, "ready"],
      ["restart", "telegram/poll", 0, "ready"],
      ["start", "telegram/off", 1, "ready"],
      ["start", "telegram/nobody", 64, "ready"],
    ])("%s %s: exit %i", async (verb, account, code, then) => {
      const answer = await ask(gateway, home, ["channel", verb, account, "--yes", "--json"]).ended;
      expect({ code: answer.code, said: answer.stdout }).toMatchObject({ code });
      await expect.poll(lifecycle, { timeout: 20_000, interval: 200 }).toBe(then);
    });
  });

  test("R, enter, the word, enter: proved on the screen, and timed as an independent witness saw it", async ({ annotate }) => {
    await gateway.idle(60_000);
    const before = await signsOf(gateway);
    const watcher = await watchRestart(gateway);
    const screen = open();
    await restartByKeys(screen);
    const provedAt = await screen.until(shows(/● restarted: boot/u), 90_000, "the proof");
    await watcher.over;
    watcher.stop();
    const after = await signsOf(gateway);
    expect(after.bootId).not.toBe(before.bootId);
    expect(after.pid).toBe(before.pid);
    const { seen } = watcher;
    const epoch = (at: number): number => performance.timeOrigin + at;
    await annotate(`proved on the screen ${Math.round(epoch(provedAt) - (seen.started ?? Number.NaN))} ms after /startupz said started`);
    // The goal is 1 s; a busy machine with two cores is given twice that.
    expect(epoch(provedAt) - (seen.started ?? Number.NaN)).toBeLessThan(2_000);

    expect(screen.screen().join("\n")).toMatch(/● shutdown announced/u);
    await screen.until(shows(/1\/1 channels? back/u), 30_000, "the channel");

    screen.write("\u001b");
    await screen.until(live, 10_000, "the dashboard again");
    screen.write("R");
    await screen.until(shows(/last restart +\d+s ago: restarted: boot/u), 10_000, "the menu with the last restart");
    screen.write("\u001b");
    await screen.until(shows(/R restart/u), 10_000, "the dashboard again");
    expect(await quit(screen)).toBe(0);

    const id = journalLines(home).at(-1)?.id ?? null;
    expectJournalled(home, id, "proved-in-process");
  });

  test("x, y: the run that hangs is aborted, and the one behind it starts", async () => {
    await gateway.idle(60_000);
    await gateway.run("agent:main:stuck", "please [hang stuck]");
    await gateway.provider.received("[hang stuck]");
    await gateway.run("agent:main:next", "please [hang next]");
    const screen = open();
    await screen.until(shows(/main › stuck/u, /main › next/u), 20_000, "both sessions");
    screen.write("x");
    await screen.until(shows(/aborts .* in agent:main:stuck/u), 10_000, "what would be aborted");
    screen.write("y");
    await screen.until(shows(/was aborted/u), 20_000, "the outcome");
    await gateway.provider.received("[hang next]");
    screen.write("\u001b");
    await screen.until(live, 10_000, "the dashboard again");
    expect(await quit(screen)).toBe(0);
    gateway.provider.release();
  });

  test("the terminal is closed while the restart waits: the journal tells", async () => {
    await gateway.idle(60_000);
    await gateway.run("agent:main:hang", "please [hang]");
    await gateway.provider.received("[hang]");
    const screen = open();
    await restartByKeys(screen);
    await screen.until(shows(/deferred until .* over/u), 20_000, "the deferral");
    screen.close();
    await screen.exited;
    const id = journalLines(home).at(-1)?.id;
    expect(
      journalLines(home)
        .filter((line) => line.id === id)
        .map((line) => line.entry),
    ).toEqual(["began", "left"]);
    const told = await ask(gateway, home, ["journal", "--json"]).ended;
    expect({ code: told.code, told: told.stdout }).toMatchObject({ code: 0, told: expect.stringContaining(String(id)) });
    gateway.provider.release();
  });
});
