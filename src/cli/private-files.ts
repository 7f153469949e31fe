// Files only their owner may read: whole or not at all, even when two gatetops write at once.
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { codeOf } from "./file-errors.ts";
import { makeDirs } from "./make-dirs.ts";

const checksModes = process.platform !== "win32";
const octal = (mode: number): string => (mode & 0o777).toString(8).padStart(4, "0");

/** Creates the directory, or takes a too open one back. Gives a note when it did the latter. */
export function ensurePrivateDir(dir: string): string | null {
  makeDirs(dir, 0o700);
  return closeToOthers(dir, 0o700);
}

/** Null when there is no such file. A mode that lets others read is repaired; the note says so. */
export function readPrivate(file: string): { readonly text: string; readonly note: string | null } | null {
  try {
    const text = fs.readFileSync(file, "utf8");
    return { text, note: closeToOthers(file, 0o600) };
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  }
}

function closeToOthers(file: string, mode: number): string | null {
  const { mode: found } = fs.statSync(file);
  if (!checksModes || (found & 0o077) === 0) return null;
  fs.chmodSync(file, mode);
  return `${file} was open to others (mode ${octal(found)}); it is ${octal(mode)} now`;
}

/** Creates the file with its whole content; false when one is there already, which stays as it is. */
export function createPrivate(file: string, text: string): boolean {
  const part = writePart(file, text);
  try {
    fs.linkSync(part, file);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    if (!["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"].includes(codeOf(error))) throw error;
    // A file system without hard links: exclusive, if not in one step.
    return writeExclusively(file, text);
  } finally {
    fs.rmSync(part, { force: true });
  }
}

/** Replaces the file's content in one step. */
export function replacePrivate(file: string, text: string): void {
  const part = writePart(file, text);
  try {
    fs.renameSync(part, file);
  } catch (error) {
    fs.rmSync(part, { force: true });
    throw error;
  }
}

function writePart(file: string, text: string): string {
  const part = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}.${randomBytes(4).toString("hex")}`);
  try {
    fs.writeFileSync(part, text, { mode: 0o600, flag: "wx", flush: true });
  } catch (error) {
    fs.rmSync(part, { force: true });
    throw error;
  }
  return part;
}

function writeExclusively(file: string, text: string): boolean {
  try {
    fs.writeFileSync(file, text, { mode: 0o600, flag: "wx", flush: true });
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

/**
 * Moves a file that is of no use out of the way, keeping it. When another gatetop has put a good one there in the
 * meantime, that one goes back. Gives the new name, or null when there was nothing left to move.
 */
export function moveAside(file: string, isGood: (text: string) => boolean, now: Date): string | null {
  const aside = `${file}.broken-${now.toISOString().replaceAll(/[:.]/gu, "-")}-${randomBytes(2).toString("hex")}`;
  try {
    fs.renameSync(file, aside);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  }
  if (!goodText(aside, isGood)) return aside;
  try {
    fs.linkSync(aside, file);
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
  }
  fs.rmSync(aside, { force: true });
  return null;
}

function goodText(file: string, isGood: (text: string) => boolean): boolean {
  try {
    return isGood(fs.readFileSync(file, "utf8"));
  } catch {
    // Unreadable is the reason it was moved.
    return false;
  }
}
