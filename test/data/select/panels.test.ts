// What panels say, as rows: order, words, and the difference between unknown, old and zero.
import { describe, expect, test } from "vitest";
import { rssFact } from "../../../src/data/facts.ts";
import { channelRows, channelWords } from "../../../src/data/select/channels.ts";
import { explanation } from "../../../src/data/select/explain.ts";
import { gatewayRows } from "../../../src/data/select/gateway.ts";
import { linkWords, rateWords } from "../../../src/data/select/header.ts";
import { known, knownCell, oldness } from "../../../src/data/select/known.ts";
import { laneRows, workInFlight } from "../../../src/data/select/queues.ts";
import { sessionName, sessionView } from "../../../src/data/select/sessions.ts";
import { account, clock, lane, link, sampled, scene, session, START, task, ticks, waitingLink, well } from "../../support/scene.ts";

describe("channels", () => {
  const rows = (...accounts: readonly Parameters<typeof account>[0][]) =>
    channelRows(scene(sampled("channels", { accounts: accounts.map((one) => account(one)), issues: [], partial: false })));

  test("broken ones first, those that are off last", () => {
    const sorted = rows(
      { account: "off", enabled: false },
      { account: "well" },
      { account: "down", lifecycle: "blocked" },
      { account: "trying", restartPending: true },
    );
    expect(sorted.map((row) => row.account.account)).toEqual(["down", "trying", "well", "off"]);
  });

  test.each<[Parameters<typeof account>[0], string]>([
    [{ mode: "polling" }, "ready · polling"],
    [{ restartPending: true, reconnectAttempts: 4, lastError: "ETIMEDOUT" }, "recovering · reconnect 4 · ETIMEDOUT"],
    [{ enabled: false, stateReason: "disabled" }, "disabled"],
    [{ lifecycle: "stopped", running: false, healthState: "not-running" }, "stopped · not-running"],
    [{ activeRuns: 2 }, "ready · 2 active"],
  ])("%j reads %s", (given, words) => {
    expect(rows(given).map(channelWords)).toEqual([words]);
  });

  test("an error beside a ready state is a warning, not a calm row", () => {
    expect(rows({ lastError: "boom" })[0]?.mark).toBe("warn");
  });
});

describe("sessions", () => {
  const view = sessionView(
    scene(
      sampled("sessions", {
        items: [
          session({ key: "agent:main:old", lastActivityAt: START - 9_000 }),
          session({ key: "agent:main:busy", status: "running", hasActiveRun: true, startedAt: START - 5_000 }),
          session({ key: "agent:main:new", lastActivityAt: START - 1_000, status: "failed" }),
          session({ key: "agent:main:stuck", status: "running", hasActiveRun: true, startedAt: START - 400_000 }),
          session({ key: "agent:main:waits", status: "queued" }),
        ],
        total: 900,
      }),
      sampled("tasks", [task({ sessionKey: "agent:main:waits", execution: "queued", createdAt: START - 70_000 })]),
    ),
  );

  test("stuck, running, queued, then the newest at rest", () => {
    expect(view.keys().map((key) => key.replace("agent:main:", ""))).toEqual(["stuck", "busy", "waits", "new", "old"]);
    expect(view.rows(0, 5).map((row) => row.key)).toEqual(view.keys());
    expect(view.rows(2, 4).map((row) => row.key)).toEqual(view.keys().slice(2, 4));
  });

  test("counts, the gateway's own total, and one row by key", () => {
    expect(view.counts).toEqual({ stuck: 1, stalled: 0, running: 1, queued: 1 });
    expect(view.total).toBe(900);
    expect(view.find("agent:main:waits")).toMatchObject({ mark: "warn", ageMs: 70_000 });
    expect(view.find("agent:main:new")).toMatchObject({ failed: true, words: "failed", ageMs: 1_000 });
    expect(view.find("nobody")).toBeNull();
  });

  test.each([
    ["agent:main:telegram:4411", "main › telegram:4411"],
    ["agent:main", "agent:main"],
    ["global", "global"],
  ])("%s reads %s", (key, name) => {
    expect(sessionName(key)).toBe(name);
  });
});

