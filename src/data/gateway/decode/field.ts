// Reads fields of a payload nobody vouches for: a wrong type is unknown, only what a reading cannot do without is an error.
import { harmless } from "../../harmless.ts";

/** A payload lacks something its reading cannot do without. The message names method and path: "tasks.list: tasks is missing". */
export class DecodeError extends Error {
  /** Where in the payload, "" for the payload itself: `sessions[3].key`. */
  readonly path: string;
  readonly problem: string;
  constructor(path: string, problem: string, method?: string) {
    // The path may hold names the gateway gave.
    super(`${method === undefined ? "" : `${method}: `}${path === "" ? "the payload" : harmless(path)} ${problem}`);
    this.path = path;
    this.problem = problem;
  }
}

export type Fields = Readonly<Record<string, unknown>>;

const none: Fields = {};

const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);

/** The value as fields; throws DecodeError when it is not an object. */
function fields(value: unknown, path = ""): Fields {
  if (isFields(value)) return value;
  throw new DecodeError(path, value === undefined || value === null ? "is missing" : "is not an object");
}

/** The inner object, or one without fields: everything in it is then unknown. */
export function nested(from: Fields, name: string): Fields {
  const value = from[name];
  return isFields(value) ? value : none;
}

/** The inner object, or null when there is none. */
export function maybe(from: Fields, name: string): Fields | null {
  const value = from[name];
  return isFields(value) ? value : null;
}

export function num(from: Fields, name: string): number | null {
  const value = from[name];
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** Epoch ms; the protocol also allows ISO 8601 text for the times of a task. */
export function time(from: Fields, name: string): number | null {
  const value = from[name];
  if (typeof value !== "string") return num(from, name);
  const at = Date.parse(value);
  return Number.isFinite(at) ? at : null;
}

/** Fit for the terminal, at most `max` characters; null when nothing is left of it. */
export function text(from: Fields, name: string, max?: number): string | null {
  const value = from[name];
  if (typeof value !== "string" || value === "") return null;
  const clean = harmless(value, max);
  return clean === "" ? null : clean;
}

export function bool(from: Fields, name: string): boolean | null {
  const value = from[name];
  return typeof value === "boolean" ? value : null;
}

/** The strings of a list, at most `max` of them; anything else in it is left out. */
export function texts(from: Fields, name: string, max = 100): readonly string[] {
  const value = from[name];
  if (!Array.isArray(value)) return [];
  const out: string[] = [];
  for (const item of value as readonly unknown[]) {
    if (out.length >= max) break;
    if (typeof item === "string") out.push(harmless(item));
  }
  return out;
}

const missing = (from: Fields, name: string): string => {
  const value = from[name];
  return value === undefined || value === null || value === "" ? "is missing" : "has the wrong type";
};

export function needNum(from: Fields, name: string): number {
  const value = num(from, name);
  if (value === null) throw new DecodeError(name, missing(from, name));
  return value;
}

export function needText(from: Fields, name: string, max?: number): string {
  const value = text(from, name, max);
  if (value === null) throw new DecodeError(name, missing(from, name));
  return value;
}

export function needBool(from: Fields, name: string): boolean {
  const value = bool(from, name);
  if (value === null) throw new DecodeError(name, missing(from, name));
  return value;
}

export function needFields(from: Fields, name: string): Fields {
  return fields(from[name], name);
}

export function needList(from: Fields, name: string): readonly unknown[] {
  const value = from[name];
  if (Array.isArray(value)) return value as readonly unknown[];
  throw new DecodeError(name, value === undefined || value === null ? "is missing" : "is not a list");
}

/** Decodes at most `max` items; a broken one breaks the list, with its place in the message. */
export function rows<T>(list: readonly unknown[], path: string, max: number, decode: (row: Fields) => T): readonly T[] {
  const out: T[] = [];
  const count = Math.min(list.length, max);
  let index = 0;
  try {
    for (; index < count; index += 1) out.push(decode(fields(list[index])));
    return out;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    const place = `${path}[${index}]`;
    throw new DecodeError(error.path === "" ? place : `${place}.${error.path}`, error.problem);
  }
}

/** Runs a decoder of an object payload; what it misses is reported with the method's name. */
export function decoding<T>(method: string, payload: unknown, decode: (payload: Fields) => T): T {
  return naming(method, () => decode(fields(payload)));
}

/** The same for payloads that are not objects. */
export function naming<T>(method: string, decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new DecodeError(error.path, error.problem, method);
  }
}
