// Restarts counted once, whoever tells of them, and never as zero when nobody can tell.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { JournalEntry } from "../../../src/data/action/journal.ts";
import { decodeRestartLog } from "../../../src/data/gateway/decode/restart-log.ts";
import { countRestarts, type Countable, type Told } from "../../../src/data/restart/count.ts";
import type { BootRecord } from "../../../src/data/restart/evidence.ts";
import { restartsInJournal } from "../../../src/data/restart/journal-restarts.ts";
import { joinedLogs, type RestartLog, type RestartNote } from "../../../src/data/restart/restart-log.ts";
import type { SupervisorFacts } from "../../../src/data/restart/supervisor.ts";
import type { State } from "../../../src/data/state.ts";
import { update } from "../../../src/data/update.ts";
import { noWork } from "../../../src/data/work-log.ts";
import { sampled, scene, START, well } from "../../support/scene.ts";
import { restartCase, watchedAll } from "../../support/restart-case.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOW = 1_795_165_900_000;

const table = (name: string): readonly BootRecord[] =>
  JSON.parse(readFileSync(new URL(`../../fixtures/restart-counters/${name}.json`, import.meta.url), "utf8")) as readonly BootRecord[];

const count = (given: Partial<Countable>) =>
  countRestarts({
    now: NOW,
    watchedSince: NOW,
    journal: [],
    boots: null,
    log: null,
    seen: [],
    automaticRestarts: null,
    suppressed: [],
    accountLimit: null,
    ...given,
  });

const told = (at: number, from: Told["from"], change: Partial<Told> = {}): Told => ({
  at,
  earliest: at,
  latest: at,
  bootId: null,
  cause: "new process, cause unknown",
  from,
  reason: null,
  ...change,
});

const log = (reachesBackTo: number | null, ...notes: readonly RestartNote[]): RestartLog => ({
  cursor: 1,
  file: null,
  watched: false,
  askedAt: 0,
  reachesBackTo,
  notes,
  work: noWork,
});

describe("from the gateway's own table", () => {
  test("each boot says why the next one began", () => {
    const { items, sources } = count({ boots: table("boots-systemd") });
    expect(items.map(({ cause, reason }) => `${cause}: ${reason}`)).toEqual([
      "service: stop (SIGTERM)",
      "asked by somebody: restart (SIGUSR2: gateway.restart.safe)",
      "asked by somebody: restart (SIGTERM: gateway.restart)",
      "crash: null",
      "service: stop (SIGTERM)",
      "service: stop (SIGTERM)",
      "asked by somebody: restart (SIGUSR2: rpc under systemd)",
      "asked by somebody: restart (SIGUSR2)",
    ]);
    expect(sources).toEqual([]);
  });

  test("three killed boots are crashes, and the breaker's count is told", () => {
    const boots = table("boots-crash-loop");
    const { items, breaker } = count({ boots, now: 1_795_164_855_000, suppressed: ["telegram"] });
    expect(items.map(({ cause }) => cause)).toEqual(["crash", "crash", "crash"]);
    expect(breaker).toEqual({ uncleanBoots: 3, suppressed: ["telegram"] });
  });

  test("a run of gatetop is known by its id", () => {
    const [first, second] = table("boots-systemd");
    if (first === undefined || second === undefined) throw new Error("the table has rows");
    const { items } = count({ boots: [{ ...first, reason: "restart (SIGUSR2: gatetop 3f9a2c)" }, second] });
    expect(items).toMatchObject([{ cause: "asked by gatetop", reason: "restart (SIGUSR2: gatetop 3f9a2c)" }]);
  });
});

describe("unknown is not zero", () => {
  const old = (ageMs: number): BootRecord => ({
    bootId: "a",
    pid: 1,
    startedAt: NOW - ageMs,
    completedAt: null,
    outcome: null,
    reason: null,
    startupReason: null,
  });
  test.each<[string, Partial<Countable>, number | null, number | null, readonly string[]]>([
    ["nothing but two minutes of watching", { watchedSince: NOW - 2 * MINUTE }, null, null, []],
    ["an hour was watched", { watchedSince: NOW - HOUR }, 0, null, []],
    ["a boot of two days ago is in the table", { boots: [old(2 * DAY)] }, 0, 0, ["boot table"]],
    ["the table begins ten minutes ago", { boots: [old(10 * MINUTE)] }, null, null, []],
    ["a table without rows", { boots: [] }, null, null, []],
    ["a log of three hours", { log: log(NOW - 3 * HOUR) }, 0, null, []],
    ["a log of a week", { log: log(NOW - 7 * DAY) }, 0, 0, ["log"]],
  ])("%s", (_name, given, lastHour, lastDay, sources) => {
    expect(count(given)).toMatchObject({ lastHour, lastDay, sources });
  });
});

