// `gatetop restart` of the built program, run as the operator of the gateway runs it: same home, so its config, lock and unit are found.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { programPath, type Home } from "../../support/program.ts";
import type { RealGateway } from "../gateway.ts";

export type Fact = {
  readonly fact: string;
  readonly before: string | number | null;
  readonly after: string | number | null;
  readonly says: string;
};

/** The part of schema gatetop-restart/1 this suite asserts, written down apart from the program. */
export type RestartReport = {
  readonly schema: string;
  readonly id: string | null;
  readonly at: number | null;
  readonly mode: string;
  readonly dryRun: boolean;
  readonly choice: { readonly can: boolean; readonly why: string | null };
  /** Null, as verdict and evidence: nothing was asked for. */
  readonly request: {
    readonly by: string | null;
    readonly status: string | null;
    readonly delayMs: number | null;
    readonly unanswered: { readonly sent: boolean } | null;
    readonly signal: string | null;
  } | null;
  readonly verdict: {
    readonly kind: string;
    readonly sentence: string;
    readonly why: string | null;
    readonly attribution: string | null;
    readonly downMs: number | null;
    readonly readyMs: number | null;
  } | null;
  readonly evidence: { readonly facts: readonly Fact[] } | null;
  readonly milestones: readonly { readonly name: string; readonly ms: number; readonly detail: string | null }[];
  readonly channels: readonly { readonly account: string; readonly backMs: number | null }[];
  readonly waitedMs: number | null;
  readonly journal: boolean;
};

export type Answer = { readonly code: number | null; readonly stdout: string; readonly stderr: string };
export type RestartAnswer = Answer & { readonly told: RestartReport };

export type Asked<T extends Answer> = {
  readonly ended: Promise<T>;
  /** Resolves when standard error, where the milestones appear, has said so; rejects when the program ends without. */
  readonly said: (pattern: RegExp) => Promise<void>;
};

/** The gateway's own user and directories, with gatetop's state elsewhere, so that a test sees what it wrote. */
export function operatorEnv(gateway: RealGateway, home: Home): Readonly<Record<string, string>> {
  const { XDG_CONFIG_HOME: _own, ...env } = home.env;
  return { ...env, HOME: gateway.home, TMPDIR: join(gateway.home, "tmp"), XDG_RUNTIME_DIR: `/run/user/${process.getuid?.()}` };
}

export type AskOptions = { readonly env?: Readonly<Record<string, string>>; readonly timeoutMs?: number };

export function ask(
  gateway: RealGateway,
  home: Home,
  args: readonly string[],
  { env = operatorEnv(gateway, home), timeoutMs = 120_000 }: AskOptions = {},
): Asked<Answer> {
  const [command = "", ...rest] = [...gateway.through, process.execPath, programPath, ...args];
  const child = spawn(command, rest, { env, timeout: timeoutMs, killSignal: "SIGKILL", stdio: ["ignore", "pipe", "pipe"] });
  const listeners = new Set<() => void>();
  let stdout = "";
  let stderr = "";
  let over = false;
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
    for (const listener of listeners) listener();
  });
  const ended = new Promise<Answer>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      over = true;
      for (const listener of listeners) listener();
      if (signal === null) resolve({ code, stdout, stderr });
      else reject(new Error(`gatetop ${args.join(" ")} ended by ${signal}: ${stdout}\n${stderr}`));
    });
  });
  return {
    ended,
    said: (pattern) =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          const seen = pattern.test(stderr);
          if (!seen && !over) return;
          listeners.delete(check);
          if (seen) resolve();
          else reject(new Error(`it never said ${pattern}: ${stdout}\n${stderr}`));
        };
        listeners.add(check);
        check();
      }),
  };
}

/** One restart that is under way. */
export function restarting(gateway: RealGateway, home: Home, args: readonly string[], options: AskOptions = {}): Asked<RestartAnswer> {
  const asked = ask(gateway, home, ["restart", ...args, "--yes", "--json"], options);
  const ended = asked.ended.then((answer): RestartAnswer => {
    try {
      return { ...answer, told: JSON.parse(answer.stdout) as RestartReport };
    } catch (error) {
      throw new Error(`gatetop restart ${args.join(" ")} ended with ${answer.code} and no JSON: ${answer.stdout}\n${answer.stderr}`, {
        cause: error,
      });
    }
  });
  return { said: asked.said, ended };
}

export const restart = (gateway: RealGateway, home: Home, args: readonly string[], options: AskOptions = {}): Promise<RestartAnswer> =>
  restarting(gateway, home, args, options).ended;
