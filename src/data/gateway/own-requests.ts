// gateway.restart.preflight counts every request the gateway is answering, also our own: who only looks is no work a restart waits for.
import type { Fields } from "./decode/field.ts";

export const PREFLIGHT = "gateway.restart.preflight";

/** `2 active gateway request(s): ws:agent, ws:sessions.list (3)`; before 2026.9.1 nothing is named. */
const named = /^(\d+) active gateway request\(s\): (.+)$/u;
const one = /^ws:(\S+?)(?: \((\d+)\))?$/u;

const fieldsOf = (value: unknown): Fields | null => (typeof value === "object" && value !== null ? (value as Fields) : null);

/** How many of the named requests are ours, and what is left of the message. */
function split(message: string, own: readonly string[]): { readonly ours: number; readonly message: string } {
  const [, total = "0", list = ""] = named.exec(message) ?? [];
  let ours = 0;
  const left = list.split(", ").flatMap((name) => {
    const [, method = null, times = "1"] = one.exec(name) ?? [];
    const mine = method === null ? 0 : Math.min(Number(times), own.filter((asked) => asked === method).length);
    ours += mine;
    const rest = Number(times) - mine;
    return mine === 0 ? [name] : rest === 0 ? [] : [rest === 1 ? `ws:${method}` : `ws:${method} (${rest})`];
  });
  return { ours, message: `${Number(total) - ours} active gateway request(s): ${left.join(", ")}` };
}

/** The undecoded answer without the requests `own` that were under way; anything unexpected is left as it is. */
export function withoutOwn(payload: unknown, own: readonly string[]): unknown {
  const from = fieldsOf(payload);
  const counts = fieldsOf(from?.["counts"]);
  const blockers: unknown = from?.["blockers"];
  if (from === null || counts === null || !Array.isArray(blockers)) return payload;
  let ours = 0;
  const left = (blockers as readonly unknown[]).flatMap((row) => {
    const blocker = fieldsOf(row);
    const { kind, message, count } = blocker ?? {};
    if (kind !== "root-request" || typeof message !== "string" || typeof count !== "number" || !named.test(message)) return [row];
    const without = split(message, own);
    ours += without.ours;
    return without.ours >= count ? [] : [{ ...blocker, count: count - without.ours, message: without.message }];
  });
  if (ours === 0) return payload;
  const less = (name: string): Fields => {
    const count = counts[name];
    return typeof count === "number" ? { [name]: Math.max(0, count - ours) } : {};
  };
  const { summary: _summary, ...rest } = from;
  return {
    ...rest,
    counts: { ...counts, ...less("rootRequests"), ...less("totalActive") },
    blockers: left,
    ...(left.length === 0 ? { safe: true } : {}),
  };
}
