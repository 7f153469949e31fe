// A real gateway with everything wrong that can be: each trouble is named, by its id, as bad as it is, and is gone when it is mended.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { temporaryHome, type Home } from "../../support/program.ts";
import { endPtys, type Pty } from "../../support/pty.ts";
import { secondBotToken } from "../fake-telegram.ts";
import { startGateway, type RealGateway } from "../gateway.ts";
import { live, look, openDashboard, shows, type Snapshot } from "../look.ts";
import type { Payload, RawClient } from "../raw-client.ts";
import { ask } from "../restart/ask.ts";
import { atLeast, versionsUnderTest } from "../releases.ts";
import { ringRecord } from "../truth.ts";

const HUNG = "agent:main:hung";
const SIZE = { columns: 190, rows: 50 };
/** What the dashboard promises is 2.5 s; a busy machine with two cores is given twice that. */
const SEEN_MS = 5_000;

const alertOf = (seen: Snapshot, id: string) => seen.alerts.find((alert) => alert.id === id);
const idsOf = (seen: Snapshot): readonly string[] => seen.alerts.map(({ id }) => id);

/** None of these words on any row but the first two, which hold the verdict. */
const without =
  (pattern: RegExp) =>
  (screen: readonly string[]): boolean =>
    live(screen) && !pattern.test(screen.slice(2).join("\n"));

