// Sums of USD for people, with what is known of their being whole.
import { count } from "../../units.ts";

type Figures = { readonly usd: number; readonly tokens: number; readonly unpriced: number };

/** 1.2k, 4.21, 0.048, 0: two decimals, or two digits of what is less than that. */
export function money(usd: number): string {
  if (usd === 0) return "0";
  if (usd >= 1_000) return count(usd);
  return usd >= 0.1 ? usd.toFixed(2) : String(Number(usd.toPrecision(2)));
}

/** Without a price for any of it, what it costs is not known; for some of it, only the least. */
export function cost({ usd, unpriced }: Figures): string {
  if (unpriced === 0) return `${money(usd)} USD`;
  return usd === 0 ? "no price" : `at least ${money(usd)} USD`;
}

/** Zeros while the gateway counts are not figures. */
export const isUncounted = (fresh: boolean, { usd, tokens }: Pick<Figures, "usd" | "tokens">): boolean =>
  !fresh && usd === 0 && tokens === 0;
