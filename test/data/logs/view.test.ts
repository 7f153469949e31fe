// What keys do on the logs board, and how a person gets there and back.
import { expect, test } from "vitest";
import type { LogLineIn } from "../../../src/data/logs/log-book.ts";
import { chosenRow, rowsOf } from "../../../src/data/logs/view-logs.ts";
import { subjectOf } from "../../../src/data/logs/subject.ts";
import { matcherOf } from "../../../src/data/boards/filter.ts";
import type { State } from "../../../src/data/state.ts";
import { update } from "../../../src/data/update.ts";
import { account, clock, sampled, scene, session, START, task, well } from "../../support/scene.ts";
import { pressed } from "../../support/press.ts";
import { log, NOW } from "../../ui/late/log-moments.ts";
import { lineIn } from "./log-lines.ts";

const letters = "abcdefghijklmnopqrstuvwxyz";
/** Without digits: lines that differ in them are one row. */
const word = (number: number): string => `${letters[Math.floor(number / 26)]}${letters[number % 26]}`;
const line = (number: number, given: Partial<LogLineIn> = {}): LogLineIn =>
  lineIn(`line ${word(number)}`, { at: NOW - 1_000_000 + number * 10_000, ...given });
const lines = Array.from({ length: 100 }, (_, number) => line(number));
const boot = (at: number) => ({
  bootId: `b${at}`,
  pid: 1,
  startedAt: at,
  completedAt: null,
  outcome: null,
  reason: null,
  startupReason: null,
});
const boots = sampled("bootHistory", [boot(NOW - 700_000 + 1), boot(NOW - 300_000 + 1)], NOW);

const before = (...events: readonly Parameters<typeof update>[1][]): State => scene(...well(START), clock(NOW), ...well(NOW), ...events);
const onLogs = (...events: readonly Parameters<typeof update>[1][]): State => pressed(before(log(0, lines), ...events), "4").state;
const chosen = (state: State): string | undefined => chosenRow(state)?.message;
const follows = (state: State): boolean => state.view.late.logs.follow;
const more = (state: State, from: number, count: number): State =>
  update(
    state,
    log(
      from,
      Array.from({ length: count }, (_, index) => line(from + index)),
    ),
  );

test("the newest line is in sight until a key moves up, and again at the end", () => {
  const state = onLogs();
  expect([chosen(state), follows(state)]).toEqual([lines[99]?.message, true]);
  expect(chosen(more(state, 100, 5))).toBe(line(104).message);
  const up = pressed(state, "k").state;
  expect([chosen(up), follows(up)]).toEqual([lines[98]?.message, false]);
  expect(chosen(more(up, 100, 5))).toBe(lines[98]?.message);
  const down = pressed(more(up, 100, 5), "G").state;
  expect([chosen(down), follows(down)]).toEqual([line(104).message, true]);
  expect(follows(pressed(up, "F").state)).toBe(true);
  expect(follows(pressed(state, "F").state)).toBe(false);
});

test("the filter and the level keep the place, esc leaves one after the other, then the board", () => {
  const state = pressed(onLogs(), "/", "e", "space", "a", "a", "enter").state;
  expect(rowsOf(state).matched).toBe(1);
  const narrow = pressed(state, "L", "L").state;
  expect(narrow.view.late.logs.focus.least).toBe("debug");
  const steps = ["", "", ""].reduce<readonly State[]>((all) => [...all, pressed(all.at(-1) as State, "esc").state], [narrow]);
  expect(steps.map(({ view }) => [view.board, view.boardViews.logs.filter.text, view.late.logs.focus.least])).toEqual([
    ["logs", "e aa", "debug"],
    ["logs", "", "debug"],
    ["logs", "", "plain"],
    ["overview", "", "plain"],
  ]);
});

test("p: the last line before the newest start, then before the one before, then there is none", () => {
  const state = onLogs(boots);
  const once = pressed(state, "p").state;
  expect([chosen(once), follows(once)]).toEqual([lines[70]?.message, false]);
  const twice = pressed(once, "p").state;
  expect(chosen(twice)).toBe(lines[30]?.message);
  expect(pressed(twice, "p").state.note?.text).toBe("no earlier start of the gateway is known");
  expect(pressed(onLogs(), "p").state.note?.text).toBe("no start of the gateway is known");
});

test("a moment that is not held is shown once its lines are there", () => {
  const young = update(pressed(before(boots), "4").state, log(90, lines.slice(90), { olderThere: true }));
  const asked = pressed(young, "p").state;
  expect(asked.view.late.logs.seek).toEqual({ at: NOW - 300_000 + 1, side: "before" });
  const read = update(asked, log(0, lines.slice(0, 90), { where: "before" }));
  expect([chosen(read), read.view.late.logs.seek]).toEqual([lines[70]?.message, null]);
  // There is nothing older: the first line there is.
  const end = update(asked, log(90, [], { where: "before", olderThere: false }));
  expect([chosen(end), end.view.late.logs.seek]).toEqual([lines[90]?.message, null]);
});

