// Every action leaves its beginning before anything is sent and its end afterwards, or the fact that gatetop left in between.
import type { ActedBy, JournalEntry, JournalTarget, Operator } from "../../data/action/journal.ts";
import type { ActionOutcome } from "../../data/action/outcome.ts";
import type { Journal } from "../../data/action/ports.ts";
import type { ActionRequest } from "../../data/action/request.ts";
import type { Evidence } from "../../data/restart/evidence.ts";
import type { ProofVerdict } from "../../data/restart/proof.ts";
import type { Milestone } from "../../data/restart/run.ts";
import { openRuns, type Began } from "./open-runs.ts";

export type RecordOptions = {
  readonly journal: Journal;
  readonly operator: Operator;
  readonly by: ActedBy;
  readonly target: () => JournalTarget;
  /** Epoch ms. */
  readonly now: () => number;
  readonly alive: (pid: number) => boolean;
  /** Told when an entry could not be kept; the action goes on. */
  readonly onTrouble: (sentence: string) => void;
};

/** What an action ends with; `verdict` for a restart, `outcome` for the others. */
export type End = {
  readonly verdict: ProofVerdict | null;
  readonly outcome: ActionOutcome | null;
  readonly after: Evidence | null;
  readonly milestones: readonly Milestone[];
  readonly tookMs: number;
};

export type ActionRecord = {
  readonly ended: (end: End) => void;
  /** Once, and not after its end. */
  readonly left: (why: string, milestones: readonly Milestone[]) => void;
};

export type Recorder = {
  readonly began: (id: string, request: ActionRequest, before: Evidence | null) => ActionRecord;
  /** Entries of others that have no end yet, newest first; those older than `withinMs` are taken to be dead. */
  readonly othersOpen: (withinMs: number) => readonly Began[];
};

export function createRecorder({ journal, operator, by, target, now, alive, onTrouble }: RecordOptions): Recorder {
  function append(entry: JournalEntry): void {
    const trouble = journal.append(entry);
    if (trouble !== null) onTrouble(trouble);
  }
  return {
    began: (id, request, before) => {
      const common = () => ({ schema: "gatetop-journal/1", id, at: now(), operator, target: target(), request }) as const;
      let over = false;
      append({ ...common(), entry: "began", by, before });
      return {
        ended: (end) => {
          if (!over) append({ ...common(), entry: "ended", ...end });
          over = true;
        },
        left: (why, milestones) => {
          if (!over) append({ ...common(), entry: "left", why, milestones });
          over = true;
        },
      };
    },
    othersOpen: (withinMs) => openRuns(journal.read().entries, { url: target().url, ownPid: operator.pid, now: now(), withinMs, alive }),
  };
}
