// A terminal's stream that keeps what is written, and reads it only when told to.
import { EventEmitter } from "node:events";
import type { Tty } from "../../src/ui/cells/tty.ts";

export type FakeTty = Tty & {
  columns: number;
  rows: number;
  /** Everything written and taken so far; reading it empties it. */
  readonly taken: () => string;
  readonly writes: () => number;
  /** While it stalls, writes are not finished. */
  readonly stall: () => void;
  readonly drain: () => Promise<void>;
  readonly resize: (columns: number, rows: number) => void;
};

export function fakeTty(columns: number, rows: number): FakeTty {
  let out = "";
  let writes = 0;
  let stalled = false;
  let waiting: (() => void)[] = [];
  const tty = Object.assign(new EventEmitter(), {
    columns,
    rows,
    isTTY: true,
    writable: true,
    writableEnded: false,
    writableLength: 0,
    destroyed: false,
    getColorDepth: () => 4,
    hasColors: () => true,
    write: (data: string, done?: (error?: Error | null) => void) => {
      out += data;
      if (data !== "") writes += 1;
      const finished = () => done?.(null);
      if (stalled) waiting.push(finished);
      else process.nextTick(finished);
      return !stalled;
    },
    taken: () => {
      const now = out;
      out = "";
      return now;
    },
    writes: () => writes,
    stall: () => {
      stalled = true;
    },
    drain: async () => {
      stalled = false;
      const finished = waiting;
      waiting = [];
      for (const finish of finished) finish();
      await new Promise(setImmediate);
    },
    resize: (columns: number, rows: number) => {
      Object.assign(tty, { columns, rows });
      tty.emit("resize");
    },
  });
  return tty as unknown as FakeTty;
}
