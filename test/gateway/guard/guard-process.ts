// `gatetop guard` of the built program, in the foreground, as the operator of the gateway runs it, and everything it leaves behind: what it
// prints, its state file, the journal.
//
//   const guard = startGuard(gateway, home, { args: ["--act"] });
//   await guard.watching();                                        // it found the gateway well
//   const seen = await guard.until("a strike", ({ state }) => state?.strikes.length === 1, 30_000);
//   await guard.end();
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { programPath, type Home } from "../../support/program.ts";
import type { RealGateway } from "../gateway.ts";
import { operatorEnv } from "../restart/ask.ts";
import { journalLines, type Line } from "../restart/journal.ts";
import { guardFile, type GuardState } from "./guard-file.ts";

/** What `--json` prints, one a line; schema gatetop-tell/1 as far as this suite asserts it. */
export type Told = {
  readonly id: string;
  readonly at: number;
  readonly what: string;
  readonly edge: "begins" | "ends" | "once";
  readonly severity: string;
  readonly subject: string;
  readonly sentence: string;
  readonly dryRun: boolean;
};

/** One moment. */
export type Seen = {
  /** Null until this guard has written its own: what one before it left is not shown. */
  readonly state: GuardState | null;
  /** How often this guard has set its file's time, as each look does, also one that changes nothing. */
  readonly looks: number;
  /** Standard output so far, by lines. */
  readonly lines: readonly string[];
  /** The same as tells; empty without `--json`. */
  readonly tells: readonly Told[];
  /** The whole of the gateway's journal, other writers' too. */
  readonly journal: readonly Line[];
};

type Exit = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

export type GuardProcess = {
  readonly pid: number;
  readonly seen: () => Seen;
  /** Every different state of this guard's file that was seen, oldest first; looked at every 25 ms. */
  readonly states: () => readonly GuardState[];
  /** Both streams, as they are. */
  readonly printed: () => string;
  /** Resolves with the first moment that holds; rejects with what was seen last, in time or when the guard ends before. */
  readonly until: (what: string, holds: (seen: Seen) => boolean, timeoutMs: number) => Promise<Seen>;
  /**
   * As `until`, and with what the guard had to tell of it: it remembers first and tells then. Resolves with the moment after its file's next
   * time; for whoever asserts what was told of something he saw in the file.
   */
  readonly untilTold: (what: string, holds: (seen: Seen) => boolean, timeoutMs: number) => Promise<Seen>;
  /** Resolves once it has found the gateway well, which every test begins with; 60 s. */
  readonly watching: () => Promise<Seen>;
  readonly ended: Promise<Exit>;
  /** SIGTERM; resolves when it is over, which it must be within 20 s. Nothing to do when it has ended already. */
  readonly end: () => Promise<Exit>;
  /** SIGKILL. */
  readonly kill9: () => Promise<Exit>;
};

export type GuardStart = {
  /** After `guard`: "--act", "--fast", "--json"… */
  readonly args?: readonly string[];
  /** The `guard` block of config.json5, seconds and all; it stays for the guards that follow until another is given. */
  readonly config?: object;
  /** Besides the operator's own. */
  readonly env?: Readonly<Record<string, string>>;
};

const LOOK_MS = 25;
const END_MS = 20_000;

function configure(gateway: RealGateway, guard: object): void {
  const folder = join(gateway.home, ".config", "gatetop");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, "config.json5"), JSON.stringify({ guard }), { mode: 0o600 });
}

function describe({ state, lines, journal }: Seen): string {
  const entries = journal.map(({ entry, id, by, verdict }) => [entry, id, by, verdict?.kind].filter(Boolean).join(" "));
  return [`state: ${JSON.stringify(state)}`, `printed:`, ...lines.slice(-25), `journal:`, ...entries.slice(-10)].join("\n  ");
}

