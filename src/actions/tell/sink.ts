// What a tell can be handed to, and what became of one attempt.
import type { Tell } from "../../data/guard/tell.ts";

export type Delivered =
  | { readonly outcome: "delivered" }
  /** May work another time. `afterMs`: the other side asks for so long a pause; null: it says nothing. */
  | { readonly outcome: "again"; readonly why: string; readonly afterMs: number | null }
  /** Would fail every time. */
  | { readonly outcome: "never"; readonly why: string };

export type Sink = {
  /** For the log; never an address or an argument, either may hold a secret. */
  readonly name: string;
  /** One attempt, bounded; given up within a second when `stopped` fires. Never rejects. */
  readonly deliver: (tell: Tell, stopped: AbortSignal) => Promise<Delivered>;
};

/** No attempt takes longer. */
export const ATTEMPT_MS = 10_000;

export const again = (why: string, afterMs: number | null = null): Delivered => ({ outcome: "again", why, afterMs });
export const never = (why: string): Delivered => ({ outcome: "never", why });
export const delivered: Delivered = { outcome: "delivered" };
export const wasStopped: Delivered = never("the guard ended before it was delivered");
