// Plays a recording into a store: at a speed, paused, a step on or back. Keys act on the view alone; nothing is opened.
import type { Event } from "../../data/events.ts";
import type { State } from "../../data/state.ts";
import type { Store } from "../../data/store.ts";
import type { Tape } from "./tape.ts";

export type PlayerClock = {
  /** Monotonic, ms. */
  readonly now: () => number;
  readonly set: (run: () => void, ms: number) => unknown;
  readonly clear: (timer: unknown) => void;
};

export type PlayerOptions = {
  readonly tape: Tape;
  readonly first: State;
  readonly update: (state: State, event: Event) => State;
  readonly speed: number;
  readonly paused: boolean;
  readonly clock: PlayerClock;
};

export type Player = {
  readonly store: Store;
  /** Folds what is due at once, then goes on by itself unless it is paused. */
  readonly start: () => void;
  readonly toggle: () => void;
  readonly faster: () => void;
  readonly slower: () => void;
  /** To the next or the previous tick of the recorded clock; pauses. */
  readonly step: (direction: 1 | -1) => void;
  /** All of it at once. */
  readonly toEnd: () => void;
  /** Lines that do not fit: damaged, or of another gatetop. */
  readonly unfit: () => number;
  readonly stop: () => void;
};

const speeds = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000] as const;
/** As often as the screen may be drawn by new facts. */
const TURN_MS = 100;
/** A turn folds no longer than this, so that keys are heard. */
const SLICE_MS = 30;
const SNAPSHOT_EVERY_MS = 60_000;

export function createPlayer(options: PlayerOptions): Player {
  const { tape, update, clock } = options;
  const listeners = new Set<() => void>();
  const snapshots: { readonly index: number; readonly state: State }[] = [];
  let { speed, paused } = options;
  let state: State = { ...options.first, replay: replaying() };
  /** Lines folded, and how far the tape is, in its own time. */
  let [index, position, unfit] = [0, 0, 0];
  let timer: unknown = null;
  let last = 0;

  function replaying(): NonNullable<State["replay"]> {
    return { from: tape.from, to: tape.to, speed, paused };
  }

  const set = (next: State): void => {
    if (next === state) return;
    state = next;
    for (const listener of listeners) listener();
  };

  /** A line that breaks what is built on it is left out: it may have been written by anybody. */
  function folded(before: State, at: number): State {
    const event = tape.event(at);
    if (event === null) {
      unfit += 1;
      return before;
    }
    try {
      return update(before, event);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      unfit += 1;
      return before;
    }
  }

  /** Up to the line before `end`, or until `isTime`. */
  function foldTo(end: number, isTime: () => boolean = () => false): void {
    let next = state;
    while (index < end && !isTime()) {
      const due = (snapshots.at(-1)?.index ?? -1) < index && sinceSnapshot(index) >= SNAPSHOT_EVERY_MS;
      if (due) snapshots.push({ index, state: next });
      next = folded(next, index);
      index += 1;
    }
    position = Math.max(position, tape.time[index - 1] ?? 0);
    set(next);
  }

  const sinceSnapshot = (at: number): number => {
    const newest = snapshots.at(-1);
    return newest === undefined ? Infinity : (tape.time[at] ?? 0) - (tape.time[newest.index] ?? 0);
  };

  function turn(): void {
    const now = clock.now();
    position += (now - last) * speed;
    last = now;
    const until = now + SLICE_MS;
    let end = index;
    while (end < tape.length && (tape.time[end] ?? 0) <= position) end += 1;
    foldTo(end, () => clock.now() > until);
    // What could not be folded in time is not skipped: the tape goes slower then.
    if (index < end) position = tape.time[index] ?? position;
    if (index >= tape.length) return pausedAt(true);
    timer = clock.set(turn, TURN_MS);
  }

  function pausedAt(value: boolean): void {
    clock.clear(timer);
    timer = null;
    paused = value;
    set({ ...state, replay: replaying() });
    if (value) return;
    last = clock.now();
    turn();
  }

  function atSpeed(next: number | undefined): void {
    if (next === undefined) return;
    speed = next;
    set({ ...state, replay: replaying() });
  }

  /** Back is forth again, from the snapshot before. */
  function goTo(end: number): void {
    if (end < index) {
      const from = snapshots.findLast((snapshot) => snapshot.index <= end) ?? { index: 0, state: options.first };
      state = { ...from.state, view: state.view, replay: state.replay, note: null };
      index = from.index;
      position = 0;
    }
    foldTo(end);
    position = tape.time[index - 1] ?? 0;
  }

  return {
    store: {
      get: () => state,
      // The clock of then goes on with the tape alone.
      send: (event) => set(update(state, "at" in event ? { ...event, at: state.now } : event)),
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    start: () => {
      // What was known when it began: nobody wants to look at an empty screen.
      const [tick] = tape.ticks;
      goTo(tick === undefined ? tape.length : tick + 1);
      if (!paused) pausedAt(false);
    },
    toggle: () => pausedAt(index >= tape.length ? true : !paused),
    faster: () => atSpeed(speeds.find((one) => one > speed)),
    slower: () => atSpeed(speeds.findLast((one) => one < speed)),
    step: (direction) => {
      pausedAt(true);
      const next = tape.ticks.find((tick) => tick >= index) ?? tape.length - 1;
      const before = tape.ticks.findLast((tick) => tick < index - 1) ?? 0;
      goTo((direction === 1 ? next : before) + 1);
    },
    toEnd: () => goTo(tape.length),
    unfit: () => unfit,
    stop: () => clock.clear(timer),
  };
}
