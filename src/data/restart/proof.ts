// What a restart run ends with. Exit code, journal and screen are made from this one value.
import type { RestartAnswer } from "./observation.ts";

/** One piece of evidence the verdict rests on, in the order of its weight. */
export type ProofFact = {
  readonly fact:
    | "bootId"
    | "processInstanceId"
    | "pid"
    | "startTicks"
    | "lockOwnerId"
    | "lockCreatedAt"
    | "servingSince"
    | "shutdown"
    | "closeCode"
    | "refusedGap"
    | "invocationId"
    | "mainPid"
    | "automaticRestarts"
    | "bootRecord"
    | "startup"
    | "rpc"
    | "log"
    | "configuration";
  readonly before: string | number | null;
  readonly after: string | number | null;
  /** changed and same speak of before and after; seen and not-seen of something that happens once. */
  readonly says: "changed" | "same" | "seen" | "not-seen" | "unknown";
};

export type NotRestartedWhy =
  | "ignored-by-configuration"
  | "signal-refused"
  | "request-refused"
  | "request-not-sent"
  | "not-permitted"
  | "command-failed"
  | "start-limit"
  /** Accepted, waited its whole deadline, and the old boot still answers and is idle. */
  | "same-boot-answers";

/** Whether the new boot is the one we asked for: our reason stands in the boot table or log; the gateway said coalesced; or nobody can say. */
export type Attribution = "ours" | "coalesced" | "not-known";

type Told = { readonly sentence: string; readonly facts: readonly ProofFact[] };

export type ProofVerdict = Told &
  (
    | {
        readonly kind: "proved-in-process" | "proved-new-process";
        readonly attribution: Attribution;
        /** What the gateway answered to our request, when it took it; null: it was asked in a way that has no answer, or none came. */
        readonly accepted: RestartAnswer["status"] | null;
        /** From the last moment the old boot answered (closed or port down) to /startupz started and an RPC answered. */
        readonly downMs: number;
        readonly readyMs: number;
        /** Channels the crash-loop breaker keeps down. */
        readonly suppressed: readonly string[];
      }
    /** Ended and nothing came back before the deadline, or a stop was what was asked. */
    | { readonly kind: "stopped"; readonly wanted: boolean; readonly why: string }
    | { readonly kind: "not-restarted"; readonly why: NotRestartedWhy; readonly fix: string | null }
    /** `leftMs` until the gateway forces it (300 s after it was accepted). */
    | { readonly kind: "still-deferred"; readonly work: number | null; readonly leftMs: number }
    | { readonly kind: "still-draining"; readonly work: number | null; readonly sinceMs: number }
    | { readonly kind: "unproved"; readonly missing: readonly string[]; readonly seen: readonly string[] }
  );

export type ProofKind = ProofVerdict["kind"];

/** For `gatetop restart`, once it was asked for. */
export const proofExit: { readonly [K in ProofKind]: 0 | 1 | 75 } = {
  "proved-in-process": 0,
  "proved-new-process": 0,
  stopped: 1,
  "not-restarted": 1,
  "still-deferred": 75,
  "still-draining": 75,
  unproved: 75,
};
