// What a message of the gateway's log says about restarts, in our words. The text itself goes no further.
import type { Seen } from "./observation.ts";

export type LogSaid = Extract<Seen, { kind: "log" }>["said"];

/** Messages as 2026.2.26 to 2026.9.6 write them; the first row that matches wins. */
const rows: readonly { readonly said: LogSaid; readonly pattern: RegExp }[] = [
  { said: "signal-ignored", pattern: /^SIGUSR[12] restart ignored|unauthorized SIGUSR[12] restart signal/iu },
  { said: "breaker-tripped", pattern: /restart-loop breaker tripped/u },
  { said: "restarting", pattern: /^received SIG[A-Z0-9]+; restarting|^(?:\[admission\] )?closed: restart \(|^restart mode:/u },
  { said: "draining", pattern: /\bdraining\b.*\b(?:restart|shutdown)|^restart drain budget/iu },
];

const ours = /\bgatetop ([0-9a-f]{6})\b/u;

/** Null for a line that says nothing about a restart. `message`: the line's text, without time and level. */
export function logSaid(message: string): Extract<Seen, { kind: "log" }> | null {
  const said = rows.find(({ pattern }) => pattern.test(message))?.said;
  return said === undefined ? null : { kind: "log", said, run: ours.exec(message)?.[1] ?? null };
}

/** Id of the gatetop run named in a reason: ours stands in the request, the gateway keeps it in its boot table and its log. */
export const runNamedIn = (text: string | null): string | null => (text === null ? null : (ours.exec(text)?.[1] ?? null));

/** A channel account that was started anew by the gateway itself, and why, in the gateway's word. */
export type AccountRestartLine = { readonly account: string; readonly reason: string };

const attempt = /^\[([\w-]+)\] \[([^\]]+)\] auto-restart attempt \d+\/\d+/u;
const attemptOfAccount = /^\[([^\]]+)\] auto-restart attempt \d+\/\d+/u;
const monitor = /^\[([\w-]+):([^\]]+)\] health-monitor: restarting \(reason: ([\w-]+)\)/u;

/**
 * `channel` from the line's subsystem ("channels/irc" or "gateway/channels/irc"), for releases that leave it out of the text.
 * `account` is the key used everywhere, "irc/default".
 */
export function accountRestart(message: string, channel: string | null): AccountRestartLine | null {
  const watched = monitor.exec(message);
  if (watched) return { account: `${watched[1]}/${watched[2]}`, reason: `health-monitor: ${watched[3]}` };
  const tried = attempt.exec(message);
  if (tried) return { account: `${tried[1]}/${tried[2]}`, reason: "auto-restart" };
  const named = channel === null ? null : attemptOfAccount.exec(message);
  return named ? { account: `${channel}/${named[1]}`, reason: "auto-restart" } : null;
}

const limited = /^\[([\w-]+):([^\]]+)\] health-monitor: hit (\d+) restarts\/hour limit/u;

/** The health monitor restarts no account more often than this in an hour. */
export function accountLimit(message: string): { readonly account: string; readonly limit: number } | null {
  const hit = limited.exec(message);
  return hit ? { account: `${hit[1]}/${hit[2]}`, limit: Number(hit[3]) } : null;
}
