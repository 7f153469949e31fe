// RPC usage.status: what the providers tell the gateway of its quotas.
import type { Quota } from "../../model/usage.ts";
import { decoding, needList, needText, num, rows, text, type Fields } from "./field.ts";

const PROVIDERS_MAX = 100;
const WINDOWS_MAX = 20;

/** Only providers that tell such a thing are listed; none is no error. */
export function decodeQuotas(payload: unknown): readonly Quota[] {
  return decoding("usage.status", payload, (from) => rows(needList(from, "providers"), "providers", PROVIDERS_MAX, windowsOf).flat());
}

function windowsOf(from: Fields): readonly Quota[] {
  const provider = needText(from, "provider", 80);
  const plan = text(from, "plan", 80);
  const why = text(from, "error", 200);
  const listed = from["windows"];
  const windows = Array.isArray(listed) ? (listed as readonly unknown[]) : [];
  if (windows.length === 0) return [{ provider, plan, window: null, usedPercent: null, resetsAt: null, why }];
  return rows(windows, "windows", WINDOWS_MAX, (row) => ({
    provider,
    plan,
    window: text(row, "label", 60),
    usedPercent: num(row, "usedPercent"),
    resetsAt: num(row, "resetAt"),
    why,
  }));
}
