// The rows of the logs board by position, without a list of them: chunks tell how many they have.
import type { RowList } from "../late/late.ts";
import { chunkBefore, lineIn, type LogRead } from "./line-at.ts";
import type { LogBook, LogChunk } from "./log-book.ts";
import { hitsOf, knownHits, type Asked, type Hits } from "./matches.ts";
import { isAtOnce } from "./search.ts";

/** `count` lines that say the same, over `spanMs`: the newest of them, and where the first stands. */
export type LogRow = LogRead & {
  readonly key: string;
  readonly count: number;
  readonly spanMs: number;
  readonly firstNumber: number;
  readonly firstAt: number | null;
};

export type LogRows = RowList & {
  /** Lines that match, folded or not, as far as they were looked at. */
  readonly matched: number;
  /** Lines that were not looked at yet. */
  readonly unseen: number;
  readonly rowAt: (index: number) => LogRow | null;
  /** Of every line that matches, oldest first. */
  readonly numbers: () => Iterable<number>;
};

type Part = { readonly chunk: LogChunk; readonly hits: Hits; readonly from: number };

/** The last part that begins at or before a position; -1: none. */
function partAt(parts: readonly Part[], position: number): number {
  let [low, high] = [0, parts.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((parts[middle] as Part).from <= position) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Lines of a row: positions in `hits.lines`, from and to. */
const rowSpan = ({ hits }: Part, row: number): readonly [number, number] => [
  hits.rows[row] as number,
  hits.rows[row + 1] ?? hits.lines.length,
];

const numberOf = (part: Part, row: number): number => part.chunk.first + (part.hits.lines[rowSpan(part, row)[0]] as number);

/** The last row of a part that begins at or before a line; -1: none. */
function rowBefore(part: Part, number: number): number {
  let [low, high] = [0, part.hits.rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (numberOf(part, middle) <= number) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function made(book: LogBook, asked: Asked): LogRows {
  const parts: Part[] = [];
  let [length, matched, unseen] = [0, 0, 0];
  for (const [index, chunk] of book.chunks.entries()) {
    const hits = isAtOnce(book, asked, index) ? hitsOf(book, chunk, asked) : knownHits(chunk, asked);
    if (hits === null) {
      unseen += chunk.count;
      continue;
    }
    if (hits.rows.length > 0) parts.push({ chunk, hits, from: length });
    length += hits.rows.length;
    matched += hits.lines.length;
  }
  const chunks = parts.map(({ chunk }) => chunk);
  const placeOf = (index: number): readonly [Part, number] | null => {
    const part = index < 0 || index >= length ? undefined : parts[partAt(parts, index)];
    return part === undefined ? null : [part, index - part.from];
  };
  return {
    length,
    matched,
    unseen,
    keyAt: (index) => {
      const place = placeOf(index);
      return place === null ? undefined : String(numberOf(...place));
    },
    // A line that is not shown any more stands where the one before it does: a filter does not lose the place.
    indexOf: (key) => {
      const number = Number(key);
      const part = parts[chunkBefore(chunks, number)];
      return part === undefined ? -1 : part.from + rowBefore(part, number);
    },
    numbers: function* () {
      for (const { chunk, hits } of parts) for (const line of hits.lines) yield chunk.first + line;
    },
    rowAt: (index) => {
      const place = placeOf(index);
      if (place === null) return null;
      const [part, row] = place;
      const [from, to] = rowSpan(part, row);
      const first = lineIn(book, part.chunk, part.hits.lines[from] as number);
      const last = lineIn(book, part.chunk, part.hits.lines[to - 1] as number);
      const spanMs = first.at === null || last.at === null ? 0 : Math.max(0, last.at - first.at);
      return { ...last, key: String(first.number), count: to - from, spanMs, firstNumber: first.number, firstAt: first.at };
    },
  };
}

const newest = new WeakMap<LogBook, { readonly asked: Asked; readonly rows: LogRows }>();

/** The same object while neither the lines nor the question change, nor more of them were looked at. */
export function logRows(book: LogBook, asked: Asked): LogRows {
  const known = newest.get(book);
  if (known?.asked === asked) return known.rows;
  const rows = made(book, asked);
  newest.set(book, { asked, rows });
  return rows;
}
