// Collects what the gateway pushes, so that 20 000 events a second become ten deliveries. None is lost.
import type { Push } from "../events.ts";
import { createAlarm, type Timers } from "./timers.ts";

export type PushBatch = {
  /** A `shutdown` is delivered at once, with everything before it. */
  readonly add: (push: Push) => void;
  /** Watches the sequence numbers of one connection; a hole is delivered with the batch it was found in. */
  readonly saw: (seq: number | null) => void;
  /** Sequence numbers start anew with each connection. */
  readonly newConnection: () => void;
  readonly flush: () => void;
};

export function createPushBatch(options: {
  readonly timers: Timers;
  readonly batchMs: number;
  readonly onPushed: (pushes: readonly Push[]) => void;
  /** First and last missing sequence number; several holes of one batch are one. */
  readonly onGap: (from: number, to: number) => void;
}): PushBatch {
  const alarm = createAlarm(options.timers);
  let pushes: Push[] = [];
  let gap: { readonly from: number; readonly to: number } | null = null;
  let lastSeq: number | null = null;

  const flush = (): void => {
    alarm.clear();
    const [found, ready] = [gap, pushes];
    gap = null;
    pushes = [];
    if (found !== null) options.onGap(found.from, found.to);
    if (ready.length > 0) options.onPushed(ready);
  };
  const flushSoon = (): void => {
    if (!alarm.isSet()) alarm.set(flush, options.batchMs);
  };

  return {
    flush,
    add: (push) => {
      pushes.push(push);
      if (push.push === "shutdown") flush();
      else flushSoon();
    },
    saw: (seq) => {
      if (seq === null) return;
      if (lastSeq !== null && seq > lastSeq + 1) {
        gap = { from: gap?.from ?? lastSeq + 1, to: seq - 1 };
        flushSoon();
      }
      lastSeq = seq;
    },
    newConnection: () => {
      lastSeq = null;
    },
  };
}
