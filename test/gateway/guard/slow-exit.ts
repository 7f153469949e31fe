// Loaded into a gateway before its own code: when all its work is over and its lock file given back, its process stays for as long as
// $HOME/slow-exit.order says, in milliseconds, as that of a slow host does. Once for each order.
import { existsSync, readFileSync, rmSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

const order = `${process.env["HOME"]}/slow-exit.order`;

if (isMainThread) {
  process.on("exit", () => {
    if (!existsSync(order)) return;
    const forMs = Number(readFileSync(order, "utf8"));
    rmSync(order);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, forMs);
  });
}
