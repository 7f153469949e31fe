// One thing seen or done while a restart is watched. The proof engine is fed these in order, from a gateway or from a captured file.
import type { LockEvidence, BootRecord, LinkEvidence, ProcessEvidence } from "./evidence.ts";
import type { RestartSignal } from "./signal.ts";
import type { SupervisorFacts } from "./supervisor.ts";

/** Answer of gateway.restart.request. `emitted`: a targeted request was carried out at once. */
export type RestartAnswer = {
  readonly status: "scheduled" | "deferred" | "coalesced" | "emitted";
  /** The restart comes this much later (<= 2026.7.1: up to 28 000). */
  readonly delayMs: number;
  readonly signal: RestartSignal | null;
  readonly pid: number | null;
  readonly blockers: readonly Blocker[];
};

/** From gateway.restart.preflight and from the answer; titles of runs are cut off. */
export type Blocker = { readonly kind: string; readonly count: number; readonly message: string };

export type Seen =
  | { readonly kind: "requested"; readonly by: "rpc" | "signal" | "command" | "kill" }
  | { readonly kind: "answered"; readonly answer: RestartAnswer }
  /**
   * `sent`: it may have reached the gateway all the same. Codes TIMEOUT, LINK_CLOSED and BAD_ANSWER: nobody knows what became of it;
   * gateway-restarting and draining: a restart is under way already; anything else sent was refused. `exit`: no connection with the
   * right was had, because the gateway was not reached or did not allow it. `fix`: the next step, where there is one.
   */
  | {
      readonly kind: "unanswered";
      readonly sent: boolean;
      readonly code: string;
      readonly why: string;
      readonly fix?: string;
      readonly exit?: 69 | 77;
    }
  | { readonly kind: "signalled"; readonly signal: NodeJS.Signals; readonly pid: number }
  /** A supervisor's command came back; `code` null when it was ended by its deadline. */
  | { readonly kind: "commanded"; readonly command: string; readonly code: number | null; readonly said: string; readonly tookMs: number }
  /** Preflight while it waits; `left` = counts.totalActive. */
  | { readonly kind: "work"; readonly left: number; readonly safe: boolean; readonly blockers: readonly Blocker[] }
  /** readyz/startupz 503 draining, RPC UNAVAILABLE gateway-restarting, or WS upgrade 503. */
  | { readonly kind: "draining"; readonly from: "http" | "rpc" | "ws" }
  | { readonly kind: "shutdown"; readonly of: "restart" | "stop"; readonly expectedMs: number | null }
  | { readonly kind: "closed"; readonly code: number | null }
  | { readonly kind: "port"; readonly open: boolean; readonly why: string | null }
  /** `silent`: TCP was accepted and no answer came; inside a restart that is "booting". `notJson`: an old release's web page. */
  | {
      readonly kind: "http";
      readonly path: "/healthz" | "/startupz" | "/readyz";
      readonly outcome: "answered" | "silent" | "failed" | "not-json";
      readonly httpStatus: number | null;
      readonly status: "started" | "starting" | "draining" | "live" | null;
      readonly uptimeMs: number | null;
      readonly failing: readonly string[];
      readonly suppressed: readonly string[];
    }
  | { readonly kind: "hello"; readonly link: LinkEvidence }
  /** The first RPC answered after a hello; 2026.2.26 and others say hello before they answer. */
  | { readonly kind: "rpc"; readonly link: LinkEvidence }
  | { readonly kind: "process"; readonly process: ProcessEvidence | null }
  | { readonly kind: "lock"; readonly lock: LockEvidence | null }
  | { readonly kind: "unit"; readonly unit: SupervisorFacts }
  | { readonly kind: "boot"; readonly boot: BootRecord }
  | { readonly kind: "channel"; readonly account: string; readonly up: boolean; readonly state: string }
  /** A line of the gateway's log that is evidence; never its whole text. `run`: the id of the gatetop run it names ("gatetop 3f9a2c"). */
  | { readonly kind: "log"; readonly said: "signal-ignored" | "restarting" | "draining" | "breaker-tripped"; readonly run: string | null }
  /** Nothing new; lets deadlines pass. */
  | { readonly kind: "clock" };

/** `ms` since the run began, from a monotonic clock; `at` epoch ms. */
export type Observation = { readonly ms: number; readonly at: number; readonly seen: Seen };
