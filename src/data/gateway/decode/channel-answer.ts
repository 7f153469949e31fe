// RPC channels.start and channels.stop.
import type { ChannelStart } from "../../action/outcome.ts";
import { bool, decoding, maybe, needBool, text } from "./field.ts";

/** `started`: the account runs now; right after a start it may still be false. `start` null before the release told an outcome. */
export type ChannelStarted = { readonly account: string | null; readonly started: boolean | null; readonly start: ChannelStart | null };

const outcomes: readonly NonNullable<ChannelStart["status"]>[] = ["handed-off", "retry", "skipped"];

export function decodeChannelStart(payload: unknown): ChannelStarted {
  return decoding("channels.start", payload, (from) => {
    const outcome = maybe(from, "outcome");
    const said = outcome === null ? null : text(outcome, "status", 40);
    const start = outcome === null ? null : { status: outcomes.find((one) => one === said) ?? null, reason: text(outcome, "reason", 120) };
    return { account: text(from, "accountId", 120), started: bool(from, "started"), start };
  });
}

/** True: the account does not run any more, also when it did not before. */
export function decodeChannelStop(payload: unknown): boolean {
  return decoding("channels.stop", payload, (from) => needBool(from, "stopped"));
}
