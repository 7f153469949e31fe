// The terminal end of stdout, and the one write that must not be lost.
import { writeSync } from "node:fs";
import type { WriteStream } from "node:tty";

type Used =
  | "columns"
  | "rows"
  | "isTTY"
  | "writable"
  | "writableEnded"
  | "writableLength"
  | "destroyed"
  | "on"
  | "off"
  | "getColorDepth"
  | "hasColors";

/**
 * What of a terminal's stream is used. The handle is Node's own; it is the only way to a terminal that does not block.
 * So is `_refreshSize`: what Node itself does when the size changes, for a change nobody has told us of.
 */
export type Tty = Pick<WriteStream, Used> & {
  readonly fd?: number;
  readonly write: (data: string, done?: (error?: Error | null) => void) => boolean;
  readonly _refreshSize?: () => void;
  readonly _handle?: { readonly fd?: number; readonly setBlocking?: (blocking: boolean) => void } | null;
};

const PATIENCE_MS = 500;
const PAUSE_MS = 5;
/** Ends an escape sequence that was cut off in the middle. */
const CANCEL = "\u0018";

/** Whether a write waits for the terminal to take it. Node's default is to wait, which stops the whole program when ssh stalls. */
export function setBlocking(tty: Tty, blocking: boolean): void {
  tty._handle?.setBlocking?.(blocking);
}

/**
 * Writes at once, past everything that is still queued: the program may end right after.
 * A terminal that takes nothing for half a second gets nothing; ending must not hang on it.
 */
export function writeLast(tty: Tty, text: string): void {
  const fd = tty._handle?.fd ?? -1;
  if (fd < 0) {
    tty.write(text);
    return;
  }
  let left = Buffer.from((tty.writableLength > 0 ? CANCEL : "") + text);
  const deadline = performance.now() + PATIENCE_MS;
  while (left.length > 0) {
    try {
      left = left.subarray(writeSync(fd, left));
    } catch (error) {
      // Anything but "full, try again": the terminal is gone, and with it whatever could be given back.
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN" || performance.now() > deadline) return;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
    }
  }
}
