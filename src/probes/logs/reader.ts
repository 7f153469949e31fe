// One log, read over whichever way there is. The cursor of RPC and that of the file are the same byte, so the ways change places
// without a line lost or told twice.
import type { Target } from "../../data/target.ts";
import type { World } from "../probe.ts";
import { createFileBack, linesAround, type FileBack } from "./file-back.ts";
import { createFileTail, type Files, type FileTail } from "./file-tail.ts";
import { createJournalTail, openJournalLog, type JournalLog } from "./journald-log.ts";
import { createLogPlace } from "./log-place.ts";
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
/** Where there is no file that would tell that nothing is new. */
const ASK_BLINDLY_MS = 800;
const SLOW_MS = 60_000;
/** Or does not answer at all. */
const MUTE_MS = 10_000;
/** The file is at hand: nobody waits for a gateway that is busy or frozen. */
const HERE_TIMEOUT_MS = 500;
/** A file that was only guessed may be another gateway's: it is asked again, with more patience. */
const GUESSED = { everyMs: 5_000, timeoutMs: 1_500 } as const;
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
  | { readonly of: "journal"; readonly log: JournalLog };

type Given = {
  readonly world: ReaderWorld;
  readonly target: Target;
  readonly writer: Writer;
  /** The unit the gateway runs in, as far as it is known: its journal may be all there is. */
  readonly unit: () => Unit | null;
};

export function createLogReader({ world, target, writer, unit }: Given): LogReader {
  let source: Source | null = null;
  const place = createLogPlace(world, target);
  let [askedAt, slowUntil, daysAt, toldAt, openAt] = [-Infinity, -Infinity, -Infinity, -Infinity, -Infinity];
  let [seen, olderThere] = [-1, false];
  let denied: string | null = null;

  const fromFile = (tail: FileTail, way: "rpc" | "file", sizeBytes: number): ReadFrom => ({
    way,
    file: tail.path(),
    sizeBytes,
    olderThere,
  });

  async function openFile(): Promise<Here | null> {
    if (!target.local) return null;
    denied = null;
    for (const path of await place.paths()) {
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

  async function openJournal(): Promise<JournalLog | null> {
    const known = unit();
    if (!target.local || known === null || world.platform !== "linux") return null;
    return openJournalLog(createJournalTail(world, known.unit, known.scope), writer);
  }

  function nothingWhy(): string {
    if (!target.local || place.foreign()) return "the log of another host is read through the gateway, and there is no connection to it";
    if (denied !== null) return `${denied} may not be read by this user, and there is no connection to ask the gateway for it`;
    return "no log was found: neither a file of the gateway here nor a journal of its unit";
  }

  async function open(): Promise<void> {
    openAt = daysAt = world.now();
    if (target.local) await ask();
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

  /** Which file it is; false: there is no answer now. */
  async function ask(): Promise<boolean> {
    if (!canAsk(world)) return false;
    toldAt = world.now();
    const told = await place.ask(place.known() || source === null ? HERE_TIMEOUT_MS : GUESSED.timeoutMs);
    if (!told) slowUntil = world.now() + (place.known() ? MUTE_MS : GUESSED.everyMs);
    return told;
  }

  /** False: this answer is not to be trusted, or there is none: the file tells. */
  async function readByRpc(tail: FileTail): Promise<boolean> {
    const [from, path] = [tail.offset(), tail.path()];
    const reply = await askTail(world, { cursor: from }, HERE_TIMEOUT_MS);
    if (reply === null) {
      slowUntil = world.now() + MUTE_MS;
      return false;
    }
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

  const isElsewhere = async (tail: FileTail): Promise<boolean> => (await ask()) && place.refutes(tail.path());

  async function goesOn(tail: FileTail, put: Parameters<FileTail["move"]>[0]): Promise<boolean> {
    const moved = await tail.move(put);
    if (moved) seen = (await tail.size()) ?? -1;
    return moved;
  }

  async function pollFile({ tail }: Here): Promise<void> {
    const put = (lines: readonly string[], gap: Gap | null, size: number): Promise<void> =>
      writer.after(lines, gap, fromFile(tail, "file", size));
    const size = await tail.size();
    const now = world.now();
    if (size === null || isDue(now, size === seen)) {
      daysAt = now;
      if (await goesOn(tail, put)) return;
      if (Math.abs(now - toldAt) >= TOLD_EVERY_MS && (await isElsewhere(tail))) return anew(true);
      // Truncated and filled again to the same length.
      if (size !== null && !(await tail.intact())) return tail.read(put);
    }
    const mayAsk = (): boolean => canAsk(world) && now >= slowUntil;
    if (mayAsk() && !place.known() && (await isElsewhere(tail))) {
      // In the file of another day, perhaps, while there is more in this one.
      if (place.foreign() || !(await goesOn(tail, put))) await anew(true);
      return;
    }
    if (size === null || size === seen) return;
    const byRpc = mayAsk() && size > tail.offset() && tail.clean() && (await tail.intact());
    if (byRpc && Math.abs(now - askedAt) < ASK_EVERY_MS) return;
    if (byRpc) askedAt = now;
    if (!byRpc || !(await readByRpc(tail))) await tail.read(put);
    seen = size;
  }

  async function pollRemote(log: RemoteLog): Promise<void> {
    if (target.local && Math.abs(world.now() - askedAt) < ASK_BLINDLY_MS) return;
    askedAt = world.now();
    if (await log.read()) return;
    // It may have been made since it was asked for.
    const here = await openFile();
    if (here === null) writer.none(nothingWhy());
    else source = { of: "file", here };
  }

  async function close(moved: boolean): Promise<void> {
    if (source?.of === "file") {
      // Of another day than the one it was opened with, perhaps.
      if (!moved) place.follow(source.here.tail.path());
      await source.here.tail.close();
      await source.here.back?.close();
    }
    source = null;
  }

  /** `moved`: not where it was read. */
  async function anew(moved: boolean): Promise<void> {
    await close(moved);
    await open();
  }

  return {
    poll: async () => {
      if (source === null) return Math.abs(world.now() - openAt) < OPEN_EVERY_MS ? undefined : open();
      if (source.of === "file") return pollFile(source.here);
      if (source.of === "journal") return source.log.read();
      return pollRemote(source.log);
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
    anew: () => anew(false),
    close: () => close(false),
  };
}
