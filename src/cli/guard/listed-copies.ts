// The kept copies of a config as a person chooses among them: numbered, the newest first, and which of them the file is now.
import fs from "node:fs";
import path from "node:path";
import { copiesIn, type ConfigCopy } from "../../data/guard/config/copies.ts";
import { causeOf, codeOf } from "../file-errors.ts";
import { copiesDir, hashOf } from "./config-copies.ts";

export type ListedCopy = ConfigCopy & {
  /** 1 is the newest. */
  readonly number: number;
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** The file has the same bytes now. */
  readonly current: boolean;
};

export type Bytes = { readonly bytes: Buffer } | { readonly why: string };
export type Listed = { readonly copies: readonly ListedCopy[] } | { readonly why: string };

function attempt<T>(what: string, act: () => T, missing: T): T | { readonly why: string } {
  try {
    return act();
  } catch (error) {
    if (codeOf(error) === "") throw error;
    return codeOf(error) === "ENOENT" ? missing : { why: `${what} cannot be read: ${causeOf(error)}` };
  }
}

/** Null: there is no such file. */
export const bytesOf = (file: string): Bytes | null => attempt<Bytes | null>(file, () => ({ bytes: fs.readFileSync(file) }), null);

export function listCopies(state: string, configPath: string): Listed {
  const dir = copiesDir(state, configPath);
  const now = bytesOf(configPath);
  const hash = now !== null && "bytes" in now ? hashOf(now.bytes) : null;
  return attempt<Listed>(
    dir,
    () => ({
      copies: copiesIn(fs.readdirSync(dir)).map((copy, index) => {
        const file = path.join(dir, copy.name);
        return { ...copy, number: index + 1, path: file, size: fs.statSync(file).size, current: copy.hash === hash };
      }),
    }),
    { copies: [] },
  );
}
