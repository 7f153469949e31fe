// One source's latest answer. Unknown is never drawn as zero, old never as new.

/**
 * `at` is when the value was true (epoch ms, our clock). `source` names the RPC, URL or file it came from.
 * `stale` keeps the last value after a failure; `absent` means this gateway or host does not have it.
 */
export type Reading<T> =
  | { readonly kind: "pending" }
  | { readonly kind: "ok"; readonly at: number; readonly value: T; readonly from: string; readonly tookMs: number | null }
  | { readonly kind: "stale"; readonly at: number; readonly value: T; readonly from: string; readonly why: string }
  | { readonly kind: "absent"; readonly why: string };

export const pending: Reading<never> = { kind: "pending" };

export const absent = (why: string): Reading<never> => ({ kind: "absent", why });

/** The reading after a failed attempt: the last value is kept and says why it is old; with no value the reason stays. */
export function failed<T>(last: Reading<T>, why: string): Reading<T> {
  return last.kind === "ok" || last.kind === "stale"
    ? { kind: "stale", at: last.at, value: last.value, from: last.from, why }
    : { kind: "absent", why };
}

/** The last known value however old, or null. */
export function lastValue<T>(reading: Reading<T>): T | null {
  return reading.kind === "ok" || reading.kind === "stale" ? reading.value : null;
}

/** The value only while it may be trusted, otherwise null. */
export function freshValue<T>(reading: Reading<T>): T | null {
  return reading.kind === "ok" ? reading.value : null;
}

/** A reading older than three of its intervals is stale even if nothing failed. */
export function aged<T>(reading: Reading<T>, now: number, everyMs: number): Reading<T> {
  if (reading.kind !== "ok" || now - reading.at <= everyMs * 3) return reading;
  const why = `no answer for ${Math.round((now - reading.at) / 1000)} s`;
  return { kind: "stale", at: reading.at, value: reading.value, from: reading.from, why };
}
