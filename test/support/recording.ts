// A recording: one event a line, compressed. Replayed through the reducer it is the whole dashboard again, without a gateway.
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import type { Event } from "../../src/data/events.ts";

/** A reading differs little from the one before it, which lies far back: the window is as large as it can be. */
const settings = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS };

/** JSON has no word for a time that never comes. */
const NEVER = "\u221E";

/** `scrubbed`: what is written instead of a text, so that a recording does not name the machine it was made on. */
export function packed(events: readonly Event[], scrubbed: (text: string) => string): Buffer {
  const written = (_: string, value: unknown): unknown => {
    if (typeof value === "string") return scrubbed(value);
    return value === Infinity ? NEVER : value;
  };
  return brotliCompressSync(events.map((event) => JSON.stringify(event, written)).join("\n"), { params: settings });
}

export const unpacked = (bytes: Buffer): readonly Event[] =>
  brotliDecompressSync(bytes)
    .toString("utf8")
    .split("\n")
    .map((line) => JSON.parse(line, (_, value: unknown) => (value === NEVER ? Infinity : value)) as Event);
