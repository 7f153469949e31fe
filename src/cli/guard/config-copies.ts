// The copies of OpenClaw's config that are kept while its gateway is well: under gatetop's state directory, for their owner only.
import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { copiesIn, copyPlan, type ConfigCopy } from "../../data/guard/config/copies.ts";
import { age } from "../../data/units.ts";
import { causeOf, codeOf } from "../file-errors.ts";
import { createPrivate, ensurePrivateDir } from "../private-files.ts";
import { brokenConfig, type BrokenConfig } from "./config-broken.ts";

/** Larger ones are not kept: they hold something else than settings. */
const MAX_BYTES = 1_000_000;
/** After a disk that was full, or a directory that could not be made. */
const AGAIN_MS = 600_000;

type KeptConfig = {
  /** The name of the copy that was made; null: none was needed, or could be. */
  readonly kept: string | null;
  /** The gateway runs, and could not start with what is there now. Told once for each change of the file, as `trouble` is. */
  readonly broken: string | null;
  /** Why no copy could be kept. */
  readonly trouble: string | null;
};

export type ConfigCopies = {
  /** For a gateway that is well: looks whether the file is another one, which costs one stat, and keeps it. */
  readonly keep: () => KeptConfig;
  /** For one that does not start: what is wrong with the file, as one sentence without secrets; null: nothing that is seen here. */
  readonly suspect: () => string | null;
};

export type ConfigCopiesOptions = {
  /** gatetop's state directory. */
  readonly state: string;
  readonly configPath: string;
  /** `guard.configCopies`, as it is now. */
  readonly most: () => number;
  readonly now: () => number;
};

/**
 * By the config's own path: the address of a gateway is in its config, so that with a broken one a name made of that would be
 * another.
 */
export const copiesDir = (state: string, configPath: string): string =>
  path.join(state, "config-copies", createHash("sha256").update(configPath).digest("hex").slice(0, 16));

export const hashOf = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex").slice(0, 8);

const nothing: KeptConfig = { kept: null, broken: null, trouble: null };
const troubled = (trouble: string): KeptConfig => ({ ...nothing, trouble });

/** A file that is there, as it was at one moment; null: it changed while it was read. */
type Read = { readonly bytes: Buffer; readonly version: string } | { readonly tooLarge: true; readonly version: string };

function versionOf(file: string): { readonly version: string; readonly size: number } {
  const { ino, mtimeNs, size } = fs.statSync(file, { bigint: true });
  return { version: `${ino}:${mtimeNs}:${size}`, size: Number(size) };
}

function readWhole(file: string): Read | null {
  const before = versionOf(file);
  if (before.size > MAX_BYTES) return { tooLarge: true, version: before.version };
  const bytes = fs.readFileSync(file);
  return versionOf(file).version === before.version ? { bytes, version: before.version } : null;
}

const brokenWords = (file: string, { line, column, why, shown }: BrokenConfig): string =>
  `${path.basename(file)}:${line}:${column}: ${why}${shown === "" ? "" : `, in: ${shown}`}`;

export function createConfigCopies({ state, configPath, most, now }: ConfigCopiesOptions): ConfigCopies {
  const dir = copiesDir(state, configPath);
  let seen: string | null = null;
  let told: string | null = null;
  let notBefore = 0;

  /** Newest first. */
  const list = (): readonly ConfigCopy[] => {
    try {
      return copiesIn(fs.readdirSync(dir));
    } catch (error) {
      if (codeOf(error) === "ENOENT") return [];
      throw error;
    }
  };

  const offer = (copies: readonly ConfigCopy[]): string =>
    copies[0] === undefined
      ? "no copy of it is kept"
      : `gatetop config restore shows the copy of ${age(now() - copies[0].at)} ago, and asks`;

  function kept(bytes: Buffer): KeptConfig {
    if (!isUtf8(bytes)) return troubled(`${configPath} is not UTF-8: no copy of it is kept`);
    const text = bytes.toString("utf8");
    const broken = brokenConfig(text);
    if (broken !== null)
      return { ...nothing, broken: `the gateway runs, and would not start again: ${brokenWords(configPath, broken)}; ${offer(list())}` };
    const plan = copyPlan(list(), hashOf(bytes), now(), most());
    if (plan === null) return nothing;
    ensurePrivateDir(path.dirname(dir));
    ensurePrivateDir(dir);
    createPrivate(path.join(dir, plan.name), text);
    for (const name of plan.drop) fs.rmSync(path.join(dir, name), { force: true });
    return { ...nothing, kept: plan.name };
  }

  function keep(): KeptConfig {
    if (versionOf(configPath).version === seen) return nothing;
    const read = readWhole(configPath);
    if (read === null) return nothing;
    seen = read.version;
    return "bytes" in read ? kept(read.bytes) : troubled(`${configPath} is larger than 1 MB: no copy of it is kept`);
  }

  function suspect(): string | null {
    const read = readWhole(configPath);
    if (read === null || !("bytes" in read)) return null;
    const copies = list();
    const broken = brokenConfig(read.bytes.toString("utf8"));
    if (broken !== null) return `${brokenWords(configPath, broken)}; ${offer(copies)}`;
    if (copies[0] === undefined || copies[0].hash === hashOf(read.bytes)) return null;
    return `${path.basename(configPath)} was changed since the gateway was last well; ${offer(copies)}`;
  }

  return {
    keep: () => {
      if (now() < notBefore) return nothing;
      try {
        return keep();
      } catch (error) {
        if (codeOf(error) === "") throw error;
        // A gateway may run without one.
        if (!fs.existsSync(configPath)) return nothing;
        seen = null;
        notBefore = now() + AGAIN_MS;
        const trouble = `no copy of ${configPath} can be kept in ${dir}: ${causeOf(error)}`;
        const known = told === trouble;
        told = trouble;
        return known ? nothing : troubled(trouble);
      }
    },
    suspect: () => {
      try {
        return suspect();
      } catch (error) {
        if (codeOf(error) === "") throw error;
        return codeOf(error) === "ENOENT" ? `${configPath} is gone; ${offer(list())}` : `${configPath} cannot be read: ${causeOf(error)}`;
      }
    },
  };
}
