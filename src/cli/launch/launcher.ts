// dist/gatetop.cjs: refuses a Node that is too old, draws a first picture, and only then reads the program.
// Built for the syntax of the Node versions it refuses, so it imports nothing they do not have.
import fs from "fs";
import os from "os";
import path from "path";
import vm from "vm";
import { ownPaths } from "../own-paths.ts";
import { lookFor, sizeOf } from "../terminal.ts";
import { cacheName, readCache, writeCache } from "./code-cache.ts";
import type { LauncherHooks } from "./hooks.ts";
import { asksForDashboard, leaveScreen, skeleton } from "./skeleton.ts";

/** Names the bundle this launcher was built with. */
declare const __BUNDLE__: string;
declare const require: (name: string) => unknown;
declare const __dirname: string;

type Program = { readonly main: (argv: readonly string[], hooks: LauncherHooks) => Promise<number> };

const NEEDED = [20, 19] as const;
/** By then the first frame has been drawn again with data, and the functions that takes have been compiled. */
const SETTLED_MS = 400;
const signals = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const;

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < NEEDED[0] || (major === NEEDED[0] && minor < NEEDED[1])) {
  process.stderr.write(
    `gatetop needs Node.js ${NEEDED.join(".")} or newer and this is ${process.version}: install a current one from https://nodejs.org\n`,
  );
  process.exitCode = 1;
} else {
  launch(process.argv.slice(2));
}

function launch(argv: readonly string[]): void {
  const shown = drawSkeleton(argv);
  const script = load();
  const hooks: LauncherHooks = {
    skeletonShown: shown !== null,
    leaveSkeleton: () => shown?.leave(),
    firstFrame: () => {
      shown?.handOver();
      setTimeout(() => {
        script.keep();
        // V8 lets the space for new objects grow to four times what this program needs: 200 MB after minutes instead of 100.
        (require("v8") as typeof import("v8")).setFlagsFromString("--semi-space-growth-factor=1");
      }, SETTLED_MS).unref();
    },
  };
  script.program.main(argv, hooks).then(
    (code) => process.exit(code),
    (error: unknown) => {
      shown?.leave();
      process.stderr.write(
        `gatetop: it crashed; this is a defect in gatetop, not in your gateway. Please report it with the lines below.\n`,
      );
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      process.exit(1);
    },
  );
}

type Shown = { readonly leave: () => void; readonly handOver: () => void };

/** Null when there is nothing to draw on, or something else than the dashboard is asked for. */
function drawSkeleton(argv: readonly string[]): Shown | null {
  if (!asksForDashboard(argv) || process.env["TERM"] === "dumb" || !process.stdout.isTTY) return null;
  const look = lookFor({ noColor: argv.includes("--no-color"), ascii: argv.includes("--ascii") }, process.env);
  const handOver = () => {
    for (const signal of signals) process.off(signal, onSignal);
    process.off("exit", leave);
    process.off("uncaughtExceptionMonitor", leave);
  };
  let left = false;
  const leave = () => {
    handOver();
    if (!left) process.stdout.write(leaveScreen);
    left = true;
  };
  const onSignal = (signal: NodeJS.Signals) => {
    leave();
    // Whoever listens too ends the program in order; alone, it is to end as if nobody had listened.
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
  for (const signal of signals) process.on(signal, onSignal);
  process.on("exit", leave);
  process.on("uncaughtExceptionMonitor", leave);
  // Only now: a signal that came between the picture and its listener would leave the picture behind.
  process.stdout.write(skeleton(sizeOf(process.stdout), look));
  return { leave, handOver };
}

function load(): { readonly program: Program; readonly keep: () => void } {
  const filename = path.join(__dirname, "app.cjs");
  // All of it is ASCII, which latin1 reads fastest. The file is a function's text, to be compiled as it stands.
  const source = fs.readFileSync(filename, "latin1");
  const name = process.env["GATETOP_NO_CACHE"] ? null : cacheName(ownPaths(process.env, os.homedir()).cache, __BUNDLE__, process.env);
  const cachedData = name === null ? null : readCache(name);
  const script = new vm.Script(source, { filename, ...(cachedData === null ? {} : { cachedData }) });
  const module = { exports: {} as Program };
  (script.runInThisContext() as (...of: unknown[]) => void)(module.exports, require, module, filename, __dirname);
  const stale = cachedData === null || script.cachedDataRejected === true;
  return { program: module.exports, keep: () => (name !== null && stale ? writeCache(name, script) : undefined) };
}
