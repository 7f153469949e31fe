// Our connection to the gateway, as a sum type: an impossible pair (open, and waiting 3 s) cannot be written.
import type { Hello } from "./model/gateway.ts";

export type Refusal = {
  /** The gateway's `details.code`, an HTTP status, or one of ours (PUBLIC_PLAINTEXT, TLS_FINGERPRINT, NO_CREDENTIAL). */
  readonly code: string;
  /** One sentence: what happened and why. */
  readonly why: string;
  /** The exact next command or step for the person. */
  readonly fix: string;
};

/** A disconnect the gateway announced with event `shutdown`. */
export type Announced = {
  readonly at: number;
  readonly kind: "restart" | "stop";
  readonly expectedMs: number | null;
  readonly reason: string;
};

export type LinkState =
  | { readonly phase: "idle" }
  /** `attempt`: how many have failed before this one. */
  | { readonly phase: "connecting"; readonly attempt: number; readonly since: number }
  | { readonly phase: "open"; readonly since: number; readonly generation: number; readonly hello: Hello }
  | {
      readonly phase: "waiting";
      readonly since: number;
      readonly retryAt: number;
      readonly attempt: number;
      readonly why: string;
      /** WebSocket close code of the last connection, null when none was open. */
      readonly code: number | null;
      readonly announced: Announced | null;
    }
  /** `retryAt` null: only a change by the person can help, we do not knock again by ourselves. */
  | { readonly phase: "refused"; readonly since: number; readonly refusal: Refusal; readonly retryAt: number | null };
