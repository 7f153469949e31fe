// gatetop's own unit files, and no other: the name is asserted here, whoever asks.
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

const own = /^gatetop-[\w.@-]{1,120}\.(?:service|timer)$/u;

/** Throws for any other name: a unit that is not gatetop's is never written, moved or removed. */
export function assertOwnUnit(name: string): void {
  if (!own.test(name)) throw new Error(`not one of gatetop's own units: ${name}`);
}

const codeOf = (error: unknown): string => (error instanceof Error && "code" in error ? String(error.code) : "");

function attempt(what: string, act: () => string | null): string | null {
  try {
    return act();
  } catch (error) {
    if (codeOf(error) === "") throw error;
    return `${what}: ${codeOf(error)}`;
  }
}

/** Whole or not at all. A sentence when it could not be written; a link in its place (`systemctl mask` makes one) stays. */
export function writeUnit(dir: string, { name, text }: { readonly name: string; readonly text: string }): string | null {
  assertOwnUnit(name);
  const file = path.join(dir, name);
  const part = path.join(dir, `.${name}.${process.pid}.${randomBytes(4).toString("hex")}`);
  return attempt(`${file} cannot be written`, () => {
    fs.mkdirSync(dir, { recursive: true });
    const found = fs.lstatSync(file, { throwIfNoEntry: false });
    if (found !== undefined && !found.isFile()) return `${file} is no file: it may be masked, or linked to another place`;
    try {
      fs.writeFileSync(part, text, { mode: 0o644, flag: "wx", flush: true });
      fs.renameSync(part, file);
    } finally {
      fs.rmSync(part, { force: true });
    }
    return null;
  });
}

/** A sentence when it could not be removed; one that is not there is no failure. */
export function removeUnit(dir: string, name: string): string | null {
  assertOwnUnit(name);
  const file = path.join(dir, name);
  return attempt(`${file} cannot be removed`, () => {
    fs.rmSync(file, { force: true });
    return null;
  });
}
