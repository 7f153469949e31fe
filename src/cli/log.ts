// --log F: what gatetop did, as JSON lines. Nothing here can fail the program, and no secret gets in.
import fs from "node:fs";
import type { Event } from "../data/events.ts";
import { HIDDEN, secretName } from "../data/hide.ts";
import { causeOf } from "./file-errors.ts";

export type Level = "debug" | "info" | "warn" | "error";
type Fields = Readonly<Record<string, unknown>>;

export type Log = {
  /** Appends {t, at, level, msg, …fields}: `t` ISO time, `at` epoch ms. Without a file it does nothing. */
  readonly write: (level: Level, msg: string, fields?: Fields) => void;
  /** From now on this text is never written, wherever it turns up. */
  readonly conceal: (secret: string) => void;
  readonly close: () => void;
};

const LONGEST_TEXT = 4_000;

/** Of a program that runs for months: the file and one before it. */
export const LOG_TURN_BYTES = 5_000_000;

export type LogOptions = {
  /** Null: no log was asked for. */
  readonly file: string | null;
  readonly now: () => number;
  /** From this size on the file becomes FILE.1, in the place of the one before; null: it grows for ever. */
  readonly turnAtBytes?: number | null;
  /** Told once, in one sentence, when the file cannot be written. */
  readonly onFailure: (sentence: string) => void;
};

export function openLog({ file, now, turnAtBytes = null, onFailure }: LogOptions): Log {
  const secrets = new Set<string>();
  let failed = false;
  const failOnce = (error: unknown): void => {
    if (failed) return;
    failed = true;
    onFailure(`the log ${file} cannot be written: ${causeOf(error)}; gatetop goes on without it`);
  };
  let descriptor = file === null ? null : opened(file, failOnce);
  let written = descriptor === null ? 0 : fs.fstatSync(descriptor).size;

  /** A pipe or a terminal has no size and stays what it is. */
  function turned(current: number, file: string): number | null {
    if (!fs.fstatSync(current).isFile()) return current;
    fs.renameSync(file, `${file}.1`);
    fs.closeSync(current);
    return opened(file, failOnce);
  }

  return {
    write: (level, msg, fields = {}) => {
      if (descriptor === null) return;
      const at = now();
      try {
        const line = JSON.stringify(cleaned({ t: new Date(at).toISOString(), at, level, msg, ...fields }, secrets));
        written += fs.writeSync(descriptor, `${line}\n`);
        if (file === null || turnAtBytes === null || written < turnAtBytes) return;
        written = 0;
        descriptor = turned(descriptor, file);
      } catch (error) {
        failOnce(error);
      }
    },
    conceal: (secret) => {
      if (secret !== "") secrets.add(secret);
    },
    close: () => {
      if (descriptor !== null) fs.closeSync(descriptor);
      descriptor = null;
    },
  };
}

function opened(file: string, failOnce: (error: unknown) => void): number | null {
  const { O_APPEND, O_CREAT, O_NONBLOCK, O_WRONLY } = fs.constants;
  try {
    // Without O_NONBLOCK a named pipe nobody reads would hold gatetop up for ever.
    return fs.openSync(file, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK, 0o600);
  } catch (error) {
    failOnce(error);
    return null;
  }
}

/** A copy fit for the log: secrets out, texts bounded, errors spelled, circles and functions left out. */
function cleaned(value: unknown, secrets: ReadonlySet<string>, above: readonly unknown[] = []): unknown {
  if (typeof value === "string") return concealed(value, secrets);
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object" || value === null) return typeof value === "function" || typeof value === "symbol" ? undefined : value;
  if (above.includes(value) || above.length > 8) return "[…]";
  const inside = [...above, value];
  if (value instanceof Error) return cleaned({ name: value.name, message: value.message, stack: value.stack ?? null }, secrets, inside);
  if (Array.isArray(value)) return value.map((item) => cleaned(item, secrets, inside));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      concealed(key, secrets),
      secretName.test(key) && item !== null ? HIDDEN : cleaned(item, secrets, inside),
    ]),
  );
}

function concealed(text: string, secrets: ReadonlySet<string>): string {
  let clean = text;
  for (const secret of secrets) clean = clean.replaceAll(secret, HIDDEN);
  return clean.length > LONGEST_TEXT ? `${clean.slice(0, LONGEST_TEXT)}…` : clean;
}

/** What an event leaves in the log: its kind, source and reason; never a payload. */
export function logEvent(log: Log, event: Event): void {
  if (event.type === "link") {
    const { link } = event;
    const why = link.phase === "waiting" ? link.why : link.phase === "refused" ? link.refusal.code : null;
    return log.write("info", "link", { phase: link.phase, why });
  }
  if (event.type === "failed" || event.type === "missing") return log.write("warn", event.type, { source: event.source, why: event.why });
  if (event.type === "acted") return log.write("debug", "acted", { action: event.action });
  if (event.type === "gap") return log.write("warn", "gap", { from: event.from, to: event.to });
  if (event.type === "pushed") return log.write("debug", "pushed", { count: event.pushes.length });
  if (event.type === "sampled") return log.write("debug", "sampled", { source: event.source, tookMs: event.tookMs });
}
