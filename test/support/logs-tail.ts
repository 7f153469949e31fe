// RPC logs.tail as the gateway answers it, of a file that something else writes.
import { closeSync, fstatSync, openSync, readSync } from "node:fs";

export type TailParams = { readonly cursor?: number; readonly limit?: number; readonly maxBytes?: number };

const LINE_BREAK = 10;

/** `anew`: there is no cursor, or what came since is more than is given at once. */
type Stretch = { readonly bytes: Buffer; readonly from: number; readonly size: number; readonly anew: boolean };

function stretchOf(file: string, cursor: number | undefined, maxBytes: number): Stretch {
  const open = openSync(file, "r");
  try {
    const { size } = fstatSync(open);
    const anew = cursor === undefined || cursor > size || size - cursor > maxBytes;
    const from = anew ? Math.max(0, size - maxBytes) : cursor;
    const bytes = Buffer.alloc(size - from);
    return { bytes: bytes.subarray(0, readSync(open, bytes, 0, bytes.length, from)), from, size, anew };
  } finally {
    closeSync(open);
  }
}

/** Complete lines from the cursor on, at most so many of them, the newest; the cursor behind the last. */
export function logsTail(file: string, { cursor, limit = 500, maxBytes = 250_000 }: TailParams): unknown {
  const { bytes, from, size, anew } = stretchOf(file, cursor, maxBytes);
  const begin = anew && from > 0 ? bytes.indexOf(LINE_BREAK) + 1 || bytes.length : 0;
  const end = bytes.lastIndexOf(LINE_BREAK) + 1;
  const lines = end <= begin ? [] : bytes.toString("utf8", begin, end - 1).split("\n");
  const tooFar = anew && cursor !== undefined;
  return {
    file,
    cursor: from + Math.max(begin, end),
    size,
    lines: lines.slice(-limit),
    truncated: lines.length > limit,
    reset: tooFar,
    ...(tooFar && cursor <= size ? { skippedBytes: from + begin - cursor } : {}),
  };
}
