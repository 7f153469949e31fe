// What a scenario is: data. Every time is in milliseconds of the scenario's own clock, whose zero is the demo's start;
// what happened before the start is negative.

export type Release = "2026.9.6" | "2026.5.7";

/** up answers; draining refuses new work; down has no listener; booting and frozen accept TCP and say nothing; starting is not ready. */
export type PhaseName = "up" | "draining" | "down" | "booting" | "starting" | "frozen";

export type UnitState = {
  readonly activeState: "active" | "activating" | "deactivating" | "inactive";
  readonly subState: "running" | "auto-restart" | "stop-sigterm" | "dead";
  /** NRestarts: automatic ones since somebody last started it by hand. */
  readonly automaticRestarts: number;
};

/** What the gateway's host shows of it besides its port. */
export type OnHost = {
  /** How many processes came before this one; null: none runs. */
  readonly process: number | null;
  /** The boot whose lock file lies there; null: none. */
  readonly lockOf: number | null;
  readonly unit: UnitState;
};

export type Phase = {
  readonly fromMs: number;
  readonly phase: PhaseName;
  /** `gateway.suspension` phase while it lasts. */
  readonly suspension: "accepting" | "draining" | "prepared";
  /** How many restarts came before. */
  readonly boot: number;
  /** A boot that is down because it was killed. */
  readonly crashed?: true;
  readonly onHost: OnHost;
};

/** One agent run. Null: not yet, and nothing in the script will change that. */
export type Span = {
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly failed?: string;
  /** A running model call that gives nothing back. */
  readonly silent?: boolean;
};

export type Runs =
  | { readonly pattern: "spans"; readonly spans: readonly Span[] }
  /** A run every so often, each a little different. */
  | { readonly pattern: "turns"; readonly everyMs: number; readonly offsetMs: number; readonly runMs: number; readonly failEvery?: number }
  /** Work arriving faster than it is served, dealt to `of` sessions in turn; this is session number `nth`. */
  | {
      readonly pattern: "flood";
      readonly nth: number;
      readonly of: number;
      readonly sinceMs: number;
      readonly arriveEveryMs: number;
      readonly serveEveryMs: number;
      readonly runMs: number;
    };

/** What somebody's action makes of a script. Later ones are made of what earlier ones left. */
export type RunEdit =
  /** Nothing is created from `fromMs` on: the gateway takes no work. */
  | { readonly edit: "refuse"; readonly fromMs: number; readonly untilMs: number }
  /** Runs alive then end then; `nth` null: all of them. */
  | { readonly edit: "cut"; readonly atMs: number; readonly nth: number | null; readonly by: "abort" | "restart" }
  /** A run that waited is served at last. */
  | { readonly edit: "serve"; readonly nth: number; readonly startedAt: number; readonly endedAt: number }
  | { readonly edit: "add"; readonly span: Span };

export type SessionScript = {
  readonly key: string;
  readonly agent: string;
  readonly kind: "direct" | "group";
  readonly classification: string;
  readonly title: string;
  /** Channel and account it talks through; null = started on the host. */
  readonly via: { readonly channel: string; readonly account: string } | null;
  readonly lane: "main" | "cron" | "subagent";
  readonly provider: string;
  readonly model: string;
  readonly contextTokens: number;
  readonly runs: Runs;
  /** A restart then cut its run, and the gateway gave it up. */
  readonly tombstonedMs?: number;
  readonly edits?: readonly RunEdit[];
};

export type AccountState = {
  readonly running: boolean;
  readonly connected: boolean;
  readonly lifecycle: "ready" | "starting" | "recovering" | "stopped" | "blocked";
  readonly restartPending: boolean;
  readonly reconnectAttempts: number;
  /** Null: this boot never started it. */
  readonly lastStartAt: number | null;
  readonly lastStopAt: number | null;
  readonly lastConnectedAt: number;
  readonly lastError: string | null;
  readonly healthState: string | null;
  /** Nothing came in or went out since. */
  readonly silentSince: number | null;
  readonly issue: { readonly message: string; readonly fix: string } | null;
};

