// What the boards loaded late hold. Values only: the functions are in late.ts.
import type { JournalEntry } from "../action/journal.ts";
import { emptyLogBook, everyLine, type LogBook, type LogFocus } from "../logs/log-book.ts";
import { emptyLedger, type ActivityLedger } from "../model/activity.ts";
import type { GuardState } from "../service/guard-state.ts";

export type LateState = {
  readonly log: LogBook;
  /** The line whose JSON was asked for. */
  readonly logJson: { readonly line: number; readonly json: string } | null;
  /** Every page of the source `activity`, and the older ones that were asked for. */
  readonly activity: ActivityLedger;
  /** gatetop's own journal for this target, newest last, at most 500. */
  readonly journal: readonly JournalEntry[];
  readonly guard: GuardState | null;
};

export const emptyLate: LateState = {
  log: emptyLogBook,
  logJson: null,
  activity: emptyLedger,
  journal: [],
  guard: null,
};

/** `before`: the last line before the moment; `from`: the first one since. */
export type LogSeek = { readonly at: number; readonly side: "before" | "from" };

export type UsageGroup = "model" | "provider" | "agent" | "channel" | "session";

/** What a person set on the late boards. */
export type LateView = {
  /** `follow`: the newest line is in sight; moving up ends it. `seek`: a moment to be brought in sight once its lines are there. */
  readonly logs: {
    readonly focus: LogFocus;
    readonly follow: boolean;
    readonly wrap: boolean;
    readonly fold: boolean;
    readonly seek: LogSeek | null;
  };
  readonly usage: { readonly by: UsageGroup };
  readonly audit: { readonly dangerousOnly: boolean };
};

export const firstLateView: LateView = {
  logs: { focus: everyLine, follow: true, wrap: false, fold: true, seek: null },
  usage: { by: "model" },
  audit: { dangerousOnly: false },
};
