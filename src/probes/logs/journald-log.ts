// The journal of the unit, where the gateway writes no file: asked again and again after the last entry, nothing is left running.
import type { World } from "../probe.ts";
import type { ReadFrom, Writer } from "./writer.ts";

const TIMEOUT_MS = 4_000;
const FIRST_LINES = 500;
const MOST_LINES = 2_000;
const MOST_BYTES = 4 * 1024 * 1024;

/** syslog's priorities as tslog would name them. */
const levels = ["FATAL", "FATAL", "FATAL", "ERROR", "WARN", "INFO", "INFO", "DEBUG"] as const;

type Entry = { readonly cursor: string | null; readonly line: string };

/** journald gives bytes that are no text as a list of numbers. */
function messageOf(value: unknown): string {
  if (typeof value === "string") return value;
  return Array.isArray(value) && value.every((byte) => typeof byte === "number") ? Buffer.from(value).toString("utf8") : "";
}

/** As the gateway would have written it into its file; what it wrote as JSON stays as it is. */
function entryOf(text: string): Entry | null {
  let fields: Readonly<Record<string, unknown>>;
  try {
    fields = JSON.parse(text) as typeof fields;
  } catch {
    // Cut by the bound of what one answer may hold.
    return null;
  }
  const message = messageOf(fields["MESSAGE"]);
  const cursor = typeof fields["__CURSOR"] === "string" ? fields["__CURSOR"] : null;
  if (message.startsWith("{")) return { cursor, line: message };
  const at = Number(fields["__REALTIME_TIMESTAMP"]) / 1_000;
  const level = levels[Number(fields["PRIORITY"])] ?? "INFO";
  const time = Number.isFinite(at) ? new Date(at).toISOString() : null;
  return { cursor, line: JSON.stringify({ time, _meta: { logLevelName: level }, message }) };
}

type JournalLines = {
  readonly lines: readonly string[];
  /** More came than one answer holds. */
  readonly skipped: boolean;
};

export type JournalTail = { readonly read: () => Promise<JournalLines | null> };

/** `scope`: of the user's own supervisor, or the system's. Null from `read`: the journal cannot be read. */
export function createJournalTail({ run }: Pick<World, "run">, unit: string, scope: "user" | "system"): JournalTail {
  let cursor: string | null = null;
  return {
    read: async () => {
      const lines = cursor === null ? FIRST_LINES : MOST_LINES;
      const after = cursor === null ? [] : [`--after-cursor=${cursor}`];
      const name = scope === "user" ? `--user-unit=${unit}` : `--unit=${unit}`;
      const argv = [
        "journalctl",
        "--no-pager",
        "-q",
        "-o",
        "json",
        "--output-fields=MESSAGE,PRIORITY",
        name,
        `-n${lines}`,
        ...after,
      ] as const;
      const answer = await run(argv, { timeoutMs: TIMEOUT_MS, env: process.env, maxBytes: MOST_BYTES });
      if (answer.code !== 0) return null;
      const entries = answer.out
        .split("\n")
        .filter((line) => line !== "")
        .map(entryOf)
        .filter((entry) => entry !== null);
      const skipped = cursor !== null && entries.length >= MOST_LINES;
      cursor = entries.at(-1)?.cursor ?? cursor;
      return { lines: entries.map(({ line }) => line), skipped };
    },
  };
}

export type JournalLog = { readonly read: () => Promise<void> };

const from: ReadFrom = { way: "journald", file: null, sizeBytes: null, olderThere: false };

/** The newest lines at once; null: the journal has none of this unit, or cannot be read. */
export async function openJournalLog(tail: JournalTail, writer: Pick<Writer, "anew" | "after">): Promise<JournalLog | null> {
  const first = await tail.read();
  if (first === null || first.lines.length === 0) return null;
  await writer.anew(first.lines, from);
  return {
    read: async () => {
      const next = await tail.read();
      if (next === null || next.lines.length === 0) return;
      await writer.after(next.lines, next.skipped ? { why: "skipped", bytes: null } : null, from);
    },
  };
}
