// What was read becomes events: lines are numbered, checked, and kept as they came for whoever asks for one.
import { setImmediate as breath } from "node:timers/promises";
import type { LateEvent } from "../../data/late/late-event.ts";
import type { LogBatch, LogLineIn } from "../../data/logs/log-book.ts";
import { logLineIn } from "../../data/logs/line-of.ts";
import { createRawStore } from "./raw-store.ts";

export type Gap = NonNullable<LogBatch["gap"]>;
export type ReadFrom = Pick<LogBatch, "way" | "file" | "sizeBytes" | "olderThere">;

export type Tap = (event: LateEvent) => void;

export type Writer = {
  readonly after: (raw: readonly string[], gap: Gap | null, from: ReadFrom) => Promise<void>;
  readonly before: (raw: readonly string[], gap: Gap | null, from: ReadFrom) => Promise<void>;
  /** `cut`: more lines follow that are not read. */
  readonly anew: (raw: readonly string[], from: ReadFrom, cut?: boolean) => Promise<void>;
  readonly none: (why: string) => void;
  /** Null: the line is not held any more. */
  readonly raw: (number: number) => string | null;
};

/** A key never waits for more than these. */
const PARSED_AT_ONCE = 200;

type Given = {
  readonly tap: Tap;
  readonly now: () => number;
  /** Known now, whatever they look like. */
  readonly secrets: () => readonly string[];
};

export function createWriter({ tap, now, secrets }: Given): Writer {
  const store = createRawStore();
  let [lowest, next] = [0, 0];
  let said: string | null = null;

  async function parsed(raw: readonly string[]): Promise<readonly LogLineIn[]> {
    const hidden = secrets();
    const lines: LogLineIn[] = [];
    for (const [index, one] of raw.entries()) {
      if (index > 0 && index % PARSED_AT_ONCE === 0) await breath();
      lines.push(logLineIn(one, hidden));
    }
    return lines;
  }

  async function put(where: LogBatch["where"], raw: readonly string[], given: Pick<LogBatch, "gap" | "cut"> & ReadFrom): Promise<void> {
    const lines = await parsed(raw);
    if (where === "anew") {
      store.clear();
      lowest = next;
    }
    const first = where === "before" ? lowest - lines.length : next;
    if (where === "before") lowest = first;
    else next = first + lines.length;
    store.add(first, raw);
    said = null;
    tap({ type: "log", at: now(), batch: { where, first, lines, ...given } });
  }

  return {
    after: (raw, gap, from) => put("after", raw, { gap, ...from }),
    before: (raw, gap, from) => put("before", raw, { gap, ...from }),
    anew: (raw, from, cut = false) => put("anew", raw, { gap: null, ...from, ...(cut ? { cut } : {}) }),
    none: (why) => {
      if (said === why) return;
      said = why;
      tap({ type: "no-log", at: now(), why });
    },
    raw: store.get,
  };
}
