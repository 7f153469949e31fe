// RPC logs.tail, of which only what tells of restarts is kept.
import { accountLimit, accountRestart, logSaid } from "../../restart/log-lines.ts";
import type { RestartLog, RestartNote } from "../../restart/restart-log.ts";
import { bool, decoding, maybe, needList, needNum, text, type Fields } from "./field.ts";

/** Before a line is parsed: a busy log has thousands that say nothing of restarts. */
const worthReading = /restart|SIGUSR|draining/u;

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

const timeOf = (line: Fields): number | null => {
  const meta = maybe(line, "_meta");
  const at = Date.parse(text(line, "time", 40) ?? (meta === null ? null : text(meta, "date", 40)) ?? "");
  return Number.isNaN(at) ? null : at;
};

/** "irc" from {"subsystem":"channels/irc"}. */
function channelOf(line: Fields): string | null {
  const meta = maybe(line, "_meta");
  const name = parsed((meta === null ? null : text(meta, "name", 200)) ?? text(line, "0", 200) ?? "");
  const subsystem = name === null ? null : text(name, "subsystem", 100);
  return /(?:^|\/)channels\/([\w-]+)/u.exec(subsystem ?? "")?.[1] ?? null;
}

function noteOf(raw: string): RestartNote | null {
  if (!worthReading.test(raw)) return null;
  const line = parsed(raw);
  const at = line === null ? null : timeOf(line);
  if (line === null || at === null) return null;
  const message = text(line, "message", 400) ?? text(line, "1", 400) ?? text(line, "0", 400) ?? "";
  const limit = accountLimit(message);
  if (limit !== null) return { at, of: "limit", ...limit };
  const account = accountRestart(message, channelOf(line));
  if (account !== null) return { at, of: "account", ...account };
  const said = logSaid(message);
  return said === null ? null : { at, of: "gateway", said: said.said, run: said.run };
}

function oldestOf(lines: readonly string[]): number | null {
  for (const raw of lines) {
    const line = parsed(raw);
    const at = line === null ? null : timeOf(line);
    if (at !== null) return at;
  }
  return null;
}

/** `gap`: there were lines before these that were not sent. */
export function decodeRestartLog(payload: unknown): RestartLog & { readonly gap: boolean } {
  return decoding("logs.tail", payload, (from) => {
    const lines = needList(from, "lines").filter((line): line is string => typeof line === "string");
    return {
      cursor: needNum(from, "cursor"),
      reachesBackTo: oldestOf(lines),
      notes: lines.map(noteOf).filter((note) => note !== null),
      gap: bool(from, "reset") === true || bool(from, "truncated") === true,
    };
  });
}