describe("one restart, several witnesses", () => {
  const [ended, next] = table("boots-systemd");
  const startedAt = next?.startedAt ?? 0;
  const boots = ended === undefined || next === undefined ? [] : [ended, next];
  const now = startedAt + 10 * MINUTE;

  test("is counted once, with the best cause", () => {
    const { items } = count({
      now,
      boots,
      journal: [told(startedAt - 2_000, "journal", { latest: startedAt + 9_000, cause: "asked by gatetop", reason: "gatetop 3f9a2c" })],
      log: log(
        null,
        { at: startedAt - 9_000, of: "gateway", said: "restarting", run: null },
        { at: startedAt - 8_990, of: "gateway", said: "restarting", run: null },
      ),
      seen: [told(startedAt + 5_000, "seen", { earliest: startedAt - 115_000 })],
    });
    expect(items).toEqual([
      { at: startedAt, cause: "asked by gatetop", from: ["boot table", "journal", "log", "seen"], reason: "restart (SIGUSR2)" },
    ]);
  });

  test.each([
    ["within milliseconds", [0, 90], 1],
    ["seconds apart, as a busy host does", [0, 90, 5_700], 1],
    ["again a minute later: another restart", [0, 90, 60_000, 60_090], 2],
  ])("the log writes it in several lines, %s", (_, moments, restarts) => {
    const notes = moments.map((ms): RestartNote => ({ at: NOW - HOUR / 2 + ms, of: "gateway", said: "restarting", run: null }));
    expect(count({ log: log(NOW - DAY, ...notes) }).items).toHaveLength(restarts);
  });

  test("the same boot by its id, whatever the clocks say", () => {
    const bootId = next?.bootId ?? "";
    const { items } = count({ now, boots, journal: [told(startedAt - HOUR, "journal", { bootId, cause: "asked by gatetop" })] });
    expect(items).toHaveLength(1);
  });

  test("what the journal tells of another gateway at this address is not counted", () => {
    const elsewhere = told(startedAt + MINUTE, "journal", { bootId: "another", cause: "asked by gatetop" });
    expect(count({ now, boots, journal: [elsewhere] }).items).toMatchObject([{ from: ["boot table"] }]);
    expect(count({ now, boots: null, journal: [elsewhere] }).items).toHaveLength(1);
  });

  test("two restarts a minute apart stay two", () => {
    const seen = [told(NOW - 5 * MINUTE, "seen"), told(NOW - 4 * MINUTE, "seen")];
    expect(count({ seen, watchedSince: NOW - HOUR })).toMatchObject({ lastHour: 2 });
  });

  test("what is older than a day is left out", () => {
    expect(count({ seen: [told(NOW - DAY - 1, "seen")] }).items).toEqual([]);
  });
});

describe("the journal", () => {
  const { verdict, milestones, after, before, at } = watchedAll(restartCase("rpc-idle"));
  const entry = (url: string, change: object = {}): JournalEntry => ({
    schema: "gatetop-journal/1",
    id: "3f9a2c",
    at: at + 5_813,
    operator: { user: "ana", uid: 1000, peer: null, pid: 1 },
    target: { url, name: "gateway", local: true, version: null },
    entry: "ended",
    request: { action: "restart", aim: "graceful", drainBudgetMs: null },
    verdict,
    outcome: null,
    after,
    milestones,
    tookMs: 5_813,
    ...change,
  });

  test("tells of proved restarts of this gateway alone", () => {
    const refused = watchedAll(restartCase("request-not-sent")).verdict;
    const entries = [
      entry("ws://127.0.0.1:18789"),
      entry("ws://127.0.0.1:19999"),
      entry("ws://127.0.0.1:18789", { id: "0a0b0c", verdict: refused }),
    ];
    expect(restartsInJournal(entries, "ws://127.0.0.1:18789")).toEqual([
      {
        at: at + 56,
        earliest: at + 56,
        latest: at + 5_813,
        bootId: after.link?.bootId,
        cause: "asked by gatetop",
        from: "journal",
        reason: "gatetop 3f9a2c",
      },
    ]);
    expect(before.link?.bootId).not.toBe(after.link?.bootId);
  });
});

