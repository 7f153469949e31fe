// Starts a gateway that no service manager runs, so that it outlives whoever started it: a process group of its own, and where this user
// has a manager a scope of its own, outside the control group of a guard that is a service.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import type { Hands } from "../../data/action/ports.ts";
import { harmless } from "../../data/harmless.ts";
import { managerEnvironment } from "../../data/restart/supervisor-command.ts";
import { runUnitCommand } from "./unit-command.ts";

export type Argv = readonly [string, ...string[]];

export type RunOptions = {
  readonly argv: Argv;
  readonly env: NodeJS.ProcessEnv;
  readonly uid: number | null;
  /** What it prints; moved to `.1` when it is larger than a megabyte. Its directory is there. */
  readonly log: string;
};

const LOG_MAX = 1_000_000;
const ASK_MS = 2_000;

/** Whoever has one of these takes itself for a service: it would end at its first restart and wait for a manager to start it. */
const ofService =
  /^(?:INVOCATION_ID|SYSTEMD_EXEC_PID|JOURNAL_STREAM|NOTIFY_SOCKET|MANAGERPID|LISTEN_PID|LISTEN_FDS|WATCHDOG_PID|WATCHDOG_USEC|OPENCLAW_SYSTEMD_UNIT|OPENCLAW_SERVICE_\w+)$/u;

export function environmentOf(env: NodeJS.ProcessEnv, uid: number | null): NodeJS.ProcessEnv {
  const { XDG_RUNTIME_DIR } = managerEnvironment(env, uid);
  const kept = Object.entries(env).filter(([name]) => !ofService.test(name));
  return { ...Object.fromEntries(kept), ...(XDG_RUNTIME_DIR === undefined ? {} : { XDG_RUNTIME_DIR }) };
}

/** The words of systemctl is-system-running of a manager that is there. */
const states = /^(?:initializing|starting|running|degraded|maintenance)$/u;

/** `id`: hex digits; names the scope. systemd-run gives a scope an INVOCATION_ID as it gives one to a service (seen in 252). */
export const scopeArgv = (argv: Argv, id: string): Argv => [
  "systemd-run",
  "--user",
  "--scope",
  "--quiet",
  "--collect",
  `--unit=gatetop-started-${id}`,
  "--",
  "env",
  "-u",
  "INVOCATION_ID",
  ...argv,
];

async function hasManager(env: NodeJS.ProcessEnv): Promise<boolean> {
  const { said } = await runUnitCommand(["systemctl", "--user", "is-system-running"], { ...env, LC_ALL: "C" }, ASK_MS);
  return states.test(said);
}

function openLog(file: string): number {
  if ((fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LOG_MAX) fs.renameSync(file, `${file}.1`);
  return fs.openSync(file, "a", 0o600);
}

/** `code` null: it still runs. Never rejects. */
function launch([file, ...args]: Argv, env: NodeJS.ProcessEnv, log: number, timeoutMs: number): ReturnType<NonNullable<Hands["run"]>> {
  const began = performance.now();
  return new Promise((resolve) => {
    const settle = (code: number | null, said: string): void => {
      clearTimeout(timer);
      child.unref();
      resolve({ code, said, tookMs: Math.round(performance.now() - began) });
    };
    const child = spawn(file, args, { env, cwd: os.homedir(), detached: true, stdio: ["ignore", log, log] });
    const timer = setTimeout(() => settle(null, ""), timeoutMs);
    child.once("error", (error) => settle(127, harmless(error.message, 400)));
    child.once("exit", (code, signal) => settle(code ?? 1, `it ended with ${signal ?? `exit code ${code ?? "?"}`}`));
  });
}

export function createRun({ argv, env, uid, log }: RunOptions): NonNullable<Hands["run"]> {
  return async (timeoutMs) => {
    const clean = environmentOf(env, uid);
    let output: number;
    try {
      output = openLog(log);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === undefined) throw error;
      return { code: 1, said: harmless(`its output has no place: ${message}`, 400), tookMs: 0 };
    }
    try {
      const words = (await hasManager(clean)) ? scopeArgv(argv, randomBytes(4).toString("hex")) : argv;
      const { code, said, tookMs } = await launch(words, clean, output, timeoutMs);
      return { code, tookMs, said: code === null || said === "" ? said : `${said}; what it printed is in ${log}` };
    } finally {
      fs.closeSync(output);
    }
  };
}
