// Between the pure core, those who look (src/probes) and those who act (src/actions): types only, so that neither imports the other.
import type { Event } from "../events.ts";
import type { LinkState } from "../link-state.ts";
import type { Target } from "../target.ts";
import type { Surroundings } from "../restart/end-facts.ts";
import type { BootRecord, Evidence } from "../restart/evidence.ts";
import type { Observation, Seen } from "../restart/observation.ts";
import type { RestartRun, RunAim } from "../restart/run.ts";
import type { RestartSignal, SignalFacts } from "../restart/signal.ts";
import type { SupervisorReading } from "../restart/supervisor.ts";
import type { ActionOutcome } from "./outcome.ts";
import type { JournalEntry } from "./journal.ts";
import type { ActionRequest, NamedProcess, NeededScope, Preview } from "./request.ts";

/** Epoch and monotonic time and timers, as one piece; tests bring their own. */
export type Clock = {
  readonly now: () => number;
  readonly monotonicMs: () => number;
  readonly set: (run: () => void, ms: number) => unknown;
  readonly clear: (timer: unknown) => void;
};

/** The reading link the dashboard or the command already has. Its own reconnecting goes on during a run. */
export type LinkTap = {
  readonly state: () => LinkState;
  /** Rejects with RpcFailure. Read scope. */
  readonly request: (method: string, params: unknown, timeoutMs: number) => Promise<unknown>;
  /** Knocks at once when it waits. */
  readonly retryNow: () => void;
  /** Each link event and push as it came, before the store's batching; returns the way out. */
  readonly listen: (heard: (event: Event) => void) => () => void;
};

/** Implemented in src/probes/evidence. Never writes, never rejects; what cannot be read is null. */
export type Witness = {
  /** A whole snapshot, parts in parallel, at most `timeoutMs`. */
  readonly collect: (timeoutMs: number) => Promise<Evidence>;
  /** Single looks the watcher repeats; each at most once at a time. */
  readonly port: (timeoutMs: number) => Promise<Extract<Seen, { kind: "port" }>>;
  readonly http: (path: "/healthz" | "/startupz" | "/readyz", timeoutMs: number) => Promise<Extract<Seen, { kind: "http" }>>;
  readonly process: () => Promise<Extract<Seen, { kind: "process" }>>;
  /** That very process is there, whether or not anything still says that it is the gateway; a zombie is not. Linux. */
  readonly lives: (process: NamedProcess) => Promise<boolean>;
  readonly lock: () => Promise<Extract<Seen, { kind: "lock" }>>;
  readonly supervisor: () => Promise<SupervisorReading>;
  readonly signalFacts: () => Promise<SignalFacts>;
  /** Who else would be hit with this process; `unit`: whose control group it should be in. Null: no such process, or not Linux. */
  readonly surroundings: (pid: number, unit: string | null) => Promise<Surroundings | null>;
  /** Newest first; null where the table cannot be read. */
  readonly boots: () => Promise<readonly BootRecord[] | null>;
  /** Evidence in log lines written since `since` (epoch ms): RPC logs.tail, else the local file. */
  readonly log: (since: number) => Promise<readonly Extract<Seen, { kind: "log" }>[]>;
};

/** Feeds observations until stopped. Implemented in src/probes/watch. */
export type Watch = (options: {
  readonly witness: Witness;
  readonly link: LinkTap;
  readonly clock: Clock;
  /** What was asked for decides what is looked at, `run` how often. */
  readonly aim: RunAim;
  readonly run: () => RestartRun;
  readonly saw: (observation: Observation) => void;
}) => { readonly stop: () => void };

/** A connection of its own with a scope of its own. Implemented in src/actions/writer. */
export type Writer = {
  readonly request: (method: string, params: unknown, timeoutMs: number) => Promise<unknown>;
  readonly granted: readonly string[] | null;
  /** From its own hello; [] where the release lists none. */
  readonly methods: readonly string[];
  readonly capabilities: readonly string[];
  /** "deviceless" leaves no trace at the gateway; "device" may have rotated the device token. */
  readonly manner: "deviceless" | "device";
  readonly close: () => void;
};
export type WriterOpened =
  | { readonly ok: true; readonly writer: Writer }
  | { readonly ok: false; readonly code: string; readonly why: string; readonly fix: string; readonly exit: 69 | 77 };
export type OpenWriter = (scope: Exclude<NeededScope, null>, timeoutMs: number) => Promise<WriterOpened>;

/** What only this host's kernel and supervisor can do. Implemented in src/actions/hands; the demo brings harmless ones. */
export type Hands = {
  /** Checks pid and start time again, right before. */
  readonly signal: (
    signal: RestartSignal | "SIGTERM" | "SIGKILL" | "SIGCONT",
    process: NamedProcess,
  ) => Promise<{ readonly ok: true } | { readonly ok: false; readonly code: "gone" | "recycled" | "not-permitted"; readonly why: string }>;
  /** systemctl or launchctl with fixed words; resolves when the command comes back or `timeoutMs` is over (the command goes on). */
  readonly unit: (
    verb: "restart" | "start" | "stop" | "reset-failed",
    timeoutMs: number,
  ) => Promise<{ readonly code: number | null; readonly said: string; readonly tookMs: number }>;
  /**
   * Starts a gateway nobody supervises, so that it outlives us; `code` null: it still runs after `timeoutMs`. Null: nobody said how.
   */
  readonly run: ((timeoutMs: number) => Promise<{ readonly code: number | null; readonly said: string; readonly tookMs: number }>) | null;
};

export type Journal = {
  /** On the disk when it returns; a sentence when it could not be kept. Never throws. */
  readonly append: (entry: JournalEntry) => string | null;
  /** Oldest first, across rotated files; lines that cannot be read are counted. */
  readonly read: () => { readonly entries: readonly JournalEntry[]; readonly unreadable: number };
};

/** What the composition root hands to the screen and to the commands. */
export type Actor = {
  /** Null reason: it may act. Otherwise "--readonly", "GATETOP_READONLY", "readonly in FILE". */
  readonly readonly: string | null;
  readonly preview: (request: ActionRequest) => Promise<Preview>;
  /**
   * Restart runs end in `run` events; `done` resolves with the last value. Second call while one is on: the one that is on,
   * which a bounded force hastens while it waits for running work.
   * `waitMs` and `goneMs` become those of the run's deadlines.
   */
  readonly restart: (
    preview: Preview,
    waitMs?: number | null,
    goneMs?: number | null,
  ) => { readonly id: string; readonly done: Promise<RestartRun> };
  readonly perform: (preview: Preview) => Promise<ActionOutcome>;
  /** Writes `left` for what is not over; synchronous, for exits. */
  readonly leave: (why: string) => void;
};

export type ActorParts = {
  readonly target: Target;
  readonly witness: Witness;
  readonly watch: Watch;
  readonly link: LinkTap;
  readonly openWriter: OpenWriter;
  readonly hands: Hands;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly randomHex: (digits: number) => string;
  readonly send: (event: Event) => void;
};
