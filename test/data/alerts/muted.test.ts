// Which problems are silent, until when, and what the verdict says of silence.
import { describe, expect, test } from "vitest";
import type { Alert } from "../../../src/data/alerts/alert.ts";
import { requested, mutesOf, muteTarget, type MuteLists } from "../../../src/data/alerts/mute-file.ts";
import type { Mute, MuteRequest } from "../../../src/data/alerts/mute.ts";
import { liftedBetween, muteFor } from "../../../src/data/alerts/muted.ts";
import { headerClauses } from "../../../src/data/select/header.ts";
import type { State } from "../../../src/data/state.ts";
import { verdict } from "../../../src/data/verdict.ts";
import * as s from "../../support/scene.ts";

const HOUR = 3_600_000;
const WEEK = 7 * 24 * HOUR;
/** Long after gatetop began. */
const NOW = s.START + 2 * HOUR;

const alert = (given: Partial<Alert> = {}): Alert => ({
  id: "cpu",
  subject: "gateway",
  topic: "cpu",
  follows: false,
  severity: "warn",
  message: "is busy",
  remedy: null,
  repair: null,
  since: NOW - HOUR,
  raised: true,
  clearedAt: null,
  unknownWhy: null,
  cause: null,
  evidence: [],
  turns: [],
  ...given,
});
const mute = (given: Partial<Mute> = {}): Mute => ({
  id: "abcdef",
  kind: "ack",
  key: "cpu/gateway",
  since: NOW - HOUR / 2,
  until: null,
  by: "ana",
  reason: null,
  ...given,
});
const window = (given: Partial<Mute> = {}): Mute =>
  mute({ kind: "maintenance", key: null, until: NOW + HOUR, reason: "disk swap", ...given });

const keyed = (...alerts: readonly Alert[]): State["alerts"] => new Map(alerts.map((one) => [`${one.id}/${one.subject}`, one]));
const state = (alerts: readonly Alert[], mutes: readonly Mute[], now = NOW): State => ({
  ...s.scene(...s.well(), ...s.well(NOW - 1_000)),
  alerts: keyed(...alerts),
  mutes,
  now,
  view: { ...s.scene().view, columns: 120 },
});

describe("a problem is silent", () => {
  test.each<[string, readonly Mute[], Mute["kind"] | null]>([
    ["nothing was said", [], null],
    ["acknowledged", [mute()], "ack"],
    ["another one was acknowledged", [mute({ key: "cpu/other" })], null],
    ["snoozed for a while", [mute({ kind: "snooze", until: NOW + 1 })], "snooze"],
    ["snoozed until now", [mute({ kind: "snooze", until: NOW })], null],
    ["snoozed until it is over", [mute({ kind: "snooze" })], "snooze"],
    ["maintenance", [window()], "maintenance"],
    ["maintenance that is over", [window({ until: NOW })], null],
    ["its own word before the window", [mute(), window()], "ack"],
    ["the newest of its own", [mute(), mute({ kind: "snooze", until: NOW + 1 })], "snooze"],
    ["said more than a week ago", [mute({ since: NOW - WEEK })], null],
    ["said a little less than a week ago", [mute({ since: NOW - WEEK + 1 })], "ack"],
  ])("%s", (_, mutes, kind) => {
    expect(muteFor(state([alert({ since: NOW - 2 * WEEK })], mutes), "cpu/gateway")?.kind ?? null).toBe(kind);
  });

  test.each<[string, Partial<Alert>, Partial<Mute>, boolean]>([
    ["of the time it was said", { since: NOW - HOUR }, {}, true],
    ["that began after it", { since: NOW - 1_000 }, {}, false],
    ["that began after it, though snoozed for a time", { since: NOW - 1_000 }, { kind: "snooze", until: NOW + HOUR }, true],
    ["found when gatetop had just begun: it was there before", { since: s.START + 30_000 }, { since: s.START - HOUR }, true],
    ["found later in the life of gatetop", { since: s.START + 90_000 }, { since: s.START - HOUR }, false],
  ])("a problem %s", (_, given, said, silent) => {
    expect(muteFor(state([alert(given)], [mute(said)]), "cpu/gateway") !== null).toBe(silent);
  });
});

