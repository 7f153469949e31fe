// Removes old log files that were named: each only while it is still the very file that was looked at.
import fs from "node:fs/promises";

/** Device and inode, as `lstat` told them. */
export type NamedFile = { readonly path: string; readonly dev: number; readonly ino: number };

export type Removed = { readonly removed: readonly string[]; readonly failed: readonly { readonly path: string; readonly code: string }[] };

/** Never follows a link; a file of another user, or one that has another name too, stays. Never rejects. */
export async function removeLogs(files: readonly NamedFile[], uid: number): Promise<Removed> {
  const removed: string[] = [];
  const failed: { readonly path: string; readonly code: string }[] = [];
  for (const { path, dev, ino } of files) {
    try {
      const now = await fs.lstat(path);
      if (!now.isFile() || now.nlink !== 1 || now.uid !== uid || now.dev !== dev || now.ino !== ino) {
        failed.push({ path, code: "it is another file by now" });
        continue;
      }
      await fs.unlink(path);
      removed.push(path);
    } catch (error) {
      if (!(error instanceof Error) || !("code" in error)) throw error;
      failed.push({ path, code: String(error.code) });
    }
  }
  return { removed, failed };
}
