// The small parts of a restart: versions, deadlines, the crash-loop breaker, log lines, work in words.
import { describe, expect, test } from "vitest";
import { uncleanBoots, wouldBeNth } from "../../../src/data/restart/breaker.ts";
import { deadlinesFor } from "../../../src/data/restart/deadlines.ts";
import type { BootRecord } from "../../../src/data/restart/evidence.ts";
import { accountRestart, logSaid } from "../../../src/data/restart/log-lines.ts";
import type { RunAim } from "../../../src/data/restart/run.ts";
import { atLeast, compareVersions } from "../../../src/data/restart/version.ts";
import { workWords } from "../../../src/data/restart/work-words.ts";

describe("versions", () => {
  test.each<[string | null, string | null, number | null]>([
    ["2026.9.6", "2026.9.5", 1],
    ["2026.10.1", "2026.9.30", 1],
    ["2026.2.26", "2026.9.6", -1],
    ["2026.9.6", "2026.9.6", 0],
    ["2026.1.24-3", "2026.1.24", 1],
    ["2026.9.6-beta.1", "2026.9.6", null],
    ["2026.9.5-beta.1", "2026.9.6", -1],
    ["v2026.9.6+build.7", "2026.9.6", 0],
    ["dev", "2026.9.6", null],
    [null, "2026.9.6", null],
    ["2026.9", "2026.9.6", null],
  ])("%s against %s", (a, b, sign) => {
    const compared = compareVersions(a, b);
    expect(compared === null ? null : Math.sign(compared)).toBe(sign);
    expect(atLeast(a, b ?? "")).toBe(sign === null ? null : sign >= 0);
  });
});

describe("deadlines", () => {
  const plain = { channels: false, supervised: false, stopTimeoutMs: null, drainBudgetMs: null, cooldown: false, waitMs: null };
  test.each<[RunAim, Partial<typeof plain> | object, number, number]>([
    ["graceful", {}, 30_000, 30_000],
    ["signal", { channels: true }, 60_000, 60_000],
    ["signal", { cooldown: true }, 60_000, 30_000],
    ["graceful", { cooldown: true }, 30_000, 30_000],
    ["graceful", { channels: true, supervised: true }, 90_000, 90_000],
    ["service", { supervised: true, stopTimeoutMs: 330_000 }, 450_000, 60_000],
    ["service", { supervised: true }, 450_000, 60_000],
    ["stop", { supervised: true, stopTimeoutMs: 90_000 }, 210_000, 60_000],
    ["force", { drainBudgetMs: 3_000 }, 93_000, 30_000],
    ["kill", {}, 60_000, 30_000],
    ["clean-up", { supervised: true, drainBudgetMs: 10_000 }, 100_000, 60_000],
  ])("%s with %j", (aim, given, idleMs, bootMs) => {
    expect(deadlinesFor({ aim, ...plain, ...given })).toMatchObject({ idleMs, bootMs, deferralMs: 300_000 });
  });
});

describe("crash-loop breaker", () => {
  const now = 1_795_164_900_000;
  const boot = (agoMs: number, outcome: string | null): BootRecord => ({
    bootId: `boot-${agoMs}`,
    pid: 1,
    startedAt: now - agoMs,
    completedAt: outcome === null ? null : now - agoMs + 5_000,
    outcome,
    reason: null,
    startupReason: null,
  });

  test.each<[string, readonly BootRecord[], number, number]>([
    ["only the one that runs", [boot(60_000, null)], 0, 1],
    ["two killed, one running", [boot(5_000, null), boot(20_000, null), boot(40_000, null)], 2, 3],
    ["clean ends do not count", [boot(5_000, null), boot(20_000, "planned_restart"), boot(40_000, "clean_stop")], 0, 1],
    ["five minutes ago is over", [boot(5_000, null), boot(301_000, null), boot(400_000, null)], 0, 1],
    ["in any order", [boot(40_000, null), boot(5_000, null), boot(20_000, null)], 2, 3],
    ["nothing in the table", [], 0, 1],
  ])("%s", (_name, boots, unclean, nth) => {
    expect(uncleanBoots(boots, now)).toBe(unclean);
    expect(wouldBeNth(boots, now)).toBe(nth);
  });
});

describe("log lines", () => {
  test.each<[string, string | null, string | null]>([
    ["SIGUSR2 restart ignored (not authorized; commands.restart=false).", "signal-ignored", null],
    ["SIGUSR1 restart ignored (not authorized; commands.restart=false or use gateway tool).", "signal-ignored", null],
    ["An unauthorized SIGUSR2 restart signal was received and ignored. If a pending gateway restart", "signal-ignored", null],
    ["received SIGUSR2; restarting", "restarting", null],
    ["[admission] closed: restart (SIGUSR2: gatetop 3f9a2c)", "restarting", "3f9a2c"],
    ["closed: restart (SIGUSR2: lab)", "restarting", null],
    ["closed: restart-signal fence", null, null],
    ["draining active work before restart with timeout 2997.05ms: queueSize=2", "draining", null],
    [
      "restart-loop breaker tripped: 3 unclean boot(s) within 300000ms; suppressing channel/provider account auto-start",
      "breaker-tripped",
      null,
    ],
    ["user says: received SIGUSR2; restarting", null, null],
    ["ready", null, null],
  ])("%s", (message, said, run) => {
    expect(logSaid(message)).toEqual(said === null ? null : { kind: "log", said, run });
  });

  test.each<[string, string | null, string | null, string | null]>([
    ["[default] auto-restart attempt 6/10 in 163s", "irc", "irc/default", "auto-restart"],
    ["[irc] [default] auto-restart attempt 1/10 in 5s", null, "irc/default", "auto-restart"],
    ["[irc:default] health-monitor: restarting (reason: gave-up)", null, "irc/default", "health-monitor: gave-up"],
    ["[default] auto-restart attempt 6/10 in 163s", null, null, null],
    ["[default] giving up after 10 restart attempts", "irc", null, null],
  ])("%s", (message, channel, account, reason) => {
    expect(accountRestart(message, channel)).toEqual(account === null ? null : { account, reason });
  });
});

describe("work in words", () => {
  const blocker = (kind: string, count: number) => ({ kind, count, message: "" });
  test.each<[ReturnType<typeof blocker>[], number | null, string]>([
    [[blocker("queue", 2), blocker("embedded-run", 1), blocker("root-request", 1), blocker("task", 1)], 5, "1 run and 1 task are"],
    [[blocker("embedded-run", 1)], 1, "1 run is"],
    [[blocker("root-request", 1)], 1, "1 request is"],
    [[blocker("queue", 3)], 3, "3 operations are"],
    [[blocker("something-new", 2)], 2, "2 pieces of work are"],
    [[], 1, "1 piece of work is"],
    [[], null, "running work is"],
  ])("%j, %s left: %s", (blockers, left, words) => {
    expect(workWords(blockers, left)).toBe(words);
  });
});
