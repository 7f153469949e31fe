// Before any test: the program as the source is now, and the releases it is run against.
import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { ensureOpenClaw } from "./install.ts";
import { versionsUnderTest } from "./releases.ts";

/** Both halves of the suite ask for it, in one process. */
const once = globalThis as { gatetopPrepared?: Promise<void> };

export const setup = (): Promise<void> => (once.gatetopPrepared ??= prepare());

async function prepare(): Promise<void> {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < 24 || (major === 24 && minor < 16)) {
    throw new Error(`OpenClaw needs Node 24.16 or newer and this is ${process.versions.node}: run it with "npm run test:gateway"`);
  }
  execFileSync(process.execPath, [resolve(import.meta.dirname, "../../scripts/build.ts")], { stdio: "inherit" });
  for (const version of versionsUnderTest) await ensureOpenClaw(version);
}
