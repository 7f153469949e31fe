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
  /** Refresh factor at the beginning: readings grow old by it. */
  readonly rate: number;
};

/** Never recorded: what was typed, what is a person's own screen and menus, and what was shown once of a line or a journal. */
type Unrecorded =
  | "typed"
  | "journal-lines"
  | "commands"
  | "guard"
  | "log-json"
  | "log-searched"
  | "resized"
  | "pointed"
  | "previewed"
  | "replaying";
export type Recorded = Exclude<Event, { readonly type: Unrecorded }>;

/** What the player of a recording is at. */
export type Replaying = {
  /** Begin and end of the recording, epoch ms. */
  readonly from: number;
  readonly to: number;
  readonly speed: number;
  readonly paused: boolean;
};
