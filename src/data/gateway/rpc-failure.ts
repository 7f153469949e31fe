// The one way a request over the link can fail.

/** Why an RPC gave no value: `sent` tells "asked, no answer" from "never asked". */
export class RpcFailure extends Error {
  /** The gateway's `error.details.code`, else its `error.code`; ours: TIMEOUT, LINK_CLOSED, NOT_CONNECTED, BAD_ANSWER. */
  readonly code: string;
  /** True as soon as the request may have reached the gateway. */
  readonly sent: boolean;
  /** The gateway's own advice, RPC error `retryAfterMs`; null when it gave none. */
  readonly retryAfterMs: number | null;
  /** The gateway's `error.details`, undecoded: read it field by field. */
  readonly details: Readonly<Record<string, unknown>>;
  constructor(
    code: string,
    message: string,
    sent: boolean,
    retryAfterMs: number | null = null,
    details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = "RpcFailure";
    this.code = code;
    this.sent = sent;
    this.retryAfterMs = retryAfterMs;
    this.details = details;
  }
}
