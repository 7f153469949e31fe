// What the gateway's log tells of its work: kinds, keys and numbers, no text. Read with the restarts, from one logs.tail.

export type LogNote =
  /** `[diagnostic] stalled session: … sessionKey=… age=436s … recovery=none`; `of`: stalled | stuck | long-running. */
  | {
      readonly at: number;
      readonly of: "detector";
      readonly verdict: string;
      readonly sessionKey: string;
      readonly ageMs: number | null;
      readonly queueDepth: number | null;
      readonly reason: string | null;
      readonly recovery: string | null;
    }
  /** `stuck session recovery outcome: status=… action=… sessionKey=… released=N`. */
  | {
      readonly at: number;
      readonly of: "recovery";
      readonly sessionKey: string;
      readonly status: string;
      readonly action: string | null;
      readonly released: number | null;
      readonly queued: number | null;
    }
  /** `[diagnostic] lane wait exceeded: lane=main waitedMs=…`. */
  | { readonly at: number; readonly of: "lane-wait"; readonly lane: string; readonly waitedMs: number; readonly ahead: number | null }
  /** `[irc] [default] auto-restart attempt n/10 in Xs`. */
  | {
      readonly at: number;
      readonly of: "retry";
      readonly account: string;
      readonly attempt: number;
      readonly attempts: number;
      readonly inMs: number;
    }
  /** `config reload failed: …`, `config reload skipped (invalid config): …`, `config hot reload applied (…)`. */
  | {
      readonly at: number;
      readonly of: "config-reload";
      readonly ok: boolean;
      /** invalid: it does not pass the gateway's check; missing: no such file; null: it was taken over. */
      readonly why: "failed" | "invalid" | "missing" | null;
    }
  /** `auth profile failure state updated`: a credential put aside for a while, and why in the gateway's word (rate_limit, billing). */
  | {
      readonly at: number;
      readonly of: "cooldown";
      readonly provider: string | null;
      readonly reason: string | null;
      readonly untilAt: number | null;
    };

/** Lines of level ERROR and FATAL in one minute, by subsystem. `minute`: epoch ms of its beginning. */
export type ErrorMinute = { readonly minute: number; readonly count: number; readonly bySubsystem: Readonly<Record<string, number>> };

export type WorkLog = { readonly notes: readonly LogNote[]; readonly errors: readonly ErrorMinute[] };
