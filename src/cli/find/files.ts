// What the finder may read: whole small files, and whether a path is there. A parameter, so tests bring their own disk.
import fs from "node:fs";
import { causeOf, codeOf } from "../file-errors.ts";

/** `mode`: permission bits, null where the system has none. */
export type FileText =
  | { readonly kind: "text"; readonly text: string; readonly mode: number | null }
  | { readonly kind: "missing" }
  | { readonly kind: "unreadable"; readonly why: string; readonly denied: boolean };

export type Files = { readonly read: (path: string) => FileText; readonly isThere: (path: string) => boolean };

/** OpenClaw's own limit for an included file. */
const LARGEST_BYTES = 2 * 1024 * 1024;

export const realFiles: Files = {
  read: (path) => {
    try {
      const { size, mode } = fs.statSync(path);
      if (size > LARGEST_BYTES) return { kind: "unreadable", why: "it is larger than 2 MiB", denied: false };
      const text = fs.readFileSync(path, "utf8");
      return { kind: "text", text, mode: process.platform === "win32" ? null : mode & 0o777 };
    } catch (error) {
      const code = codeOf(error);
      if (code === "ENOENT") return { kind: "missing" };
      return { kind: "unreadable", why: causeOf(error), denied: code === "EACCES" || code === "EPERM" };
    }
  },
  isThere: (path) => fs.existsSync(path),
};
