// Why the system refused a file, in words.

const causes: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "not permitted",
  EROFS: "read-only file system",
  ENOSPC: "no space left on the device",
  EDQUOT: "disk quota exceeded",
  EISDIR: "it is a directory",
  ENOTDIR: "a part of the path is not a directory",
  ENOENT: "it does not exist",
  EEXIST: "something of that name is there",
  ELOOP: "too many symbolic links",
  ENXIO: "nobody reads from that pipe",
  EAGAIN: "nobody reads from it fast enough",
  EMFILE: "too many open files",
};

/** The system's code of an error from node:fs, "" when it is something else. */
export const codeOf = (error: unknown): string => (error instanceof Error && "code" in error ? String(error.code) : "");

export function causeOf(error: unknown): string {
  const code = codeOf(error);
  return causes[code] ?? (code === "" ? "unknown error" : code);
}