describe("queues", () => {
  test("full lanes with work waiting first; main before its idle neighbours", () => {
    const lanes = [
      lane({ lane: "cron" }),
      lane({ lane: "main" }),
      lane({ lane: "busy", active: 1 }),
      lane({ lane: "full", active: 2, queued: 1 }),
    ];
    expect(laneRows(scene(sampled("lanes", { lanes, dynamic: null }))).map((row) => row.key)).toEqual(["full", "busy", "main", "cron"]);
  });

  test("work in flight in words", () => {
    const work = (counts: Readonly<Record<string, number>>) => workInFlight({ safe: true, counts, blockers: [], summary: null });
    expect(work({ embeddedRuns: 1, cronRuns: 2, other: 9 })).toEqual(["1 run", "2 cron runs"]);
    expect(work({})).toEqual(["none"]);
  });
});

describe("unknown, old and zero", () => {
  test("nothing read yet is a dash everywhere, never a zero", () => {
    const words = gatewayRows(scene()).flatMap((row) => row.cells.map((one) => one.text));
    expect(words.filter((text) => /\d/u.test(text))).toEqual([]);
    expect(words.some((text) => text.includes("–"))).toBe(true);
  });

  test("the last value is kept, dim, with its age", () => {
    const state = scene(...well(), { type: "failed", source: "process", at: START + 30_000, why: "gone" }, clock(START + 180_000));
    expect(rssFact(state)).toBeNull();
    expect(knownCell(state, known(state, rssFact), String)).toEqual({ text: "1000000000 (3m old)", tone: "dim" });
    expect(oldness(state, "process")).toMatchObject({ text: "3m old" });
  });

  test("an answer that merely stopped coming is old too", () => {
    expect(oldness(scene(...well()), "channels")).toBeNull();
    expect(oldness(scene(...well(), clock(START + 60_000)), "channels")).toMatchObject({ text: "1m old" });
  });
});

describe("the connection", () => {
  const waiting = { retryAt: START + 3_000, attempt: 2 };
  const refused = { phase: "refused", since: START, refusal: { code: "C", why: "wrong token", fix: "run this" }, retryAt: null } as const;

  test("in a word", () => {
    expect(linkWords(scene())).toEqual({ mark: "off", text: "idle" });
    expect(linkWords(scene(link(waitingLink(waiting))))).toEqual({ mark: "bad", text: "down, trying    0s" });
    expect(linkWords(scene(link(refused)))).toEqual({ mark: "bad", text: "refused" });
    expect(linkWords(scene(...well()))).toEqual({ mark: "ok", text: "live" });
    expect(linkWords(scene(...well(), ...ticks(60)))).toEqual({ mark: "bad", text: "silent" });
  });

  test("is explained only while there is none", () => {
    expect(explanation(scene(), 80)).toBeNull();
    expect(explanation(scene(...well()), 80)).toBeNull();
    const words = explanation(scene(link(refused)), 80)?.lines.map((line) => line.map((one) => one.text.trim()).join(" "));
    expect(words).toEqual(["why wrong token", "code C", "", "do this run this", "try again not by itself: press r when it is done"]);
  });

  test("an announced restart is not a fault", () => {
    const announced = { at: START, kind: "restart", expectedMs: 1_500, reason: "update" } as const;
    expect(explanation(scene(link(waitingLink({ ...waiting, announced }))), 80)).toMatchObject({
      title: "the gateway is restarting",
      tone: "warn",
    });
  });

  test.each([
    [1, null],
    [2, "2× slower"],
    [0.5, "2× faster"],
    [0.7, "1.4× faster"],
    [1.0625, "1.1× slower"],
  ])("refresh factor %d reads %s", (rate, words) => {
    expect(rateWords(rate)).toBe(words);
  });
});
