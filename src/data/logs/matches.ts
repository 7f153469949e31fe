// Which lines of a chunk are shown, and which of them stand together as one row. Asked once for each chunk and each question.
import { matcherOf, type Matcher } from "../boards/filter.ts";
import { levelNumber } from "./chunk.ts";
import { logLevels, type LogBook, type LogChunk, type LogFocus } from "./log-book.ts";

/** What is asked for. The same question is the same object, so that answers are found again by it. */
export type Asked = {
  readonly filter: Matcher;
  readonly subject: Matcher;
  readonly least: number;
  readonly subsystem: string | null;
  readonly session: string | null;
  readonly fold: boolean;
};

const REMEMBERED = 8;
const questions = new Map<string, Asked>();

export function askedOf(filter: string, focus: LogFocus, fold: boolean): Asked {
  const pattern = focus.subject?.pattern ?? "";
  const key = JSON.stringify([filter, pattern, focus.least, focus.subsystem, focus.session, fold]);
  const known = questions.get(key);
  if (known !== undefined) return known;
  const asked: Asked = {
    filter: matcherOf(filter),
    subject: matcherOf(pattern),
    least: levelNumber(focus.least),
    subsystem: focus.subsystem,
    session: focus.session,
    fold,
  };
  if (questions.size >= REMEMBERED) questions.delete(questions.keys().next().value ?? "");
  questions.set(key, asked);
  return asked;
}

/** `lines`: indexes into the chunk that are shown. `rows`: positions in `lines` at which a row begins. */
export type Hits = { readonly lines: Uint16Array; readonly rows: Uint16Array };

/** What a filter looks at: `error channels/irc agent:main:main [default] channel exited`. */
function textOf(book: LogBook, chunk: LogChunk, index: number): string {
  const level = logLevels[chunk.level[index] ?? 0] ?? "";
  const subsystem = book.subsystems[chunk.subsystem[index] ?? 0] ?? "";
  const session = book.sessions[chunk.session[index] ?? 0] ?? "";
  return `${level} ${subsystem} ${session} ${chunk.text[index] ?? ""}`;
}

const isWord = (code: number): boolean => (code > 47 && code < 58) || (code > 64 && code < 91) || (code > 96 && code < 123);
const isDigit = (code: number): boolean => code > 47 && code < 58;

/** One number for texts that differ only in words with digits in them: counts, ids, times, ports. */
export function maskOf(text: string): number {
  let hash = 2_166_136_261;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (!isWord(code)) {
      hash = Math.imul(hash ^ code, 16_777_619);
      continue;
    }
    let end = index;
    let digits = false;
    let word = hash;
    for (let next = code; isWord(next); next = text.charCodeAt(end)) {
      digits ||= isDigit(next);
      word = Math.imul(word ^ next, 16_777_619);
      end += 1;
    }
    hash = digits ? Math.imul(hash ^ 35, 16_777_619) : word;
    index = end - 1;
  }
  return hash >>> 0;
}

const masks = new WeakMap<LogChunk, Uint32Array>();

function masksOf(chunk: LogChunk): Uint32Array {
  const known = masks.get(chunk);
  if (known !== undefined) return known;
  const made = Uint32Array.from(chunk.text, maskOf);
  masks.set(chunk, made);
  return made;
}

/** Lines that follow each other and say the same of other numbers. */
function rowsOf(chunk: LogChunk, lines: Uint16Array, fold: boolean): Uint16Array {
  if (!fold) return Uint16Array.from(lines, (_, position) => position);
  const said = masksOf(chunk);
  const rows: number[] = [];
  for (let position = 0; position < lines.length; position += 1) {
    const [line, before] = [lines[position] as number, lines[position - 1]];
    const same =
      before !== undefined &&
      said[line] === said[before] &&
      chunk.level[line] === chunk.level[before] &&
      chunk.subsystem[line] === chunk.subsystem[before];
    if (!same) rows.push(position);
  }
  return Uint16Array.from(rows);
}

/** Is a line shown? */
function lineTest(book: LogBook, chunk: LogChunk, asked: Asked): (index: number) => boolean {
  const { filter, subject, least } = asked;
  const subsystem = asked.subsystem === null ? null : book.subsystems.indexOf(asked.subsystem);
  const session = asked.session === null ? null : book.sessions.indexOf(asked.session);
  return (index) => {
    if ((chunk.level[index] ?? 0) < least) return false;
    if (subsystem !== null && chunk.subsystem[index] !== subsystem) return false;
    if (session !== null && chunk.session[index] !== session) return false;
    if (filter.all && subject.all) return true;
    const text = textOf(book, chunk, index);
    return filter.matches(text) && subject.matches(text);
  };
}

const answers = new WeakMap<Asked, WeakMap<LogChunk, Hits>>();

/** Null: nobody has asked yet. */
export const knownHits = (chunk: LogChunk, asked: Asked): Hits | null => answers.get(asked)?.get(chunk) ?? null;

/** No line has to be read for it. */
export const isQuick = ({ filter, subject }: Asked): boolean => filter.all && subject.all;

/** A chunk that is being looked at, and what was found so far. */
export type Search = { readonly chunk: LogChunk; readonly lines: Uint16Array; found: number; next: number };

export const beginSearch = (chunk: LogChunk): Search => ({ chunk, lines: new Uint16Array(chunk.count), found: 0, next: 0 });

/** Numbers of names never change over the life of a book, so that an answer stays true for its chunk. */
function answer({ chunk, lines, found }: Search, asked: Asked): Hits {
  const shown = lines.slice(0, found);
  const hits: Hits = { lines: shown, rows: rowsOf(chunk, shown, asked.fold) };
  const known = answers.get(asked) ?? new WeakMap<LogChunk, Hits>();
  answers.set(asked, known.set(chunk, hits));
  return hits;
}

/** The answer, once the chunk was looked at to its end; null: so many more lines were, and there are others. */
export function lookOn(book: LogBook, asked: Asked, search: Search, lines: number): Hits | null {
  const { chunk } = search;
  const isShown = lineTest(book, chunk, asked);
  const end = Math.min(chunk.count, search.next + lines);
  for (; search.next < end; search.next += 1) {
    if (!isShown(search.next)) continue;
    search.lines[search.found] = search.next;
    search.found += 1;
  }
  return end === chunk.count ? answer(search, asked) : null;
}

export const hitsOf = (book: LogBook, chunk: LogChunk, asked: Asked): Hits | null =>
  knownHits(chunk, asked) ?? lookOn(book, asked, beginSearch(chunk), chunk.count);