describe("what is taken out of the file", () => {
  const before = state([alert()], [mute()]);
  test.each<[string, State, State, readonly MuteRequest[]]>([
    ["the problem is over", before, { ...before, alerts: new Map() }, [{ ask: "lift", key: "cpu/gateway" }]],
    [
      "it is remembered, but not raised any more",
      before,
      { ...before, alerts: keyed(alert({ raised: false })) },
      [{ ask: "lift", key: "cpu/gateway" }],
    ],
    ["it seems gone for a moment", before, { ...before, alerts: keyed(alert({ clearedAt: NOW })) }, []],
    ["it cannot be judged", before, { ...before, alerts: keyed(alert({ unknownWhy: "the link is down" })) }, []],
    ["it was never seen here", { ...before, alerts: new Map() }, { ...before, alerts: keyed(alert({ subject: "other" })) }, []],
    ["it is not found yet", { ...before, alerts: keyed(alert({ raised: false })) }, { ...before, alerts: new Map() }, []],
    ["a new one of the name began", before, { ...before, alerts: keyed(alert({ since: NOW })) }, [{ ask: "lift", key: "cpu/gateway" }]],
    [
      "a snooze for a time goes by its time",
      state([alert()], [mute({ kind: "snooze", until: NOW + 1 })]),
      state([], [mute({ kind: "snooze", until: NOW + 1 })]),
      [],
    ],
    ["a window goes by its time", state([alert()], [window()]), state([], [window()]), []],
  ])("%s", (_, was, is, expected) => {
    expect(liftedBetween(was, is)).toEqual(expected);
  });
});

describe("the verdict", () => {
  const crit = alert({ severity: "crit", subject: "main", id: "lane-full" });
  const other = mute({ key: "lane-full/main" });
  test.each<[string, readonly Alert[], readonly Mute[], ReturnType<typeof verdict>["level"], RegExp]>([
    ["speaks of what is not muted", [crit, alert()], [other], "warning", /^is busy$/u],
    ["of muted warnings alone is calm", [alert()], [mute()], "ok", /^muted: 1 problem \(acknowledged by ana\)/u],
    [
      "is never green over a muted critical one",
      [crit, alert()],
      [window()],
      "warning",
      /^muted: 2 problems \(maintenance until 17:00: "disk swap"\)/u,
    ],
    [
      "counts what is muted for different reasons",
      [crit, alert()],
      [mute(), { ...other, kind: "snooze" }],
      "warning",
      /^muted: 2 problems \(.*(?:acknowledged|snoozed)/u,
    ],
    ["tells when a snooze ends", [alert()], [mute({ kind: "snooze", until: NOW + 60_000 })], "ok", /snoozed until 16:01/u],
  ])("%s", (_, alerts, mutes, level, summary) => {
    const said = verdict(state(alerts, mutes));
    expect(said.level).toBe(level);
    expect(said.summary).toMatch(summary);
  });
});

describe("the header", () => {
  const clauses = (columns: number, mutes: readonly Mute[]): string => {
    const shown = state([alert()], mutes);
    return headerClauses({ ...shown, view: { ...shown.view, columns } })
      .map(({ cell }) => cell.text)
      .join(" | ");
  };
  test.each<[string, number, readonly Mute[], RegExp]>([
    ["says nothing when nobody asked for silence", 120, [], /^[^◌]*$/u],
    ["counts muted problems", 120, [mute()], /◌ 1 muted/u],
    ["tells the window and its reason", 120, [window()], /◌ maintenance 1h: disk swap/u],
    ["counts whole minutes, the last one too", 120, [window({ until: NOW + 1 })], /◌ maintenance 1m: /u],
    ["cuts a long reason", 80, [window({ reason: "the whole rack gets new power supplies" })], /◌ maintenance 1h: the whole rac…( \||$)/u],
    ["is short on a small screen", 40, [window()], /◌ mute 1h( \||$)/u],
  ])("%s", (_, columns, mutes, expected) => {
    expect(clauses(columns, mutes)).toMatch(expected);
  });
});

describe("the file's lists", () => {
  const asked = (lists: MuteLists, ...requests: readonly MuteRequest[]): MuteLists =>
    requested(lists, { target: "t", requests, by: "ana", now: NOW, newId: () => "abcdef" });

  test("nothing to do gives the same lists", () => {
    const lists: MuteLists = { t: [mute()] };
    expect(asked(lists, { ask: "lift", key: "another/one" })).toBe(lists);
  });

  test("names of objects are targets like any other", () => {
    expect(mutesOf({}, "constructor")).toEqual([]);
  });

  test.each([
    ["ws://127.0.0.1:18789", "ws://127.0.0.1:18789"],
    ["wss://ana:secret@host.ts.net/gw?token=secret#x", "wss://host.ts.net/gw"],
    // By whatever name of this host silence is asked for, it is of the same gateway.
    ["ws://localhost:18789/", "ws://127.0.0.1:18789"],
    ["ws://[::1]:18789", "ws://127.0.0.1:18789"],
  ])("a target holds no secret, and this host has one name: %s", (url, expected) => {
    expect(muteTarget(url)).toBe(expected);
  });
});
