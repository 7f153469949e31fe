// Notices a socket that is open but dead: the peer is gone, or frozen. Counts beats instead of reading a clock, so a
// clock that jumps cannot end a healthy connection.
import { createAlarm, type Timers } from "./timers.ts";

/** Often enough that a peer which lost the connection answers a ping with a reset long before the silence limit. */
const PING_EVERY_MS = 10_000;

export type Heartbeat = { readonly heard: () => void; readonly stop: () => void };

/** `onSilent` after `silenceMs` (up to one beat more) without any frame or pong. */
export function startHeartbeat(options: {
  readonly timers: Timers;
  readonly silenceMs: number;
  readonly ping: () => void;
  readonly onSilent: () => void;
}): Heartbeat {
  const beatMs = Math.max(1, Math.min(PING_EVERY_MS, options.silenceMs / 2));
  const limit = Math.ceil(options.silenceMs / beatMs);
  const alarm = createAlarm(options.timers);
  // The beat that is running when a frame arrives does not count as a silent one.
  let quietBeats = -1;
  const beat = (): void => {
    quietBeats += 1;
    if (quietBeats >= limit) return options.onSilent();
    options.ping();
    alarm.set(beat, beatMs);
  };
  alarm.set(beat, beatMs);
  return {
    heard: () => {
      quietBeats = -1;
    },
    stop: alarm.clear,
  };
}
