// What the providers still allow, beside the credentials the gateway has for them.
import { clockAheadMs } from "../../channels/deaf-accounts.ts";
import type { ModelAuth } from "../../model/upkeep.ts";
import type { Quota } from "../../model/usage.ts";
import { lastValue } from "../../reading.ts";
import type { Mark } from "../../select/cell.ts";
import type { State } from "../../state.ts";
import { duration } from "../../units.ts";

export type QuotaRow = {
  readonly key: string;
  readonly provider: string;
  /** Null: the provider tells none. */
  readonly quota: Quota | null;
  /** On the first row of a provider. */
  readonly auth: ModelAuth | null;
  readonly resetsInMs: number | null;
  readonly mark: Mark;
};

const NEARLY = 80;
const ALL_BUT_GONE = 95;

const authMarks: Readonly<Record<string, Mark>> = { ok: "ok", static: "ok", expiring: "warn", expired: "bad", missing: "bad" };
const worst: readonly Mark[] = ["bad", "warn", "ok"];

const quotaMark = ({ usedPercent, why }: Quota): Mark => {
  if (why !== null) return "warn";
  if (usedPercent === null) return "none";
  return usedPercent >= ALL_BUT_GONE ? "bad" : usedPercent >= NEARLY ? "warn" : "ok";
};

export const authMark = (auth: ModelAuth): Mark => (auth.renewed && auth.status === "expiring" ? "ok" : (authMarks[auth.status] ?? "none"));

/** `key in config`, `end in 5h30m`, `expired`. */
export function authWords({ status, expiresAt, renewed }: ModelAuth, gatewayNow: number): string {
  if (status === "static") return "key in config";
  const leftMs = expiresAt === null ? null : expiresAt - gatewayNow;
  if (leftMs === null || leftMs <= 0 || status === "missing" || status === "expired") return status;
  return renewed ? `renewed in ${duration(leftMs)}` : `end in ${duration(leftMs)}`;
}

export function quotaRows(state: State): readonly QuotaRow[] {
  const quotas = lastValue(state.snapshot.quotas) ?? [];
  const auths = lastValue(state.snapshot.modelAuth) ?? [];
  const gatewayNow = state.now + clockAheadMs(state);
  const providers = [...new Set([...auths.map(({ provider }) => provider), ...quotas.map(({ provider }) => provider)])];
  return providers.flatMap((provider) => {
    const own = quotas.filter((quota) => quota.provider === provider);
    const auth = auths.find((row) => row.provider === provider) ?? null;
    return (own.length === 0 ? [null] : own).map((quota, index): QuotaRow => {
      const told = index === 0 ? auth : null;
      const found = new Set([quota === null ? "none" : quotaMark(quota), told === null ? "none" : authMark(told)]);
      return {
        key: `${provider}/${quota?.window ?? ""}/${index}`,
        provider,
        quota,
        auth: told,
        resetsInMs: quota?.resetsAt === null || quota === null ? null : quota.resetsAt - gatewayNow,
        mark: worst.find((mark) => found.has(mark)) ?? "none",
      };
    });
  });
}
