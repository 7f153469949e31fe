// Channel accounts in the states the scenarios need.
import type { AccountScript, AccountState, LogLine } from "../scenario.ts";

const startedMs = -(4 * 3_600_000 + 11 * 60_000);

const ready: AccountState = {
  running: true,
  connected: true,
  lifecycle: "ready",
  restartPending: false,
  reconnectAttempts: 0,
  lastStartAt: startedMs,
  lastStopAt: null,
  lastConnectedAt: startedMs + 1_400,
  lastError: null,
  healthState: null,
  silentSince: null,
  issue: null,
};

const connectingMs = 900;

type Place = Pick<AccountScript, "channel" | "account" | "mode">;

export const healthy = (place: Place): AccountScript => ({
  ...place,
  enabled: true,
  at: () => ready,
  startedAgain: (startMs) => started(place, startMs),
});

export const disabled = (place: Place): AccountScript => ({ ...healthy(place), enabled: false });

/** Its server answers: starting takes a moment. */
function started(place: Place, startMs: number): AccountScript {
  const fresh: AccountState = { ...ready, lastStartAt: startMs, lastConnectedAt: startMs + connectingMs };
  return {
    ...healthy(place),
    at: (ms) => (ms < startMs + connectingMs ? { ...fresh, connected: false, lifecycle: "starting", lastConnectedAt: startMs } : fresh),
  };
}

/** As channels.stop leaves it, until somebody starts it or the gateway restarts. */
export const stopped = (before: AccountState, stopMs: number): AccountState => ({
  ...before,
  running: false,
  connected: false,
  lifecycle: "stopped",
  restartPending: false,
  lastStopAt: stopMs,
  healthState: "not-running",
  silentSince: stopMs,
  issue: { message: "Channel is enabled and configured, but its runtime is not running.", fix: "restart the channel or gateway" },
});

export const breakerTripped = "gateway restart-loop breaker tripped; account auto-start suppressed";

/** Left stopped by the boot of then: there were too many before it without a clean end. */
export const suppressed = (place: Place, bootMs: number): AccountScript => ({
  ...healthy(place),
  at: (ms) =>
    ms < bootMs
      ? ready
      : {
          ...stopped(ready, bootMs),
          lastStartAt: null,
          lastStopAt: null,
          healthState: null,
          lastError: breakerTripped,
          issue: {
            message: "Channel auto-start is suppressed by the restart-loop breaker.",
            fix: "start the channel once the crash is found",
          },
        },
});

/** The gateway gives a lost connection this long before it calls it unhealthy. */
const graceMs = 120_000;

/** Its process runs, its connection does not: the attempts go on. */
export function offline(place: Place, sinceMs: number, error: string): AccountScript {
  return {
    ...healthy(place),
    at: (ms) => {
      if (ms < sinceMs) return ready;
      const unhealthy = ms - sinceMs > graceMs;
      return {
        ...ready,
        connected: false,
        reconnectAttempts: 1 + Math.floor(Math.max(0, ms - sinceMs) / 50_000),
        lastError: error,
        healthState: unhealthy ? "disconnected" : null,
        silentSince: sinceMs,
        issue: unhealthy
          ? { message: "Channel reports running, but the runtime is disconnected.", fix: "restart the channel or gateway" }
          : null,
      };
    },
  };
}

/** Start attempts as the gateway spaces them. */
const ladderMs = [5_000, 11_000, 22_000, 42_000, 85_000, 163_000, 300_000, 300_000, 300_000, 300_000] as const;

type Attempt = { readonly nth: number; readonly startedAt: number };

function attempts(sinceMs: number, untilMs: number): readonly Attempt[] {
  const made: Attempt[] = [{ nth: 1, startedAt: sinceMs }];
  for (const wait of ladderMs) {
    const { nth, startedAt } = made.at(-1) ?? { nth: 0, startedAt: sinceMs };
    if (startedAt + wait > untilMs) break;
    made.push({ nth: nth + 1, startedAt: startedAt + wait });
  }
  return made;
}

const STOPPED_AFTER_MS = 14;

const retryLine = (place: Place, nth: number, startedAt: number): LogLine => ({
  ms: startedAt + STOPPED_AFTER_MS,
  subsystem: `channels/${place.channel}`,
  text: `[${place.account}] auto-restart attempt ${nth}/${ladderMs.length} in ${Math.round((ladderMs[nth - 1] ?? 0) / 1000)}s`,
});

