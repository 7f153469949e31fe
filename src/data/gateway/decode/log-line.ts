// One line of the gateway's log, as logs.tail gives it: JSON of tslog. The text itself goes no further than the decoders.
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

function parsed(json: string): Fields | null {
  try {
    const value: unknown = JSON.parse(json);
    return isFields(value) ? value : null;
  } catch {
    // Commands write into the same file, and not all of them JSON.
    return null;
  }
}

function timeOf(line: Fields): number | null {
  const meta = maybe(line, "_meta");
  const at = Date.parse(text(line, "time", 40) ?? (meta === null ? null : text(meta, "date", 40)) ?? "");
  return Number.isNaN(at) ? null : at;
}

function subsystemOf(line: Fields): string | null {
  const meta = maybe(line, "_meta");
  const name = parsed((meta === null ? null : text(meta, "name", 200)) ?? text(line, "0", 200) ?? "");
  if (name === null) return null;
  // An account's own lines are named by channel and account.
  const channel = text(name, "channel", 40);
  return text(name, "subsystem", 60) ?? (channel === null ? null : `channels/${channel}`);
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
  const message = ["message", "2", "1", "0"].map((name) => text(line, name, MESSAGE_MAX)).find((said) => said !== null) ?? "";
  return { at, subsystem: subsystemOf(line), message, facts: maybe(line, "1") ?? {} };
}

/** "irc" from "channels/irc" or "gateway/channels/irc". */
export const channelOf = ({ subsystem }: LogLine): string | null => /(?:^|\/)channels\/([\w-]+)/u.exec(subsystem ?? "")?.[1] ?? null;
