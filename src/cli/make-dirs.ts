// A directory and what is above it, one at a time. Node's own recursive mkdir never ends below /proc, and hides why it failed.
import fs from "fs";
import path from "path";

/** Throws the error of the first directory that can neither be made nor is there already. */
export function makeDirs(dir: string, mode: number): void {
  if (fs.existsSync(dir)) return;
  const above = path.dirname(dir);
  if (above !== dir) makeDirs(above, mode);
  try {
    fs.mkdirSync(dir, { mode });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}
