// What the guard was told: config.json5 `guard`, flags before it. Milliseconds and bytes inside; the file has seconds.

export type GuardSettings = {
  /** False: a dry run, which is the default. */
  readonly act: boolean;
  readonly intervalMs: number;
  readonly strikes: number;
  /** Least time between two strikes of a failure that only silence shows. */
  readonly debounceMs: number;
  /** The same when state T proves it, and when an event loop that never rests and a growing accept queue do. */
  readonly stoppedDebounceMs: number;
  readonly blockedDebounceMs: number;
  /** Between attempts; the last one stays. */
  readonly backOffMs: readonly number[];
  /** Rounds of the whole ladder before it gives up. */
  readonly rounds: number;
  /** `service`: how long the supervisor's command may take before the forced clean-up. */
  readonly serviceWaitMs: number;
  /** Unclean ends within `killWindowMs`, also those it did not cause: the gateway's crash-loop breaker trips at three in 300 s. */
  readonly kills: number;
  readonly killWindowMs: number;
  /** argv that starts a gateway nobody supervises; null: it is only told. */
  readonly start: readonly [string, ...string[]] | null;
  readonly restart: RestartSettings;
  /** Paths whose presence is a maintenance window; relative to OpenClaw's state directory. */
  readonly flagFiles: readonly string[];
  readonly configCopies: number;
  readonly cleanLogs: boolean;
  readonly tell: readonly TellTo[];
};

export type RestartSettings = {
  readonly everyMs: number | null;
  /** Minutes after midnight in `timeZone`. */
  readonly at: readonly number[];
  /** IANA name; null: the host's. */
  readonly timeZone: string | null;
  /** Waits so long for work to end, then leaves this one out. */
  readonly withinMs: number;
  /** Tells instead of restarting. */
  readonly advise: boolean;
  /** Null: off. `bytes` null: only the trend towards its limit. */
  readonly onMemory: { readonly bytes: number | null } | null;
};

/** Secrets by file or environment variable only; an address may be one (Slack). */
export type Secret = { readonly file: string } | { readonly env: string };
export type TellTo =
  | { readonly to: "exec"; readonly argv: readonly [string, ...string[]] }
  | {
      readonly to: "webhook";
      readonly format: "json" | "ntfy" | "slack";
      readonly url: string | Secret;
      readonly token: Secret | null;
    }
  | { readonly to: "syslog" };

export const defaultGuard: GuardSettings = {
  act: false,
  intervalMs: 5_000,
  strikes: 3,
  debounceMs: 30_000,
  stoppedDebounceMs: 5_000,
  blockedDebounceMs: 15_000,
  backOffMs: [5_000, 10_000, 20_000],
  rounds: 2,
  serviceWaitMs: 15_000,
  kills: 2,
  killWindowMs: 300_000,
  start: null,
  restart: { everyMs: null, at: [], timeZone: null, withinMs: 1_800_000, advise: false, onMemory: null },
  flagFiles: ["maintenance", ".maintenance"],
  configCopies: 5,
  cleanLogs: false,
  tell: [],
};

/** `--fast`: for whoever would rather restart once too often. */
export const fastGuard: Pick<GuardSettings, "intervalMs" | "debounceMs" | "stoppedDebounceMs" | "blockedDebounceMs" | "serviceWaitMs"> = {
  intervalMs: 1_000,
  debounceMs: 5_000,
  stoppedDebounceMs: 1_000,
  blockedDebounceMs: 4_000,
  serviceWaitMs: 8_000,
};
