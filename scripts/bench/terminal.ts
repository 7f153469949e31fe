// A command on a pseudo-terminal of its own, with the moment at which each thing could be seen there.
import { spawn } from "@lydell/node-pty";
import xterm from "@xterm/headless";

export type Screen = readonly string[];

export type Terminal = {
  readonly pid: number;
  /** performance.now() just before the command was started. */
  readonly startedAt: number;
  /** performance.now() of the arrival of the bytes after which `seen` held. Drawing them in the emulator is not counted. */
  readonly until: (what: string, seen: (screen: Screen) => boolean, timeoutMs?: number) => Promise<number>;
  readonly write: (keys: string) => void;
  /** Bytes the command wrote to the terminal so far. */
  readonly bytes: () => number;
  readonly screen: () => Screen;
  /** Ends the command; resolves when it is gone. */
  readonly end: () => Promise<void>;
};

export type TerminalOptions = { readonly columns?: number; readonly rows?: number; readonly env: Readonly<Record<string, string>> };

const patienceMs = 20_000;

export function openTerminal(argv: readonly string[], { columns = 120, rows = 40, env }: TerminalOptions): Terminal {
  const emulator = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 0 });
  const waiting = new Set<(at: number) => void>();
  let total = 0;
  let lastAt = 0;
  const [file = "", ...args] = argv;
  const startedAt = performance.now();
  const child = spawn(file, args, { cols: columns, rows, name: "xterm-256color", env: { ...env }, encoding: null });
  let over = false;
  const exited = new Promise<void>((resolve) => {
    child.onExit(() => {
      over = true;
      resolve();
    });
  });
  // With a null encoding it delivers buffers; the types of the package know strings alone.
  (child as unknown as { onData: (listener: (data: Buffer) => void) => void }).onData((data) => {
    const at = performance.now();
    total += data.length;
    emulator.write(data, () => {
      lastAt = at;
      for (const check of waiting) check(at);
    });
  });
  emulator.onData((reply) => child.write(reply));

  const screen = (): Screen =>
    Array.from(
      { length: rows },
      (_, row) => emulator.buffer.active.getLine(emulator.buffer.active.baseY + row)?.translateToString(true) ?? "",
    );

  return {
    pid: child.pid,
    startedAt,
    screen,
    bytes: () => total,
    write: (keys) => child.write(keys),
    until: (what, seen, timeoutMs = patienceMs) =>
      new Promise((resolve, reject) => {
        const stop = (): void => {
          clearTimeout(deadline);
          waiting.delete(check);
        };
        const check = (at: number): void => {
          if (!seen(screen())) return;
          stop();
          resolve(at);
        };
        const fail = (why: string): void => {
          stop();
          reject(new Error(`${what} was not seen: ${why}; the screen:\n${screen().join("\n").trimEnd()}`));
        };
        const deadline = setTimeout(() => fail(`${timeoutMs} ms passed`), timeoutMs);
        waiting.add(check);
        check(lastAt);
        void exited.then(() => waiting.has(check) && fail("the command ended"));
      }),
    end: async () => {
      if (!over) child.kill("SIGTERM");
      const impatience = setTimeout(() => child.kill("SIGKILL"), 3_000);
      await exited;
      clearTimeout(impatience);
      emulator.dispose();
    },
  };
}

export const isLive = (screen: Screen): boolean => screen[0]?.includes("● live") ?? false;
export const isPainted = (screen: Screen): boolean => screen.some((line) => line.trim() !== "");
