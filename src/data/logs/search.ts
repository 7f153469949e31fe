// A filter over a long log is answered a few lines at a time, the newest first: no key waits until all of them were looked at.
import type { LogBook, LogChunk } from "./log-book.ts";
import { beginSearch, isQuick, knownHits, lookOn, type Asked, type Search } from "./matches.ts";

/** Looked at by whoever draws, at once. */
const AT_ONCE_CHUNKS = 2;
const LINES_BETWEEN = 16;

/** Chunks that are looked at in any case: without reading their lines, or because they are the newest. */
export function isAtOnce(book: LogBook, asked: Asked, index: number): boolean {
  return isQuick(asked) || index >= book.chunks.length - AT_ONCE_CHUNKS;
}

/** Where a question was left. */
const begun = new WeakMap<Asked, Search>();

function searchOf(chunk: LogChunk, asked: Asked): Search {
  const known = begun.get(asked);
  if (known?.chunk === chunk) return known;
  const made = beginSearch(chunk);
  begun.set(asked, made);
  return made;
}

/** Looks on until it is time; true: every line of the book was looked at. */
export function searchedOn(book: LogBook, asked: Asked, isTime: () => boolean): boolean {
  for (const chunk of book.chunks.toReversed()) {
    if (knownHits(chunk, asked) !== null) continue;
    const search = searchOf(chunk, asked);
    do {
      if (isTime()) return false;
    } while (lookOn(book, asked, search, LINES_BETWEEN) === null);
  }
  return true;
}
