// One line of the gateway's log, as logs.tail gives it: JSON of tslog.
import { logLevels, type LogLevel } from "../../logs/log-book.ts";
import { maybe, text, type Fields } from "./field.ts";

const MESSAGE_MAX = 1_000;

export type LogLine = {
  /** The gateway's clock, epoch ms. */
  readonly at: number;
  /** "diagnostic", "gateway/channels/irc"; null: a line of none. */
  readonly subsystem: string | null;
  readonly message: string;
  /** The object that was logged beside the message; without fields when there was none. */
  readonly facts: Fields;
};

const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);

/** The fields of a line; null: it is not JSON. */
export function parsed(json: string): Fields | null {
  // An exception costs more than a line: most that are not JSON do not begin like it.
  if (!json.startsWith("{")) return null;
  try {
    const value: unknown = JSON.parse(json);
    return isFields(value) ? value : null;
  } catch {
    // Commands write into the same file, and not all of them JSON.
    return null;
  }
}

/** Epoch ms by the gateway's clock. */
export function timeOf(line: Fields): number | null {
  const meta = maybe(line, "_meta");
  const at = Date.parse(text(line, "time", 40) ?? (meta === null ? null : text(meta, "date", 40)) ?? "");
  return Number.isNaN(at) ? null : at;
}

/** The few names there are come with every line. */
const NAMES_MAX = 1_000;
const names = new Map<string, string | null>();

function subsystemNamed(json: string): string | null {
  const name = parsed(json);
  if (name === null) return null;
  // An account's own lines are named by channel and account.
  const channel = text(name, "channel", 40);
  return text(name, "subsystem", 60) ?? (channel === null ? null : `channels/${channel}`);
}

export function subsystemOf(line: Fields): string | null {
  const meta = maybe(line, "_meta");
  const json = (meta === null ? null : text(meta, "name", 200)) ?? text(line, "0", 200) ?? "";
  const known = names.get(json);
  if (known !== undefined) return known;
  if (names.size >= NAMES_MAX) names.clear();
  const name = subsystemNamed(json);
  names.set(json, name);
  return name;
}

/** The text since 2026.7; before it one of the numbered parts: the first names the subsystem, an object may come before the text. */
export const messageOf = (line: Fields, max: number): string =>
  ["message", "2", "1", "0"].map((name) => text(line, name, max)).find((said) => said !== null) ?? "";

/** `_meta.logLevelName`; one of no name we know is `plain`. */
export function levelOf(line: Fields): LogLevel {
  const meta = maybe(line, "_meta");
  const name = meta === null ? null : text(meta, "logLevelName", 10)?.toLowerCase();
  return logLevels.find((level) => level === name) ?? "plain";
}

const inMessage = /\b(?:sessionKey=|lane=session:)("[^"]{1,200}"|[^\s,;)\]"]{1,200})/u;

/**
 * The session a line is about, named by the object beside the message or in the message: by its key, else by its id. A line that
 * names a run alone is about `run ID`.
 */
export function sessionIn(line: Fields, message: string): string | null {
  const facts = maybe(line, "1");
  const named = (name: string): string | null => (facts === null ? null : text(facts, name, 200));
  const key = named("sessionKey") ?? inMessage.exec(message)?.[1]?.replaceAll('"', "");
  if (key !== undefined) return key;
  const id = named("sessionId") ?? text(line, "session_id", 200);
  const run = id === null ? named("runId") : null;
  return run === null ? id : `run ${run}`;
}

/** When the line was written; null when it does not say. */
export function lineTime(raw: string): number | null {
  const line = parsed(raw);
  return line === null ? null : timeOf(line);
}

/** Null for a line that is not JSON, or without a time. */
export function logLineOf(raw: string): LogLine | null {
  const line = parsed(raw);
  const at = line === null ? null : timeOf(line);
  if (line === null || at === null) return null;
  return { at, subsystem: subsystemOf(line), message: messageOf(line, MESSAGE_MAX), facts: maybe(line, "1") ?? {} };
}

/** "irc" from "channels/irc" or "gateway/channels/irc". */
export const channelOf = ({ subsystem }: LogLine): string | null => /(?:^|\/)channels\/([\w-]+)/u.exec(subsystem ?? "")?.[1] ?? null;
