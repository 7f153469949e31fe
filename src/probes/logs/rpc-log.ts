// RPC logs.tail. Its cursor is a byte of the file it names.
import { bool, decoding, needList, needNum, num, text } from "../../data/gateway/decode/field.ts";
import { DecodeError } from "../../data/gateway/decode/field.ts";
import { RpcFailure, type World } from "../probe.ts";

const METHOD = "logs.tail";
const TIMEOUT_MS = 5_000;
/** As many as one answer may hold: with a lower limit the oldest are dropped while the cursor goes to the end. */
const MOST = { limit: 5_000, maxBytes: 1_000_000 };

export type TailReply = {
  readonly file: string | null;
  readonly cursor: number;
  readonly sizeBytes: number | null;
  readonly lines: readonly string[];
  /** Lines between the cursor given and the first of these are missing. */
  readonly gap: boolean;
  readonly skippedBytes: number | null;
};

const decoded = (payload: unknown): TailReply =>
  decoding(METHOD, payload, (from) => ({
    file: text(from, "file", 1_000),
    cursor: needNum(from, "cursor"),
    sizeBytes: num(from, "size"),
    lines: needList(from, "lines").filter((line): line is string => typeof line === "string" && line !== ""),
    gap: bool(from, "reset") === true || bool(from, "truncated") === true || (num(from, "skippedBytes") ?? 0) > 0,
    skippedBytes: num(from, "skippedBytes"),
  }));

export type Asking = Pick<World, "request" | "methods">;

/** An open connection to a gateway that has it, as far as it tells. */
export function canAsk({ methods }: Asking): boolean {
  const known = methods();
  return known !== null && (known.length === 0 || known.includes(METHOD));
}

type Wanted = { readonly cursor?: number; readonly limit?: number };

/** Null: there is no answer in time. */
export async function askTail(world: Asking, wanted: Wanted, timeoutMs = TIMEOUT_MS): Promise<TailReply | null> {
  if (!canAsk(world)) return null;
  try {
    return decoded(await world.request(METHOD, { ...MOST, ...wanted }, timeoutMs));
  } catch (error) {
    if (error instanceof RpcFailure || error instanceof DecodeError) return null;
    throw error;
  }
}
