// How long to wait before the next attempt to reach the gateway. Pure: the caller brings the chance.

/** `firstMs` before the second try, growing by `factor` up to `capMs`; each wait is 50 to 100 % of that. */
export type Pace = { readonly firstMs: number; readonly factor: number; readonly capMs: number };

export const paces = {
  /** A restart was announced: the gateway is expected back any moment. */
  restart: { firstMs: 100, factor: 1.5, capMs: 250 },
  /** On this host a refused connection costs a fraction of a millisecond, and the person watches the port come back. */
  local: { firstMs: 100, factor: 1.5, capMs: 400 },
  /** On this host, but away for long: nobody waits for the last half second any more. */
  localLong: { firstMs: 1_000, factor: 1.5, capMs: 2_000 },
  remote: { firstMs: 250, factor: 2, capMs: 10_000 },
} as const satisfies Record<string, Pace>;

/** An announced restart has this long, beyond what it announced, before it counts as an ordinary loss. */
const RESTART_WINDOW_MS = 30_000;
const LOCAL_LONG_AFTER_MS = 600_000;

/** Milliseconds before attempt number `attempt` (0 is the first after success: at once); `random` in [0, 1). */
export function backoffMs(attempt: number, random: number, pace: Pace): number {
  if (attempt <= 0) return 0;
  const full = Math.min(pace.capMs, pace.firstMs * pace.factor ** (attempt - 1));
  return Math.round(full * (0.5 + 0.5 * random));
}

export type Loss = {
  readonly local: boolean;
  readonly now: number;
  /** When the connection was lost, or the first attempt began. */
  readonly lostAt: number;
  readonly restart: { readonly at: number; readonly expectedMs: number | null } | null;
};

export function inRestartWindow(loss: Loss): boolean {
  return loss.restart !== null && loss.now - loss.restart.at < RESTART_WINDOW_MS + (loss.restart.expectedMs ?? 0);
}

export function paceOf(loss: Loss): Pace {
  if (inRestartWindow(loss)) return paces.restart;
  if (!loss.local) return paces.remote;
  return loss.now - loss.lostAt < LOCAL_LONG_AFTER_MS ? paces.local : paces.localLong;
}
