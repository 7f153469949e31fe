// How often the gateway and each channel account restarted lately, and by what.

export type RestartCause =
  | "asked by gatetop"
  | "asked by somebody"
  | "service"
  | "crash"
  | "in-process, cause unknown"
  | "new process, cause unknown";

/** One restart, told by one or more sources; `at` when the new boot began. */
export type CountedRestart = {
  readonly at: number;
  readonly cause: RestartCause;
  readonly from: readonly ("journal" | "boot table" | "log" | "unit" | "seen")[];
  readonly reason: string | null;
};

export type RestartCounters = {
  /** Null while the hour was not watched or told whole by any source. */
  readonly lastHour: number | null;
  readonly lastDay: number | null;
  /** NRestarts of the unit; automatic ones since the last manual start. */
  readonly unit: number | null;
  /** Newest first, 24 h, at most 50. */
  readonly items: readonly CountedRestart[];
  /** Of the channel accounts a log line told of; empty where no log is read. */
  readonly accounts: readonly AccountRestarts[];
  /** Which sources reach back the whole day. */
  readonly sources: readonly string[];
  readonly breaker: {
    /** Unclean boots in the last 300 s; three trip it at the next boot. Null where the boot table cannot be read. */
    readonly uncleanBoots: number | null;
    /** From /readyz `suppressed`. */
    readonly suppressed: readonly string[];
  };
};

/** Of one account in the last hour. */
export type AccountRestarts = {
  readonly account: string;
  readonly count: number | null;
  readonly wholeHour: boolean;
  /** "auto-restart" | "health-monitor: gave-up" | … → times, from log lines. */
  readonly byReason: Readonly<Record<string, number>>;
  /** The gateway's own cap (channels health monitor, per account and hour); null where the config does not tell it. */
  readonly limit: number | null;
};
