// A gateway with nothing to do is restarted: asked, signalled, twice at once, and as exactly as an independent witness saw it.
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { temporaryHome, type Home } from "../../support/program.ts";
import { startGateway, type RealGateway } from "../gateway.ts";
import type { Payload } from "../raw-client.ts";
import { atLeast, versionsUnderTest } from "../releases.ts";
import { handledRestartSignal, inspectorOpen, lockOf } from "../truth.ts";
import { ask, restart, type RestartAnswer } from "./ask.ts";
import { expectJournalled, journalLines } from "./journal.ts";
import { expectInProcess, factsOf, milestoneMs } from "./expect.ts";
import { signsOf } from "./signs.ts";
import { watchRestart } from "./watcher.ts";
import { waylay, type Waylayer } from "./waylay.ts";

describe.each(versionsUnderTest.filter((version) => atLeast(version, "2026.9.5")))("OpenClaw %s", (version) => {
  let gateway: RealGateway;
  let home: Home;

  beforeAll(async () => {
    home = temporaryHome();
    gateway = await startGateway(version);
    await gateway.idle(60_000);
  });

  afterEach(() => {
    expect(inspectorOpen(gateway.pid())).toBe(false);
  });

  afterAll(async () => {
    await gateway?.stop();
    home?.remove();
  });

  test("--dry-run and --readonly change nothing", async () => {
    const before = { ...(await signsOf(gateway)), servingSince: 0 };
    const admin = await gateway.connect();
    /** Who may do what, without the times of being seen. */
    const devices = async (): Promise<unknown> =>
      ((await admin.request("device.pair.list"))["paired"] as readonly Payload[]).map(({ deviceId, scopes, tokens }) => ({
        deviceId,
        scopes,
        tokens,
      }));
    // A look pairs the device for reading.
    await restart(gateway, home, ["--mode", "graceful", "--dry-run"]);
    const paired = await devices();
    for (const mode of ["graceful", "signal", "service", "force"]) {
      const dry = await restart(gateway, home, ["--mode", mode, "--dry-run"]);
      expect(dry.told).toMatchObject({ schema: "gatetop-restart/1", mode, dryRun: true, verdict: null });
      // Nobody supervises this gateway.
      expect([mode, dry.code, dry.told.choice.can]).toEqual([mode, mode === "service" ? 1 : 0, mode !== "service"]);
      const barred = await ask(gateway, home, ["restart", "--mode", mode, "--readonly", "--yes", "--json"]).ended;
      expect([mode, barred.code]).toEqual([mode, 77]);
    }
    expect(await devices()).toEqual(paired);
    admin.close();
    expect({ ...(await signsOf(gateway)), servingSince: 0 }).toEqual(before);
    expect(journalLines(home)).toEqual([]);
  });

  test("graceful: proved, and timed as an independent witness saw it", async ({ annotate }) => {
    const before = await signsOf(gateway);
    const watcher = await watchRestart(gateway);
    const { code, told } = await restart(gateway, home, ["--mode", "graceful"]);
    await watcher.over;
    watcher.stop();
    const after = await signsOf(gateway);

    expect({ code, kind: told.verdict?.kind, sentence: told.verdict?.sentence }).toMatchObject({ code: 0, kind: "proved-in-process" });
    expect(told.verdict?.attribution).toBe("ours");
    expect(told.request?.status).toMatch(/^(scheduled|deferred)$/u);
    expectInProcess(told, before, after);
    expect(factsOf(told)).toMatchObject({
      shutdown: { after: "restart", says: "seen" },
      closeCode: { after: 1012, says: "seen" },
      refusedGap: { says: "seen" },
    });
    expectJournalled(home, told.id, "proved-in-process");

    const { seen } = watcher;
    const asked = told.at ?? 0;
    const pairs = [
      ["shutdown announced", seen.shutdown],
      ["closed", seen.closed],
      ["port down", seen.refused],
      ["port up", seen.accepted],
      ["http", seen.answered],
      ["startupz", seen.started],
    ] as const;
    const apart = pairs.map(([name, at]) => [name, Math.round((milestoneMs(told, name) ?? Number.NaN) - ((at ?? Number.NaN) - asked))]);
    await annotate(`apart from the witness, ms: ${JSON.stringify(Object.fromEntries(apart))}; ${told.verdict?.sentence}`);
    // How near is for the benchmark; here only that both watched the same restart, on a machine that may be busy.
    for (const [name, ms] of apart) expect.soft([name, Math.abs(Number(ms)) < 1_000]).toEqual([name, true]);
    const startedMs = milestoneMs(told, "startupz") ?? Number.NaN;
    expect(told.verdict?.readyMs).toBeLessThan(startedMs + 2_000);
  });

  test("hot signal: the one this process handles", async ({ annotate }) => {
    await gateway.idle(60_000);
    expect(handledRestartSignal(gateway.pid())).toBe(gateway.release.restartSignal);
    const before = await signsOf(gateway);
    const { code, told, stderr } = await restart(gateway, home, ["--mode", "signal"]);
    await annotate(told.verdict?.sentence ?? stderr);
    expect({ code, kind: told.verdict?.kind }).toEqual({ code: 0, kind: "proved-in-process" });
    expectInProcess(told, before, await signsOf(gateway));
    expectJournalled(home, told.id, "proved-in-process");
    expect(told.request).toMatchObject({ by: "signal", signal: gateway.release.restartSignal });
  });

  /** As from a host that reaches the gateway over a tunnel. */
  const over = async (way: Waylayer): Promise<RestartAnswer> => {
    const args = ["--url", `ws://127.0.0.1:${way.port}`, "--token-file", gateway.tokenFile, "--mode", "graceful"];
    const answer = await restart(gateway, home, args);
    await way.close();
    return answer;
  };

  test("somebody else's request comes first in the same cycle: one restart, and not ours", async ({ annotate }) => {
    await gateway.idle(60_000);
    const before = await signsOf(gateway);
    const other = await gateway.connect();
    const first = async (): Promise<void> => {
      await other.request("gateway.restart.request", { reason: "somebody else" });
    };
    const { code, told, stderr } = await over(await waylay(gateway.port, { method: "gateway.restart.request", first }));
    const after = await signsOf(gateway);
    await annotate(`${told.request?.status} ${told.verdict?.attribution}: ${told.verdict?.sentence ?? stderr}`);
    expect({ code, kind: told.verdict?.kind }).toEqual({ code: 0, kind: "proved-in-process" });
    expect(told.verdict?.attribution).not.toBe("ours");
    expect(factsOf(told)["bootId"]).toMatchObject({ before: before.bootId, after: after.bootId, says: "changed" });
    expectJournalled(home, told.id, "proved-in-process");
  });

  test("a request whose answer is lost is resolved by evidence", async ({ annotate }) => {
    await gateway.idle(60_000);
    const before = await signsOf(gateway);
    const way = await waylay(gateway.port, { method: "gateway.restart.request", loseAnswer: true });
    const { code, told, stderr } = await over(way);
    const after = await signsOf(gateway);
    await annotate(told.verdict?.sentence ?? stderr);
    expect(after.bootId).not.toBe(before.bootId);
    expect(way.swallowed()).toBe(1);
    expect(told.request).toMatchObject({ status: null, unanswered: { sent: true } });
    expect({ code, kind: told.verdict?.kind }).toEqual({ code: 0, kind: "proved-in-process" });
    expect(factsOf(told)["bootId"]).toMatchObject({ before: before.bootId, after: after.bootId, says: "changed" });
    expect(told.verdict?.sentence).toContain(`pid ${gateway.pid()} kept`);
  });

  test("its lock tells of nobody else afterwards", () => {
    expect(lockOf(gateway)).toMatchObject({ pid: gateway.pid() });
  });
});
