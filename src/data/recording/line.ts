// A recording's lines: text ⇄ header, text ⇄ event.
import { harmless } from "../harmless.ts";
import type { Recorded, RecordingHeader } from "./recording.ts";

export const headerLine = (header: RecordingHeader): string => JSON.stringify(header);

/** `at` first, so that a player finds its way without reading the rest. JSON has no maps: the one there is goes as pairs. */
export function eventLine(event: Recorded): string {
  const { at, ...rest } = event.type === "run" ? { ...event, run: { ...event.run, channels: [...event.run.channels] } } : event;
  return JSON.stringify({ at, ...rest });
}

/** Of a line that may be an event, without reading it whole. Null: it is none. */
export function lineAt(start: string): { readonly at: number; readonly clock: boolean } | null {
  const found = /^\{"at":(\d+(?:\.\d+)?),"type":"(clock")?/u.exec(start);
  return found === null ? null : { at: Number(found[1]), clock: found[2] !== undefined };
}

const LONGEST_TEXT = 2_000;
/** Anything else than plain characters may be something for a terminal. */
const suspicious = /\\u|[^\u0020-\u007e]/u;

const fit = (_: string, value: unknown): unknown => (typeof value === "string" ? harmless(value, LONGEST_TEXT) : value);

/** A line as JSON, its texts made harmless: whoever wrote the file. Null: it is none. */
function parsed(line: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = suspicious.test(line) ? JSON.parse(line, fit) : JSON.parse(line);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Null: the line is no event. That its parts are what they should be is not looked into. */
export function readEvent(line: string): Recorded | null {
  const value = parsed(line);
  if (value === null || typeof value["at"] !== "number" || typeof value["type"] !== "string") return null;
  const event = value as unknown as Recorded;
  if (event.type !== "run") return event;
  return { ...event, run: { ...event.run, channels: new Map(event.run.channels) } };
}

export type HeaderRead =
  | { readonly kind: "read"; readonly header: RecordingHeader }
  /** A sentence, without the file's name. */
  | { readonly kind: "unfit"; readonly why: string };

export function readHeader(line: string): HeaderRead {
  const value = parsed(line);
  const schema = value?.["schema"];
  if (value === null || typeof schema !== "string" || !schema.startsWith("gatetop-recording/")) {
    return { kind: "unfit", why: "it is not a recording of gatetop" };
  }
  if (schema !== "gatetop-recording/1") return { kind: "unfit", why: `it was written by a newer gatetop (${schema})` };
  const { at, columns, rows, rate, pseudonyms, gatetop } = value;
  const number = (given: unknown, otherwise: number): number => (typeof given === "number" && given > 0 ? given : otherwise);
  if (typeof at !== "number") return { kind: "unfit", why: "its first line does not say when it began" };
  return {
    kind: "read",
    header: {
      schema,
      gatetop: typeof gatetop === "string" ? gatetop : "unknown",
      at,
      pseudonyms: pseudonyms !== false,
      columns: number(columns, 120),
      rows: number(rows, 36),
      rate: number(rate, 1),
    },
  };
}
