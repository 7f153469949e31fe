// The built program, run as a person or a script would: as a child process with its own home.
import { spawn } from "node:child_process";
import { accessSync, constants, existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { removeFolder } from "./remove-folder.ts";

export const programPath = resolve(import.meta.dirname, "../../dist/gatetop.cjs");
if (!existsSync(programPath)) throw new Error(`${programPath} is not there: npm run build`);

/** The first `node` a person's shell would find here: npm puts node_modules/.bin before PATH, a shell does not. */
export function systemNode(): string {
  const found = (process.env["PATH"] ?? "")
    .split(delimiter)
    .filter((dir) => dir !== "" && !dir.includes("node_modules"))
    .map((dir) => join(dir, "node"))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
  if (found === undefined) throw new Error("there is no node on PATH besides the pinned one");
  return found;
}

/** The program runs on the pinned Node and on the one a person has. */
export const nodes: readonly (readonly [string, string])[] = [
  ["the pinned Node", process.execPath],
  ["the Node of this system", systemNode()],
];

export type Home = { readonly dir: string; readonly env: Readonly<Record<string, string>>; readonly remove: () => void };

/** An empty home: nothing of this machine's configuration, identity or cache reaches the program, and nothing of ours stays. */
export function temporaryHome(): Home {
  const dir = mkdtempSync(join(tmpdir(), "gatetop-home-"));
  const env = {
    PATH: process.env["PATH"] ?? "",
    HOME: dir,
    XDG_STATE_HOME: join(dir, "state"),
    XDG_CACHE_HOME: join(dir, "cache"),
    XDG_CONFIG_HOME: join(dir, "config"),
    TMPDIR: dir,
    TERM: "xterm-256color",
    LANG: "C.UTF-8",
    TZ: "UTC",
  };
  return { dir, env, remove: () => removeFolder(dir) };
}

export type Outcome = {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
};

export type RunOptions = {
  readonly env: Readonly<Record<string, string>>;
  readonly node?: string;
  readonly input?: string;
  readonly timeoutMs?: number;
};

/** Runs to its end, stdin, stdout and stderr being pipes. Killed at the timeout, which then shows as its signal. */
export function runProgram(
  args: readonly string[],
  { env, node = process.execPath, input = "", timeoutMs = 20_000 }: RunOptions,
): Promise<Outcome> {
  return new Promise((resolvePromise, reject) => {
    const child = spawn(node, [programPath, ...args], { env, timeout: timeoutMs, killSignal: "SIGKILL" });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.once("error", reject);
    child.once("close", (code, signal) => resolvePromise({ code, signal, stdout, stderr }));
    child.stdin.on("error", () => undefined).end(input);
  });
}
