// Runs one gateway process and outlives nobody: when the test process that started it goes away, however it does, the gateway and
// everything it started are ended and its home is removed. Arguments: home, then the command. Says "pid N", then "ended CODE SIGNAL".
import { spawn } from "node:child_process";
import { openSync, rmSync } from "node:fs";
import { join } from "node:path";

const [home = "", command = "", ...args] = process.argv.slice(2);
const log = openSync(join(home, "console.log"), "a");
// Its own process group, so that children of the gateway end with it.
const gateway = spawn(command, args, { cwd: home, detached: true, stdio: ["ignore", log, log] });
process.stdout.on("error", () => undefined);

const endGroup = (): void => {
  try {
    if (gateway.pid !== undefined) process.kill(-gateway.pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
};

gateway.once("error", (error) => process.stdout.write(`failed ${error.message}\n`));
gateway.once("spawn", () => process.stdout.write(`pid ${gateway.pid}\n`));
gateway.once("exit", (code, signal) => {
  endGroup();
  process.stdout.write(`ended ${code} ${signal}\n`);
});

let orderly = false;
process.stdin.setEncoding("utf8").on("data", () => (orderly = true));
process.stdin.once("close", () => {
  endGroup();
  if (!orderly) rmSync(home, { recursive: true, force: true });
  process.exit(0);
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => process.stdin.destroy());
