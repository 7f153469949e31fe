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

/** One timer at a time: setting it again replaces it. */
export type Alarm = { readonly set: (run: () => void, ms: number) => void; readonly clear: () => void; readonly isSet: () => boolean };

export function createAlarm(timers: Timers): Alarm {
  let timer: unknown = null;
  const clear = (): void => {
    if (timer !== null) timers.clear(timer);
    timer = null;
  };
  const set = (run: () => void, ms: number): void => {
    clear();
    timer = timers.set(() => {
      timer = null;
      run();
    }, ms);
  };
  return { set, clear, isSet: () => timer !== null };
}
