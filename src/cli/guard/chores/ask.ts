// One question to the gateway over the link that watches it, for a chore that can do without its answer.
import { DecodeError } from "../../../data/gateway/decode/field.ts";
import { RpcFailure } from "../../../data/gateway/rpc-failure.ts";

const TIMEOUT_MS = 10_000;

/** Rejects with RpcFailure. */
export type Ask = (method: string, params: unknown, timeoutMs: number) => Promise<unknown>;

/** Null: there is no answer, or none that can be read. */
export async function tryAsk<T>(ask: Ask, method: string, params: unknown, decode: (payload: unknown) => T): Promise<T | null> {
  try {
    return decode(await ask(method, params, TIMEOUT_MS));
  } catch (error) {
    if (error instanceof RpcFailure || error instanceof DecodeError) return null;
    throw error;
  }
}
