// When a person is called, with what, and what the window's title says.
import { describe, expect, test } from "vitest";
import type { Alert } from "../../src/data/alerts/alert.ts";
import type { Mute } from "../../src/data/alerts/mute.ts";
import { calls, nothingCalled, titleOf, type Called } from "../../src/data/attention.ts";
import type { State } from "../../src/data/state.ts";
import * as s from "../support/scene.ts";

const NOW = s.START + 3_600_000;
const MINUTE = 60_000;
const base = s.scene(...s.well(), ...s.well(NOW));

const alert = (subject: string, given: Partial<Alert> = {}): Alert => ({
  id: "channel-stopped",
  subject,
  topic: "channel",
  follows: false,
  severity: "crit",
  message: "is not running",
  remedy: null,
  repair: null,
  since: NOW,
  raised: true,
  clearedAt: null,
  unknownWhy: null,
  cause: null,
  evidence: [],
  turns: [],
  ...given,
});
const at = (now: number, alerts: readonly Alert[], mutes: readonly Mute[] = []): State => ({
  ...base,
  now,
  alerts: new Map(alerts.map((one) => [`${one.id}/${one.subject}`, one])),
  mutes,
});
const ack: Mute = { id: "a", kind: "ack", key: "channel-stopped/irc/a", since: NOW, until: null, by: "ana", reason: null };

/** The texts of the calls, by the second in which they came. */
function story(...states: readonly State[]): readonly string[] {
  let called: Called = nothingCalled;
  return states.flatMap((state) => {
    const next = calls(state, called);
    called = next.called;
    return next.call === null ? [] : [`${(state.now - NOW) / 1_000}: ${next.call.text}`];
  });
}

describe("a call", () => {
  const one = alert("irc/a");
  const two = alert("irc/b", { since: NOW + 1 });
  const said = "gatetop this host: irc/a is not running";
  test.each<[string, readonly State[], readonly string[]]>([
    ["for a new critical problem, once", [at(NOW, []), at(NOW, [one]), at(NOW + MINUTE, [one])], [`0: ${said}`]],
    ["not for a warning", [at(NOW, [alert("irc/a", { severity: "warn" })])], []],
    ["not for what is not raised yet", [at(NOW, [alert("irc/a", { raised: false })])], []],
    ["when a warning becomes critical", [at(NOW, [alert("irc/a", { severity: "warn" })]), at(NOW + 1_000, [one])], [`1: ${said}`]],
    ["not for what is muted", [at(NOW, []), at(NOW + 1_000, [one], [ack])], []],
    ["when a mute ends and it is wrong still", [at(NOW, [one], [ack]), at(NOW + 1_000, [one])], [`1: ${said}`]],
    ["not for what was wrong when gatetop was opened", [at(s.START + 4_000, [one]), at(s.START + MINUTE, [one])], []],
    [
      "not when it seemed gone for a moment",
      [at(NOW, [one]), at(NOW + 1_000, [alert("irc/a", { clearedAt: NOW })]), at(NOW + 400_000, [one])],
      [`0: ${said}`],
    ],
    [
      "not again within five minutes, however often it comes",
      [at(NOW, [one]), at(NOW + 5_000, []), at(NOW + 299_000, [one])],
      [`0: ${said}`],
    ],
    ["again after five minutes", [at(NOW, [one]), at(NOW + 5_000, []), at(NOW + 301_000, [one])], [`0: ${said}`, `301: ${said}`]],
    ["one for several at once, the oldest by name", [at(NOW, [one, two])], [`0: ${said} (+1 more)`]],
    [
      "not two in a second: the second one waits",
      [at(NOW, [one]), at(NOW + 500, [one, two]), at(NOW + 1_000, [one, two])],
      [`0: ${said}`, "1: gatetop this host: irc/b is not running"],
    ],
    ["not for one that went while it waited", [at(NOW, [one]), at(NOW + 500, [one, two]), at(NOW + 1_000, [one])], [`0: ${said}`]],
    [
      "also after the clock was set back",
      [at(NOW, []), at(NOW, [two]), at(NOW - MINUTE, [one, two])],
      ["0: gatetop this host: irc/b is not running", `-60: ${said}`],
    ],
  ])("%s", (_, states, expected) => {
    expect(story(...states)).toEqual(expected);
  });

  test("its text ends no sequence it is put into, whatever things are called", () => {
    const [text = ""] = story(at(NOW, [alert("irc/a;\u0007\u001b]9;b\u009c", { message: "is; gone" })]));
    expect(text).not.toMatch(/[;\u0000-\u001f\u007f-\u009f]/u);
  });
});

describe("the title", () => {
  const warn = alert("irc/b", { severity: "warn", id: "cpu" });
  test.each<[string, State, string]>([
    ["all well", at(NOW, []), "ok · gatetop this host"],
    ["a critical problem and others", at(NOW, [alert("irc/a"), warn]), "CRITICAL irc/a +1 · gatetop this host"],
    [
      "a session by the name people read",
      at(NOW, [alert("agent:main:tg:1", { topic: "session" })]),
      "CRITICAL main › tg:1 · gatetop this host",
    ],
    ["a warning", at(NOW, [warn]), "WARNING irc/b · gatetop this host"],
    ["before anything is known", { ...s.scene(), now: NOW }, "unknown · gatetop"],
  ])("%s", (_, state, expected) => {
    expect(titleOf(state)).toBe(expected);
  });

  test("holds no age: it changes when the verdict does", () => {
    const state = at(NOW, [alert("irc/a", { message: "is not running for 3m" })]);
    expect(titleOf({ ...state, now: NOW + 1_000 })).toBe(titleOf(state));
  });
});
