// How late this process's own timers were while something went on: silence that it may have caused itself proves nothing.
import type { Timers } from "../../data/gateway/timers.ts";

const BEAT_MS = 250;

export type Timed<T> = { readonly value: T; readonly lateMs: number };

export async function withLateness<T>(timers: Timers, act: () => Promise<T>): Promise<Timed<T>> {
  let lateMs = 0;
  let due = 0;
  let timer: unknown = null;
  const late = (): number => Math.max(0, timers.monotonicMs() - due);
  const beat = (): void => {
    if (timer !== null) lateMs = Math.max(lateMs, late());
    due = timers.monotonicMs() + BEAT_MS;
    timer = timers.set(beat, BEAT_MS);
  };
  beat();
  try {
    const value = await act();
    return { value, lateMs: Math.round(Math.max(lateMs, late())) };
  } finally {
    timers.clear(timer);
  }
}
