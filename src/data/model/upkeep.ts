// What the gateway depends on and what waits for people; asked seldom. Times epoch ms.

/** RPC usage.cost {days: 8}. The first answer may be all zeros: `fresh` false while cacheStatus.status is "refreshing". */
export type Cost = {
  readonly fresh: boolean;
  /** The gateway's own date, YYYY-MM-DD; the last row is its today. */
  readonly days: readonly { readonly date: string; readonly tokens: number; readonly usd: number; readonly unpriced: number }[];
};

/** RPC models.authStatus, `providers[]` and their `profiles[]`. Names only, never a credential. */
export type ModelAuth = {
  readonly provider: string;
  readonly profile: string | null;
  /** ok | expiring | expired | missing | static */
  readonly status: string;
  /** A sign-in the gateway renews by itself, and could so far: that it expires soon is no news. */
  readonly renewed: boolean;
  readonly expiresAt: number | null;
};

/** RPC cron.list, `jobs[]` with `state`. */
export type CronJob = {
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
  /** Null: not a fixed period. */
  readonly everyMs: number | null;
  readonly nextRunAt: number | null;
  readonly lastRunAt: number | null;
  readonly runningAt: number | null;
  readonly lastStatus: string | null;
  readonly consecutiveErrors: number | null;
  /** Why the gateway turned it off itself; null: it did not. */
  readonly autoDisabled: string | null;
};

/** RPC exec.approval.list (operator.approvals). Count and age; never what is to be approved. */
export type Approvals = { readonly waiting: number; readonly oldestAt: number | null };

/** event update.available, and hello snapshot.updateAvailable. */
export type UpdateAvailable = { readonly current: string; readonly latest: string; readonly channel: string | null };
