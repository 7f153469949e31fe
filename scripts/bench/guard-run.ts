// The built `gatetop guard` as a process of its own, and the file in which it keeps what it knows.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, watch } from "node:fs";
import { join } from "node:path";
import type { GuardFile } from "../../src/data/guard/state-file.ts";

export type GuardRun = {
  readonly pid: number;
  /** Resolves to performance.now() of the moment at which its file said so. */
  readonly until: (what: string, wanted: (file: GuardFile) => boolean, timeoutMs: number) => Promise<number>;
  /** Ends it; resolves when it is gone. */
  readonly end: () => Promise<void>;
};

export type GuardStart = {
  /** What stands before the command; empty: nothing. */
  readonly through?: readonly string[];
  readonly node: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** A state directory of its own: it remembers nothing, and holds no lock that another waits for. */
  readonly state: string;
};

const KEPT = 2_000;

export async function startGuard({ through = [], node, program, args, env, state }: GuardStart): Promise<GuardRun> {
  const dir = join(state, "gatetop", "guard");
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const [command = "", ...rest] = [...through, node, program, "guard", ...args];
  const child = spawn(command, rest, { env: { ...env, XDG_STATE_HOME: state }, stdio: ["ignore", "pipe", "pipe"] });
  await once(child, "spawn");
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => (said = (said + text).slice(-KEPT)));
  }
  const exited = once(child, "exit");
  // A guard outlives whoever started it; one of a bench that was broken off would look on for good.
  const endsToo = (): void => void child.kill("SIGKILL");
  process.prependOnceListener("exit", endsToo);
  void exited.then(() => process.off("exit", endsToo));

  const file = (): GuardFile | null => {
    const name = readdirSync(dir).find((entry) => entry.endsWith(".json"));
    return name === undefined ? null : (JSON.parse(readFileSync(join(dir, name), "utf8")) as GuardFile);
  };

  return {
    pid: child.pid as number,
    until: (what, wanted, timeoutMs) =>
      new Promise((resolve, reject) => {
        const stop = (): void => {
          clearTimeout(deadline);
          watcher.close();
        };
        const fail = (why: string): void => {
          stop();
          reject(new Error(`the guard never said ${what}: ${why}; it said:\n${said.trimEnd()}`));
        };
        const check = (): void => {
          const now = file();
          if (now === null || !wanted(now)) return;
          stop();
          resolve(performance.now());
        };
        const deadline = setTimeout(() => fail(`${timeoutMs} ms passed`), timeoutMs);
        const watcher = watch(dir, check);
        void exited.then(() => fail("it ended"));
        check();
      }),
    end: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
      const impatience = setTimeout(() => child.kill("SIGKILL"), 5_000);
      await exited;
      clearTimeout(impatience);
    },
  };
}
