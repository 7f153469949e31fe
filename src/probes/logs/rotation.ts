// The files of one log in the order they were written: `x.5.log` … `x.1.log`, `x.log` itself, and those of later days.
import { dirname, extname, join } from "node:path";
import type { FileFacts } from "../world/open-file.ts";

/** `log`: the name it was written under, before it was numbered. */
export type LogFile = { readonly path: string; readonly log: string } & FileFacts;

export type Folder = {
  readonly facts: (path: string) => Promise<FileFacts | null>;
  readonly listDir: (path: string) => Promise<readonly string[]>;
};

const NUMBERED = [5, 4, 3, 2, 1] as const;
/** `openclaw-2026-11-20.log`, `openclaw-work-2026-11-20.log`. */
const dated = /^(?<name>.*-)(?<day>\d{4}-\d{2}-\d{2})\.log$/u;

/** As the gateway names what it puts aside. */
function numbered(path: string, number: number): string {
  const extension = extname(path);
  return `${path.slice(0, path.length - extension.length)}.${number}${extension}`;
}

/** Oldest first. */
async function filesOf({ facts }: Folder, path: string): Promise<readonly LogFile[]> {
  const found = new Map<string, LogFile>();
  // From the newest name on: what is renamed meanwhile is met again under an older one, and none is missed.
  for (const name of [path, ...NUMBERED.toReversed().map((number) => numbered(path, number))]) {
    const file = await facts(name);
    if (file !== null && !found.has(file.id)) found.set(file.id, { path: name, log: path, ...file });
  }
  return [...found.values()].toReversed();
}

/** Files of other days of the same log, by day, oldest first; none where the name holds no date. */
async function days(folder: Folder, path: string, side: "later" | "earlier"): Promise<readonly string[]> {
  const dir = dirname(path);
  const own = dated.exec(path.slice(dir.length + 1))?.groups;
  if (own === undefined) return [];
  const names = await folder.listDir(dir).catch((): readonly string[] => []);
  return names
    .filter((name) => {
      const other = dated.exec(name)?.groups;
      if (other === undefined || other["name"] !== own["name"]) return false;
      const [day = "", ownDay = ""] = [other["day"], own["day"]];
      return side === "later" ? day > ownDay : day < ownDay;
    })
    .toSorted()
    .map((name) => join(dir, name));
}

export type Successors = {
  /** Oldest first. */
  readonly files: readonly LogFile[];
  /** The file they follow is gone: there may have been others between. */
  readonly lost: boolean;
};

/** Of earlier days too, oldest first. */
export async function filesUpTo(folder: Folder, path: string): Promise<readonly LogFile[]> {
  const files: LogFile[] = [];
  for (const day of await days(folder, path, "earlier")) files.push(...(await filesOf(folder, day)));
  return [...files, ...(await filesOf(folder, path))];
}

/** What was written after the file `id` of the log `path`. */
export async function successorsOf(folder: Folder, path: string, id: string): Promise<Successors> {
  const own = await filesOf(folder, path);
  const index = own.findIndex((file) => file.id === id);
  const later: LogFile[] = [];
  for (const day of await days(folder, path, "later")) later.push(...(await filesOf(folder, day)));
  if (index !== -1) return { files: [...own.slice(index + 1), ...later], lost: false };
  const newest = own.at(-1);
  const files = [...(newest?.path === path ? [newest] : []), ...later];
  return { files, lost: files.length > 0 };
}

/** The file written before `id` of the log `path`; null: it is the oldest. */
export async function predecessorOf(folder: Folder, path: string, id: string): Promise<LogFile | null> {
  const own = await filesOf(folder, path);
  const index = own.findIndex((file) => file.id === id);
  const before = index > 0 ? own[index - 1] : undefined;
  if (before !== undefined) return before;
  if (index === -1) return null;
  for (const day of (await days(folder, path, "earlier")).toReversed()) {
    const newest = (await filesOf(folder, day)).at(-1);
    if (newest !== undefined) return newest;
  }
  return null;
}
