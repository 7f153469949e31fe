// What goes wrong with a gateway, done to it by pid from outside.
import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import type { RealGateway } from "../gateway.ts";

/** Epoch ms of the signal. Whoever freezes thaws, or sees that the process is gone: `thaw` does either. */
export function freeze(gateway: RealGateway): { readonly pid: number; readonly at: number; readonly thaw: () => void } {
  const pid = gateway.pid();
  const at = Date.now();
  process.kill(pid, "SIGSTOP");
  return {
    pid,
    at,
    thaw: () => {
      try {
        process.kill(pid, "SIGCONT");
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
      }
    },
  };
}

/** For `GatewayOptions.preload`: makes `blockLoop` possible. */
export const blockable = join(import.meta.dirname, "block-loop.ts");

const BLOCKED_MS = 10_000;

/** The event loop of its process stands still at the cost of a whole core; resolves with epoch ms once it does. SIGTERM waits meanwhile. */
export async function blockLoop(gateway: RealGateway, forMs: number): Promise<number> {
  const pid = gateway.pid();
  const [order, began] = ["order", "began"].map((end) => join(gateway.home, `block-loop.${end}`)) as [string, string];
  rmSync(began, { force: true });
  writeFileSync(order, String(forMs));
  process.kill(pid, "SIGWINCH");
  const deadline = performance.now() + BLOCKED_MS;
  while (!existsSync(began)) {
    if (performance.now() > deadline) throw new Error(`pid ${pid} did not block its loop: was the gateway started with preload?`);
    await pause(10);
  }
  return Number(readFileSync(began, "utf8"));
}

export type Stranger = { readonly pid: number; readonly alive: () => boolean; readonly end: () => Promise<void> };

const listening = `require("node:net").createServer((s) => s.on("error", () => {})).listen(Number(process.argv[1]), "127.0.0.1", () => console.log("listening"))`;

/** A process of this user that is no gateway and listens on its port, which must be free; it accepts and says nothing. */
export function strangerOn(port: number): Promise<Stranger> {
  const child = spawn(process.execPath, ["-e", listening, String(port)], { stdio: ["ignore", "pipe", "inherit"] });
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const stranger: Stranger = {
    pid: child.pid ?? 0,
    alive: () => child.exitCode === null && child.signalCode === null,
    end: async () => {
      child.kill("SIGKILL");
      await gone;
    },
  };
  return new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`nobody listens on ${port}: the stranger ended with ${code}`)));
    createInterface({ input: child.stdout }).once("line", () => resolve(stranger));
  });
}
