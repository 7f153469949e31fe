// $XDG_STATE_HOME/gatetop/mutes.json: read by every gatetop of this user, written by one at a time, whole or not at all.
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type { Mute, MuteRequest } from "../../data/alerts/mute.ts";
import { mutesOf, mutesText, readMutes, requested, type MuteLists } from "../../data/alerts/mute-file.ts";
import { withWriterLock } from "../../actions/journal/writer-lock.ts";
import { causeOf, codeOf } from "../file-errors.ts";
import { ensurePrivateDir, moveAside, readPrivate, replacePrivate } from "../private-files.ts";

/** `trouble`: one sentence, when something was not as it should be. */
type MutesRead = { readonly mutes: readonly Mute[]; readonly trouble: string | null };

/** What they are afterwards. `failed`: nothing has changed, `mutes` says nothing. */
type MutesAsked = MutesRead & { readonly failed: boolean };

export type MuteShelf = {
  readonly read: () => MutesRead;
  readonly ask: (requests: readonly MuteRequest[]) => MutesAsked;
  /** Another value when the file is another: asked often, so that it costs one look. */
  readonly version: () => string;
};

export type MuteFileOptions = {
  /** gatetop's state directory; made when missing. */
  readonly dir: string;
  /** As `muteTarget` names it. */
  readonly target: string;
  readonly by: string;
  readonly now: () => number;
};

/** A person waits for it, and a slow disk takes a while; unlike in the journal there is no writing without the lock. */
const LOCK_WAIT_MS = 2_000;

const newId = (): string => randomBytes(3).toString("hex");

export function openMuteFile({ dir, target, by, now }: MuteFileOptions): MuteShelf {
  const file = path.join(dir, "mutes.json");

  type Found = { readonly lists: MuteLists; readonly note: string | null } | { readonly unfit: "broken" | "newer"; readonly why: string };

  function look(): Found {
    const found = readPrivate(file);
    if (found === null) return { lists: {}, note: null };
    const read = readMutes(found.text);
    switch (read.kind) {
      case "read":
        return { lists: read.lists, note: found.note };
      case "broken":
        return { unfit: "broken", why: `${file} cannot be read, so nothing is muted: ${read.why}` };
      case "newer":
        return { unfit: "newer", why: `${file} was written by another gatetop (${read.schema}), so nothing is muted here` };
    }
  }

  function attempt<T>(act: () => T, failed: (why: string) => T): T {
    try {
      return act();
    } catch (error) {
      if (codeOf(error) === "") throw error;
      return failed(causeOf(error));
    }
  }

  const read = (): MutesRead =>
    attempt(
      () => {
        const found = look();
        return "unfit" in found ? { mutes: [], trouble: found.why } : { mutes: mutesOf(found.lists, target), trouble: found.note };
      },
      (why) => ({ mutes: [], trouble: `${file} cannot be read, so nothing is muted: ${why}` }),
    );

  /** A broken file is kept under another name before one is written in its place. */
  function mended(found: Found): Found {
    if (!("unfit" in found) || found.unfit !== "broken") return found;
    const aside = moveAside(file, (text) => readMutes(text).kind !== "broken", new Date(now()));
    return aside === null ? look() : { lists: {}, note: `${file} was broken: it is ${path.basename(aside)} now` };
  }

  function write(requests: readonly MuteRequest[]): MutesAsked {
    const before = mended(look());
    if ("unfit" in before) return { mutes: [], trouble: before.why, failed: true };
    const after = requested(before.lists, { target, requests, by, now: now(), newId });
    if (after !== before.lists) replacePrivate(file, mutesText(after));
    return { mutes: mutesOf(after, target), trouble: before.note, failed: false };
  }

  return {
    read,
    ask: (requests) =>
      attempt(
        () => {
          ensurePrivateDir(dir);
          let done: MutesAsked = { mutes: [], trouble: `${file} is held by another program`, failed: true };
          const alone = (held: boolean): void => {
            if (held) done = write(requests);
          };
          withWriterLock(path.join(dir, "mutes.lock"), alone, LOCK_WAIT_MS);
          return done;
        },
        (why) => ({ mutes: [], trouble: `${file} cannot be written: ${why}`, failed: true }),
      ),
    version: () => {
      const found = attempt(
        () => fs.statSync(file, { bigint: true, throwIfNoEntry: false }),
        () => undefined,
      );
      return found === undefined ? "" : `${found.ino}:${found.mtimeNs}:${found.size}`;
    },
  };
}

/** For an invented gateway: nothing of it is kept. */
export function memoryMutes({ target, by, now }: Omit<MuteFileOptions, "dir">): MuteShelf {
  let lists: MuteLists = {};
  return {
    read: () => ({ mutes: mutesOf(lists, target), trouble: null }),
    ask: (requests) => {
      lists = requested(lists, { target, requests, by, now: now(), newId });
      return { mutes: mutesOf(lists, target), trouble: null, failed: false };
    },
    version: () => "",
  };
}
