// One command of this host that only tells something: no shell, no terminal, bounded in time and length.

export type CommandAnswer = {
  /** Null when it was not there, or was ended by its deadline. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  readonly ended: "itself" | "missing" | "timeout";
};

export type RunCommand = (
  argv: readonly [string, ...string[]],
  options: { readonly timeoutMs: number; readonly env: NodeJS.ProcessEnv; readonly maxBytes?: number },
) => Promise<CommandAnswer>;

const maxOutputBytes = 65_536;

/** Never rejects. */
export const runCommand: RunCommand = async ([file, ...args], { timeoutMs, env, maxBytes = maxOutputBytes }) => {
  // Not at the top: most runs of the program never start a command.
  const { execFile } = await import("node:child_process");
  return new Promise((resolve) => {
    const options = { env, timeout: timeoutMs, killSignal: "SIGKILL", maxBuffer: maxBytes, windowsHide: true } as const;
    const child = execFile(file, args, options, (error, out, err) => {
      if (error === null) return resolve({ code: 0, out, err, ended: "itself" });
      if (error.killed === true) return resolve({ code: null, out, err, ended: "timeout" });
      if (typeof error.code === "number") return resolve({ code: error.code, out, err, ended: "itself" });
      // Not there, not executable, or too long an answer: in no case is there one to read.
      resolve({ code: null, out: "", err: error.message, ended: "missing" });
    });
    child.stdin?.end();
  });
};
