// The window over a log moves on. Its memory has a bound: old lines go first, or new ones while a person reads old ones.
import { CHUNK_LINES, chunkOf, endOf, joined, shortened, weightOf } from "./chunk.ts";
import { interned } from "./interned.ts";
import type { LogBatch, LogBook, LogChunk, LogGap, LogLineIn } from "./log-book.ts";

export const MOST_LINES = 100_000;
/** Never fewer because their messages are long: then these are cut. */
export const ALWAYS_LINES = 50_000;
export const MOST_TEXT_BYTES = 24 * 1024 * 1024;
const SHORT_TEXT_BYTES = 480;
const MOST_GAPS = 500;

const linesOf = (chunks: readonly LogChunk[]): number => chunks.reduce((sum, { count }) => sum + count, 0);
const textOf = (chunks: readonly LogChunk[]): number => chunks.reduce((sum, chunk) => sum + weightOf(chunk), 0);

function chunked(first: number, lines: readonly LogLineIn[], numbered: Parameters<typeof chunkOf>[2]): readonly LogChunk[] {
  const chunks: LogChunk[] = [];
  for (let at = 0; at < lines.length; at += CHUNK_LINES) {
    chunks.push(chunkOf(first + at, lines.slice(at, at + CHUNK_LINES), numbered));
  }
  return chunks;
}

/** Small batches fill the chunk before them: the number of chunks is what every look at the book costs. */
function appended(chunks: readonly LogChunk[], fresh: readonly LogChunk[]): readonly LogChunk[] {
  const [last, next] = [chunks.at(-1), fresh[0]];
  if (last === undefined || next === undefined || endOf(last) !== next.first || last.count + next.count > CHUNK_LINES) {
    return [...chunks, ...fresh];
  }
  return [...chunks.slice(0, -1), joined(last, next), ...fresh.slice(1)];
}

/** Whole chunks go from one end; what is then still too much text is cut, oldest lines first. */
function bounded(chunks: readonly LogChunk[], end: "old" | "new"): readonly LogChunk[] {
  let [lines, text] = [linesOf(chunks), textOf(chunks)];
  if (lines <= MOST_LINES && text <= MOST_TEXT_BYTES) return chunks;
  const kept = [...chunks];
  while (kept.length > 1) {
    const victim = (end === "old" ? kept[0] : kept.at(-1)) as LogChunk;
    if (lines <= MOST_LINES && (text <= MOST_TEXT_BYTES || lines - victim.count < ALWAYS_LINES)) break;
    if (end === "old") kept.shift();
    else kept.pop();
    lines -= victim.count;
    text -= weightOf(victim);
  }
  for (let index = 0; index < kept.length && text > MOST_TEXT_BYTES; index += 1) {
    const before = kept[index] as LogChunk;
    const after = shortened(before, SHORT_TEXT_BYTES);
    text -= weightOf(before) - weightOf(after);
    kept[index] = after;
  }
  return kept;
}

const isFull = (book: LogBook, more: number): boolean =>
  book.lines + more > MOST_LINES || (book.lines + more > ALWAYS_LINES && textOf(book.chunks) > MOST_TEXT_BYTES);

function gapsOf(book: LogBook, { where, first, lines, gap }: LogBatch): readonly LogGap[] {
  if (gap === null) return book.gaps;
  // Lines read later, in front: what is missing is missing behind them.
  const before = where === "before" ? first + lines.length : first;
  return [...book.gaps, { ...gap, before }].toSorted((a, b) => a.before - b.before).slice(-MOST_GAPS);
}

const inWindow = (gaps: readonly LogGap[], chunks: readonly LogChunk[]): readonly LogGap[] => {
  const oldest = chunks[0]?.first ?? -Infinity;
  return gaps.every(({ before }) => before >= oldest) ? gaps : gaps.filter(({ before }) => before >= oldest);
};

/** `pinned`: a person reads lines that are not the newest; they stay. */
export function bookAppended(before: LogBook, batch: LogBatch, pinned = false): LogBook {
  const { where, way, file, sizeBytes, lines } = batch;
  const anew = where === "anew";
  const olderThere = where === "after" && before.lines > 0 ? before.olderThere : batch.olderThere;
  const book: LogBook = {
    ...before,
    ...(anew ? { chunks: [], lines: 0, gaps: [], newer: 0 } : {}),
    way,
    file,
    sizeBytes,
    olderThere,
    why: null,
  };
  const gaps = gapsOf(book, batch);
  if (where === "after" && (book.newer > 0 || (pinned && isFull(book, lines.length)))) {
    return { ...book, gaps, newer: book.newer + lines.length };
  }
  const subsystems = interned(
    book.subsystems,
    lines.map((line) => line.subsystem),
  );
  const sessions = interned(
    book.sessions,
    lines.map((line) => line.session),
  );
  const fresh = chunked(batch.first, lines, { subsystem: subsystems.numberOf, session: sessions.numberOf });
  const all = where === "before" ? [...fresh, ...book.chunks] : appended(book.chunks, fresh);
  const end = where === "before" && pinned ? "new" : "old";
  const chunks = bounded(all, end);
  const dropped = linesOf(all) - linesOf(chunks);
  return {
    ...book,
    chunks,
    lines: linesOf(chunks),
    subsystems: subsystems.names,
    sessions: sessions.names,
    gaps: inWindow(gaps, chunks),
    newer: book.newer + (end === "new" ? dropped : 0) + (batch.cut === true ? 1 : 0),
    // What went from the old end can be read again.
    olderThere: book.olderThere || (end === "old" && dropped > 0),
  };
}
