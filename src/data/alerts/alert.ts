// What a rule is, and what an alert is. Rules are rows; `since` and hysteresis live in state, so rules stay pure.
import type { Source } from "../snapshot.ts";
import type { State } from "../state.ts";
import type { Mute } from "./mute.ts";

/** `info` makes neither the verdict nor the exit code, and rings no bell. */
export type Severity = "crit" | "warn" | "info";

/** The key that mends it, and what it then does: `restart it before the limit does`. */
export type Repair = { readonly action: "restart" | "channel" | "abort"; readonly words: string };

/** What a problem is known by. `source` names the RPC, URL, file or log; `at` when the value was true. */
export type Evidence = { readonly label: string; readonly value: string; readonly source: string; readonly at: number | null };

/** One quantity a rule compares. Null: that step does not exist until the config file gives it a limit. */
export type Threshold = {
  /** As in docs/alerts.md: `rss of the tightest limit`. */
  readonly quantity: string;
  readonly unit: "%" | "cores" | "ms" | "s" | "h" | "per hour" | "per minute" | "count" | "USD";
  readonly warn: number | null;
  readonly crit: number | null;
  /** `below`: trouble is under the limit (disk left). Default above. */
  readonly side?: "above" | "below";
  /** Share of the limit a raised problem must come back by before it counts as gone: 0.05 = 5 %. */
  readonly hysteresis: number;
};

/** Where a rule reads, for docs/alerts.md: `channels.status` `channelAccounts[].lifecycle`, read scope, since 2026.9. */
export type ReadFrom = {
  readonly source: Source | "hello" | "event" | "own";
  readonly field: string;
  readonly scope: "none" | "operator.read" | "operator.approvals";
  readonly since: string | null;
};

/** What a check is given besides the state: the limits as configured, and what stands already. */
export type Judging = {
  readonly warn: number | null;
  readonly crit: number | null;
  /** The severity the subject was raised with; null: it is not raised. For hysteresis. */
  readonly standing: (subject: string) => Severity | null;
};

/** One subject the rule found wrong now. `since` when the gateway itself says when it began. */
export type Finding = {
  readonly subject: string;
  readonly message: string;
  readonly since?: number;
  readonly severity?: Severity;
  readonly remedy?: string;
  /** A remedy of its own without a repair of its own has no key. */
  readonly repair?: Repair;
  /** The common cause, where several subjects may share one: `ECONNREFUSED`, `irc`. Subjects of one rule and cause are drawn as one row. */
  readonly cause?: string;
  readonly evidence?: readonly Evidence[];
};

export type Check = { readonly kind: "unknown"; readonly why: string } | { readonly kind: "judged"; readonly findings: readonly Finding[] };

export type Rule = {
  readonly id: string;
  readonly severity: Severity;
  /** What kind of thing the subject is; the column in problems. */
  readonly topic:
    | "gateway"
    | "channel"
    | "session"
    | "lane"
    | "memory"
    | "cpu"
    | "loop"
    | "queue"
    | "reading"
    | "message"
    | "model"
    | "usage"
    | "cron"
    | "approval"
    | "log"
    | "disk"
    | "config";
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
  /** In words for docs/alerts.md. */
  readonly title: string;
  readonly threshold?: Threshold;
  readonly readFrom: readonly ReadFrom[];
  /** Off until the config file says otherwise. */
  readonly offByDefault?: true;
  readonly check: (state: State, judging: Judging) => Check;
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
  readonly cause: string | null;
  readonly evidence: readonly Evidence[];
  /** Times it was raised or cleared, newest last, at most 20 and one hour back: flapping is many of them. */
  readonly turns: readonly number[];
};

/** A row of problems: one alert, or several of one rule and one cause. `key` of a group: `id/*cause`. */
export type ProblemRow =
  | { readonly kind: "one"; readonly key: string; readonly alert: Alert; readonly flapping: boolean; readonly mute: Mute | null }
  | {
      readonly kind: "group";
      readonly key: string;
      readonly cause: string;
      /** Worst first, then oldest; at least 3. */
      readonly alerts: readonly [Alert, ...Alert[]];
      readonly flapping: boolean;
      readonly mute: Mute | null;
    };

/** Key: `rule id` + "/" + subject. */
export type AlertStates = ReadonlyMap<string, Alert>;
