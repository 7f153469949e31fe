// One real OpenClaw gateway of a given release, on loopback, started by the harness itself: nobody restarts it.
import { spawn, type ChildProcessByStdio } from "node:child_process";
import { createInterface } from "node:readline";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { layGround, type GatewayOptions, type Ground } from "./ground.ts";
import { openLink, type Link } from "./link.ts";
import { connectRaw, type RawClient } from "./raw-client.ts";

export type RealGateway = Ground & {
  /** What stands before a command that is to see the gateway as its operator does; empty: nothing. */
  readonly through: readonly string[];
  /** A new connection of our own. */
  readonly connect: () => Promise<RawClient>;
  readonly pid: () => number;
  /** To the process the gateway runs in; SIGKILL leaves its home for the next `start`. */
  readonly signal: (name: NodeJS.Signals) => void;
  /** Starts a new process on the same home and port. */
  readonly start: () => Promise<void>;
  readonly running: () => boolean;
  /** Resolves to performance.now() of the first moment a client gets an answer. */
  readonly answers: (timeoutMs: number) => Promise<number>;
  /** Starts an agent run and returns once the gateway accepted it. */
  readonly run: (sessionKey: string, message: string) => Promise<string>;
  /** Resolves when nothing would be interrupted by a restart; just after its start a gateway has work of its own. */
  readonly idle: (timeoutMs: number) => Promise<void>;
  readonly stop: () => Promise<void>;
};

type Leash = { readonly process: ChildProcessByStdio<Writable, Readable, null>; readonly pid: number; readonly running: () => boolean };

function startLeash({ home, command, environment }: Ground): Promise<Leash> {
  const args = [join(import.meta.dirname, "leash.ts"), home, ...command];
  const leash = spawn(process.execPath, args, { env: environment, stdio: ["pipe", "pipe", "inherit"], detached: true });
  leash.stdin.on("error", () => undefined);
  return new Promise((resolve, reject) => {
    let running = true;
    leash.once("error", reject);
    createInterface({ input: leash.stdout }).on("line", (line) => {
      const [word, ...rest] = line.split(" ");
      if (word === "pid") resolve({ process: leash, pid: Number(rest[0]), running: () => running });
      if (word === "ended") running = false;
      if (word === "failed") reject(new Error(rest.join(" ")));
    });
  });
}

async function dropLeash(leash: Leash): Promise<void> {
  const gone = new Promise((resolve) => leash.process.once("exit", resolve));
  leash.process.stdin.end("keep\n");
  await gone;
}

const lastLines = (file: string): string => readFileSync(file, "utf8").trimEnd().split("\n").slice(-20).join("\n  ");

/** What every gateway can do, whoever started it. */
export function talkTo(ground: Ground, link: Link, running: () => boolean): Pick<RealGateway, "connect" | "answers" | "run" | "idle"> {
  let runs = 0;
  return {
    connect: () => connectRaw(ground.port, ground.token),
    answers: async (timeoutMs) => {
      try {
        return await link.answers(timeoutMs, running);
      } catch (error) {
        const words = lastLines(join(ground.home, "console.log"));
        throw new Error(`openclaw ${ground.release.version}: ${(error as Error).message}; its last words:\n  ${words}`, { cause: error });
      }
    },
    run: async (sessionKey, message) => {
      const accepted = await link.request("agent", { sessionKey, message, idempotencyKey: `test-${process.pid}-${++runs}` });
      return String(accepted["runId"]);
    },
    idle: async (timeoutMs) => {
      const deadline = performance.now() + timeoutMs;
      let last: unknown = null;
      while (performance.now() < deadline) {
        const preflight = await link.request("gateway.restart.preflight");
        if (preflight["safe"] === true) return;
        last = preflight["summary"];
        await pause(100);
      }
      throw new Error(`the gateway is not idle after ${timeoutMs} ms: ${String(last)}`);
    },
  };
}

export async function startGateway(version: string, options: GatewayOptions = {}): Promise<RealGateway> {
  const ground = await layGround(version, options);
  const link = openLink(ground.port);
  let leash: Leash | null = null;
  const running = (): boolean => leash?.running() === true;
  const talk = talkTo(ground, link, running);

  const pid = (): number => {
    if (leash === null) throw new Error("the gateway was not started");
    return leash.pid;
  };

  const gateway: RealGateway = {
    ...ground,
    ...talk,
    through: [],
    pid,
    signal: (name) => process.kill(pid(), name),
    running,
    start: async () => {
      if (leash !== null) await dropLeash(leash);
      leash = await startLeash(ground);
      await talk.answers(90_000);
    },
    stop: async () => {
      link.close();
      if (leash !== null) await dropLeash(leash);
      await ground.remove();
    },
  };
  try {
    await gateway.start();
  } catch (error) {
    await gateway.stop();
    throw error;
  }
  return gateway;
}
