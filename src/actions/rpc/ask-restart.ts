// Asks the gateway to restart. What comes back is an observation: only what is seen afterwards proves anything.
import type { Writer } from "../../data/action/ports.ts";
import { decodeRestartAnswer } from "../../data/gateway/decode/restart-answer.ts";
import type { Seen } from "../../data/restart/observation.ts";
import { takesTarget, type RestartTarget } from "../../data/restart/targeted.ts";
import { failureOf } from "./failure.ts";

type AskedRestart = Extract<Seen, { readonly kind: "answered" | "unanswered" }>;

export type RestartAsk = {
  /** Six hex digits; the gateway keeps the reason "gatetop ID" with the boot that ends. */
  readonly id: string;
  /**
   * Bounded force: this boot, and no other, drains for so long, then what still runs is aborted and goes on after the boot. Without
   * it the gateway waits for running work, at most 300 s.
   */
  readonly force?: { readonly target: RestartTarget; readonly drainBudgetMs: number };
};

const METHOD = "gateway.restart.request";
/** A gateway under load answers late, and an answer that is given up too early leaves a restart nobody expects. */
const ANSWER_MS = 15_000;

/**
 * Never rejects for what a gateway does. Codes of `unanswered` besides the gateway's own: UNKNOWN_METHOD (up to 2026.3),
 * NO_DRAIN_BUDGET (up to 2026.7.1; both before anything is sent), STALE_TARGET (another boot is there already), RATE_LIMITED,
 * MISSING_SCOPE, TIMEOUT, LINK_CLOSED, BAD_ANSWER.
 */
export async function askRestart(writer: Writer, { id, force }: RestartAsk, timeoutMs = ANSWER_MS): Promise<AskedRestart> {
  const { methods, capabilities } = writer;
  if (methods.length > 0 && !methods.includes(METHOD)) {
    return unsent("UNKNOWN_METHOD", "this release cannot be asked to restart: it knows no gateway.restart.request");
  }
  if (force !== undefined && !takesTarget(capabilities)) {
    return unsent("NO_DRAIN_BUDGET", "this release takes no restart with a time limit: it would wait for running work instead");
  }
  // Not `force`, which up to 2026.9.5 does not drain at all; and never 0, which means without an end.
  const bound =
    force === undefined ? {} : { target: force.target, restartIntent: { waitMs: Math.max(1, Math.round(force.drainBudgetMs)) } };
  try {
    const answer = decodeRestartAnswer(await writer.request(METHOD, { reason: `gatetop ${id}`, ...bound }, timeoutMs));
    return { kind: "answered", answer };
  } catch (error) {
    return { kind: "unanswered", ...failureOf(error) };
  }
}

const unsent = (code: string, why: string): AskedRestart => ({ kind: "unanswered", sent: false, code, why });
