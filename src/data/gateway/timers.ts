// Time for the link: replaced as one piece in tests.

export type Timers = {
  readonly set: (run: () => void, ms: number) => unknown;
  readonly clear: (timer: unknown) => void;
  /** Never steps back; only differences mean something. May be fractional. */
  readonly monotonicMs: () => number;
};

export const systemTimers: Timers = {
  set: (run, ms) => setTimeout(run, ms),
  clear: (timer) => clearTimeout(timer as NodeJS.Timeout),
  monotonicMs: () => performance.now(),
};
