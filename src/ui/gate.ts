// Between the store and the screen: what the person did, and whether there is a link is drawn at once, what changes the picture at most
// ten times a second, new values of what is known once a second. Sources answer all through the second; drawing each answer took twice
// the processor.
import { lateBoardIds, type BoardId } from "../data/boards/board.ts";
import { sourceNames } from "../data/snapshot.ts";
import type { Alert } from "../data/alerts/alert.ts";
import type { State } from "../data/state.ts";
import type { Store } from "../data/store.ts";

export type Gate = {
  /** The state last let through; the same object until the next is. */
  readonly get: () => State;
  readonly subscribe: (listener: () => void) => () => void;
  readonly close: () => void;
};

const EVERY_MS = 100;
const VALUES_EVERY_MS = 1_000;

export function createGate(store: Store, everyMs = EVERY_MS): Gate {
  let passed = store.get();
  let passedAt = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | null = null;
  const listeners = new Set<() => void>();

  function pass(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    passedAt = performance.now();
    const next = store.get();
    if (next === passed) return;
    passed = next;
    for (const listener of listeners) listener();
  }

  const unsubscribe = store.subscribe(() => {
    const next = store.get();
    const { view, note, link, replay } = passed;
    if (next.view !== view || next.note !== note || next.replay !== replay || next.link.phase !== link.phase) return pass();
    if (timer !== null || (beat(next) === beat(passed) && !changesPicture(passed, next))) return;
    const wait = passedAt + everyMs - performance.now();
    if (wait <= 0) return pass();
    timer = setTimeout(pass, wait);
  });

  return {
    get: () => passed,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => {
      unsubscribe();
      if (timer !== null) clearTimeout(timer);
    },
  };
}

/** The second it is, as the header shows it; a part of one when the person asked for more. */
const beat = ({ now, view }: State): number => Math.floor(now / (VALUES_EVERY_MS * Math.min(1, view.rate)));

const late: ReadonlySet<BoardId> = new Set(lateBoardIds);

/** More than newer values: something came, went, failed or is wrong now. */
function changesPicture(before: State, after: State): boolean {
  return (
    before.link !== after.link ||
    before.announced !== after.announced ||
    before.suspension !== after.suspension ||
    before.target !== after.target ||
    before.run !== after.run ||
    before.acting !== after.acting ||
    before.mutes !== after.mutes ||
    (before.late !== after.late && late.has(after.view.board)) ||
    sourceNames.some((source) => before.snapshot[source].kind !== after.snapshot[source].kind) ||
    !alike(before.alerts, after.alerts)
  );
}

/** Messages hold ages and counts, which change all the time; they are values. */
function alike(before: State["alerts"], after: State["alerts"]): boolean {
  if (before === after) return true;
  return before.size === after.size && [...after].every(([key, alert]) => stateOf(before.get(key)) === stateOf(alert));
}

const stateOf = (alert: Alert | undefined): string | null =>
  alert === undefined ? null : [alert.raised, alert.severity, alert.clearedAt !== null, alert.unknownWhy !== null].join();
