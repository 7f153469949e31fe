// Facts for the boards loaded late; their fold is loaded with them.
import type { JournalEntry } from "../action/journal.ts";
import type { LogBatch } from "../logs/log-book.ts";
import type { ActivityPage } from "../model/activity.ts";
import type { GuardState } from "../service/guard-state.ts";

export type LateEvent =
  | { readonly type: "log"; readonly at: number; readonly batch: LogBatch }
  /** There is no log to be had, in one sentence. */
  | { readonly type: "no-log"; readonly at: number; readonly why: string }
  /** More lines were looked at for the filter of the board. */
  | { readonly type: "log-searched"; readonly at: number }
  | { readonly type: "log-json"; readonly at: number; readonly line: number; readonly json: string }
  /** A page of the ledger that goes on below a sequence; null: it is asked for (`asking`), or did not come. */
  | {
      readonly type: "older-activity";
      readonly at: number;
      readonly below: number;
      readonly page: ActivityPage | null;
      readonly asking: boolean;
    }
  | { readonly type: "journal-lines"; readonly at: number; readonly entries: readonly JournalEntry[] }
  | { readonly type: "guard"; readonly at: number; readonly guard: GuardState | null };
