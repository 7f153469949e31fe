// What a rule is, and what an alert is. Rules are rows; `since` and hysteresis live in state, so rules stay pure.
import type { State } from "../state.ts";

export type Severity = "crit" | "warn";

/** The key that mends it, and what it then does: `restart it before the limit does`. */
export type Repair = { readonly action: "restart" | "channel" | "abort"; readonly words: string };

/** One subject the rule found wrong now. `since` when the gateway itself says when it began. */
export type Finding = {
  readonly subject: string;
  readonly message: string;
  readonly since?: number;
  readonly severity?: Severity;
  readonly remedy?: string;
  /** A remedy of its own without a repair of its own has no key. */
  readonly repair?: Repair;
};

export type Check = { readonly kind: "unknown"; readonly why: string } | { readonly kind: "judged"; readonly findings: readonly Finding[] };

export type Rule = {
  readonly id: string;
  readonly severity: Severity;
  /** What kind of thing the subject is; the column in problems. */
  readonly topic: "gateway" | "channel" | "session" | "lane" | "memory" | "cpu" | "loop" | "queue" | "reading";
  /** After this long a warning becomes critical. */
  readonly critAfterMs?: number;
  /** A finding must last this long before it is raised. */
  readonly holdMs: number;
  /** A raised alert must be gone this long before it is dropped. */
  readonly clearMs: number;
  /** Usually the consequence of another problem, listed after those of its severity. */
  readonly follows?: true;
  /** Why the threshold is what it is. */
  readonly reason: string;
  /** What to do, for the person: one imperative sentence or a command. */
  readonly remedy: string | null;
  readonly repair?: Repair;
  readonly check: (state: State) => Check;
};

export type Alert = {
  readonly id: string;
  readonly subject: string;
  readonly topic: Rule["topic"];
  readonly follows: boolean;
  readonly severity: Severity;
  readonly message: string;
  readonly remedy: string | null;
  readonly repair: Repair | null;
  /** When the trouble began, not when it was raised. */
  readonly since: number;
  readonly raised: boolean;
  /** Set while the rule no longer finds it; dropped after `clearMs`. */
  readonly clearedAt: number | null;
  /** Set while the rule cannot judge: the alert is kept, drawn as unknown. */
  readonly unknownWhy: string | null;
};

/** Key: `rule id` + "/" + subject. */
export type AlertStates = ReadonlyMap<string, Alert>;
