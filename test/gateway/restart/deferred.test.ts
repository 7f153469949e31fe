// A gateway with a run that does not end: the restart waits, is forced, is overtaken by a stop or a kill, or is ignored.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { temporaryHome, type Home } from "../../support/program.ts";
import { startGateway, type RealGateway } from "../gateway.ts";
import { atLeast, versionsUnderTest } from "../releases.ts";
import { inspectorOpen, startTicksOf } from "../truth.ts";
import { restart, restarting } from "./ask.ts";
import { expectInProcess, factsOf, milestoneMs } from "./expect.ts";
import { whileFrozen } from "./frozen.ts";
import { expectJournalled } from "./journal.ts";
import { signsOf } from "./signs.ts";

const deferred = /deferred/u;

describe.each(versionsUnderTest.filter((version) => atLeast(version, "2026.9.5")))("OpenClaw %s", (version) => {
  let gateway: RealGateway;
  let home: Home;
  let hangs = 0;

  /** Up, and with nothing to do. */
  const rest = async (): Promise<void> => {
    gateway.provider.release();
    if (gateway.running()) await gateway.answers(90_000);
    else await gateway.start();
    await gateway.idle(90_000);
  };

  /** A run that the model provider keeps waiting, and nothing else. */
  const hang = async (): Promise<void> => {
    await rest();
    const mark = `[hang ${++hangs}]`;
    await gateway.run(`agent:main:hang${hangs}`, `please ${mark}`);
    await gateway.provider.received(mark);
  };

  beforeAll(async () => {
    home = temporaryHome();
    gateway = await startGateway(version);
  });

  afterEach(() => {
    if (startTicksOf(gateway.pid()) !== null) expect(inspectorOpen(gateway.pid())).toBe(false);
  });

  afterAll(async () => {
    await gateway?.stop();
    home?.remove();
  });

  test("graceful waits for the run, and is proved when it ends", async ({ annotate }) => {
    await hang();
    const before = await signsOf(gateway);
    const asked = restarting(gateway, home, ["--mode", "graceful"]);
    await asked.said(deferred);
    expect(await signsOf(gateway)).toMatchObject({ bootId: before.bootId });
    gateway.provider.release();
    const { code, told } = await asked.ended;
    await annotate(told.verdict?.sentence ?? "");
    expect({ code, kind: told.verdict?.kind, status: told.request?.status }).toEqual({
      code: 0,
      kind: "proved-in-process",
      status: "deferred",
    });
    expect(told.verdict?.attribution).toBe("ours");
    expectInProcess(told, before, await signsOf(gateway));
    expectJournalled(home, told.id, "proved-in-process");
  });

  test("still deferred at --wait, then a second operator waits for it, then a third forces it", async ({ annotate }) => {
    await hang();
    const before = await signsOf(gateway);

    const first = await restart(gateway, home, ["--mode", "graceful", "--wait", "3"]);
    await annotate(first.told.verdict?.sentence ?? "");
    expect({ code: first.code, kind: first.told.verdict?.kind }).toEqual({ code: 75, kind: "still-deferred" });
    expect(factsOf(first.told)).toMatchObject({ servingSince: { says: "same" }, startTicks: { says: "same" } });
    expect((await signsOf(gateway)).bootId).toBe(before.bootId);
    expectJournalled(home, first.told.id, "still-deferred");

    const second = restarting(gateway, home, ["--mode", "graceful"]);
    await second.said(/coalesced/u);
    const third = await restart(gateway, home, ["--mode", "force", "--drain", "3"]);
    await annotate(third.told.verdict?.sentence ?? third.stderr);
    const after = await signsOf(gateway);
    expect({ code: third.code, kind: third.told.verdict?.kind, attribution: third.told.verdict?.attribution }).toEqual({
      code: 0,
      kind: "proved-in-process",
      attribution: "ours",
    });
    expect(third.told.request?.status).toBe("emitted");
    expectInProcess(third.told, before, after);
    // It drained as long as it was told, and no run kept it longer.
    const [accepted = Number.NaN, draining = Number.NaN, closed = Number.NaN] = (["accepted", "draining", "closed"] as const).map(
      (milestone) => milestoneMs(third.told, milestone) ?? Number.NaN,
    );
    // Carried out as it was accepted; that it drains is seen by a look.
    expect(closed - accepted).toBeGreaterThan(2_500);
    expect(closed - draining).toBeLessThan(8_000);

    const waited = await second.ended;
    await annotate(waited.told.verdict?.sentence ?? waited.stderr);
    expect({ code: waited.code, kind: waited.told.verdict?.kind, status: waited.told.request?.status }).toEqual({
      code: 0,
      kind: "proved-in-process",
      status: "coalesced",
    });
    expect(waited.told.verdict?.attribution).not.toBe("ours");
    expect(factsOf(waited.told)["bootId"]).toMatchObject({ before: before.bootId, after: after.bootId, says: "changed" });
  });

  test("killed while it waits, and nobody starts it again", async ({ annotate }) => {
    await hang();
    const asked = restarting(gateway, home, ["--mode", "graceful", "--wait", "8"]);
    await asked.said(deferred);
    gateway.signal("SIGKILL");
    const { code, told } = await asked.ended;
    await annotate(told.verdict?.sentence ?? "");
    expect({ code, kind: told.verdict?.kind }).toEqual({ code: 1, kind: "stopped" });
    expect(factsOf(told)).toMatchObject({ closeCode: { after: 1006, says: "seen" }, refusedGap: { says: "seen" } });
    expectJournalled(home, told.id, "stopped");
  });

  describe("with commands.restart: false", () => {
    const wasIgnored = (): boolean => readFileSync(join(gateway.home, "gateway.log"), "utf8").includes("restart ignored");

    beforeAll(async () => {
      // The test before left it killed.
      gateway.configure({ commandsRestart: false, secretive: true });
      await rest();
    });

    test("and nobody can tell: the signal is sent, and that it was ignored is found out", async ({ annotate }) => {
      const before = await signsOf(gateway);
      expect(wasIgnored()).toBe(false);
      // Whoever has no token cannot ask the gateway either.
      const stranger = temporaryHome();
      const { code, told, stderr } = await restart(gateway, stranger, ["--mode", "signal"]);
      await annotate(told.verdict?.sentence ?? stderr);
      expect(wasIgnored()).toBe(true);
      expect({ code, kind: told.verdict?.kind, why: told.verdict?.why }).toEqual({
        code: 1,
        kind: "not-restarted",
        why: "ignored-by-configuration",
      });
      expect(await signsOf(gateway)).toMatchObject({ bootId: before.bootId, startTicks: before.startTicks });
      expectJournalled(stranger, told.id, "not-restarted");
      stranger.remove();
    });

    test("a request is not blocked by it", async () => {
      gateway.configure({ commandsRestart: false });
      await gateway.idle(60_000);
      const before = await signsOf(gateway);
      const { code, told } = await restart(gateway, home, ["--mode", "graceful"]);
      expect({ code, kind: told.verdict?.kind }).toEqual({ code: 0, kind: "proved-in-process" });
      expectInProcess(told, before, await signsOf(gateway));
    });

    test("and that is known: nothing is sent", async ({ annotate }) => {
      const before = await signsOf(gateway);
      const { code, told } = await restart(gateway, home, ["--mode", "signal"]);
      await annotate(told.choice.why ?? "");
      expect({ code, can: told.choice.can }).toEqual({ code: 1, can: false });
      expect(told.choice.why).toContain("commands.restart");
      expect((await signsOf(gateway)).bootId).toBe(before.bootId);
    });
  });

  test("frozen and supervised by nobody: not killed, since nobody would start it again", async ({ annotate }) => {
    const before = await signsOf(gateway);
    const { code, told, stderr } = await whileFrozen(gateway, () => restart(gateway, home, ["--mode", "force"]));
    await annotate(told.choice.why ?? stderr);
    expect({ code, can: told.choice.can }).toEqual({ code: 1, can: false });
    await gateway.answers(30_000);
    expect(await signsOf(gateway)).toMatchObject({ bootId: before.bootId, startTicks: before.startTicks });
  });

  test("stopped by somebody while it waits: stopped, although it says the same when it closes", async ({ annotate }) => {
    await hang();
    const asked = restarting(gateway, home, ["--mode", "graceful", "--wait", "12"]);
    await asked.said(deferred);
    gateway.signal("SIGTERM");
    await asked.said(/draining|shutdown/u);
    gateway.provider.release();
    const { code, told } = await asked.ended;
    await annotate(told.verdict?.sentence ?? "");
    expect({ code, kind: told.verdict?.kind }).toEqual({ code: 1, kind: "stopped" });
    expect(factsOf(told)).toMatchObject({ shutdown: { after: "stop", says: "seen" }, closeCode: { after: 1012, says: "seen" } });
  });
});
