// A row of the service board: a mark, a name, words, and everything known of it.
import type { Mark, Tone } from "../../select/cell.ts";
import type { Section } from "../../select/section.ts";
import type { Source } from "../../snapshot.ts";

export type ServiceRow = {
  readonly key: string;
  readonly mark: Mark;
  readonly name: string;
  readonly words: string;
  /** Of `words`; the mark has its own. */
  readonly tone: Tone;
  /** What to do, or what else there is: left out first when there is no room. */
  readonly note: string;
  /** The note says what to type. */
  readonly fix?: true;
  readonly source: Source | "own";
  readonly sections: () => readonly Section[];
  /** The row as `y` copies it. */
  readonly value: unknown;
};

/** A row that says one thing, before it is known where it stands. */
export type ServiceLine = Pick<ServiceRow, "name" | "words"> & Partial<Pick<ServiceRow, "mark" | "tone" | "note">>;

export type ServiceRows = {
  readonly rows: readonly ServiceRow[];
  /** Why there are none; null: there are, or it is not known yet. */
  readonly why: string | null;
};
