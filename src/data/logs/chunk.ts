// One chunk of a log: columns of at most 512 lines, made once.
import { logLevels, type LogChunk, type LogLevel, type LogLineIn } from "./log-book.ts";

export const CHUNK_LINES = 512;

const levelNumbers = new Map<LogLevel, number>(logLevels.map((level, index) => [level, index]));

export const levelNumber = (level: LogLevel): number => levelNumbers.get(level) ?? 0;

export type Numbered = { readonly subsystem: (name: string | null) => number; readonly session: (name: string | null) => number };

export function chunkOf(first: number, lines: readonly LogLineIn[], numbered: Numbered): LogChunk {
  const count = lines.length;
  const chunk = {
    first,
    count,
    at: new Float64Array(count),
    level: new Uint8Array(count),
    subsystem: new Uint16Array(count),
    session: new Uint16Array(count),
    text: lines.map(({ message }) => message),
  };
  // One loop: `from` with a function costs ten times as much, and this runs for every line.
  for (const [index, line] of lines.entries()) {
    chunk.at[index] = line.at ?? Number.NaN;
    chunk.level[index] = levelNumber(line.level);
    chunk.subsystem[index] = numbered.subsystem(line.subsystem);
    chunk.session[index] = numbered.session(line.session);
  }
  return chunk;
}

/** Both as one; the second follows the first. */
export function joined(a: LogChunk, b: LogChunk): LogChunk {
  const at = new Float64Array(a.count + b.count);
  at.set(a.at);
  at.set(b.at, a.count);
  const level = new Uint8Array(a.count + b.count);
  level.set(a.level);
  level.set(b.level, a.count);
  const names = (one: Uint16Array, two: Uint16Array): Uint16Array => {
    const out = new Uint16Array(a.count + b.count);
    out.set(one);
    out.set(two, a.count);
    return out;
  };
  return {
    first: a.first,
    count: a.count + b.count,
    at,
    level,
    subsystem: names(a.subsystem, b.subsystem),
    session: names(a.session, b.session),
    text: [...a.text, ...b.text],
  };
}

export const endOf = (chunk: LogChunk): number => chunk.first + chunk.count;

const wide = /[^\u0000-\u00ff]/u;

/** A text costs a byte a character, or two of them when one is not Latin. */
const weightOfText = (text: string): number => (wide.test(text) ? text.length * 2 : text.length);

const weights = new WeakMap<LogChunk, number>();

/** Bytes its messages take. */
export function weightOf(chunk: LogChunk): number {
  const known = weights.get(chunk);
  if (known !== undefined) return known;
  const weight = chunk.text.reduce((sum, text) => sum + weightOfText(text), 0);
  weights.set(chunk, weight);
  return weight;
}

/** A copy of its own: a cut text keeps the whole one alive. */
export const detached = (text: string): string => JSON.parse(JSON.stringify(text)) as string;

function cutTo(text: string, bytes: number): string {
  if (weightOfText(text) <= bytes) return text;
  const most = wide.test(text) ? Math.floor(bytes / 2) : bytes;
  return detached(`${text.slice(0, most - 3).toWellFormed()}...`);
}

/** The same lines with messages of at most so many bytes; the same chunk when none was longer. */
export function shortened(chunk: LogChunk, bytes: number): LogChunk {
  const text = chunk.text.map((one) => cutTo(one, bytes));
  return text.every((one, index) => one === chunk.text[index]) ? chunk : { ...chunk, text };
}
