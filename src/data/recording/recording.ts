// A recording: NDJSON, a header and then one event a line, as `update` was given them. No tokens, no message text, pseudonyms for names.
import type { Event } from "../events.ts";

export type RecordingHeader = {
  readonly schema: "gatetop-recording/1";
  readonly gatetop: string;
  readonly at: number;
  /** False only when asked for: names of accounts, sessions, hosts, agents and people stand in it. */
  readonly pseudonyms: boolean;
  readonly columns: number;
  readonly rows: number;
};

/** Never recorded: what was typed, and what is a person's own screen. */
export type Recorded = Exclude<Event, { readonly type: "typed" | "journal-lines" | "guard" | "log-json" }>;
