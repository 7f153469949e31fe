// Between the guard's core, who looks, who repairs, who tells and who keeps: types only. The loop in src/cli/guard joins them.
import type { RepairStep } from "./decision.ts";
import type { GuardFile } from "./state-file.ts";
import type { Sight } from "./sight.ts";
import type { Tell } from "./tell.ts";

/** `thorough`: also what is only needed when something is wrong (process, sockets, lock, supervisor). Never rejects. */
export type Eyes = { readonly look: (thorough: boolean) => Promise<Sight>; readonly close: () => void };

/** Proved by the proof engine; `sentence` is its own. `unclean`: a process was ended without its word. */
export type Repaired = {
  readonly outcome: "proved" | "refuted" | "unproved";
  readonly run: string | null;
  readonly sentence: string;
  readonly unclean: boolean;
};

export type RepairAsk = {
  readonly step: RepairStep;
  readonly why: "repair" | "schedule" | "memory";
  /** Nothing is sent to any other process. Null with `start`. */
  readonly process: { readonly pid: number; readonly startTicks: number } | null;
  readonly waitMs: number;
  /** Called when it has an id, and before anything is sent. */
  readonly began: (run: string) => void;
};

export type Repairs = {
  /** Why this step cannot be made here; null: it can. For dry runs and for the choice of the next step. */
  readonly cannot: (step: RepairStep) => Promise<string | null>;
  /** At most one at a time. Never rejects for what can be expected. */
  readonly repair: (ask: RepairAsk) => Promise<Repaired>;
  /** gateway.restart.preflight; null: it cannot be asked. */
  readonly safe: () => Promise<{ readonly safe: boolean; readonly sentence: string } | null>;
  /** A restart of somebody else that the journal knows, and that is not over. */
  readonly othersUnderWay: () => string | null;
  readonly leave: (why: string) => void;
};

/** Returns at once; delivery goes on beside the guard and ends by itself. */
export type Tells = { readonly tell: (tell: Tell) => void; readonly drain: (withinMs: number) => Promise<void> };

export type GuardShelf = {
  /** Null: none, or one that cannot be read (`trouble`). */
  readonly read: () => { readonly file: GuardFile | null; readonly trouble: string | null };
  /** A sentence when it could not be kept. */
  readonly write: (file: GuardFile) => string | null;
};