const gaveUpLine = (place: Place, startedAt: number): LogLine => ({
  ms: startedAt + STOPPED_AFTER_MS,
  subsystem: `channels/${place.channel}`,
  level: "ERROR",
  text: `[${place.account}] giving up after ${ladderMs.length} restart attempts`,
});

const lost = ({ nth, startedAt }: Attempt, sinceMs: number, error: string): AccountState => ({
  ...ready,
  running: false,
  connected: false,
  lifecycle: "recovering",
  restartPending: true,
  reconnectAttempts: nth,
  lastStartAt: startedAt,
  lastStopAt: startedAt + STOPPED_AFTER_MS,
  lastError: error,
  silentSince: sinceMs,
});

/** After the last attempt nobody tries any more but a person, and now and then the gateway's health monitor. */
const gaveUp = ({ nth, startedAt }: Attempt, sinceMs: number, error: string): AccountState => ({
  ...stopped(ready, startedAt + STOPPED_AFTER_MS),
  silentSince: sinceMs,
  lastStartAt: startedAt,
  reconnectAttempts: nth,
  lastError: error,
});

/** The count stays on the board until the connection has held for minutes. */
const backAgain = ({ nth, startedAt }: Attempt): AccountState => ({
  ...ready,
  reconnectAttempts: nth - 1,
  lastStartAt: startedAt,
  lastStopAt: startedAt - STOPPED_AFTER_MS,
  lastConnectedAt: startedAt + connectingMs,
});

/** Its server is gone, until `backMs` if that comes: it stops, waits and starts again, each time later, until no attempt is left. */
export function recovering(place: Place, sinceMs: number, error: string, backMs = Infinity): AccountScript {
  const made = (untilMs: number): readonly Attempt[] => {
    const all = attempts(sinceMs, untilMs);
    const found = all.findIndex(({ startedAt }) => startedAt >= backMs);
    return found === -1 ? all : all.slice(0, found + 1);
  };
  return {
    ...place,
    enabled: true,
    startedAgain: (startMs) => (startMs >= backMs ? started(place, startMs) : recovering(place, startMs, error, backMs)),
    log: (untilMs) =>
      untilMs < sinceMs
        ? []
        : made(untilMs).flatMap(({ nth, startedAt }) =>
            startedAt >= backMs ? [] : [nth > ladderMs.length ? gaveUpLine(place, startedAt) : retryLine(place, nth, startedAt)],
          ),
    at: (ms) => {
      if (ms < sinceMs) return ready;
      const last = made(ms).at(-1) ?? { nth: 1, startedAt: sinceMs };
      if (last.startedAt >= backMs) return backAgain(last);
      return last.nth > ladderMs.length ? gaveUp(last, sinceMs, error) : lost(last, sinceMs, error);
    },
  };
}

/** Green by every flag, and nothing arrives any more: its server would say so, if somebody called it. */
export const deaf = (place: Place, sinceMs: number): AccountScript => ({
  ...healthy(place),
  at: (ms) => (ms < sinceMs ? ready : { ...ready, silentSince: sinceMs }),
});

/** So long a connection holds before it is lost again: less than the gateway asks for to count its attempts anew. */
const heldMs = 70_000;

type Loss = Attempt & { readonly backAt: number };

function losses(sinceMs: number): readonly Loss[] {
  let next = sinceMs;
  return ladderMs.map((wait, index) => {
    const loss = { nth: index + 1, startedAt: next, backAt: next + wait + connectingMs };
    next = loss.backAt + heldMs;
    return loss;
  });
}

/** Loses its connection again and again, and finds it again each time, until the gateway has no attempt left. */
export function flapping(place: Place, sinceMs: number, error: string): AccountScript {
  const all = losses(sinceMs);
  return {
    ...healthy(place),
    log: (untilMs) => all.filter(({ startedAt }) => startedAt <= untilMs).map(({ nth, startedAt }) => retryLine(place, nth, startedAt)),
    at: (ms) => {
      const loss = all.findLast(({ startedAt }) => startedAt <= ms);
      if (loss === undefined) return ready;
      const { nth, startedAt, backAt } = loss;
      if (ms < backAt) return { ...lost(loss, startedAt, error), lastStartAt: all[nth - 2]?.backAt ?? startedMs };
      if (nth === ladderMs.length && ms >= backAt + heldMs) return { ...stopped(ready, backAt + heldMs), lastError: error };
      return { ...ready, reconnectAttempts: nth, lastStartAt: backAt, lastStopAt: startedAt + STOPPED_AFTER_MS, lastConnectedAt: backAt };
    },
  };
}
