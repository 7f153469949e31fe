// What a live screen showed, frame by frame, and the frames a recording leads to.
import { readFileSync } from "node:fs";
import type { ActionId } from "../../../src/data/actions.ts";
import { readEvent, readHeader } from "../../../src/data/recording/line.ts";
import type { Recorded, RecordingHeader } from "../../../src/data/recording/recording.ts";
import type { State } from "../../../src/data/state.ts";
import { initialState, update } from "../../../src/data/update.ts";
import { renderFrame } from "../../../src/ui/text-frame.tsx";
import type { Pty } from "../../support/pty.ts";
import type { Size } from "../look.ts";

/** The key of a board, what it does, and what its first panel is called. */
export type Board = { readonly key: string; readonly action: ActionId; readonly title: RegExp };

export type Shot = { readonly board: Board; readonly clock: string; readonly rows: readonly string[] };

/** The second the first line names; null: it names none. */
export const clockOf = (rows: readonly string[]): string | null => /(\d\d:\d\d:\d\d)\s*$/u.exec(rows[0] ?? "")?.[1] ?? null;

export type Camera = {
  readonly shots: readonly Shot[];
  /**
   * Presses the key of a board, and stays for some frames. What is drawn in the second of the key is no shot: the moment of a key, to which
   * ages are counted then, is in no recording.
   */
  readonly turnTo: (board: Board) => Promise<void>;
  /** Resolves with the frame after which nothing is taken any more. */
  readonly stop: () => Promise<unknown>;
};

const DWELL = 4;

/** Takes every whole frame of a dashboard that shows the board. */
export function filmed(pty: Pty, first: Board): Camera {
  const shots: Shot[] = [];
  let board: Board | null = first;
  let stopped = false;
  const take = (rows: readonly string[]): void => {
    const clock = clockOf(rows);
    if (board === null || clock === null || pty.modes().synchronized) return;
    const trimmed = rows.map((row) => row.trimEnd());
    if (shots.at(-1)?.rows.join("\n") !== trimmed.join("\n")) shots.push({ board, clock, rows: trimmed });
  };
  const over = pty.until(
    (rows) => {
      if (!stopped) take(rows);
      return stopped;
    },
    600_000,
    "the end",
  );
  // Whoever stops it hears why it failed; a test that failed before has said more already.
  over.catch(() => undefined);
  return {
    shots,
    turnTo: async (next) => {
      board = null;
      pty.write(next.key);
      await pty.until((rows) => rows.some((row) => next.title.test(row)), 10_000, String(next.title));
      const pressed = clockOf(pty.screen());
      await pty.until((rows) => clockOf(rows) !== pressed, 5_000, "the second after the key");
      board = next;
      const before = shots.length;
      await pty.until(() => shots.length >= before + DWELL, 15_000, `${DWELL} frames of ${String(next.title)}`);
    },
    stop: () => {
      stopped = true;
      return over;
    },
  };
}

export type Recording = { readonly header: RecordingHeader; readonly events: readonly Recorded[]; readonly text: string };

export function readRecording(file: string): Recording {
  const text = readFileSync(file, "utf8");
  const [first = "", ...lines] = text.trimEnd().split("\n");
  const read = readHeader(first);
  if (read.kind === "unfit") throw new Error(read.why);
  const events = lines.map((line) => {
    const event = readEvent(line);
    if (event === null) throw new Error(`no event: ${line.slice(0, 200)}`);
    return event;
  });
  return { header: read.header, events, text };
}

/** Every state a recording leads to, by the second its screen would name. */
export function statesOf({ header, events }: Recording, { columns, rows }: Size): ReadonlyMap<string, readonly State[]> {
  const states = new Map<string, State[]>();
  let state = initialState({ now: events[0]?.at ?? header.at, columns, rows, rate: header.rate });
  for (const event of events) {
    state = update(state, event);
    const clock = new Date(state.now).toISOString().slice(11, 19);
    const before = states.get(clock);
    if (before === undefined) states.set(clock, [state]);
    else before.push(state);
  }
  return states;
}

export function rowsOf(state: State, board: Board, { columns, rows }: Size): readonly string[] {
  const shown = board.action === "overview" ? state : update(state, { type: "acted", at: state.now, action: board.action });
  return renderFrame(shown, { columns, rows, look: { color: false, ascii: false } }).split("\n");
}

/** Of some, evenly over all of them. */
export const spread = <T>(all: readonly T[], most: number): readonly T[] =>
  all.length <= most ? all : Array.from({ length: most }, (_, index) => all[Math.floor((index * all.length) / most)] as T);

/** How many rows are the same, at the same place. */
const alike = (one: readonly string[], other: readonly string[]): number => one.filter((row, index) => row === other[index]).length;

/** The frame of a recording that is most like one that was seen in the same second; empty: there is none of that second. */
export function nearest(shot: Shot, states: ReadonlyMap<string, readonly State[]>, size: Size): readonly string[] {
  let best: readonly string[] = [];
  for (const state of states.get(shot.clock) ?? []) {
    const rows = rowsOf(state, shot.board, size);
    if (alike(shot.rows, rows) === shot.rows.length) return rows;
    if (best.length === 0 || alike(shot.rows, rows) > alike(shot.rows, best)) best = rows;
  }
  return best;
}
