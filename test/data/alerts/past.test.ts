// What was wrong and is forgotten: for an hour it is still told when it came and went.
import { expect, test } from "vitest";
import type { Alert, AlertStates } from "../../../src/data/alerts/alert.ts";
import { withForgotten, type PastAlert } from "../../../src/data/alerts/past.ts";
import { momentsOf } from "../../../src/data/report/moments.ts";
import { update } from "../../../src/data/update.ts";
import { folded, played } from "../../cli/replay/scene.ts";
import { openLink } from "../../support/scene.ts";

const MINUTE = 60_000;
const NOW = Date.UTC(2026, 10, 20, 14);
const alert = (turns: readonly number[]): Alert => ({
  id: "lane-full",
  subject: "main",
  topic: "lane",
  follows: false,
  severity: "warn",
  message: "full",
  remedy: null,
  repair: null,
  since: NOW,
  raised: true,
  clearedAt: null,
  unknownWhy: null,
  cause: null,
  evidence: [],
  turns,
});
const of = (...turns: readonly number[]): AlertStates => new Map([["lane-full/main", alert(turns)]]);
const turnsOf = (past: readonly PastAlert[]): readonly (readonly number[])[] => past.map(({ turns }) => turns);

test.each([
  ["raised when it was forgotten: that cleared it", of(NOW - MINUTE), new Map(), [[NOW - MINUTE, NOW]]],
  ["cleared before", of(NOW - 3 * MINUTE, NOW - MINUTE), new Map(), [[NOW - 3 * MINUTE, NOW - MINUTE]]],
  ["only suspected", of(), new Map(), []],
  ["still known", of(NOW - MINUTE), of(NOW - MINUTE), []],
])("%s", (_, before, after, turns) => {
  expect(turnsOf(withForgotten([], before, after, NOW))).toEqual(turns);
});

test("after an hour it is not told any more; until then the list is the same one", () => {
  const past = withForgotten([], of(NOW - MINUTE), new Map(), NOW);
  expect(withForgotten(past, new Map(), new Map(), NOW + 59 * MINUTE)).toBe(past);
  expect(withForgotten(past, new Map(), new Map(), NOW + 60 * MINUTE)).toEqual([]);
});

test("what another boot ended stands in the last hour, with its end", () => {
  const state = folded(played("stuck-session"));
  const wrong = [...state.alerts.values()].filter(({ topic, raised }) => topic === "session" && raised);
  expect(wrong.length).toBeGreaterThan(0);
  const at = state.now + 1_000;
  const next = update(state, { type: "link", at, link: openLink(at, { bootId: "another boot", uptimeMs: 1_000 }) });
  expect(next.boots).not.toBe(state.boots);
  const told = momentsOf(next);
  for (const { subject, turns } of wrong) {
    expect(told).toContainEqual({
      at: turns.at(-1),
      what: expect.stringMatching(new RegExp(`^(?:warn|crit) raised: session ${subject} `, "u")),
    });
    expect(told).toContainEqual({ at, what: expect.stringMatching(new RegExp(`^cleared: session ${subject} `, "u")) });
  }
});
