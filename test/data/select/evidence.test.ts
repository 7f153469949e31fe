// What a problem is known by: readings with their source and age, places and whether they answer, lines of the log about it.
import { describe, expect, test } from "vitest";
import type { LogNote } from "../../../src/data/model/log-notes.ts";
import { problems } from "../../../src/data/alerts/problems.ts";
import { problemSections } from "../../../src/data/select/details-problem.ts";
import { evidenceSections } from "../../../src/data/select/evidence.ts";
import { notesAbout, noteWords } from "../../../src/data/select/log-words.ts";
import type { State } from "../../../src/data/state.ts";
import { update } from "../../../src/data/update.ts";
import { logged } from "../alerts/cases/given.ts";
import { account, clock, lane, sampled, scene, START, well } from "../../support/scene.ts";

const KEY = "agent:main:a";
const retry = (n: number, name = "irc/a"): LogNote => ({
  at: START - n * 1_000,
  of: "retry",
  account: name,
  attempt: n,
  attempts: 10,
  inMs: 5_000,
});

test.each<[LogNote, string]>([
  [retry(4), "attempt 4/10 in 5s"],
  [
    {
      at: START,
      of: "detector",
      verdict: "stalled",
      sessionKey: KEY,
      ageMs: 436_000,
      queueDepth: 0,
      reason: "active_work_without_progress",
      recovery: "none",
    },
    "stalled · 7m16s old · active work without progress · recovery none",
  ],
  [
    { at: START, of: "recovery", sessionKey: KEY, status: "skipped", action: "observe_only", released: 0, queued: 3 },
    "recovery skipped · observe only · released 0 · 3 queued",
  ],
  [{ at: START, of: "lane-wait", lane: "main", waitedMs: 20_747, ahead: 1 }, "a run waited 21s, 1 before it"],
  [{ at: START, of: "config-reload", ok: false, why: "invalid" }, "config not taken over: invalid"],
  [{ at: START, of: "config-reload", ok: true, why: null }, "config taken over"],
  [{ at: START, of: "cooldown", provider: "openai", reason: "rate_limit", untilAt: null }, "put aside: rate limit"],
])("%j reads %s", (note, words) => {
  expect(noteWords(note)).toBe(words);
});

test("the newest lines about its subject, newest first, and no others", () => {
  const state = scene(logged(...[9, 8, 7, 6, 5, 4].map((n) => retry(n)), retry(1, "irc/b")));
  expect(notesAbout(state, new Set(["irc/a"]), 5).map(({ at }) => (START - at) / 1_000)).toEqual([4, 5, 6, 7, 8]);
});

describe("of a channel that tries again", () => {
  const recovering = sampled("channels", {
    accounts: [account({ channel: "irc", account: "a", lifecycle: "recovering" })],
    issues: [],
    partial: false,
  });
  const later = (state: State): State => ({ ...state, now: START + 3_000 });
  const state = later(scene(...well(), logged(retry(4)), recovering, ...[1, 2, 3, 4, 5].map((n) => clock(START + n * 1_000))));

  test("readings name their source and age, places say whether they answer", () => {
    const [readings, log, places] = evidenceSections(state, problems(state));
    expect(readings?.fields[0]).toMatchObject({ label: "lifecycle", value: { text: "recovering  (channels.status · 3s ago)" } });
    expect(log).toMatchObject({ title: "its log about it", fields: [{ label: "7s ago", value: { text: "attempt 4/10 in 5s" } }] });
    expect(places?.fields[0]).toMatchObject({
      label: "channels.status",
      value: { text: expect.stringMatching(/^channelAccounts\[\]\.\{lifecycle.* \(since 2026\.5\) · 3s ago/u) },
    });
  });

  test("details name the rule and, where it has one, the limit as it is configured", () => {
    const lines = (given: State) =>
      problemSections(given).flatMap(({ fields }) => fields.map(({ label, value }) => `${label}: ${value.text}`));
    expect(lines(state)).toContain("rule: channel-recovering: A channel account tries again");
    const settings = { rules: { "queue-depth": { crit: 50 } } };
    const waiting = sampled("lanes", { lanes: [lane({ queued: 60 })], dynamic: null }, START);
    const raised = [waiting, ...[1, 2, 3, 4, 5].map((n) => clock(START + n * 1_000))].reduce(update, { ...scene(...well()), settings });
    expect(lines(raised)).toContain("limit: runs waiting in all lanes: critical over 50");
  });
});
