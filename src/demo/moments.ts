// To wait until something holds in the playing demo: it is looked at whenever the script reaches its next moment.

export type Moments = {
  /** False: it did not hold within `timeoutMs`. */
  readonly until: (holds: () => boolean, timeoutMs: number) => Promise<boolean>;
  readonly look: () => void;
};

export function createMoments(): Moments {
  const waiting = new Set<() => void>();
  return {
    until: (holds, timeoutMs) =>
      new Promise((resolve) => {
        if (holds()) return resolve(true);
        const end = (held: boolean): void => {
          clearTimeout(timer);
          waiting.delete(look);
          resolve(held);
        };
        const look = (): void => {
          if (holds()) end(true);
        };
        const timer = setTimeout(() => end(false), timeoutMs);
        // A demo nobody looks at must not keep the program alive.
        timer.unref();
        waiting.add(look);
      }),
    look: () => {
      for (const look of waiting) look();
    },
  };
}
