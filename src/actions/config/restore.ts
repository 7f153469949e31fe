// Puts an older copy in the place of the gateway's configuration: whole or not at all, and the one that is replaced is kept.
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

export type RestoreOptions = {
  /** As the gateway is told; a link is followed, and stays one. */
  readonly file: string;
  readonly bytes: Uint8Array;
  /** Where the replaced one goes, for its owner only. Its directory is there. */
  readonly keepAs: string;
  /** Why nothing may be changed; null: it may. */
  readonly readonly: string | null;
};

export type Restored =
  /** `kept` null: there was none to keep. */
  | { readonly ok: true; readonly file: string; readonly kept: string | null }
  | { readonly ok: false; readonly why: string; readonly fix: string | null };

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

type Place = { readonly file: string; readonly mode: number; readonly owner: { readonly uid: number; readonly gid: number } | null };

/** A configuration that was deleted comes back for its owner only: it may hold a token. */
function placeOf(file: string): Place {
  try {
    const real = fs.realpathSync(file);
    const { mode, uid, gid } = fs.statSync(real);
    return { file: real, mode: mode & 0o7777, owner: { uid, gid } };
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
    return { file, mode: 0o600, owner: null };
  }
}

function writeBeside({ file, mode, owner }: Place, bytes: Uint8Array): string {
  const part = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}.${randomBytes(4).toString("hex")}`);
  const descriptor = fs.openSync(part, "wx", 0o600);
  try {
    fs.writeFileSync(descriptor, bytes);
    const { uid, gid } = fs.fstatSync(descriptor);
    if (owner !== null && (owner.uid !== uid || owner.gid !== gid)) fs.fchownSync(descriptor, owner.uid, owner.gid);
    // After the owner: a change of owner takes some of the mode away.
    fs.fchmodSync(descriptor, mode);
    fs.fsyncSync(descriptor);
  } catch (error) {
    fs.rmSync(part, { force: true });
    throw error;
  } finally {
    fs.closeSync(descriptor);
  }
  return part;
}

/** Same mode and owner as before. Throws nothing the file system does. */
export function restoreConfig({ file, bytes, keepAs, readonly }: RestoreOptions): Restored {
  if (readonly !== null) return { ok: false, why: `gatetop only looks: ${readonly}`, fix: "start it without" };
  try {
    const place = placeOf(file);
    const kept = place.owner === null ? null : keepAs;
    if (kept !== null) fs.writeFileSync(kept, fs.readFileSync(place.file), { mode: 0o600, flag: "wx", flush: true });
    const part = writeBeside(place, bytes);
    try {
      fs.renameSync(part, place.file);
    } catch (error) {
      fs.rmSync(part, { force: true });
      throw error;
    }
    return { ok: true, file: place.file, kept };
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    const fix = code === "EPERM" || code === "EACCES" ? "run gatetop as the gateway's user" : null;
    return { ok: false, why: `the configuration stays as it is: ${(error as Error).message}`, fix };
  }
}
