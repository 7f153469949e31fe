// Half an hour of a real gateway in trouble, recorded (scripts/record-incident.ts): the same events give the same problems at the same seconds.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Event } from "../../src/data/events.ts";
import type { Severity } from "../../src/data/alerts/alert.ts";
import type { State } from "../../src/data/state.ts";
import { initialState, update } from "../../src/data/update.ts";
import { unpacked } from "../support/recording.ts";

const events = unpacked(readFileSync(new URL("../fixtures/incident/30-minutes.ndjson.br", import.meta.url)));

const timeOf = (event: Event | undefined): number => (event !== undefined && "at" in event ? event.at : Number.NaN);
const startAt = timeOf(events[0]);

/** `07:12`, since the first event. */
function clockOf(at: number): string {
  const seconds = Math.floor((at - startAt) / 1_000);
  return [Math.floor(seconds / 60), seconds % 60].map((part) => String(part).padStart(2, "0")).join(":");
}

type Standing = ReadonlyMap<string, Severity>;

/** What a person sees as a problem that stands: raised, and not gone. */
const standingIn = (state: State): Standing =>
  new Map(
    [...state.alerts].filter(([, { raised, clearedAt }]) => raised && clearedAt === null).map(([key, { severity }]) => [key, severity]),
  );

/** `07:12  crit  session-silent/…`; `gone` when it is over. */
function changes(before: Standing, after: Standing, at: number): readonly string[] {
  const line = (what: string, key: string): string => `${clockOf(at)}  ${what.padEnd(4)}  ${key}`;
  const came = [...after].filter(([key, severity]) => before.get(key) !== severity).map(([key, severity]) => line(severity, key));
  const went = [...before.keys()].filter((key) => !after.has(key)).map((key) => line("gone", key));
  return [...came, ...went].toSorted();
}

function told(recorded: readonly Event[]): readonly string[] {
  let state = initialState({ now: startAt, columns: 120, rows: 36 });
  let before: Standing = new Map();
  const lines: string[] = [];
  for (const event of recorded) {
    const next = update(state, event);
    if (next.alerts !== state.alerts) {
      const after = standingIn(next);
      lines.push(...changes(before, after, timeOf(event)));
      before = after;
    }
    state = next;
  }
  return lines;
}

test("it lasts thirty minutes, in the order of time", () => {
  const times = events.map(timeOf);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(Math.round(((times.at(-1) ?? 0) - startAt) / 60_000)).toBe(30);
});

test("the same problems at the same seconds", { timeout: 60_000 }, async () => {
  await expect(`${told(events).join("\n")}\n`).toMatchFileSnapshot("../fixtures/incident/problems.txt");
});
