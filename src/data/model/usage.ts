// What was spent and what may still be spent. RPC sessions.usage (every release, not advertised in hello), usage.status.

/** Tokens and USD of a group; `unpriced`: entries without a price, then the cost is at least so much. */
export type Spent = { readonly name: string; readonly tokens: number; readonly usd: number; readonly unpriced: number };

export type Usage = {
  /** cacheStatus.status is "fresh", or the release does not say (before 2026.5). Figures of one that is not are incomplete, never zero. */
  readonly fresh: boolean;
  /** The gateway's own dates, YYYY-MM-DD. */
  readonly from: string | null;
  readonly to: string | null;
  /** `totals`: also what no group has. */
  readonly total: Omit<Spent, "name">;
  readonly byModel: readonly Spent[];
  readonly byProvider: readonly Spent[];
  readonly byAgent: readonly Spent[];
  readonly byChannel: readonly Spent[];
  /** The dearest ones, at most 100; `name` is the session key. */
  readonly bySession: readonly Spent[];
};

/** RPC usage.status `providers[].windows[]`: a share of a provider's quota. A provider that tells no window has one row without. */
export type Quota = {
  readonly provider: string;
  readonly plan: string | null;
  /** The provider's own name of it: 5h, Week, Credits. */
  readonly window: string | null;
  readonly usedPercent: number | null;
  readonly resetsAt: number | null;
  /** Why the gateway could not read it from the provider; null: it could. */
  readonly why: string | null;
};
