// How a value is made fit to leave this host: every field of it is named, and says what becomes of it. A field nobody named does not
// compile, and one that comes all the same is left out.
import type { NameKind, Names } from "./names.ts";

export type Scrub<T> = (value: T, names: Names) => T;

type Plain = string | number | boolean | null | undefined;
/** `kept`: numbers, yes and no, and words of a list of ours; never a text from outside. */
type Row<V> = Scrub<V> | ([V] extends [Plain] ? (string extends V ? never : "kept") : never);
type Rows<T> = { readonly [K in keyof T]-?: Row<Exclude<T[K], undefined>> };

type Text = string | null;
const text =
  (change: (text: string, names: Names) => string) =>
  <T extends Text>(value: T, names: Names): T =>
    (value === null ? value : change(value, names)) as T;

export const word = text((value, names) => names.word(value));
export const sentence = text((value, names) => names.sentence(value));
export const sessionKey = text((value, names) => names.sessionKey(value));
export const account = text((value, names) => names.account(value));
export const named = (kind: NameKind) => text((value, names) => names.name(kind, value));
/** A text that is never kept, under no name. */
export const dropped = (): null => null;
/** Six hex digits that gatetop made up itself; the gateway's own records name a run by them. */
export const ownId = text((value, names) => (/^[0-9a-f]{6}$/u.test(value) ? value : names.name("id", value)));
/** A release: `2026.9.6-beta.1`, `dev`, `v24.3.0`; anything else is none. */
export const release = text((value) =>
  /^(?:v?\d{1,4}\.\d{1,3}\.\d{1,3}(?:-(?:beta|rc|alpha)?\.?\d{0,3})?|dev)$/u.test(value) ? value : "unknown",
);

export const nullOr =
  <T>(of: Scrub<T>): Scrub<T | null> =>
  (value, names) =>
    value === null ? null : of(value, names);

export const each =
  <T>(of: Scrub<T>): Scrub<readonly T[]> =>
  (values, names) =>
    values.map((value) => of(value, names));

export const keyed =
  <T>(key: (text: string, names: Names) => string, of: Scrub<T> = (value) => value): Scrub<Readonly<Record<string, T>>> =>
  (values, names) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [key(name, names), of(value, names)]));

export function fields<T extends object>(rows: Rows<T>): Scrub<T> {
  return (value, names) => {
    const scrubbed = Object.entries(value).flatMap(([name, held]: [string, unknown]): readonly (readonly [string, unknown])[] => {
      const row = Object.hasOwn(rows, name) ? (rows[name as keyof T] as Scrub<unknown> | "kept") : null;
      if (row === null || held === undefined) return [];
      return [[name, row === "kept" ? held : row(held, names)]];
    });
    return Object.fromEntries(scrubbed) as T;
  };
}

/** The member of a union whose field `D` may be `V`. */
export type Shape<T, D extends keyof T, V> = T extends unknown ? (V extends T[D] ? T : never) : never;

/** One of several shapes, told apart by a field. */
export function shapes<T extends object, D extends keyof T & string>(
  by: D,
  rows: { readonly [V in T[D] & string]: Scrub<Shape<T, D, V>> },
): Scrub<T> {
  return (value, names) => {
    const row = rows[value[by] as T[D] & string] as unknown as Scrub<T> | undefined;
    if (row === undefined) throw new Error(`no row for ${by} ${String(value[by])}`);
    return row(value, names);
  };
}
