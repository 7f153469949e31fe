// dist/gatetop.cjs: refuses a Node that is too old, draws a first picture, and only then reads the program.
// Built for the syntax of the Node versions it refuses, so it imports nothing they do not have.
import fs from "fs";
import os from "os";
import path from "path";
import vm from "vm";
import { ownPaths } from "../own-paths.ts";
import { lookFor, sizeOf } from "../terminal.ts";
import { cacheName, readCache, writeCache, type CacheName } from "./code-cache.ts";
import type { LauncherHooks } from "./hooks.ts";
import { asksForDashboard, leaveScreen, skeleton } from "./skeleton.ts";

/** Names the bundles this launcher was built with. */
declare const __BUNDLES__: { readonly app: string; readonly guard: string };
declare const require: (name: string) => unknown;
declare const __dirname: string;
declare const __filename: string;

type Program = { readonly main: (argv: readonly string[], hooks: LauncherHooks) => Promise<number> };
/** Null: it is something else that is asked for. */
type Guard = { readonly main: (argv: readonly string[]) => Promise<number | null> };

const NEEDED = [20, 19] as const;
/** By then the first frame has been drawn again with data, and the functions that takes have been compiled. */
const SETTLED_MS = 400;
/** Set for the process that compiles the guard, and nothing else. */
const COMPILES = "GATETOP_COMPILES";
const COMPILE_MS = 10_000;
const COLLECT_MS = 300_000;
const signals = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const;

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < NEEDED[0] || (major === NEEDED[0] && minor < NEEDED[1])) {
  process.stderr.write(
    `gatetop needs Node.js ${NEEDED.join(".")} or newer and this is ${process.version}: install a current one from https://nodejs.org\n`,
  );
  process.exitCode = 1;
} else if (process.env[COMPILES]) {
  keepGuard();
} else {
  launch(process.argv.slice(2));
}

function launch(argv: readonly string[]): void {
  const shown = drawSkeleton(argv);
  // A word that may be the value of a flag: the guard's own program knows.
  const ended = argv.includes("guard") ? guard(argv).then((code) => (code === null ? app(argv, shown) : code)) : app(argv, shown);
  ended.then(
    (code) => process.exit(code),
    (error: unknown) => {
      if (shown !== null) shown.leave();
      process.stderr.write(
        `gatetop: it crashed; this is a defect in gatetop, not in your gateway. Please report it with the lines below.\n`,
      );
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      process.exit(1);
    },
  );
}

function guard(argv: readonly string[]): Promise<number | null> {
  staySmall();
  const kept = keptCode("guard");
  if (kept !== null && readCache(kept) === null) compileAside();
  collectNowAndThen();
  return load<Guard>("guard").program.main(argv);
}

/** It does little, and that seldom. V8's optimizing compilers would take 5 MB and more in the first minutes, for nothing. */
function staySmall(): void {
  limitNewSpace();
  setFlags("--no-opt");
  setFlags("--no-maglev");
  setFlags("--expose-gc");
}

/** V8 looks among what is old when there is much more of it than before: at a guard's pace, garbage of hours. */
function collectNowAndThen(): void {
  const collect = vm.runInNewContext("gc") as () => void;
  setInterval(collect, COLLECT_MS).unref();
}

/** V8 takes no code that was made under other flags. */
function keepGuard(): void {
  staySmall();
  load<Guard>("guard").keep();
}

/** In a process of its own: what compiling takes is not given back before the end, and a guard runs for months. */
function compileAside(): void {
  const { spawnSync } = require("child_process") as typeof import("child_process");
  const env = Object.assign({}, process.env, { [COMPILES]: "1" });
  spawnSync(process.execPath, [...process.execArgv, __filename], { env, stdio: "ignore", timeout: COMPILE_MS });
}

function app(argv: readonly string[], shown: Shown | null): Promise<number> {
  const { program, keep } = load<Program>("app");
  return program.main(argv, {
    skeletonShown: shown !== null,
    leaveSkeleton: () => shown?.leave(),
    firstFrame: () => {
      shown?.handOver();
      setTimeout(() => {
        keep();
        limitNewSpace();
      }, SETTLED_MS).unref();
    },
  });
}

/** V8 lets the space for new objects grow to four times what this program needs: 200 MB after minutes instead of 100. */
function limitNewSpace(): void {
  setFlags("--semi-space-growth-factor=1");
}

function setFlags(flags: string): void {
  (require("v8") as typeof import("v8")).setFlagsFromString(flags);
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

/** Null: none is to be kept. */
function keptCode(name: keyof typeof __BUNDLES__): CacheName | null {
  if (process.env["GATETOP_NO_CACHE"]) return null;
  return cacheName(ownPaths(process.env, os.homedir()).cache, __BUNDLES__[name], [__BUNDLES__.app, __BUNDLES__.guard], process.env);
}

type Loaded<T> = { readonly program: T; readonly keep: () => void };

function load<T>(name: keyof typeof __BUNDLES__): Loaded<T> {
  const filename = path.join(__dirname, `${name}.cjs`);
  // All of it is ASCII, which latin1 reads fastest. The file is a function's text, to be compiled as it stands.
  const source = fs.readFileSync(filename, "latin1");
  const kept = keptCode(name);
  const cachedData = kept === null ? null : readCache(kept);
  const script = new vm.Script(source, { filename, ...(cachedData === null ? {} : { cachedData }) });
  const module = { exports: {} as T };
  (script.runInThisContext() as (...of: unknown[]) => void)(module.exports, require, module, filename, __dirname);
  const stale = cachedData === null || script.cachedDataRejected === true;
  return { program: module.exports, keep: () => (kept !== null && stale ? writeCache(kept, script) : undefined) };
}
