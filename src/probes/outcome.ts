// Turns what became of a reading attempt into words: absent for a reason, or failed for one.
import { DecodeError } from "../data/gateway/decode/field.ts";
import { harmless } from "../data/harmless.ts";
import { Missing, RpcFailure } from "./probe.ts";

export type Told = {
  readonly type: "failed" | "missing";
  readonly why: string;
  /** Asked, and no answer in time. */
  readonly silent: boolean;
  /** The gateway's own advice when to ask again; null when it gave none. */
  readonly retryAfterMs: number | null;
};

/** A probe that did not come back in its time. */
export class Overdue extends Error {}

const failed = (why: string, silent = false, retryAfterMs: number | null = null): Told => ({ type: "failed", why, silent, retryAfterMs });
const missing = (why: string): Told => ({ type: "missing", why, silent: false, retryAfterMs: null });

/** `release` as the person knows it: "OpenClaw 2026.5.7". */
export const lacks = (release: string, method: string): string => `${release} has no ${method}`;

/** Scopes that only a person's own config file asks for. */
const askedByConfig: Readonly<Record<string, string>> = { "operator.approvals": "ask.approvals" };

/** What to do depends on who has not done it yet: the person's config, or the gateway's operator. */
export function notGranted(method: string, scope: string): string {
  const setting = askedByConfig[scope];
  const first = setting === undefined ? "" : `set ${setting} in the config file, then, `;
  return `${method} needs the scope ${scope}, which this connection was not granted: ${first}on the gateway's host, run "openclaw devices list" and approve gatetop`;
}

function explainRpc(failure: RpcFailure, method: string, release: string): Told {
  if (failure.message.includes("unknown method")) return missing(lacks(release, method));
  const scope = /missing scope: ([\w.]+)/u.exec(failure.message)?.[1];
  if (scope === undefined) return failed(harmless(failure.message), failure.code === "TIMEOUT", failure.retryAfterMs);
  // All our methods need operator.read. 2026.3.23 says that admin is missing when it does not know the method.
  if (scope === "operator.admin") return missing(lacks(release, method));
  return missing(notGranted(method, scope));
}

/** Every way an attempt can end without a value. */
export function explain(error: unknown, method: string, release: string): Told {
  if (error instanceof Missing) return missing(error.message);
  if (error instanceof RpcFailure) return explainRpc(error, method, release);
  if (error instanceof Overdue) return failed(error.message, true);
  if (error instanceof DecodeError) return failed(error.message);
  return failed(harmless(`could not be read: ${error instanceof Error ? error.message : String(error)}`));
}
