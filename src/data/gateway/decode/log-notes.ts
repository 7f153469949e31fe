// What lines of the gateway's log say of its work: kinds, keys and numbers. Messages as 2026.2.26 to 2026.9.6 write them.
import type { ErrorMinute, LogNote, WorkLog } from "../../model/log-notes.ts";
import { num, text } from "./field.ts";
import { channelOf, type LogLine } from "./log-line.ts";

const MINUTE_MS = 60_000;
const SUBSYSTEMS_MAX = 20;

/** Before a line is parsed: a busy log has thousands that are of no concern. */
const worthReading =
  /session: sessionId=|recovery outcome:|lane wait exceeded|auto-restart attempt|config (?:hot |change |reload )|failure state updated/u;
/** A quote within a message is escaped: only the line's own level looks like this. */
const isError = /"logLevelName":"(?:ERROR|FATAL)"/u;

export const tellsOfWork = (raw: string): boolean => worthReading.test(raw);
export const tellsOfError = (raw: string): boolean => isError.test(raw);

/** `name=value` up to the next space; "unknown" is the gateway's word for none. */
function word(message: string, name: string, max = 60): string | null {
  const value = new RegExp(`(?:^| )${name}=(\\S+)`, "u").exec(message)?.[1] ?? null;
  return value === null || value === "unknown" ? null : value.slice(0, max);
}

function count(message: string, name: string): number | null {
  const value = Number(word(message, name) ?? "?");
  return Number.isFinite(value) ? value : null;
}

/** A key may hold spaces: it ends where the next field begins. */
const keyOf = (message: string): string | null => /\bsessionKey=(.+?)(?: \w+=|$)/u.exec(message)?.[1] ?? null;

const seconds = (value: string | null): number | null => {
  const found = /^(\d+)s$/u.exec(value ?? "")?.[1];
  return found === undefined ? null : Number(found) * 1_000;
};

type Read = (line: LogLine, found: RegExpExecArray) => LogNote | null;

/** What the operator changed was not taken over. */
const unread: Readonly<Record<string, "invalid" | "missing">> = { "invalid config": "invalid", "config file not found": "missing" };

const rows: readonly { readonly pattern: RegExp; readonly read: Read }[] = [
  {
    pattern: /^(?:\[diagnostic\] )?(stalled|stuck|long-running) session: /u,
    read: ({ at, message }, [, verdict = ""]) => {
      const sessionKey = keyOf(message);
      if (sessionKey === null || sessionKey === "unknown") return null;
      return {
        at,
        of: "detector",
        verdict,
        sessionKey,
        ageMs: seconds(word(message, "age")),
        queueDepth: count(message, "queueDepth"),
        reason: word(message, "reason"),
        recovery: word(message, "recovery"),
      };
    },
  },
  {
    pattern: /^(?:\[diagnostic\] )?stuck session recovery outcome: /u,
    read: ({ at, message }) => {
      const [status, sessionKey] = [word(message, "status"), keyOf(message)];
      if (status === null || sessionKey === null || sessionKey === "unknown") return null;
      const queued = count(message, "queuedCount") ?? count(message, "laneQueued");
      return { at, of: "recovery", sessionKey, status, action: word(message, "action"), released: count(message, "released"), queued };
    },
  },
  {
    pattern: /^(?:\[diagnostic\] )?lane wait exceeded: lane=(.+?) waitedMs=(\d+)/u,
    read: ({ at, message }, [, lane = "", waited]) => ({
      at,
      of: "lane-wait",
      lane,
      waitedMs: Number(waited),
      ahead: count(message, "queueAhead"),
    }),
  },
  {
    pattern: /^(?:\[([\w-]+)\] )?\[([^\]]+)\] auto-restart attempt (\d+)\/(\d+) in (\d+)s/u,
    read: (line, [, named, account = "", attempt, attempts, delay]) => {
      const channel = named ?? channelOf(line);
      if (channel === null) return null;
      return {
        at: line.at,
        of: "retry",
        account: `${channel}/${account}`,
        attempt: Number(attempt),
        attempts: Number(attempts),
        inMs: Number(delay) * 1_000,
      };
    },
  },
  {
    pattern: /^config (?:hot reload|change) applied/u,
    read: ({ at }) => ({ at, of: "config-reload", ok: true, why: null }),
  },
  {
    pattern: /^config reload (?:failed|skipped \((invalid config|config file not found)\))/u,
    read: ({ at }, [, skipped = ""]) => ({ at, of: "config-reload", ok: false, why: unread[skipped] ?? "failed" }),
  },
  {
    pattern: /^auth profile failure state updated/u,
    read: ({ at, facts }) => ({
      at,
      of: "cooldown",
      provider: text(facts, "provider", 80),
      reason: text(facts, "reason", 60),
      untilAt: num(facts, "disabledUntil") ?? num(facts, "cooldownUntil"),
    }),
  },
];

/** Null for a line that says nothing of the kind; the first row that matches wins. */
export function workNoteOf(line: LogLine): LogNote | null {
  for (const { pattern, read } of rows) {
    const found = pattern.exec(line.message);
    if (found !== null) return read(line, found);
  }
  return null;
}

/** Oldest first. A minute counts every line; of its subsystems the first 20 are named. */
export function errorMinutes(lines: readonly LogLine[]): WorkLog["errors"] {
  const minutes = new Map<number, { count: number; readonly bySubsystem: Map<string, number> }>();
  for (const { at, subsystem } of lines) {
    const minute = Math.floor(at / MINUTE_MS) * MINUTE_MS;
    const found = minutes.get(minute) ?? { count: 0, bySubsystem: new Map<string, number>() };
    minutes.set(minute, found);
    found.count += 1;
    const name = subsystem ?? "gateway";
    if (found.bySubsystem.size < SUBSYSTEMS_MAX || found.bySubsystem.has(name)) {
      found.bySubsystem.set(name, (found.bySubsystem.get(name) ?? 0) + 1);
    }
  }
  return [...minutes]
    .map(([minute, found]): ErrorMinute => ({ minute, count: found.count, bySubsystem: Object.fromEntries(found.bySubsystem) }))
    .toSorted((a, b) => a.minute - b.minute);
}
