// Where each key and value of a JSON5 text stands. What they are JSON5 says itself: this only reads a text it has accepted.
import JSON5 from "json5";

/** Offsets into the text. `key` null: an element of a list, or the whole. `end`: behind the value. */
type Span = { readonly key: number | null; readonly value: number; readonly end: number };

export type Positions = {
  readonly spanOf: (path: readonly string[]) => Span | null;
  /** Keys given more than once in one object, where they stand again; JSON5 keeps the last. */
  readonly again: readonly { readonly path: readonly string[]; readonly key: number }[];
};

/** Line and column count from 1; a column is a UTF-16 unit, as in most editors. */
export type Place = { readonly line: number; readonly column: number };

export function placeAt(text: string, offset: number): Place {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
}

/** Deeper than anything that is asked for. */
const DEEPEST = 8;
const tokens =
  /\s+|\/\/[^\n\r\u2028\u2029]*|\/\*[^]*?\*\/|"(?:[^"\\]+|\\[^])*"|'(?:[^'\\]+|\\[^])*'|[{}[\],:]|(?:(?![\s{}[\],:"'/])[^])+/gu;
const ignored = /^(?:\s|\/[/*])/u;

const nameOf = (path: readonly string[]): string => JSON.stringify(path);

/** A key as JSON5 reads it: quoted, or a name that may have escapes. */
const decoded = (token: string): string => Object.keys(JSON5.parse<object>(`{${token}:0}`))[0] ?? token;

/** An object or a list that is being read. `at`: where its value stands; `path` null: too deep to be asked for. */
type Frame = {
  readonly path: readonly string[] | null;
  readonly key: number | null;
  readonly at: number;
  readonly keys: Set<string> | null;
  /** The key, or the place in the list, of the value that comes next. */
  child: string | null;
  childKey: number | null;
  valueNext: boolean;
};

export function positionsOf(text: string): Positions {
  const spans = new Map<string, Span>();
  const again: { readonly path: readonly string[]; readonly key: number }[] = [];
  const frames: Frame[] = [];

  const pathBelow = (frame: Frame | undefined): readonly string[] | null => {
    if (frame === undefined) return [];
    return frame.path === null || frame.path.length >= DEEPEST ? null : [...frame.path, frame.child ?? ""];
  };
  const keep = (path: readonly string[] | null, span: Span): void => {
    if (path !== null) spans.set(nameOf(path), span);
  };

  function readKey(frame: Frame, token: string, at: number): void {
    frame.child = frame.path === null ? "" : decoded(token);
    frame.childKey = at;
    const path = pathBelow(frame);
    if (path !== null && frame.keys?.has(frame.child) === true) again.push({ path, key: at });
    frame.keys?.add(frame.child);
  }

  function opened(isObject: boolean, at: number): void {
    const parent = frames.at(-1);
    frames.push({
      path: pathBelow(parent),
      key: parent?.childKey ?? null,
      at,
      keys: isObject ? new Set() : null,
      child: isObject ? null : "0",
      childKey: null,
      valueNext: !isObject,
    });
  }

  function separated(frame: Frame): void {
    if (frame.keys === null) frame.child = String(Number(frame.child) + 1);
    else frame.valueNext = false;
  }

  for (const { 0: token, index } of text.matchAll(tokens)) {
    const frame = frames.at(-1);
    if (ignored.test(token)) continue;
    if (token === "{" || token === "[") opened(token === "{", index);
    else if (token === "}" || token === "]") {
      const closed = frames.pop();
      if (closed !== undefined) keep(closed.path, { key: closed.key, value: closed.at, end: index + 1 });
    } else if (frame === undefined) keep([], { key: null, value: index, end: index + token.length });
    else if (token === ",") separated(frame);
    else if (token === ":") frame.valueNext = true;
    else if (frame.valueNext) keep(pathBelow(frame), { key: frame.childKey, value: index, end: index + token.length });
    else readKey(frame, token, index);
  }
  return { spanOf: (path) => spans.get(nameOf(path)) ?? null, again };
}
