// Starts scripts/bench/gateway.ts and talks to it.
import { fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Bench } from "./benchmark.ts";
import type { Condition } from "./flips.ts";
import type { Furnished, Order, Report } from "./gateway.ts";

export type GatewayProcess = {
  readonly pid: number;
  readonly port: number;
  /** performance.now() when it said that its port answers. */
  readonly listeningAt: number;
  /** For the program: where it is and how to get in. */
  readonly args: readonly string[];
  readonly flood: (perSecond: number, seconds: number) => Promise<Extract<Report, { readonly report: "flooded" }>>;
  readonly sent: () => Promise<number>;
  /** Resolves to performance.now() of the moment from which whoever asks is told. */
  readonly flip: (condition: Condition, wrong: boolean) => Promise<number>;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Resolves when it is gone. */
  readonly end: () => Promise<void>;
};

const script = resolve(import.meta.dirname, "gateway.ts");
const token = randomUUID();

/** `port` 0: any. All gateways of one run have the same token. */
export async function startGateway({ home }: Bench, port = 0, furnished: Partial<Furnished> = {}): Promise<GatewayProcess> {
  const tokenFile = join(home.dir, "gateway-token");
  writeFileSync(tokenFile, `${token}\n`, { mode: 0o600 });
  // Node 24 reads TypeScript by itself.
  const child = fork(script, [], { execArgv: [], env: home.env });
  const pid = child.pid;
  if (pid === undefined) throw new Error("the demo gateway could not be started");
  const exited = once(child, "exit");
  const ask = (order: Order, wanted: Report["report"]): Promise<Report> =>
    new Promise((resolvePromise, reject) => {
      const hear = (report: Report): void => {
        if (report.report !== wanted) return;
        child.off("message", hear);
        resolvePromise(report);
      };
      child.on("message", hear);
      void exited.then(() => reject(new Error(`the demo gateway ended instead of saying ${wanted}`)));
      child.send(order);
    });
  const listening = (await ask({ order: "start", port, token, crowd: null, log: null, ...furnished }, "listening")) as Extract<
    Report,
    { report: "listening" }
  >;
  return {
    pid,
    port: listening.port,
    listeningAt: performance.now(),
    args: ["--url", `ws://127.0.0.1:${listening.port}`, "--token-file", tokenFile],
    flood: async (perSecond, seconds) =>
      (await ask({ order: "flood", perSecond, seconds }, "flooded")) as Extract<Report, { report: "flooded" }>,
    sent: async () => ((await ask({ order: "count" }, "count")) as Extract<Report, { report: "count" }>).sent,
    flip: async (condition, wrong) => {
      await ask({ order: "flip", condition, wrong }, "flipped");
      return performance.now();
    },
    kill: (signal) => void child.kill(signal),
    end: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
      await exited;
    },
  };
}