/** Of a gateway under systemd it runs inside the manager's namespace, through `gateway.through`. */
export function startGuard(gateway: RealGateway, home: Home, { args = [], config, env = {} }: GuardStart = {}): GuardProcess {
  if (config !== undefined) configure(gateway, config);
  const [command = "", ...rest] = [...gateway.through, process.execPath, programPath, "guard", ...args];
  // nsenter becomes the program, so that the pid is the guard's own.
  const child = spawn(command, rest, { env: { ...operatorEnv(gateway, home), ...env }, stdio: ["ignore", "pipe", "pipe"] });
  const lines: string[] = [];
  const states: GuardState[] = [];
  const waiting = new Set<() => void>();
  let printed = "";
  let last: ReturnType<typeof guardFile> = null;
  let looks = 0;
  let exit: Exit | null = null;

  const pid = (): number => {
    if (child.pid === undefined) throw new Error(`${command} could not be started`);
    return child.pid;
  };
  const seen = (): Seen => ({
    state: states.at(-1) ?? null,
    looks,
    lines,
    tells: args.includes("--json") ? lines.map((line) => JSON.parse(line) as Told) : [],
    journal: journalLines(home),
  });
  const check = (): void => {
    for (const one of waiting) one();
  };
  const look = (): void => {
    const now = guardFile(home, gateway.port);
    if (now === null || (now.text === last?.text && now.mtimeMs === last.mtimeMs)) return;
    const state = JSON.parse(now.text) as GuardState;
    const isOurs = state.guard.pid === child.pid;
    if (isOurs) looks += 1;
    if (isOurs && now.text !== last?.text) states.push(state);
    last = now;
  };
  const watch = setInterval(() => {
    look();
    check();
  }, LOOK_MS);

  child.stdout.setEncoding("utf8").on("data", (text: string) => (printed += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (printed += text));
  createInterface({ input: child.stdout }).on("line", (line) => {
    lines.push(line);
    check();
  });
  const ended = new Promise<Exit>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      clearInterval(watch);
      exit = { code, signal };
      look();
      check();
      resolve(exit);
    });
  });

  const until: GuardProcess["until"] = (what, holds, timeoutMs) =>
    new Promise((resolve, reject) => {
      const settle = (act: () => void): void => {
        waiting.delete(once);
        clearTimeout(late);
        act();
      };
      const fail = (why: string): void =>
        settle(() => reject(new Error(`${what}: ${why}\n  ${describe(seen())}\n  ${printed.slice(-500)}`)));
      const once = (): void => {
        const now = seen();
        if (holds(now)) settle(() => resolve(now));
        else if (exit !== null) fail(`the guard ended with ${exit.code ?? exit.signal}`);
      };
      const late = setTimeout(() => fail(`not within ${timeoutMs} ms`), timeoutMs);
      waiting.add(once);
      once();
    });

  const untilTold: GuardProcess["untilTold"] = async (what, holds, timeoutMs) => {
    const { looks: from } = await until(what, holds, timeoutMs);
    await until(`${what}, told`, ({ looks }) => looks > from, timeoutMs);
    // What was printed before is in the pipe, which is read before this.
    await new Promise((resolve) => setImmediate(resolve));
    return seen();
  };

  const kill = async (signal: NodeJS.Signals): Promise<Exit> => {
    if (exit === null) process.kill(pid(), signal);
    return ended;
  };
  return {
    pid: pid(),
    seen,
    states: () => states,
    printed: () => printed,
    until,
    untilTold,
    watching: () => until("a gateway that is well", ({ state }) => state?.standing === "well", 60_000),
    ended,
    end: async () => {
      const late = setTimeout(() => process.kill(pid(), "SIGKILL"), END_MS);
      const over = await kill("SIGTERM");
      clearTimeout(late);
      if (over.signal === "SIGKILL") throw new Error(`the guard did not end within ${END_MS} ms of SIGTERM:\n${printed}`);
      return over;
    },
    kill9: () => kill("SIGKILL"),
  };
}
