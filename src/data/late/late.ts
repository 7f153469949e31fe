// The boards 4 to 8 are loaded after the first frame: their code is put here once, and until then nothing of it exists.
import type { ActionId } from "../keys/action.ts";
import type { LateBoardId } from "../boards/board.ts";
import type { Wish } from "../command/command-line.ts";
import type { Section } from "../select/section.ts";
import type { LatePanelId, State } from "../state.ts";
import type { Typist } from "../typist.ts";
import type { LateEvent } from "./late-event.ts";

/** Rows by position, for lists too long to be made at every key. */
export type RowList = {
  readonly length: number;
  readonly keyAt: (index: number) => string | undefined;
  /** -1: no such row. */
  readonly indexOf: (key: string) => number;
};

export type LateBoard = {
  /** In the order of tab; keys act on the first when the board opens. */
  readonly panels: readonly LatePanelId[];
  readonly rows: (state: State, panel: LatePanelId) => RowList;
  /** Everything known of a row, each section with its source and age. */
  readonly details: (state: State, panel: LatePanelId) => readonly Section[];
  /** The selected row as `y` copies it; null: nothing is selected. */
  readonly copied: (state: State, panel: LatePanelId) => unknown;
  /** The selected row as it came, as JSON text; null: it is being read. Absent: what `copied` gives. */
  readonly raw?: (state: State, panel: LatePanelId) => string | null;
  /** What keys do that have a meaning of their own here. `logs-of` is asked of `logs` from every board. */
  readonly acts?: { readonly [A in ActionId]?: (state: State) => State };
  /** What an action on this board asks of the outside, once it has acted. */
  readonly wishes?: (before: State, after: State, action: ActionId) => readonly Wish[];
  /** Does the board need more than a selection when keys move over it? `logs`: to leave the newest line. */
  readonly moved?: (before: State, after: State) => State;
  /** What esc leaves on the board itself, before it leads back; null: nothing. */
  readonly left?: (state: State) => State | null;
};

/** Takes every key while the line is open; enter makes it what it says. */
export type CommandTypist = Typist & { readonly opened: (state: State) => State };

export type LateParts = {
  readonly boards: { readonly [B in LateBoardId]: LateBoard };
  readonly fold: (state: State, event: LateEvent) => State;
  /** The line after `:`. */
  readonly command: CommandTypist;
};

let parts: LateParts | null = null;

/** Once, by whoever composes the program, before a late board is opened. */
export function installLate(loaded: LateParts): void {
  parts = loaded;
}

export const late = (): LateParts | null => parts;
