// What a watcher is told: each change once, and nothing while only ages move.
import { expect, test } from "vitest";
import type { Event } from "../../../src/data/events.ts";
import { changesBetween } from "../../../src/data/json/changes.ts";
import { update } from "../../../src/data/update.ts";
import * as scene from "../../support/scene.ts";

const { START } = scene;
const settled = scene.scene(...scene.well(), ...scene.ticks(3));
const after = (...events: readonly Event[]) => changesBetween(settled, events.reduce(update, settled));
const words = (changes: ReturnType<typeof after>): readonly string[] =>
  changes.map(({ type, subject, status, change, phase, level, kind }) =>
    [type, subject, status ?? change ?? phase ?? level ?? kind]
      .map((word) => (typeof word === "string" ? word : ""))
      .join(" ")
      .trim(),
  );
const AT = START + 4_000;
const blocked = scene.account({ lifecycle: "blocked", connected: false, lastError: "401" });
const board = (...accounts: readonly ReturnType<typeof scene.account>[]): Event =>
  scene.sampled("channels", { accounts, issues: [], partial: false }, AT);
const window = (until: number): Event => ({
  type: "mutes",
  at: AT,
  mutes: [{ id: "a1b2c3", kind: "maintenance", key: null, since: START, until, by: "ann", reason: "disk swap" }],
});

test("while only the clock goes on there is nothing to tell", () => {
  expect(after(scene.clock(AT))).toEqual([]);
  expect(after(...scene.well(AT), scene.clock(AT))).toEqual([]);
});

test("the port closes: its rung, the alarm, the verdict", () => {
  const changes = after(scene.sampled("port", { outcome: "refused", ms: 0, why: null }, AT));
  expect(words(changes)).toEqual(["rung port bad", "alert port-closed/gateway raised", "verdict gateway critical"]);
  expect(changes[0]).toMatchObject({ at: AT, was: "ok", status: "bad", why: "nothing listens on port 18789" });
  expect(changes[1]).toMatchObject({ rule: "port-closed", severity: "critical", muted: false });
});

test("and opens: the same back, what was wrong named", () => {
  const down = update(settled, scene.sampled("port", { outcome: "refused", ms: 0, why: null }, AT));
  const up = update(down, scene.sampled("port", { outcome: "open", ms: 1, why: null }, AT + 1_000));
  const changes = changesBetween(down, up);
  expect(words(changes)).toEqual(["rung port ok", "alert port-closed/gateway cleared", "verdict gateway ok"]);
  expect(changes[1]).toMatchObject({ rule: "port-closed", severity: "critical" });
});

test("an alarm that stays is told once, however its words change", () => {
  const first = [board(blocked), scene.clock(AT + 60_000)].reduce(update, settled);
  expect(words(changesBetween(settled, first))).toContain("alert channel-blocked/telegram/poll raised");
  const later = [board({ ...blocked, lastError: "403" }), scene.clock(AT + 61_000)].reduce(update, first);
  expect(changesBetween(first, later).filter(({ type }) => type === "alert")).toEqual([]);
});

test("silence and its end are told of each alarm", () => {
  const down = update(settled, scene.sampled("port", { outcome: "refused", ms: 0, why: null }, AT));
  const muted = update(down, window(AT + 60_000));
  expect(words(changesBetween(down, muted))).toEqual(["alert port-closed/gateway muted", "verdict gateway warning"]);
  const heard = update(muted, { type: "mutes", at: AT + 1_000, mutes: [] });
  expect(words(changesBetween(muted, heard))).toEqual(["alert port-closed/gateway heard", "verdict gateway critical"]);
});

test("the link goes, dials, and comes back as another one", () => {
  const waiting = update(settled, scene.link(scene.waitingLink({ since: AT }), AT));
  expect(words(changesBetween(settled, waiting))).toContain("link link waiting");
  const dialling = update(waiting, scene.link({ phase: "connecting", attempt: 1, since: AT + 500 }, AT + 500));
  expect(words(changesBetween(waiting, dialling)).filter((word) => word.startsWith("link"))).toEqual([]);
  const open = scene.openLink(AT + 900, { bootId: "619b0000-0000-0000-0000-000000000000" });
  const back = update(dialling, scene.link({ ...open, generation: 2 } as typeof open, AT + 900));
  const told = changesBetween(dialling, back);
  expect(told[0]).toMatchObject({ type: "link", phase: "open", was: "connecting", bootId: "619b0000-0000-0000-0000-000000000000" });
  expect(told.find(({ type }) => type === "boot")).toMatchObject({ kind: "restart", bootId: "619b0000-0000-0000-0000-000000000000" });
});

test("events that were missed are counted", () => {
  expect(after({ type: "gap", at: AT, from: 3, to: 7 })).toMatchObject([
    { type: "gap", subject: "events", gaps: expect.any(Number) as number },
  ]);
});
