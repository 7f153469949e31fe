// Restarts of the last hour and day: the panel, the details and --json tell the same, and what is not known is not 0.
import { describe, expect, test } from "vitest";
import { snapshotJson } from "../../../src/data/json/snapshot-json.ts";
import type { RestartCounters } from "../../../src/data/restart/counters.ts";
import type { State } from "../../../src/data/state.ts";
import { act } from "../../../src/data/view.ts";
import { renderFrame } from "../../../src/ui/text-frame.tsx";
import { account, link, openLink, sampled, scene, START, well } from "../../support/scene.ts";

const counters = (given: Partial<RestartCounters> = {}): RestartCounters => ({
  lastHour: 1,
  lastDay: 3,
  unit: 5,
  items: [
    { at: START - 720_000, cause: "asked by gatetop", from: ["journal", "boot table"], reason: "gatetop 3f9a2c" },
    { at: START - 7_200_000, cause: "crash", from: ["boot table"], reason: null },
    { at: START - 9_000_000, cause: "crash", from: ["boot table"], reason: null },
  ],
  accounts: [],
  sources: ["journal", "boot table"],
  breaker: { uncleanBoots: 0, suppressed: [] },
  ...given,
});

const told = (given?: Partial<RestartCounters>): State => ({ ...scene(...well()), restarts: counters(given) });
const row = (state: State, label: string, columns = 200): string =>
  renderFrame(state, { columns, rows: 50, look: { color: false, ascii: false } })
    .split("\n")
    .find((line) => line.includes(`│ ${label}`)) ?? "";

describe("of the gateway", () => {
  test.each<[string, State, RegExp]>([
    ["the hour, the day and the unit", told(), /restarts 1h 1 +24h 3 {2}unit 5/u],
    ["an hour nobody watched is a dash", told({ lastHour: null, lastDay: null, unit: null, items: [] }), /restarts 1h – +24h –  /u],
    [
      "what is known of such an hour is the least there was",
      told({ lastHour: null, lastDay: null, unit: null }),
      /restarts 1h 1\+ +24h 3\+ /u,
    ],
    [
      "two unclean boots are told before the third",
      told({ breaker: { uncleanBoots: 2, suppressed: [] } }),
      /restarts 1h 1 {2}2 unclean boots {2}24h 3/u,
    ],
    ["one is not", told({ breaker: { uncleanBoots: 1, suppressed: [] } }), /restarts 1h 1 +24h 3 {2}unit 5 +(?:last|│)/u],
    ["channels the breaker keeps down", told({ breaker: { uncleanBoots: 3, suppressed: ["irc"] } }), /breaker keeps irc down/u],
    ["nothing told yet: what was seen", scene(...well()), /restarts none seen/u],
  ])("%s", (_, state, words) => {
    expect(row(state, "restarts")).toMatch(words);
  });

  test("--json: counts, causes, breaker and the last one with where it is known from", () => {
    expect(snapshotJson(told()).restarts).toEqual({
      source: "journal, boot table",
      at: START,
      lastHour: 1,
      lastDay: 3,
      unit: 5,
      last: { at: START - 720_000, reason: "gatetop 3f9a2c", proof: "journal, boot table" },
      byCause: { "asked by gatetop": 1, crash: 2 },
      breaker: { uncleanBoots: 0, suppressed: [] },
    });
  });

  test("--json: the last one that was seen as well is proved by what was seen", () => {
    const seen = [link(openLink(START, { bootId: "41a2b3c4-x" })), link(openLink(START + 9, { bootId: "619b0000-x" }), START + 9)];
    const items = [{ at: START + 500, cause: "in-process, cause unknown", from: ["seen"], reason: null }] as const;
    const state = { ...scene(...well(), ...seen), restarts: counters({ items }) };
    expect(snapshotJson(state).restarts.last).toEqual({
      at: START + 500,
      reason: "in-process, cause unknown",
      proof: "boot 41a2b3c4 → 619b0000",
    });
  });

  test("the details of the gateway name each", () => {
    const state = act(act(told(), "next-panel"), "details");
    const frame = renderFrame(
      { ...state, view: { ...state.view, rows: 160 } },
      { columns: 120, rows: 160, look: { color: false, ascii: false } },
    );
    expect(frame).toMatch(/12m ago +asked by gatetop · gatetop 3f9a2c · journal \+ boot table/u);
    expect(frame).toMatch(/2h ago +crash · boot table/u);
  });
});

describe("of a channel account", () => {
  const accounts = [{ account: "telegram/poll", count: 3, wholeHour: true, byReason: { "auto-restart": 3 }, limit: 10 }];
  const board = (at: number, lastStartAt: number) =>
    sampled("channels", { accounts: [account({ lastStartAt })], issues: [], partial: false }, at);
  const withBoards = (...starts: readonly number[]): State => ({
    ...scene(...well(), ...starts.map((at) => board(at + 500, at))),
    restarts: counters({ accounts }),
  });

  test.each<[string, State, string, number]>([
    ["what the log tells, against the gateway's own limit", withBoards(), "3/10", 3],
    ["one start seen and told is one restart", withBoards(START + 1_000), "3/10", 3],
    ["more seen than told: what was seen", withBoards(START + 1_000, START + 2_000, START + 3_000, START + 4_000), "4/10", 4],
  ])("%s", (_, state, drawn, count) => {
    expect(row(state, "● telegram/poll", 120).includes(drawn) || row(state, "▸● telegram/poll", 120).includes(drawn)).toBe(true);
    expect(snapshotJson(state).channels?.[0]).toMatchObject({
      restartsLastHour: count,
      restartsByReason: { "auto-restart": 3 },
      restartLimit: 10,
    });
  });

  test("the details tell the reasons", () => {
    const state = act(
      ["next-panel", "next-panel", "next-panel"].reduce<State>((before) => act(before, "next-panel"), withBoards()),
      "details",
    );
    const frame = renderFrame(state, { columns: 120, rows: 50, look: { color: false, ascii: false } });
    expect(frame).toMatch(/starts last hour +3 of at most 10/u);
    expect(frame).toMatch(/by auto-restart +3/u);
  });
});