test("l on a session: its lines alone; esc leads back to the row", () => {
  const key = "agent:main:main";
  const there = before(
    sampled("sessions", { items: [session({ key })], total: 1 }, NOW),
    log(0, [line(0), line(1, { session: key }), line(2, { message: `lane=session:${key} error` }), line(3)]),
  );
  const sessions = pressed(there, "3", "g").state;
  const logs = pressed(sessions, "l").state;
  expect([logs.view.board, rowsOf(logs).matched, follows(logs)]).toEqual(["logs", 2, true]);
  const back = pressed(logs, "esc").state;
  expect([back.view.board, back.view.selected.sessions]).toEqual(["sessions", key]);
  // By its own key the board shows everything again once esc was pressed there.
  expect(rowsOf(pressed(logs, "4", "esc").state).matched).toBe(4);
});

test("l on a session: lines that name it by its id or by a run of it, and none of a session whose key goes on", () => {
  const [key, sessionId, runId] = ["agent:main:main", "a369cafd-3f38", "dfc741a5-ce70"];
  const there = before(
    sampled("sessions", { items: [session({ key, sessionId })], total: 1 }, NOW),
    sampled("tasks", [task({ sessionKey: key, runId }), task({ sessionKey: "agent:main:other", runId: "eee" })], NOW),
    log(0, [
      line(0, { session: sessionId }),
      line(1, { session: `run ${runId}` }),
      line(2, { message: `Preserved orphaned user message. runId=${runId}` }),
      line(3, { session: "run eee" }),
      line(4, { session: `${key}:thread:7` }),
      line(5, { session: `${key}2` }),
    ]),
  );
  expect(rowsOf(pressed(pressed(there, "3", "g").state, "l").state).matched).toBe(3);
});

test("l on a channel account: lines of its channel that name it, or nobody", () => {
  const there = before(
    sampled("channels", { accounts: [account({ channel: "irc", account: "default" })], issues: [], partial: false }, NOW),
  );
  const { pattern } = subjectOf(pressed(there, "2").state);
  const { matches } = matcherOf(pattern);
  expect(
    [
      "error channels/irc  [default] channel exited",
      "info gateway/channels/irc  connected",
      "error channels/irc  [other] channel exited",
      "info channels/telegram  [default] started",
    ].map(matches),
  ).toEqual([true, true, false, false]);
});

test("at the first line, up asks for older ones; a line is asked for as it came", () => {
  const state = update(pressed(before(), "4").state, log(0, lines, { olderThere: true }));
  expect(pressed(state, "g").wishes).toEqual([{ wish: "older", of: "log" }]);
  expect(pressed(state, "k").wishes).toEqual([]);
  const first = update(state, log(-1, [line(0)], { where: "before", olderThere: false }));
  expect(pressed(first, "g").wishes).toEqual([]);
  const raw = pressed(state, "v");
  expect(raw.wishes).toEqual([{ wish: "log-json", line: 99 }]);
  const shown = update(raw.state, { type: "log-json", at: NOW, line: 99, json: "{}" });
  expect(pressed(shown, "v", "v").wishes).toEqual([]);
});

test("S narrows to the subsystem of the line, b goes to the next burst of errors", () => {
  const errors = Array.from({ length: 6 }, (_, index) => line(100 + index, { at: NOW - 500 + index, level: "error", subsystem: "x" }));
  const state = update(onLogs(), log(100, errors));
  const narrow = pressed(state, "S").state;
  expect([narrow.view.late.logs.focus.subsystem, rowsOf(narrow).matched]).toEqual(["x", 6]);
  expect(pressed(narrow, "S").state.view.late.logs.focus.subsystem).toBeNull();
  const burst = pressed(state, "g", "b").state;
  expect([chosen(burst), follows(burst)]).toEqual([errors[0]?.message, false]);
  expect(pressed(burst, "b").state.note?.text).toBe("no next burst of errors");
});

test("y copies the line", () => {
  expect(pressed(onLogs(), "y").wishes).toMatchObject([
    { wish: "copy", json: expect.stringContaining(lines[99]?.message ?? "?") as string },
  ]);
});

test(":since shows the log from then on, also when its lines are held already", () => {
  const typed = [":", ...Array.from("since 5m", (key) => (key === " " ? "space" : key)), "enter"];
  const state = pressed(onLogs(), ...typed).state;
  expect([chosenRow(state)?.at, follows(state), state.view.late.logs.seek]).toEqual([NOW - 300_000, false, null]);
});
