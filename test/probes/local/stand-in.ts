// A real process that stands in for the gateway: it listens, can spin, and obeys signals.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Target } from "../../../src/data/target.ts";
import type { ProbeContext, World } from "../../../src/probes/probe.ts";
import { createWorld } from "../../../src/probes/world.ts";
import { target as anyTarget } from "../../support/target.ts";

export type StandIn = {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly port: number;
  /** The next line it prints. */
  readonly line: () => Promise<string>;
  readonly end: () => Promise<void>;
};

const script = `
  const server = require("node:net").createServer((socket) => { socket.on("error", () => {}); console.log("accepted"); });
  server.listen({ port: 0, host: process.argv[1], backlog: Number(process.argv[2]) }, () => console.log(server.address().port));
  process.stdin.on("data", () => {
    const from = process.cpuUsage();
    while (process.cpuUsage(from).user + process.cpuUsage(from).system < 300000);
    console.log("spun");
  });
`;

/** What it does on stdin: burns 0.3 s of processor time, then prints "spun". It prints "accepted" for every connection. */
export async function startStandIn({ host = "127.0.0.1", backlog = 511 } = {}): Promise<StandIn> {
  return follow(spawn(process.execPath, ["-e", script, host, String(backlog)], { stdio: ["pipe", "pipe", "inherit"] }));
}

/** The same with a limit of its own, soft and hard, so that Node cannot raise it. */
export async function startLimited(maxOpenFiles: number): Promise<StandIn> {
  const limited = ["-c", `ulimit -n ${maxOpenFiles} && exec "$0" "$@"`, process.execPath, "-e", script, "127.0.0.1", "511"];
  return follow(spawn("/bin/sh", limited, { stdio: ["pipe", "pipe", "inherit"] }));
}

/** A parent that only starts a child which listens, as releases up to 2026.3 did. `pid` is the parent's; it prints when the child is gone. */
export async function startParentAndChild(): Promise<StandIn & { readonly childPid: number }> {
  const parent = `
    const child = require("node:child_process").spawn(process.execPath, ["-e", process.argv[1], "127.0.0.1", "511"], { stdio: ["pipe", "inherit", "inherit"] });
    console.log(child.pid);
    let ending = false;
    child.once("exit", () => { console.log("childless"); if (ending) process.exit(); });
    process.on("SIGTERM", () => { ending = true; if (!child.kill("SIGKILL")) process.exit(); });
    process.stdin.resume();
  `;
  const child = spawn(process.execPath, ["-e", parent, script], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const childPid = Number((await lines.next()).value);
  const port = Number((await lines.next()).value);
  const end = async (): Promise<void> => {
    child.kill("SIGTERM");
    await once(child, "exit");
  };
  return { child, pid: child.pid ?? 0, childPid, port, line: async () => String((await lines.next()).value), end };
}

async function follow(child: ChildProcess): Promise<StandIn> {
  if (child.stdout === null || child.pid === undefined) throw new Error("the stand-in did not start");
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async (): Promise<string> => String((await lines.next()).value);
  const port = Number(await line());
  const end = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, "exit");
    child.kill("SIGKILL");
    await exited;
  };
  return { child, pid: child.pid, port, line, end };
}

const fieldsOf = (pid: number): readonly string[] => (readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1) ?? "").split(" ");

/** Field 22 of /proc/PID/stat, what the gateway writes into its lock file. */
export const startTimeOf = (pid: number): number => Number(fieldsOf(pid)[19]);

/** Stops it and returns when the kernel has: nothing but /proc tells when. */
export async function stop({ child, pid }: StandIn): Promise<void> {
  child.kill("SIGSTOP");
  while (fieldsOf(pid)[0] !== "T") await nextTurn();
}

/** The real world with a clock of its own: `pass` lets time go by without waiting. */
export function worldWithClock(): { readonly world: World; readonly pass: (ms: number) => void } {
  let ahead = 0;
  const world = createWorld({ request: () => Promise.reject(new Error("no gateway is asked here")), methods: () => null });
  return { world: { ...world, now: () => Date.now() + ahead }, pass: (ms) => void (ahead += ms) };
}

export function contextFor(target: Partial<Target> & { readonly port: number }, more: Partial<ProbeContext> = {}): ProbeContext {
  return {
    target: { ...anyTarget, url: `ws://127.0.0.1:${target.port}`, ...target },
    last: () => null,
    reportedPid: null,
    ...more,
  };
}

/** The kernel says of this process, which goes on, that it is stopped. */
export function stoppedWorld(pid: number): Pick<World, "readText"> {
  const { readText } = createWorld({ request: () => Promise.reject(new Error("nobody is asked")), methods: () => null });
  return {
    readText: async (path, options) => {
      const text = await readText(path, options);
      return path === `/proc/${pid}/stat` ? text.replace(/\) [A-Z] /u, ") T ") : text;
    },
  };
}
