// OpenClaw's dated log files that nothing takes away: told once a day, removed only where that was asked for.
import fs from "node:fs/promises";
import path from "node:path";
import { removeLogs, type NamedFile } from "../../../actions/housekeeping/remove-logs.ts";
import { decoding, text } from "../../../data/gateway/decode/field.ts";
import type { ChoreTell } from "../../../data/guard/chores.ts";
import { harmless } from "../../../data/harmless.ts";
import { bytes } from "../../../data/units.ts";
import { tryAsk, type Ask } from "./ask.ts";

const METHOD = "logs.tail";
const PATH_MAX = 1_000;
const DAY_MS = 86_400_000;
/** Older ones are due; so are the oldest, as long as all together are more than this. */
const OLD_MS = 7 * DAY_MS;
const TOGETHER_BYTES = 50_000_000;

/** `size` in bytes, `at` of its last line (epoch ms). */
type LogFile = NamedFile & { readonly size: number; readonly at: number };

type LogPlaces = {
  /** `…/openclaw-2026-11-20.log`, wherever OpenClaw may write them (probes/evidence/log-evidence.ts). */
  readonly usual: readonly string[];
  /** The file the gateway itself names (`logs.tail.file`); null: it did not. */
  readonly current: string | null;
};

/** The file the gateway writes now; null: it does not say. */
export const askLogFile = (ask: Ask): Promise<string | null> =>
  tryAsk(ask, METHOD, { limit: 1 }, (payload) => decoding(METHOD, payload, (from) => text(from, "file", PATH_MAX)));

/** Also what the gateway put aside that day: `openclaw-2026-11-20.1.log`. */
const dated = /^(?<name>openclaw(?:-.+)?)-\d{4}-\d\d-\d\d(?:\.[1-5])?\.log$/u;

async function entriesOf(folder: string, uid: number): Promise<readonly string[]> {
  try {
    const found = await fs.lstat(folder);
    // In /tmp anybody may have put something else there.
    return found.isDirectory() && found.uid === uid ? await fs.readdir(folder) : [];
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
    return [];
  }
}

async function fileAt(file: string, uid: number): Promise<LogFile | null> {
  try {
    const found = await fs.lstat(file);
    const isOurs = found.isFile() && found.nlink === 1 && found.uid === uid;
    return isOurs ? { path: file, dev: found.dev, ino: found.ino, size: found.size, at: found.mtimeMs } : null;
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
    return null;
  }
}

/** Of this profile, oldest first. Not the one that is written, and none that was within a day: the gateway may have it open still. */
async function settledLogs({ usual, current }: LogPlaces, uid: number, now: number): Promise<readonly LogFile[]> {
  const names = new Set(usual.map((file) => dated.exec(path.basename(file))?.groups?.["name"]));
  const folders = new Set([...usual, ...(current === null ? [] : [current])].map((file) => path.dirname(file)));
  const files: LogFile[] = [];
  for (const folder of folders) {
    for (const entry of await entriesOf(folder, uid)) {
      const name = dated.exec(entry)?.groups?.["name"];
      const file = path.join(folder, entry);
      if (name === undefined || !names.has(name) || file === current) continue;
      const found = await fileAt(file, uid);
      if (found !== null && now - found.at > DAY_MS) files.push(found);
    }
  }
  return files.toSorted((a, b) => a.at - b.at);
}

/** `files` oldest first. */
function dueLogs(files: readonly LogFile[], now: number): readonly LogFile[] {
  let together = files.reduce((sum, { size }) => sum + size, 0);
  return files.filter(({ at, size }) => {
    const due = now - at > OLD_MS || together > TOGETHER_BYTES;
    if (due) together -= size;
    return due;
  });
}

export type LogChore = {
  readonly places: LogPlaces;
  readonly uid: number;
  readonly now: number;
  /** False: they are told of and stay. */
  readonly clean: boolean;
};

const files = (count: number): string => (count === 1 ? "1 log file" : `${count} log files`);

/** Null: none is due. Never rejects. */
export async function cleanLogs({ places, uid, now, clean }: LogChore): Promise<ChoreTell | null> {
  const due = dueLogs(await settledLogs(places, uid, now), now);
  if (due.length === 0) return null;
  const where = [...new Set(due.map((file) => path.dirname(file.path)))].join(" and ");
  const size = bytes(due.reduce((sum, file) => sum + file.size, 0));
  const told = (severity: ChoreTell["severity"], sentence: string): ChoreTell => ({
    what: "logs",
    edge: "once",
    severity,
    subject: "openclaw logs",
    sentence: harmless(sentence, 400),
  });
  const why = "older than 7 days, or beyond 50 MB together";
  if (!clean) return told("info", `${files(due.length)} of OpenClaw in ${where}, ${size}: ${why}; --clean-logs removes them`);
  const { removed, failed } = await removeLogs(due, uid);
  const left = failed.length === 0 ? "" : `; ${failed.length} could not be: ${failed[0]?.code ?? ""}`;
  return told(
    failed.length === 0 ? "info" : "warning",
    `${files(removed.length)} of OpenClaw removed from ${where}, ${size}: ${why}${left}`,
  );
}
