// The restart signal: what the process itself catches decides, its version must agree, any doubt means none.

export type RestartSignal = "SIGUSR1" | "SIGUSR2";

/** All a choice is made from; each part null when it could not be read. */
export type SignalFacts = {
  /**
   * Bit 11 of SigCgt in /proc/PID/status: a SIGUSR2 handler is installed. "with-all": it is one of all the signals that end a program,
   * which the package signal-exit catches in releases up to 2026.7; that proves nothing. SIGUSR1 is always caught by Node (inspector).
   */
  readonly catchesUsr2: boolean | "with-all" | null;
  /** /startupz answers as a gateway does (since 2026.8.1); false: with a web page, so that the release is older. */
  readonly hasStartupz: boolean | null;
  /** From /startupz (no credential needed), else hello; "dev" and null are doubt. */
  readonly version: string | null;
  /**
   * Whom the lock file vouches for. Up to 2026.3 the parent locks and its child listens: the child then, once the lock's own process
   * (same start time) was seen to be its living parent.
   */
  readonly lock: { readonly pid: number; readonly startTicks: number | null; readonly port: number | null } | null;
  /** The process of that pid; null when it is gone. */
  readonly process: { readonly pid: number; readonly startTicks: number; readonly uid: number | null } | null;
  /** Pid that holds the listening socket of the gateway's port. */
  readonly portOwner: number | null;
  /** `commands.restart` of the config (RPC config.get with read scope, else the file); null = not known, absent in the config = true. */
  readonly allowed: boolean | null;
  /** Our effective uid; a signal needs the same one, or 0. */
  readonly ownUid: number | null;
};

export type SignalChoice =
  | { readonly send: true; readonly signal: RestartSignal; readonly pid: number; readonly startTicks: number; readonly why: string }
  | { readonly send: false; readonly code: SignalRefusal; readonly why: string; readonly fix: string };

export type SignalRefusal =
  | "not-local"
  | "not-linux"
  | "no-lock"
  | "stale-lock"
  | "recycled-pid"
  | "other-port-owner"
  | "port-owner-unknown"
  | "handlers-unreadable"
  | "version-unknown"
  | "disagreement"
  | "ignored-by-configuration"
  | "not-permitted"
  | "demo";