/** A line of the gateway's log; `ms` of the scenario's clock. INFO where no level is named; `facts` were logged beside the text. */
export type LogLine = {
  readonly ms: number;
  readonly subsystem: string;
  readonly text: string;
  readonly level?: "WARN" | "ERROR";
  readonly facts?: Readonly<Record<string, unknown>>;
};

/** A record of the diagnostics ring that follows from no run, again and again; `untilMs` null: for ever. */
export type Repeated = {
  readonly fromMs: number;
  readonly untilMs: number | null;
  readonly everyMs: number;
  readonly record: Readonly<Record<string, string | number>> & { readonly type: string };
};

/** A job of cron.list. Ran at every multiple of `everyMs`, unless `wrong` says otherwise. */
export type CronScript = {
  readonly name: string;
  readonly displayName: string;
  readonly everyMs: number;
  readonly lastedMs: number;
  readonly wrong?:
    | { readonly what: "failing"; readonly times: number }
    | { readonly what: "turned off"; readonly times: number; readonly reason: string }
    /** Due then, and it did not run. */
    | { readonly what: "missed"; readonly dueMs: number };
};

/** Of models.authStatus. */
type AuthScript = { readonly status: "ok" | "expiring" | "expired" | "missing" | "static"; readonly expiresMs: number | null };

/** What the gateway spends and needs, where it is not as on an ordinary day. */
type Upkeep = {
  /** So many times what a day costs usually. */
  readonly spending: number;
  readonly cron: readonly CronScript[];
  /** By provider. */
  readonly auth: Readonly<Record<string, AuthScript>>;
};

export type AccountScript = {
  readonly channel: "telegram" | "irc";
  readonly account: string;
  readonly mode: "polling" | "webhook" | null;
  readonly enabled: boolean;
  /** Asked only while enabled. */
  readonly at: (ms: number) => AccountState;
  /** The same account after somebody started it then: a lost connection is made anew, a server that is gone stays gone. */
  readonly startedAgain: (startMs: number) => AccountScript;
  /** What the gateway writes about it, oldest first; nothing while all is well. */
  readonly log?: (untilMs: number) => readonly LogLine[];
};

export type Gauges = {
  readonly rssBytes: number;
  readonly cpuCores: number;
  readonly loopDelayMs: number;
  readonly utilization: number;
  readonly openHandles: number;
  readonly threads: number;
};

/** Records of the gateway's own detectors, every 30 s from `fromMs` on. */
export type Detector = {
  readonly type: "session.long_running" | "session.stalled";
  readonly fromMs: number;
  readonly untilMs: number | null;
  readonly reason: string;
  readonly workSinceMs: number;
  readonly queueDepth: number;
};

export type Announcement = { readonly atMs: number; readonly event: string; readonly payload: Readonly<Record<string, unknown>> };

export type Scenario = {
  readonly name: string;
  /** One line for --help and the README. */
  readonly summary: string;
  readonly release: Release;
  /** Where to start, or to stop replaying, so that the trouble is in the picture. */
  readonly showAtMs: number;
  readonly phases: readonly Phase[];
  /** The client is given a token the gateway does not know. */
  readonly refusesToken: boolean;
  readonly memoryLimit: { readonly bytes: number; readonly from: string } | null;
  readonly laneLimits: Readonly<Record<string, number>>;
  readonly accounts: readonly AccountScript[];
  readonly sessions: readonly SessionScript[];
  /** `running` is the number of runs the model is working on. */
  readonly gauges: (ms: number, running: number) => Gauges;
  readonly detectors: readonly Detector[];
  readonly announcements: readonly Announcement[];
  readonly records: readonly Repeated[];
  /** What it writes beside the lines about restarts and accounts, oldest first. */
  readonly log?: (untilMs: number) => readonly LogLine[];
  readonly upkeep?: Upkeep;
};
