// The next older page of the audit ledger, when a key asks for it: one at a time, from the method that gave the pages before.
import type { Event } from "../../data/events.ts";
import { decodeActivity } from "../../data/gateway/decode/activity.ts";
import { DecodeError } from "../../data/gateway/decode/field.ts";
import { RpcFailure } from "../../data/gateway/rpc-failure.ts";
import { harmless } from "../../data/harmless.ts";
import { olderFrom } from "../../data/late/audit/ledger.ts";
import type { Store } from "../../data/store.ts";

export type OlderActivityOptions = {
  readonly store: Pick<Store, "get">;
  readonly send: (event: Event) => void;
  /** Rejects with RpcFailure. */
  readonly request: (method: string, params: unknown, timeoutMs: number) => Promise<unknown>;
  readonly now: () => number;
};

/** About 100 kB of answer. */
const PAGE = 200;
const TIMEOUT_MS = 10_000;

/** Resolves when the page is there, or its failure was told. */
export async function askOlderActivity({ store, send, request, now }: OlderActivityOptions): Promise<void> {
  const { activity } = store.get().late;
  const from = olderFrom(activity);
  if (activity.asking || activity.method === null || from === null) return;
  const { method } = activity;
  const { cursor, below } = from;
  send({ type: "older-activity", at: now(), below, page: null, asking: true });
  try {
    const page = decodeActivity(method, await request(method, { limit: PAGE, cursor }, TIMEOUT_MS));
    send({ type: "older-activity", at: now(), below, page, asking: false });
  } catch (error) {
    if (!(error instanceof RpcFailure) && !(error instanceof DecodeError)) throw error;
    send({ type: "older-activity", at: now(), below, page: null, asking: false });
    send({ type: "note", at: now(), text: `the older rows were not read: ${harmless(error.message)}`, tone: "warn" });
  }
}
