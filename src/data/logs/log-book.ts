// What is held of a log: a window over its lines, in chunks that are never changed, so that the next state shares them.
// Text was made harmless and searched for secrets before it came here. The JSON of a line stays with whoever read it.

/** tslog's `_meta.logLevelName`; `plain`: a line that is not JSON. The index is what a chunk stores. */
export const logLevels = ["plain", "trace", "debug", "info", "warn", "error", "fatal"] as const;
export type LogLevel = (typeof logLevels)[number];

/** How lines come: RPC logs.tail, the file itself, the unit's journal. One byte cursor serves the first two. */
type LogWay = "rpc" | "file" | "journald";

/** At most 512 lines. Columns have one entry a line. */
export type LogChunk = {
  /** Number of its first line; counts on over the life of the book, and down for older lines read later. */
  readonly first: number;
  readonly count: number;
  /** Epoch ms by the gateway's clock; NaN: the line has no time. */
  readonly at: Float64Array;
  /** Index into `logLevels`. */
  readonly level: Uint8Array;
  /** Index into `LogBook.subsystems`, and `sessions`; 0: none. */
  readonly subsystem: Uint16Array;
  readonly session: Uint16Array;
  /** Messages, one a line, each at most 1 000 characters. */
  readonly text: readonly string[];
};

/** Lines that were not read, before the line `before`: the log was rotated or truncated, or came too fast. */
export type LogGap = { readonly before: number; readonly why: "rotated" | "truncated" | "skipped"; readonly bytes: number | null };

export type LogBook = {
  readonly chunks: readonly LogChunk[];
  readonly lines: number;
  /** Interned names; index 0 is "". At most 65 535, then "other". */
  readonly subsystems: readonly string[];
  readonly sessions: readonly string[];
  readonly gaps: readonly LogGap[];
  readonly way: LogWay | null;
  readonly file: string | null;
  /** Bytes of the log now; null where it has none (journald). */
  readonly sizeBytes: number | null;
  /** Older lines can be had; false at the beginning of the log, or of what logs.tail gives. */
  readonly olderThere: boolean;
  /** Lines at the new end that were not kept, because old ones are read and the window is full. */
  readonly newer: number;
  /** Why there is nothing to read; null: there is. */
  readonly why: string | null;
};

/** One read. `at` where its lines go; `anew`: the book begins again with them. */
export type LogBatch = {
  readonly where: "after" | "before" | "anew";
  /** Number of its first line: whoever reads counts, so that a line keeps its number. */
  readonly first: number;
  readonly way: LogWay;
  readonly file: string | null;
  readonly sizeBytes: number | null;
  readonly olderThere: boolean;
  readonly gap: Omit<LogGap, "before"> | null;
  /** Of a moment in the past: what follows its lines is not read. */
  readonly cut?: boolean;
  readonly lines: readonly LogLineIn[];
};

export type LogLineIn = {
  readonly at: number | null;
  readonly level: LogLevel;
  readonly subsystem: string | null;
  readonly session: string | null;
  readonly message: string;
};

/** Beside the text filter of the board. `subject`: what `l` was pressed on, with the moment it is about. */
export type LogFocus = {
  readonly least: LogLevel;
  readonly subsystem: string | null;
  readonly session: string | null;
  readonly subject: { readonly words: string; readonly pattern: string; readonly at: number | null } | null;
};

export const everyLine: LogFocus = { least: "plain", subsystem: null, session: null, subject: null };

export const emptyLogBook: LogBook = {
  chunks: [],
  lines: 0,
  subsystems: [""],
  sessions: [""],
  gaps: [],
  way: null,
  file: null,
  sizeBytes: null,
  olderThere: false,
  newer: 0,
  why: null,
};
