// What is kept of every action: one JSON object a line. No secret can get in: only these fields, and all text went through `harmless`.
import type { ActionRequest } from "./request.ts";
import type { ActionOutcome } from "./outcome.ts";
import type { Evidence } from "../restart/evidence.ts";
import type { Milestone } from "../restart/run.ts";
import type { ProofVerdict } from "../restart/proof.ts";

/** Who sat at the keyboard. `peer`: first word of SSH_CONNECTION. */
export type Operator = { readonly user: string; readonly uid: number | null; readonly peer: string | null; readonly pid: number };

export type JournalTarget = { readonly url: string; readonly name: string; readonly local: boolean; readonly version: string | null };

type Common = {
  readonly schema: "gatetop-journal/1";
  readonly id: string;
  readonly at: number;
  readonly operator: Operator;
  readonly target: JournalTarget;
};

/** `guard`: nobody sat at a keyboard. */
export type ActedBy = "dashboard" | "command" | "guard";

/** `began` is on the disk before anything is sent, so that a terminal closed half-way still tells. */
export type JournalEntry = Common &
  (
    | { readonly entry: "began"; readonly request: ActionRequest; readonly by: ActedBy; readonly before: Evidence | null }
    | {
        readonly entry: "ended";
        readonly request: ActionRequest;
        readonly verdict: ProofVerdict | null;
        readonly outcome: ActionOutcome | null;
        readonly after: Evidence | null;
        readonly milestones: readonly Milestone[];
        readonly tookMs: number;
      }
    /** gatetop left before the verdict: hang-up, quit, signal. */
    | { readonly entry: "left"; readonly request: ActionRequest; readonly why: string; readonly milestones: readonly Milestone[] }
  );