describe.each(versionsUnderTest.filter((version) => atLeast(version, "2026.9.6")))("OpenClaw %s", (version) => {
  let gateway: RealGateway;
  let home: Home;
  let truth: RawClient;
  /** Problems and nothing else. */
  let problems: Pty;
  /** The channels board. */
  let board: Pty;
  /** When the hung run was named, epoch ms. */
  let stalledAt: Promise<number>;

  /** What the gateway itself says of an account. */
  const account = async (channel: string, name: string): Promise<Payload> => {
    const status = await truth.request("channels.status");
    const accounts = (status["channelAccounts"] as Readonly<Record<string, readonly Payload[]>>)[channel] ?? [];
    return accounts.find((one) => one["accountId"] === name) ?? {};
  };
  const isIn = (channel: string, name: string, lifecycle: string): Promise<void> =>
    expect.poll(async () => (await account(channel, name))["lifecycle"], { timeout: 60_000, interval: 100 }).toBe(lifecycle);

  const seenChannel = (seen: Snapshot, channel: string, name: string) =>
    seen.channels?.find((one) => one.channel === channel && one.account === name);

  const hold = async (session: string): Promise<void> => {
    await gateway.run(`agent:main:${session}`, `please [hang ${session}]`);
  };

  beforeAll(async () => {
    home = temporaryHome();
    gateway = await startGateway(version, { telegram: true, secondBot: true, irc: { late: "down", wire: "up" }, maxConcurrent: 1 });
    truth = await gateway.connect();
    // First of all, for it takes two minutes until a run counts as stalled.
    await hold("hung");
    await gateway.provider.received("[hang hung]");
    await hold("first");
    problems = openDashboard(gateway, home, SIZE);
    board = openDashboard(gateway, home, SIZE);
    await problems.until(live, 20_000, "a live screen");
    problems.write("!");
    // Whenever it comes: the tests before it may take longer.
    stalledAt = problems
      .until(shows(/▲\s.*main › hung\s+stalled: no progress for 2m/u), 300_000, "the stalled session")
      .then(() => Date.now());
    stalledAt.catch(() => undefined);
    await board.until(live, 20_000, "a live screen");
    board.write("2");
  });

  afterAll(async () => {
    await endPtys();
    truth?.close();
    await gateway?.stop();
    home?.remove();
  });

  test("an IRC server that was never there: the ladder, and when it is tried next", async ({ annotate }) => {
    // Not in the moment of an attempt, in which it is starting.
    await board.until(shows(/irc\/late\s+recovering\s.*\d+\/10 next (?:[5-9]s|\d\ds|\d+m)/u), 60_000, "the ladder");
    const before = Number((await account("irc", "late"))["reconnectAttempts"]);
    const seen = await look(gateway, home);
    const after = Number((await account("irc", "late"))["reconnectAttempts"]);
    const { retry, ...row } = seenChannel(seen, "irc", "late") ?? {};
    expect(row).toMatchObject({ state: "recovering", running: false, lastError: expect.stringContaining("ECONNREFUSED") });
    const attempt = retry?.attempt ?? Number.NaN;
    expect(retry).toMatchObject({ of: 10 });
    expect(attempt).toBeGreaterThanOrEqual(before);
    expect(attempt).toBeLessThanOrEqual(after);
    expect(alertOf(seen, "channel-recovering/irc/late")).toMatchObject({
      rule: "channel-recovering",
      severity: "warning",
      subject: "irc/late",
      cause: "ECONNREFUSED",
    });
    await expect
      .poll(async () => (await account("irc", "late"))["reconnectAttempts"], { timeout: 60_000, interval: 100 })
      .toBe(attempt + 1);
    const offMs = Number((await account("irc", "late"))["lastStartAt"]) - (retry?.nextAt ?? Number.NaN);
    await annotate(`attempt ${attempt + 1} came ${offMs} ms after it was announced`);
    expect(Math.abs(offMs)).toBeLessThan(2_000);
    // Found by the next attempt: seen further down.
    await gateway.irc("late").up();
  });

  test("Telegram refuses a token: blocked, and only that account", async () => {
    await isIn("telegram", "second", "ready");
    gateway.telegram?.refuse(secondBotToken, true);
    await problems.until(shows(/✖.*telegram\/second\s+blocked/u), 30_000, "the blocked account");
    const seen = await look(gateway, home);
    expect(alertOf(seen, "channel-blocked/telegram/second")).toMatchObject({
      rule: "channel-blocked",
      severity: "critical",
      subject: "telegram/second",
      message: expect.stringContaining("Unauthorized"),
      cause: "Unauthorized",
    });
    expect(seenChannel(seen, "telegram", "poll")).toMatchObject({ state: "ready" });
    expect(seen.verdict.level).toBe("critical");

    gateway.telegram?.refuse(secondBotToken, false);
    const restarted = await ask(gateway, home, ["channel", "restart", "telegram/second", "--yes"]).ended;
    expect({ code: restarted.code, said: restarted.stderr }).toMatchObject({ code: 0 });
    await problems.until(without(/telegram\/second\s/u), 30_000, "the end of it");
  });

  test("an IRC server dies and running and connected stay true: recovering, until it is back", async ({ annotate }) => {
    await isIn("irc", "wire", "ready");
    const diedAt = performance.now();
    await gateway.irc("wire").down();
    const seenAt = await board.until(shows(/irc\/wire\s+recovering/u), 20_000, "the lost server");
    await annotate(`seen ${Math.round(seenAt - diedAt)} ms after the server died`);
    expect(seenAt - diedAt).toBeLessThan(SEEN_MS);
    await problems.until(shows(/▲.*irc\/wire\s+recovering/u), 20_000, "the problem");
    const seen = await look(gateway, home);
    expect(seenChannel(seen, "irc", "wire")).toMatchObject({ state: "recovering", running: true, connected: true, retry: null });
    expect(alertOf(seen, "channel-recovering/irc/wire")).toMatchObject({ severity: "warning", subject: "irc/wire" });

    await gateway.irc("wire").up();
    await isIn("irc", "wire", "ready");
    const backAt = performance.now();
    const goneAt = await board.until(shows(/irc\/wire\s+ready/u), 20_000, "the server that is back");
    await annotate(`ready on the screen ${Math.round(goneAt - backAt)} ms after it was`);
    expect(goneAt - backAt).toBeLessThan(SEEN_MS);
    await problems.until(without(/irc\/wire\s/u), 20_000, "the end of it");
  });

  test("an IRC server that takes every line and says no word: green by every flag, and p tells", async () => {
    gateway.irc("wire").mute();
    board.write("/");
    board.write("wire");
    board.write("\r");
    await board.until((screen) => shows(/irc\/wire\s+ready/u)(screen) && without(/irc\/late/u)(screen), 10_000, "the one account");
    expect(await account("irc", "wire")).toMatchObject({ lifecycle: "ready", running: true, connected: true });
    board.write("p");
    await board.until(shows(/irc\/wire\s+ready\b.*a live probe failed/u), 30_000, "the probe that failed");

    await gateway.irc("wire").up();
    await isIn("irc", "wire", "ready");
    board.write("p");
    await board.until(without(/a live probe failed/u), 30_000, "the probe that was answered");
    board.write("\u001b");
  });

  test("the next attempt finds the server that came late", async ({ annotate }) => {
    await isIn("irc", "late", "ready");
    const backAt = performance.now();
    const seenAt = await board.until(shows(/irc\/late\s+ready/u), 20_000, "the account that is ready");
    await annotate(`ready on the screen ${Math.round(seenAt - backAt)} ms after it was`);
    await problems.until(without(/irc\/late\s+(?:recovering|gone)/u), 20_000, "the end of it");
    expect(idsOf(await look(gateway, home))).not.toContain("channel-recovering/irc/late");
  });

  test("the queue behind a run that hangs: the lane is full, it grows, and somebody waits for a minute", async () => {
    await hold("second");
    await hold("third");
    const row = /[▲✖]\s.*main\s+full: 1\/1 active, 3 waiting, the oldest for .*\+\d+\.\d a minute/u;
    await problems.until(shows(row), 90_000, "the full lane");
    await problems.until(shows(/▲\s.*runs\s+3 waiting, the oldest for/u), 90_000, "the wait");
    const seen = await look(gateway, home);
    expect(alertOf(seen, "queue-wait/runs")).toMatchObject({ rule: "queue-wait", severity: "warning", subject: "runs" });
    expect(seen.lanes?.find(({ lane }) => lane === "main")).toMatchObject({ active: 1, queued: 3, limit: 1 });
    expect(seen.sessions).toMatchObject({ running: 1, queued: 3 });
  });

  test("a run without progress is named, as our own rule and as the gateway's detector see it", async ({ annotate }) => {
    const tasks = (await truth.request("tasks.list"))["tasks"] as readonly Payload[];
    const task = tasks.find(({ sessionKey }) => sessionKey === HUNG) ?? {};
    const movedAt = Math.max(Number(task["startedAt"]), Number((task["execution"] as Payload)["lastActivityAt"] ?? 0));
    const seenMs = (await stalledAt) - movedAt;
    await annotate(`named ${Math.round(seenMs / 1_000)} s after its last progress`);
    expect(seenMs).toBeGreaterThan(119_000);
    expect(seenMs).toBeLessThan(120_000 + SEEN_MS);

    const record = await ringRecord(truth, "session.long_running", 60_000);
    const seen = await look(gateway, home);
    expect(seen.sessions).toMatchObject({ running: 1, stuck: 1 });
    expect(seen.sessions.items.find((item) => item.key === HUNG)?.state).toBe("stalled");
    expect(alertOf(seen, `session-silent/${HUNG}`)).toMatchObject({ rule: "session-silent", severity: "warning", subject: HUNG });
    expect(seen.messages.detector).toContainEqual(
      expect.objectContaining({ type: "session.long_running", at: record.ts, ageMs: record.ageMs, reason: record.reason }),
    );
  });

  test("x aborts it: it is gone, and the next run takes its place in the full lane", async ({ annotate }) => {
    problems.write("x");
    await problems.until(shows(/aborts .* in agent:main:hung/u), 10_000, "what would be aborted");
    problems.write("y");
    await problems.until(shows(/was aborted/u), 20_000, "the outcome");
    const abortedAt = performance.now();
    await gateway.provider.received("[hang first]");
    problems.write("\u001b");
    const goneAt = await problems.until(without(/main › hung\s+(?:stalled|gone)/u), 20_000, "the end of it");
    await annotate(`gone from the screen after ${Math.round(goneAt - abortedAt)} ms, of which 3 s it was shown as gone`);
    expect(goneAt - abortedAt).toBeLessThan(3_000 + SEEN_MS);
    expect(idsOf(await look(gateway, home))).not.toContain(`session-silent/${HUNG}`);
    // Nothing hangs any more, and yet the lane is full: one works, two wait.
    await problems.until(shows(/main\s+full: 1\/1 active, 2 waiting/u), 10_000, "the lane that is still full");
  });

  test("the work is done: nothing waits, and the lane is not full any more", async () => {
    for (const next of ["second", "third"]) {
      gateway.provider.release();
      await gateway.provider.received(`[hang ${next}]`);
    }
    gateway.provider.release();
    await problems.until(without(/full: 1\/1 active|waiting, the oldest/u), 40_000, "the end of the queue");
    const ids = idsOf(await look(gateway, home));
    expect(ids.filter((id) => /^(?:lane-full|queue-wait|session-silent)\//u.test(id))).toEqual([]);
  });

  describe("killed again and again", () => {
    const accounts = ["irc/late", "irc/wire", "telegram/poll", "telegram/second"];

    const suppressed = async (): Promise<boolean> => {
      const answer = await fetch(`http://127.0.0.1:${gateway.port}/readyz`);
      return (((await answer.json()) as { suppressed?: readonly string[] }).suppressed ?? []).length > 0;
    };

    beforeAll(async () => {
      // Three times within five minutes; the first boot of this gateway may be too long ago to count.
      for (let kills = 0; kills < 4 && !(await suppressed()); kills += 1) {
        gateway.signal("SIGKILL");
        await gateway.start();
      }
    });

    test("the breaker keeps every channel down: told as the cause, and the channels as one", async () => {
      await problems.until(shows(/✖.*gateway\s+crash-loop breaker/u), 30_000, "the breaker");
      const row = /✖.*channel ×4\s+not running · restart-loop breaker/u;
      await problems.until(shows(row), 30_000, "the channels, as one");
      const seen = await look(gateway, home);
      expect(alertOf(seen, "crash-loop/gateway")).toMatchObject({ rule: "crash-loop", severity: "critical", subject: "gateway" });
      for (const subject of accounts) {
        expect(alertOf(seen, `channel-stopped/${subject}`)).toMatchObject({ severity: "critical", cause: "restart-loop breaker" });
      }
      expect(seen.verdict).toMatchObject({ level: "critical", summary: expect.stringContaining("crash-loop breaker") });
    });

    test("each channel started by hand: it is over", async () => {
      const [first = "", ...others] = accounts;
      const started = await ask(gateway, home, ["channel", "start", first, "--yes"]).ended;
      expect({ code: started.code, said: started.stderr }).toMatchObject({ code: 0 });
      await problems.until(shows(/channel ×3\s+not running/u), 30_000, "one channel less");
      const client = await gateway.connect();
      for (const subject of others) {
        const [channel, accountId] = subject.split("/");
        await client.request("channels.start", { channel, accountId });
      }
      client.close();
      await problems.until(without(/(?:crash|restart)-loop breaker/u), 30_000, "the end of it");
      expect(idsOf(await look(gateway, home)).filter((id) => /^(?:crash-loop|channel-stopped)\//u.test(id))).toEqual([]);
    });
  });
});
