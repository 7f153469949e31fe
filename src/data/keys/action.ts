// What a row of the key table is.
import type { BoardId } from "../boards/board.ts";
import type { State } from "../state.ts";

/** What only the boards loaded late do: `LateBoard.acts` has what becomes of the state. */
export type LateActionId =
  | "logs-of"
  | "before-restart"
  | "wrap"
  | "fold"
  | "least-level"
  | "subsystem"
  | "next-burst"
  | "previous-burst"
  | "usage-group"
  | "dangerous"
  | "older";

export type ActionId =
  | LateActionId
  | "help"
  | "quit"
  | "back"
  | "next-panel"
  | "down"
  | "up"
  | "first"
  | "last"
  | "page-down"
  | "page-up"
  | "details"
  | "raw"
  | "problems"
  | "overview"
  | "channels-board"
  | "sessions-board"
  | "logs-board"
  | "events-board"
  | "usage-board"
  | "audit-board"
  | "service-board"
  | "sort"
  | "filter"
  | "follow"
  | "live-probe"
  | "restart"
  | "channel"
  | "abort"
  | "force"
  | "ack"
  | "snooze"
  | "maintenance"
  | "command"
  | "copy"
  | "report"
  | "theme"
  | "mouse"
  | "refresh"
  | "freeze"
  | "faster"
  | "slower"
  | "step-forward"
  | "step-back"
  | "suspend";

export type Action = {
  readonly id: ActionId;
  /** Key names as src/ui/keys.ts gives them. */
  readonly keys: readonly string[];
  readonly label: string;
  /** One line for help and README. */
  readonly help: string;
  /** Place in the footer when there is no room for all: 1 stays longest; null: not there. */
  readonly footer: number | null;
  /** The boards whose footer has it; absent: all. */
  readonly on?: readonly BoardId[];
  /** The boards on which the key means this: there it goes before what it means elsewhere. Absent: everywhere. */
  readonly where?: readonly BoardId[];
  /** What it does is in the part of the program that is loaded after the first frame. */
  readonly late?: true;
  /** Undefined, or a sentence saying why it cannot act now. */
  readonly blockedBy?: (state: State) => string | undefined;
};