describe("channel accounts, from the log", () => {
  const line = (at: number, message: string, subsystem = "channels/irc"): string =>
    JSON.stringify({ 0: JSON.stringify({ subsystem }), 1: message, time: new Date(at).toISOString(), message });
  const lines = [
    line(NOW - 2 * HOUR, "[default] auto-restart attempt 9/10 in 300s"),
    line(NOW - 20 * MINUTE, "[default] auto-restart attempt 1/10 in 5s"),
    line(NOW - 19 * MINUTE, "[default] auto-restart attempt 2/10 in 11s"),
    line(NOW - 10 * MINUTE, "[irc:default] health-monitor: restarting (reason: gave-up)", "gateway/health-monitor"),
    line(NOW - 9 * MINUTE, "ready", "gateway"),
    "not JSON at all: restart",
  ];
  const slice = decodeRestartLog({ file: "/tmp/openclaw/openclaw.log", cursor: 4_711, size: 4_711, lines, truncated: false, reset: false });
  const read = joinedLogs(null, slice, NOW);

  test("are counted by reason, in the last hour, against the limit", () => {
    expect(count({ log: read, accountLimit: 10 }).accounts).toEqual([
      {
        account: "irc/default",
        count: 3,
        wholeHour: true,
        byReason: { "auto-restart": 2, "health-monitor: gave-up": 1 },
        limit: 10,
      },
    ]);
  });

  test("a line that names the limit knows it better", () => {
    const hit = line(NOW - MINUTE, "[irc:default] health-monitor: hit 6 restarts/hour limit, skipping", "gateway/health-monitor");
    const more = joinedLogs(read, decodeRestartLog({ cursor: 5_000, lines: [hit], reset: false, truncated: false }), NOW);
    expect(count({ log: more, accountLimit: 10 }).accounts).toMatchObject([{ count: 3, limit: 6 }]);
    expect(more).toMatchObject({ cursor: 5_000, reachesBackTo: NOW - 2 * HOUR });
  });

  test("lines that were lost end what is known", () => {
    const later = joinedLogs(
      read,
      decodeRestartLog({ cursor: 9, lines: [line(NOW - MINUTE, "ready")], reset: true, truncated: false }),
      NOW,
    );
    expect(later.reachesBackTo).toBe(NOW - MINUTE);
    expect(count({ log: later }).accounts).toMatchObject([{ wholeHour: false }]);
  });
});

describe("in the state", () => {
  const facts: SupervisorFacts = {
    kind: "systemd-user",
    unit: "openclaw-gateway.service",
    loadState: "loaded",
    activeState: "active",
    subState: "running",
    result: "success",
    mainPid: 1,
    invocationId: "a1",
    automaticRestarts: 5,
    stopTimeoutMs: 330_000,
    restartDelayMs: 5_000,
    restartPolicy: "always",
    enabled: true,
  };
  const unit = (at: number, change: Partial<SupervisorFacts>) =>
    sampled("supervisor", { found: true, facts: { ...facts, ...change }, problems: [] }, at);

  test("nothing but gatetop's own eyes: no counters", () => {
    expect(scene(...well()).restarts).toBeNull();
  });

  test.each<[string, Partial<SupervisorFacts>, string]>([
    ["by hand", { invocationId: "b2", automaticRestarts: 0 }, "service"],
    ["by itself", { invocationId: "b2", automaticRestarts: 6 }, "new process, cause unknown"],
  ])("a unit that was started anew %s", (_name, change, cause) => {
    const { restarts } = scene(...well(), unit(START, {}), unit(START + MINUTE, change));
    expect(restarts?.unit).toBe(change.automaticRestarts);
    expect(restarts?.items).toMatchObject([{ cause, from: ["unit"] }]);
  });

  test("a restart proved here is counted once, and again after the journal was read", () => {
    const run = watchedAll(restartCase("rpc-idle"));
    const base: State = { ...scene(...well()), now: run.at };
    const once = update(base, { type: "run", at: run.at + run.ms, run });
    const twice = update(once, { type: "run", at: run.at + run.ms, run });
    expect(twice.restarts?.items).toMatchObject([{ cause: "asked by gatetop", from: ["journal"], reason: "gatetop 3f9a2c" }]);
  });
});
