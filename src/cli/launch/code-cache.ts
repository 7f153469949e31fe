// What V8 made of the program the last time, kept in the user's cache directory: it saves compiling it again, some 20 ms.
// A cache is trusted like code: only a file that nobody but this user can write is read.
import { makeDirs } from "../make-dirs.ts";
import fs from "fs";
import path from "path";
import type { Script } from "vm";

/** `current`: how the names of those begin that may stay. */
export type CacheName = { readonly dir: string; readonly file: string; readonly current: readonly string[] };

type Environment = Readonly<Record<string, string | undefined>>;

const prefixOf = (bundle: string): string => `code-${bundle}-`;

/** `base` is the cache directory of gatetop, `bundles` all that this gatetop has. V8 takes no cache made by another version of it, for other flags or for another text. */
export function cacheName(base: string, bundle: string, bundles: readonly string[], env: Environment): CacheName {
  const flags = [...process.execArgv, env["NODE_OPTIONS"] ?? ""].join(" ");
  return { dir: base, current: bundles.map(prefixOf), file: `${prefixOf(bundle)}${process.version}-${process.arch}-${hash(flags)}.bin` };
}

/** Null when there is none that may be used. */
export function readCache({ dir, file }: CacheName): Buffer | null {
  try {
    return isOurs(fs.lstatSync(dir)) && isOurs(fs.lstatSync(path.join(dir, file))) ? fs.readFileSync(path.join(dir, file)) : null;
  } catch {
    // Not there, or not readable: the program is compiled, as it would be without a cache.
    return null;
  }
}

/** Puts it in place in one step and removes those of other bundles. A cache directory that cannot be written is no reason to say anything. */
export function writeCache({ dir, file, current }: CacheName, script: Script): void {
  try {
    makeDirs(dir, 0o700);
    if (!isOurs(fs.lstatSync(dir))) return;
    const partial = path.join(dir, `${file}.${process.pid}`);
    fs.writeFileSync(partial, script.createCachedData(), { mode: 0o600, flag: "wx" });
    fs.renameSync(partial, path.join(dir, file));
    for (const entry of fs.readdirSync(dir)) {
      if (/^code-.*\.bin/.test(entry) && !current.some((prefix) => entry.startsWith(prefix))) fs.unlinkSync(path.join(dir, entry));
    }
  } catch {
    return;
  }
}

function isOurs({ uid, mode }: fs.Stats): boolean {
  return process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
}

/** FNV-1a: names the flags in a file name. */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return (value >>> 0).toString(16);
}
