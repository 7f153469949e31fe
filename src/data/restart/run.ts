// One restart from the request to its verdict. A value: the screen draws it, the journal keeps its end, tests build it from a file.
import type { Evidence } from "./evidence.ts";
import type { Blocker, Observation } from "./observation.ts";
import type { ProofVerdict } from "./proof.ts";

export const restartModes = ["graceful", "signal", "service", "force"] as const;
/** What `--mode` takes. */
export type RestartMode = (typeof restartModes)[number];
/** What the menu can start besides: `kill` is the frozen-process ladder under force. */
export type MenuAim = RestartMode | "kill" | "start" | "stop" | "resume";
/** `clean-up` is the guard's alone: one process by name is ended, frozen or deaf, what it leaves is swept up, and it is started again. */
export type RunAim = MenuAim | "clean-up";

export type MilestoneName =
  | "requested"
  | "accepted"
  | "draining"
  | "shutdown announced"
  | "closed"
  | "port down"
  | "port up"
  | "http"
  | "startupz"
  | "hello"
  | "ready"
  | `${string} back`;

/** `ms` since the request. `detail`: "deferred", "3 left", "1012", "boot 41a2… → 619b…". */
export type Milestone = { readonly name: MilestoneName; readonly ms: number; readonly detail: string | null };

/** asked → waiting (deferred or delayed) → draining → down → booting → settling (proved, channels still coming) → over. */
export type RunPhase = "asked" | "waiting" | "draining" | "down" | "booting" | "settling" | "over";

/** Milliseconds after the request; see deadlines.ts for where each comes from. */
export type Deadlines = {
  /** The whole run, when nothing is deferred. */
  readonly idleMs: number;
  /** The gateway's own limit of a deferral (300 000), then it forces. */
  readonly deferralMs: number;
  /** After the old boot was seen to go. */
  readonly bootMs: number;
  /** After the proof, for channels. */
  readonly settleMs: number;
  /** What the person is willing to wait (`--wait`): by then it is judged from what is known. Null: the ones above decide. */
  readonly waitMs: number | null;
  /** By then the old boot must have been seen to go, else it is judged from what is known. Null or absent: it may stay as long as it likes. */
  readonly goneMs?: number | null;
};

export type RestartRun = {
  /** Six hex digits; stands in the reason we send ("gatetop 3f9a2c"), in the journal and in the gateway's boot table. */
  readonly id: string;
  readonly aim: RunAim;
  /** Epoch ms of the request. */
  readonly at: number;
  /** Milliseconds watched so far. */
  readonly ms: number;
  readonly phase: RunPhase;
  readonly before: Evidence;
  /** The best of everything seen since the request; what has not been seen again stays null. */
  readonly after: Evidence;
  readonly deadlines: Deadlines;
  readonly milestones: readonly Milestone[];
  /** Newest preflight; empty when idle or not asked. */
  readonly blockers: readonly Blocker[];
  readonly workLeft: number | null;
  /** Set while deferred: ms (since the request) at which the gateway forces it. */
  readonly forcedAtMs: number | null;
  readonly delayMs: number;
  /** account key → was up before / is up again. */
  readonly channels: ReadonlyMap<string, { readonly before: boolean; readonly backMs: number | null }>;
  /** What the engine needs to remember; newest last, at most 500, the same http answer in a row kept once. */
  readonly seen: readonly Observation[];
  /** Null while it is watched; after the proof it stands while channels settle. */
  readonly verdict: ProofVerdict | null;
  readonly verdictMs: number | null;
};
