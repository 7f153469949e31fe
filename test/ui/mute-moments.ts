// Moments of silence: what a person asked for, and the screen that says so.
import type { Mute } from "../../src/data/alerts/mute.ts";
import type { Event } from "../../src/data/events.ts";
import type { State } from "../../src/data/state.ts";
import { after, type Step } from "./repair-moments.ts";
import { moment, NOW, type Moment } from "./moments.ts";

const MINUTE = 60_000;

const mute = (given: Partial<Mute>): Mute => ({
  id: "abcdef",
  kind: "ack",
  key: null,
  since: NOW - MINUTE,
  until: null,
  by: "ana",
  reason: null,
  ...given,
});
const muted = (...mutes: readonly Mute[]): Event => ({ type: "mutes", at: NOW, mutes });
const window = muted(mute({ kind: "maintenance", until: NOW + 41 * MINUTE, reason: "disk swap" }));
/** Of every problem of a state, by their keys. */
const allOf = (state: State): Event => muted(...[...state.alerts].map(([key]) => mute({ key })));

type Silence = { readonly of: Moment; readonly steps: (state: State) => readonly Step[] };

const silences = {
  "snooze-menu": { of: "incident", steps: () => ["snooze", "down"] },
  "maintenance-menu": { of: "incident", steps: () => [window, "maintenance"] },
  "maintenance-reason": {
    of: "incident",
    steps: () => ["maintenance", "details", ...Array.from("disk 交換 (ana)", (key) => ({ typed: key === " " ? "space" : key }))],
  },
  maintenance: { of: "incident", steps: () => [window] },
  acknowledged: { of: "incident", steps: (state) => [allOf(state)] },
} as const satisfies Record<string, Silence>;

export type SilenceName = keyof typeof silences;
export const silenceNames = Object.keys(silences) as readonly SilenceName[];

export function silenceMoment(name: SilenceName, columns: number, rows: number): State {
  const { of, steps }: Silence = silences[name];
  const seen = moment(of);
  const state: State = { ...seen, view: { ...seen.view, columns, rows } };
  return after(state, steps(state));
}
