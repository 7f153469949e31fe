// A command on a real pseudo-terminal, with a terminal emulator reading what it writes.
import { existsSync, mkdtempSync, readFileSync, rmSync, watch } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spawn } from "@lydell/node-pty";
import xterm from "@xterm/headless";

// A shell leads the session, as in life: the command's end is not the terminal's, and when the terminal hangs up the shell dies
// and the kernel passes the signal on. A second one between them outlives that, and notes the terminal's settings before and
// after and how the command ended. The traps are no-ops, not ignores: the command still gets the default dispositions.
const witness = `
trap : HUP INT QUIT
stty -g >"$PTY_NOTES/before"
sh -c 'echo $$ >"$PTY_NOTES/pid"; exec "$@"' sh "$@"
echo $? >"$PTY_NOTES/status"
stty -g >"$PTY_NOTES/after" 2>/dev/null
: >"$PTY_NOTES/done"
`;
const leader = `trap : INT QUIT; sh -c "$0" sh "$@"; :`;

type Ended = {
  /** As a shell sees it: exit code, or 128 + signal number. */
  readonly status: number;
  /** `stty -g` around the command; `after` is empty when the terminal is gone. */
  readonly before: string;
  readonly after: string;
};

export type Modes = {
  readonly alternate: boolean;
  readonly cursorHidden: boolean;
  readonly bracketedPaste: boolean;
  readonly mouse: boolean;
  readonly focus: boolean;
  readonly synchronized: boolean;
};

export type Pty = {
  readonly exited: Promise<Ended>;
  /** The visible screen, one string a row, without trailing blanks. */
  readonly screen: () => readonly string[];
  /** Resolves to performance.now() of the write after which `seen` held; rejects at the deadline, or when the command ends without it. */
  readonly until: (seen: (screen: readonly string[]) => boolean, timeoutMs: number, what?: string) => Promise<number>;
  readonly write: (keys: string) => void;
  readonly resize: (columns: number, rows: number) => void;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Hangs up: what closing the terminal window or losing the SSH connection does. */
  readonly close: () => void;
  readonly modes: () => Modes;
  /** Everything written so far. */
  readonly output: () => string;
  readonly pid: () => number;
};

export type PtyOptions = {
  readonly columns: number;
  readonly rows: number;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
};

const read = (path: string): string => {
  try {
    return readFileSync(path, "utf8").trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
};

/** The state of a terminal nobody has touched. */
export const untouched: Modes = {
  alternate: false,
  cursorHidden: false,
  bracketedPaste: false,
  mouse: false,
  focus: false,
  synchronized: false,
};

const open = new Set<{ readonly exited: Promise<unknown>; readonly kill: (signal: NodeJS.Signals) => void }>();

/** Ends what a failed test left running; for `afterAll`. */
export async function endPtys(): Promise<void> {
  for (const { kill } of open) kill("SIGKILL");
  await Promise.all([...open].map(({ exited }) => exited));
}

type Waiter = { readonly check: () => boolean; readonly fail: (why: string) => void };

export function openPty(argv: readonly string[], { columns, rows, env, cwd }: PtyOptions): Pty {
  const notes = mkdtempSync(join(tmpdir(), "gatetop-pty-"));
  const note = (name: string): string => read(join(notes, name));
  const child = spawn("/bin/sh", ["-c", leader, witness, ...argv], {
    cols: columns,
    rows,
    name: env["TERM"] ?? "xterm-256color",
    env: { ...env, PTY_NOTES: notes },
    ...(cwd === undefined ? {} : { cwd }),
  });
  const kill = (signal: NodeJS.Signals): void => {
    const pid = Number(note("pid"));
    try {
      if (pid > 0) process.kill(pid, signal);
    } catch (error) {
      // It ended by itself a moment ago.
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  };
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 200 });
  const waiters = new Set<Waiter>();
  let output = "";
  let cursorHidden = false;
  const onCursorMode = (params: readonly (number | number[])[], hidden: boolean): boolean => {
    if (params.includes(25)) cursorHidden = hidden;
    return false;
  };
  terminal.parser.registerCsiHandler({ prefix: "?", final: "l" }, (params) => onCursorMode(params, true));
  terminal.parser.registerCsiHandler({ prefix: "?", final: "h" }, (params) => onCursorMode(params, false));
  // Answers to queries (cursor position, device attributes) go back, as a terminal's would.
  terminal.onData((reply) => child.write(reply));

  child.onData((data) => {
    output += data;
    terminal.write(data, () => {
      for (const waiter of waiters) if (waiter.check()) waiters.delete(waiter);
    });
  });

  const exited = new Promise<Ended>((resolve) => {
    let over = false;
    const watcher = watch(notes, () => settle());
    child.onExit(() => {
      over = true;
      settle();
    });
    const settle = (): void => {
      if (!over || !existsSync(join(notes, "done"))) return;
      over = false;
      watcher.close();
      const ended = { status: Number(note("status")), before: note("before"), after: note("after") };
      open.delete(left);
      rmSync(notes, { recursive: true, force: true });
      // An empty write runs after every write before it: only then is the last screen the last screen.
      terminal.write("", () => {
        for (const waiter of waiters) if (!waiter.check()) waiter.fail(`the command ended with ${ended.status}`);
        waiters.clear();
        resolve(ended);
      });
    };
  });

  const left = { exited, kill };
  open.add(left);

  const screen = (): readonly string[] => {
    const buffer = terminal.buffer.active;
    return Array.from({ length: terminal.rows }, (_, row) => buffer.getLine(buffer.viewportY + row)?.translateToString(true) ?? "");
  };

  return {
    exited,
    screen,
    until: (seen, timeoutMs, what = "the expected screen") =>
      new Promise((resolve, reject) => {
        const fail = (why: string): void => {
          clearTimeout(deadline);
          reject(new Error(`${what} was not seen: ${why}; the screen:\n${screen().join("\n").trimEnd()}`));
        };
        const check = (): boolean => {
          if (!seen(screen())) return false;
          clearTimeout(deadline);
          resolve(performance.now());
          return true;
        };
        const waiter = { check, fail };
        const deadline = setTimeout(() => {
          waiters.delete(waiter);
          fail(`${timeoutMs} ms passed`);
        }, timeoutMs);
        if (!check()) waiters.add(waiter);
      }),
    write: (keys) => child.write(keys),
    resize: (newColumns, newRows) => {
      terminal.resize(newColumns, newRows);
      child.resize(newColumns, newRows);
    },
    kill,
    close: () => (child as unknown as { destroy: () => void }).destroy(),
    modes: () => ({
      alternate: terminal.buffer.active.type === "alternate",
      cursorHidden,
      bracketedPaste: terminal.modes.bracketedPasteMode,
      mouse: terminal.modes.mouseTrackingMode !== "none",
      focus: terminal.modes.sendFocusMode,
      synchronized: terminal.modes.synchronizedOutputMode,
    }),
    output: () => output,
    pid: () => Number(note("pid")),
  };
}
