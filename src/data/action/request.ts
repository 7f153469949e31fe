// What a person can ask of the gateway, and what is said before it is done.
import type { Blocker } from "../restart/observation.ts";
import type { RunAim } from "../restart/run.ts";

export type ChannelVerb = "start" | "stop" | "restart";

export type ActionRequest =
  | {
      readonly action: "restart";
      readonly aim: RunAim;
      /** force: for running work. clean-up: for the process, from SIGTERM to SIGKILL. */
      readonly drainBudgetMs: number | null;
      /** clean-up: this process alone is ended. */
      readonly process?: NamedProcess;
    }
  | { readonly action: "channel"; readonly verb: ChannelVerb; readonly channel: string; readonly account: string }
  /** `runId` when one is chosen, otherwise what runs in the session. */
  | { readonly action: "abort"; readonly sessionKey: string; readonly runId: string | null };

/** Named for ever: a pid comes round again, with another start time (field 22 of /proc/PID/stat). */
export type NamedProcess = { readonly pid: number; readonly startTicks: number };

/** How long work may go on before a bounded force aborts it, when the person does not say. */
export const FORCE_DRAIN_MS = 10_000;

const words = (request: ActionRequest): readonly (string | number | null)[] => {
  switch (request.action) {
    case "restart":
      return [request.action, request.aim, request.drainBudgetMs, request.process?.pid ?? null, request.process?.startTicks ?? null];
    case "channel":
      return [request.action, request.verb, request.channel, request.account];
    case "abort":
      return [request.action, request.sessionKey, request.runId];
  }
};

/** Two requests that ask for the same. */
export const sameRequest = (one: ActionRequest, other: ActionRequest): boolean =>
  JSON.stringify(words(one)) === JSON.stringify(words(other));

/** Scopes the short-lived connection asks for; null: nothing is asked of the gateway (signal, supervisor). */
export type NeededScope = "operator.admin" | "operator.write" | null;

/** ask: y/n; word: the person types it; none: nothing is interrupted (resume). */
export type Confirmation =
  | { readonly kind: "none" }
  | { readonly kind: "ask" }
  | { readonly kind: "word"; readonly word: "restart" | "stop" | "kill" };

export type Precondition =
  | { readonly can: true }
  /** `why` is the sentence shown in the menu; `fix` what to type; `exit` for the command line. */
  | { readonly can: false; readonly code: string; readonly why: string; readonly fix: string | null; readonly exit: 1 | 69 | 77 };

/** One row of a menu: what it does here, or why it cannot. */
export type Choice = {
  readonly request: ActionRequest;
  readonly label: string;
  /** One sentence about this gateway: "asks 2026.9.6 to restart when its 2 runs are over (at most 5 min)". */
  readonly does: string;
  readonly precondition: Precondition;
  readonly confirmation: Confirmation;
  readonly scope: NeededScope;
};

export type Preview = {
  readonly choice: Choice;
  /** Each blocker by name with what this restart does to it: waits, drains n s then aborts (resumes by itself), cuts. */
  readonly interrupts: readonly { readonly blocker: Blocker; readonly fate: string }[];
  /** "up to 5 min 30 s while work drains", "would be the third unclean boot in 5 minutes", "ends with the next gateway restart". */
  readonly warnings: readonly string[];
  /** A restart that was asked for before is not over: by whom, and what shows it. Null: none is known. */
  readonly underWay: string | null;
  /** How the right to do it is got: "a second connection with operator.admin, closed afterwards". */
  readonly access: string;
  /** Blockers were read at; null when they could not be, and `warnings` says so. */
  readonly workAt: number | null;
};
