// What one look of the guard found, before anything is concluded. What could not be looked at is null, never guessed.
import type { ProcessEvidence } from "../restart/evidence.ts";
import type { SupervisorReading } from "../restart/supervisor.ts";

/** GET /healthz, /startupz; `not-asked`: a rung above it already told. `silent`: TCP was accepted and no answer came in time. */
export type PageSight = {
  readonly outcome: "answered" | "silent" | "failed" | "not-json" | "not-asked";
  /** started | starting | draining | live; null: not told. */
  readonly status: "started" | "starting" | "draining" | "live" | null;
  /** /healthz `ok`; null: not told. */
  readonly ok: boolean | null;
  /** Since the boot that answers, ms; null: not told. */
  readonly uptimeMs: number | null;
  readonly ms: number | null;
};

/** Linux: /proc/PID/{stat,status}, /proc/net/tcp. */
export type ProcessSight = ProcessEvidence & {
  /** Epoch ms. */
  readonly startedAt: number | null;
  /** 1 = one core, since the look before; null at the first look. */
  readonly cpuCores: number | null;
  /**
   * Of its main thread, where the event loop turns: 1 = it ran or waited for a core all the time since the look before, however many others
   * want one. /proc/PID/schedstat; null at the first look, and where the kernel does not count.
   */
  readonly loopShare: number | null;
  /** As `cpuCores`, with all that it started, since the failed look before; null while it answers, and at the first that fails. */
  readonly familyCores: number | null;
  readonly rssBytes: number | null;
  /** Connections the kernel took and the process did not. */
  readonly backlog: number | null;
  /** TracerPid: a debugger holds it; or its control group is frozen (`systemctl freeze`). Null: not told. */
  readonly traced: boolean | null;
};

export type Sight = {
  /** Epoch ms. */
  readonly at: number;
  /** Of the machine, not of the wall clock: durations between looks of one guard. */
  readonly monotonicMs: number;
  readonly port: { readonly outcome: "open" | "refused" | "timeout" | "unreachable" | "not-asked"; readonly why: string | null };
  /**
   * Who holds the listening socket. `elsewhere`: nobody, for the gateway's own process listens on another port or address by now.
   * `unknown`: other users' processes cannot be looked into.
   */
  readonly listener: { readonly who: "gateway" | "stranger" | "nobody" | "elsewhere" | "unknown"; readonly pid: number | null };
  readonly health: PageSight;
  readonly startup: PageSight;
  /** Null: none is found. `looked` false: it was not looked for this time, an answer needed no process. */
  readonly process: { readonly looked: boolean; readonly value: ProcessSight | null };
  /** The lock is there and its process is not: it ended without a word. Null: no lock, or it could not be read. */
  readonly staleLock: boolean | null;
  /** Epoch ms: when the living process wrote its lock (`createdAt`), anew at each boot. Null: it has none, or it does not tell. */
  readonly lockedAt: number | null;
  /** Null: not asked this time. */
  readonly supervisor: SupervisorReading | null;
  readonly link: {
    readonly phase: "open" | "closed" | "refused" | "none";
    /** Round trip of the RPC rung; null: not asked, or not answered. */
    readonly rpcMs: number | null;
    readonly rpcFailed: boolean;
  };
  /** What the gateway announced and the guard heard, still in its time. */
  readonly announced: {
    readonly of: "restart" | "stop" | "suspension";
    /** Epoch ms. */
    readonly at: number;
  } | null;
};
