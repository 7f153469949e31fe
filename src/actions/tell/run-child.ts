// A program of the person's own choice that takes one tell: no shell, the tell on its standard input, ended when it hangs.
import { spawn, type ChildProcess } from "node:child_process";
import { harmless } from "../../data/harmless.ts";
import { hide } from "../../data/hide.ts";
import { again, ATTEMPT_MS, delivered, never, wasStopped, type Delivered } from "./sink.ts";

/** Between SIGTERM and SIGKILL, and between that and no longer waiting for it. */
const GRACE_MS = 2_000;
/** The same when the guard ends: whoever ends it waits. */
const STOP_GRACE_MS = 500;
/** A child of its own may hold its error output open for ever. */
const LAST_WORDS_MS = 250;
const SAID_MAX = 2_000;
const SAID_SHOWN = 160;

/** These do not change by waiting. */
const final: Readonly<Record<string, string>> = {
  ENOENT: "it does not exist",
  EACCES: "it may not be executed",
  ENOEXEC: "it is no program: the first line of a script names its interpreter",
  ENOTDIR: "a part of its path is not a directory",
  E2BIG: "its arguments are too long",
  ERR_INVALID_ARG_VALUE: "an argument holds a NUL character",
};

export type ChildOptions = {
  readonly argv: readonly [string, ...string[]];
  readonly env: NodeJS.ProcessEnv;
  readonly input: string;
  readonly stopped: AbortSignal;
  readonly attemptMs?: number;
  readonly graceMs?: number;
};

/** Its own group: what it started ends with it. Only while it has not been reaped does its number belong to it. */
function signalled(child: ChildProcess, signal: "SIGTERM" | "SIGKILL"): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code !== "ESRCH" && code !== "EPERM") throw error;
  }
}

const codeOf = (error: Error): string => ("code" in error && typeof error.code === "string" ? error.code : "");

function failedToStart(error: Error): Delivered {
  const why = final[codeOf(error)];
  return why === undefined ? again(`it could not be started: ${codeOf(error)}`) : never(why);
}

function started({ argv: [file, ...args], env }: ChildOptions): ChildProcess | Delivered {
  try {
    return spawn(file, args, { env, stdio: ["pipe", "ignore", "pipe"], detached: true });
  } catch (error) {
    // Most refusals come as an event; too long an argument, or one with a NUL character, is thrown.
    if (error instanceof Error) return failedToStart(error);
    throw error;
  }
}

/** Exit code 0 is delivered; anything else is tried again. Never rejects. */
export function runChild(options: ChildOptions): Promise<Delivered> {
  const { input, stopped, attemptMs = ATTEMPT_MS, graceMs = GRACE_MS } = options;
  if (stopped.aborted) return Promise.resolve(wasStopped);
  const child = started(options);
  if ("outcome" in child) return Promise.resolve(child);
  // Not there when the process has no file descriptors left.
  const [stdin, stderr] = [child.stdin ?? null, child.stderr ?? null];
  return new Promise((resolve) => {
    let said = "";
    let hung = false;
    let isStopped = false;
    let timer: NodeJS.Timeout | undefined;

    const settle = (result: Delivered): void => {
      clearTimeout(timer);
      stopped.removeEventListener("abort", onStop);
      stdin?.destroy();
      stderr?.destroy();
      child.unref();
      resolve(result);
    };
    const onStop = (): void => {
      isStopped = true;
      clearTimeout(timer);
      signalled(child, "SIGTERM");
      const stopMs = Math.min(graceMs, STOP_GRACE_MS);
      timer = setTimeout(() => {
        signalled(child, "SIGKILL");
        timer = setTimeout(() => settle(wasStopped), stopMs);
      }, stopMs);
    };
    const judged = (code: number | null, signal: NodeJS.Signals | null): Delivered => {
      if (isStopped) return wasStopped;
      if (hung) return again(`it was ended after ${attemptMs / 1_000} s`);
      if (code === 0) return delivered;
      const words = harmless(hide(said.trim(), []), SAID_SHOWN);
      return again(`${code === null ? `it was ended by ${signal ?? "a signal"}` : `it exited ${code}`}${words === "" ? "" : `: ${words}`}`);
    };

    timer = setTimeout(() => {
      hung = true;
      signalled(child, "SIGTERM");
      timer = setTimeout(() => {
        signalled(child, "SIGKILL");
        timer = setTimeout(() => settle(again("it could not be ended")), graceMs);
      }, graceMs);
    }, attemptMs);

    stopped.addEventListener("abort", onStop);
    // One that does not read what it is told has closed its end: its exit code says what it made of it.
    stdin?.on("error", () => undefined);
    stdin?.end(input);
    stderr?.on("data", (chunk: Buffer) => {
      if (said.length < SAID_MAX) said += chunk.toString("utf8").slice(0, SAID_MAX);
    });
    child.once("error", (error) => settle(failedToStart(error)));
    child.once("exit", (code, signal) => {
      clearTimeout(timer);
      const result = (): void => settle(judged(code, signal));
      timer = setTimeout(result, LAST_WORDS_MS);
      child.once("close", result);
    });
  });
}
