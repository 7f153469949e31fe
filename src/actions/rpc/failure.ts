// What a failed request of an action means: its code, whether it was carried out all the same, and what to do.
import { DecodeError } from "../../data/gateway/decode/field.ts";
import { lookUp } from "../../data/gateway/look-up.ts";
import { RpcFailure } from "../../data/gateway/rpc-failure.ts";
import { harmless } from "../../data/harmless.ts";
import type { ActionOutcome } from "../../data/action/outcome.ts";

type Failure = { readonly code: string; readonly why: string; readonly sent: boolean };

/** Told apart by the text where a release sends no code for it. */
const byMessage: readonly { readonly code: string; readonly said: RegExp }[] = [
  { code: "MISSING_SCOPE", said: /missing scope: / },
  { code: "RATE_LIMITED", said: /rate limit exceeded/ },
  { code: "UNKNOWN_METHOD", said: /unknown method: / },
  { code: "NOT_OWNER", said: /: unauthorized$/ },
  { code: "STALE_TARGET", said: /no longer owns the active lock/ },
];

function codeOf(failure: RpcFailure): string {
  const row = byMessage.find(({ said }) => said.test(failure.message));
  if (row !== undefined) return row.code;
  // UNAVAILABLE alone says nothing: gateway-restarting, gateway-suspending and startup-sidecars are three different situations.
  const { reason } = failure.details;
  return failure.code === "UNAVAILABLE" && typeof reason === "string" && reason !== "" ? harmless(reason, 60) : failure.code;
}

/** Anything but an RPC that failed, or an answer that cannot be read, is a bug and is thrown on. */
export function failureOf(error: unknown): Failure {
  if (error instanceof DecodeError) return { code: "BAD_ANSWER", why: error.message, sent: true };
  if (error instanceof RpcFailure) return { code: codeOf(error), why: error.message, sent: error.sent };
  throw error;
}

/** Whether it was done is not known: the request left, and no answer to it came. */
const isOpen = ({ code, sent }: Failure): boolean => sent && ["TIMEOUT", "LINK_CLOSED", "BAD_ANSWER"].includes(code);

type Row = { readonly fix: string; readonly exit: 1 | 69 | 77 };

const rows: Readonly<Record<string, Row>> = {
  MISSING_SCOPE: { fix: "openclaw devices list on the gateway's host, then approve gatetop's request for more rights", exit: 77 },
  FORBIDDEN: { fix: "openclaw devices list on the gateway's host, then approve gatetop's request for more rights", exit: 77 },
  NOT_OWNER: { fix: "it takes operator.admin: approve gatetop's request for it on the gateway's host", exit: 77 },
  RATE_LIMITED: { fix: "wait a minute: the gateway takes 30 changes of a kind a minute", exit: 1 },
  UNKNOWN_METHOD: { fix: "update OpenClaw, or restart the gateway instead", exit: 1 },
  NOT_CONNECTED: { fix: "ask again", exit: 69 },
  "gateway-restarting": { fix: "wait until the gateway is back, then look again", exit: 69 },
  "gateway-suspending": { fix: "the gateway is suspended: it goes on by itself within 120 s", exit: 69 },
  "startup-sidecars": { fix: "the gateway is starting: ask again in a few seconds", exit: 69 },
  UNAVAILABLE: { fix: "ask again in a moment", exit: 69 },
};
const lookAgain: Row = { fix: "look at it again before asking twice: it may have been done", exit: 69 };

/** `subject`: what was to be done, as "stop telegram/poll". */
export function failed(subject: string, failure: Failure): Extract<ActionOutcome, { readonly kind: "failed" }> {
  const { code, why, sent } = failure;
  const open = isOpen(failure);
  const row = open ? lookAgain : lookUp(rows, code);
  const sentence = open
    ? `nobody knows whether the gateway did it (${subject}): it was asked, and no answer came; ${why}`
    : `could not ${subject}: ${why}`;
  return { kind: "failed", done: false, sentence, fix: row?.fix ?? null, code, sent, exit: row?.exit ?? 1 };
}
