// One log, read over whichever way there is. The cursor of RPC and that of the file are the same byte, so the ways change places
// without a line lost or told twice.
import type { Target } from "../../data/target.ts";
import type { World } from "../probe.ts";
import { createFileBack, linesAround, type FileBack } from "./file-back.ts";
import { createFileTail, type Files, type FileTail } from "./file-tail.ts";
import { logPaths } from "./find-log.ts";
import { createJournalTail, type JournalTail } from "./journald-log.ts";
import { createRemoteLog, type RemoteLog } from "./remote-log.ts";
import { askTail, canAsk } from "./rpc-log.ts";
import type { Gap, ReadFrom, Writer } from "./writer.ts";

export type Unit = { readonly unit: string; readonly scope: "user" | "system" };

export type ReaderWorld = World & Files;

export type LogReader = {
  /** Looks once at what came since. */
  readonly poll: () => Promise<void>;
  /** False: there is nothing older to be had. */
  readonly older: () => Promise<boolean>;
  /** Lines around a moment, in place of those that are held. False: they cannot be had. */
  readonly at: (ms: number) => Promise<boolean>;
  /** The newest lines, in place of those that are held. */
  readonly anew: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** The gateway answers rarer than the file is looked at, and is left alone for a while when it cannot keep up with its own log. */
const ASK_EVERY_MS = 400;
const SLOW_MS = 60_000;
/** A log that is silent may go on under the name of another day. */
const DAYS_EVERY_MS = 5_000;
const BUSY_DAYS_EVERY_MS = 60_000;
/** Or somewhere else altogether, after a change of the config. */
const TOLD_EVERY_MS = 60_000;
const OPEN_EVERY_MS = 2_000;

type Here = { readonly tail: FileTail; readonly back: FileBack | null };
type Source =
  | { readonly of: "file"; readonly here: Here }
  | { readonly of: "rpc"; readonly log: RemoteLog }
  | { readonly of: "journal"; readonly log: JournalTail };

type Given = {
  readonly world: ReaderWorld;
  readonly target: Target;
  readonly writer: Writer;
  /** The unit the gateway runs in, as far as it is known: its journal may be all there is. */
  readonly unit: () => Unit | null;
};

export function createLogReader({ world, target, writer, unit }: Given): LogReader {
  let source: Source | null = null;
  let toldFile: string | null = null;
  let [askedAt, slowUntil, daysAt, toldAt, openAt] = [-Infinity, -Infinity, -Infinity, -Infinity, -Infinity];
  let [seen, olderThere] = [-1, false];
  let denied: string | null = null;
  /** The gateway named a file of another place than the one that is read. */
  let elsewhere = false;

  const fromFile = (tail: FileTail, way: "rpc" | "file", sizeBytes: number): ReadFrom => ({
    way,
    file: tail.path(),
    sizeBytes,
    olderThere,
  });

  async function openFile(): Promise<Here | null> {
    if (!target.local) return null;
    if (toldFile === null && canAsk(world)) toldFile = (await askTail(world, { limit: 1 }))?.file ?? null;
    denied = null;
    for (const path of await logPaths(world, target, toldFile)) {
      const tail = await createFileTail(world, path);
      if (tail === "denied") denied ??= path;
      if (typeof tail === "string") continue;
      await readFirst(tail);
      const begun = tail.begun();
      return { tail, back: begun === null ? null : await createFileBack(world, { path, log: path }, begun) };
    }
    return null;
  }

  async function readFirst(tail: FileTail): Promise<void> {
    let told = false;
    const size = (await tail.size()) ?? 0;
    // What is older is found out by who asks for it.
    olderThere = true;
    await tail.read(async (lines, _, sizeBytes) => {
      told = true;
      await writer.anew(lines, fromFile(tail, "file", sizeBytes));
    });
    if (!told) await writer.anew([], fromFile(tail, "file", size));
    seen = size;
  }

  async function openJournal(): Promise<JournalTail | null> {
    const known = unit();
    if (!target.local || known === null || world.platform !== "linux") return null;
    const log = createJournalTail(world, known.unit, known.scope);
    const first = await log.read();
    if (first === null || first.lines.length === 0) return null;
    await writer.anew(first.lines, { way: "journald", file: null, sizeBytes: null, olderThere: false });
    return log;
  }

  function nothingWhy(): string {
    if (!target.local) return "the log of another host is read through the gateway, and there is no connection to it";
    if (denied !== null) return `${denied} may not be read by this user, and there is no connection to ask the gateway for it`;
    return "no log was found: neither a file of the gateway here nor a journal of its unit";
  }

  async function open(): Promise<void> {
    openAt = toldAt = daysAt = world.now();
    const here = await openFile();
    if (here !== null) {
      source = { of: "file", here };
      return;
    }
    const remote = await createRemoteLog(world, writer);
    if (remote !== null) {
      source = { of: "rpc", log: remote };
      return;
    }
    const journal = await openJournal();
    if (journal !== null) source = { of: "journal", log: journal };
    else writer.none(nothingWhy());
  }

  /** False: this answer is not to be trusted, or there is none: the file tells. */
  async function readByRpc(tail: FileTail): Promise<boolean> {
    const [from, path] = [tail.offset(), tail.path()];
    const reply = await askTail(world, { cursor: from });
    if (reply === null) return false;
    if (reply.gap) slowUntil = world.now() + SLOW_MS;
    if (reply.gap || (reply.file !== null && reply.file !== path)) return false;
    // Rotated while it was asked, the same offset is a byte of another file.
    const size = await tail.size();
    if (size === null || reply.cursor < from || reply.cursor > size) return false;
    if (reply.lines.length > 0) await writer.after(reply.lines, null, fromFile(tail, "rpc", size));
    await tail.advance(reply.cursor, size);
    return true;
  }

  const isDue = (now: number, silent: boolean): boolean => Math.abs(now - daysAt) >= (silent ? DAYS_EVERY_MS : BUSY_DAYS_EVERY_MS);

  async function movedElsewhere(tail: FileTail, now: number): Promise<boolean> {
    if (Math.abs(now - toldAt) < TOLD_EVERY_MS) return false;
    toldAt = now;
    const told = (await askTail(world, { limit: 1 }))?.file ?? null;
    if (told === null || told === tail.path() || (await world.facts(told)) === null) return false;
    toldFile = told;
    elsewhere = true;
    return true;
  }

  async function pollFile({ tail }: Here): Promise<void> {
    const put = (lines: readonly string[], gap: Gap | null, size: number): Promise<void> =>
      writer.after(lines, gap, fromFile(tail, "file", size));
    const size = await tail.size();
    const now = world.now();
    if (size === null || isDue(now, size === seen)) {
      daysAt = now;
      if (await tail.move(put)) {
        seen = (await tail.size()) ?? -1;
        return;
      }
      if (await movedElsewhere(tail, now)) return anew();
      // Truncated and filled again to the same length.
      if (size !== null && !(await tail.intact())) return tail.read(put);
    }
    if (size === null || size === seen) return;
    const byRpc = canAsk(world) && now >= slowUntil && size > tail.offset() && tail.clean() && (await tail.intact());
    if (byRpc && Math.abs(now - askedAt) < ASK_EVERY_MS) return;
    if (byRpc) askedAt = now;
    if (!byRpc || !(await readByRpc(tail))) await tail.read(put);
    seen = size;
  }

  async function pollJournal(log: JournalTail): Promise<void> {
    const next = await log.read();
    if (next === null || next.lines.length === 0) return;
    const gap: Gap | null = next.skipped ? { why: "skipped", bytes: null } : null;
    await writer.after(next.lines, gap, { way: "journald", file: null, sizeBytes: null, olderThere: false });
  }

  async function close(): Promise<void> {
    if (source?.of === "file") {
      // Of another day than the one it was opened with, perhaps.
      if (!elsewhere) toldFile = source.here.tail.path();
      elsewhere = false;
      await source.here.tail.close();
      await source.here.back?.close();
    }
    source = null;
  }

  async function anew(): Promise<void> {
    await close();
    await open();
  }

  return {
    poll: async () => {
      if (source === null) return Math.abs(world.now() - openAt) < OPEN_EVERY_MS ? undefined : open();
      if (source.of === "file") return pollFile(source.here);
      if (source.of === "journal") return pollJournal(source.log);
      if (!(await source.log.read())) writer.none(nothingWhy());
    },
    older: async () => {
      if (source?.of !== "file" || source.here.back === null || !olderThere) return false;
      const { tail, back } = source.here;
      const older = await back.read();
      olderThere = older !== null;
      await writer.before(older?.lines ?? [], older?.gap ?? null, fromFile(tail, "file", Math.max(0, seen)));
      return olderThere;
    },
    at: async (ms) => {
      if (source?.of !== "file") return false;
      const { tail, back } = source.here;
      const moment = await linesAround(world, tail.path(), ms);
      if (moment === null) return false;
      await back?.close();
      olderThere = true;
      source = { of: "file", here: { tail, back: await createFileBack(world, moment, moment.start) } };
      await writer.anew(moment.lines, { way: "file", file: moment.path, sizeBytes: moment.sizeBytes, olderThere }, true);
      return true;
    },
    anew,
    close,
  };
}
