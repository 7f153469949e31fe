// One writer at a time, so that none appends to a file another is moving away. Synchronous: a record must be on the disk before it counts.
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import { startTicksOf } from "../start-ticks.ts";

const WAIT_MS = 500;
const STEP_MS = 5;
/** A lock without an owner in it is one being made, unless it stays so. */
const MAKING_MS = 2_000;

const codeOf = (error: unknown): string => (error instanceof Error && "code" in error ? String(error.code) : "");

/**
 * Runs `act` holding the lock file. `alone` false: its owner would not let go within `waitMs`; appending is still whole then,
 * moving files is not. Throws what the file system throws.
 */
export function withWriterLock(file: string, act: (alone: boolean) => void, waitMs = WAIT_MS): void {
  const alone = takeLock(file, waitMs);
  try {
    act(alone);
  } finally {
    if (alone) releaseLock(file);
  }
}

/** For longer than one act, until `releaseLock`. False: a living process holds it. Throws what the file system throws. */
export function takeLock(file: string, waitMs: number): boolean {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (const began = performance.now(); ; Atomics.wait(pause, 0, 0, STEP_MS)) {
    if (create(file)) return true;
    const left = abandoned(file);
    if (left !== null) moveAway(file, left);
    else if (performance.now() - began >= waitMs) return false;
  }
}

/** Only by whoever took it. */
export const releaseLock = (file: string): void => fs.rmSync(file, { force: true });

const ownerIn = (text: string): RegExpExecArray | null => /^(\d+) (\d+|-)\n$/u.exec(text);

/** Pid of the process that holds it; null: nobody does, or it cannot be told. */
export function lockHolder(file: string): number | null {
  try {
    const [, pid, ticks = "-"] = ownerIn(fs.readFileSync(file, "utf8")) ?? [];
    return pid !== undefined && isOwner(Number(pid), ticks) ? Number(pid) : null;
  } catch (error) {
    if (codeOf(error) === "") throw error;
    return null;
  }
}

function create(file: string): boolean {
  try {
    fs.writeFileSync(file, `${process.pid} ${startTicksOf(process.pid) ?? "-"}\n`, { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

/** The text of a lock whose owner is gone; null when it is held, or gone itself. */
function abandoned(file: string): string | null {
  try {
    const text = fs.readFileSync(file, "utf8");
    const owner = ownerIn(text);
    if (owner === null) return Date.now() - fs.statSync(file).mtimeMs > MAKING_MS ? text : null;
    return isOwner(Number(owner[1]), owner[2] ?? "-") ? null : text;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  }
}

/** Off Linux the pid alone has to do. */
function isOwner(pid: number, ticks: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
  return ticks === "-" || startTicksOf(pid) === Number(ticks);
}

/** Somebody else may have done the same and hold a new lock by now: that one goes back. */
function moveAway(file: string, text: string): void {
  const aside = `${file}.${process.pid}.${randomBytes(3).toString("hex")}`;
  try {
    fs.renameSync(file, aside);
    if (fs.readFileSync(aside, "utf8") !== text) fs.linkSync(aside, file);
  } catch (error) {
    if (!["ENOENT", "EEXIST"].includes(codeOf(error))) throw error;
  } finally {
    fs.rmSync(aside, { force: true });
  }
}
