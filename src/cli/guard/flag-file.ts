// A file that is there while somebody works on the gateway.
import fs from "node:fs";
import path from "node:path";

/** The first that is there; those not absolute are in OpenClaw's state directory. Null: none, or they cannot be looked for. */
export function flagFileIn(names: readonly string[], stateDir: string | null): string | null {
  const files = names.flatMap((name) => (path.isAbsolute(name) ? [name] : stateDir === null ? [] : [path.join(stateDir, name)]));
  return files.find((file) => fs.existsSync(file)) ?? null;
}
