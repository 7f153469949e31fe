// The guard's state as its file has it: $XDG_STATE_HOME/gatetop/guard/<target>.json, schema gatetop-guard/1, written by the guard alone.
export type GuardState = {
  readonly at: number;
  /** Between two looks. */
  readonly intervalMs: number;
  readonly pid: number;
  /** False: it only tells what it would have done. */
  readonly acts: boolean;
  readonly strikes: number;
  readonly strikesNeeded: number;
  readonly backoffUntil: number | null;
  readonly gaveUpAt: number | null;
  readonly lastAction: { readonly at: number; readonly words: string; readonly proved: boolean | null } | null;
  readonly nextRestartAt: number | null;
  readonly maintenanceUntil: number | null;
};
