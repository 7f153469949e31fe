// What people and hooks are told: edges only, each once.
import type { GuardFile } from "./state-file.ts";

/** First in this list is delivered first, whatever else waits. */
export const tellings = [
  "restart-failed",
  "gave-up",
  "stranger",
  "start-failed",
  "config-broken",
  "down",
  "restarting",
  "restarted",
  "recovered",
  "left-alone",
  "restart-skipped",
  "restart-advised",
  "memory",
  "credentials",
  "disk",
  "logs",
  "guard",
] as const;
export type Telling = (typeof tellings)[number];

/** JSON on a hook's stdin and in a webhook's body; schema is kept, fields are only added. No secret, no message text. */
export type Tell = {
  readonly schema: "gatetop-tell/1";
  /** Twelve hex digits; the same in every attempt to deliver it. */
  readonly id: string;
  /** Epoch ms. */
  readonly at: number;
  readonly what: Telling;
  readonly edge: "begins" | "ends" | "once";
  readonly severity: "info" | "warning" | "critical";
  readonly host: string;
  readonly gateway: string;
  readonly subject: string;
  /** One line, harmless, at most 400 characters. */
  readonly sentence: string;
  readonly dryRun: boolean;
  readonly guard: Pick<GuardFile, "standing" | "attempts" | "last" | "nextAttemptAt" | "gaveUpAt">;
};
