// A terminal that takes nothing more (an ssh connection that stalls) stops neither the program nor its end.
import { readFileSync, watch, writeFileSync } from "node:fs";
import { join } from "node:path";
import { spawn } from "@lydell/node-pty";
import { afterAll, expect, test } from "vitest";
import { programPath, systemNode, temporaryHome } from "../support/program.ts";

const home = temporaryHome();
const running = new Set<number>();
afterAll(() => {
  for (const pid of running) process.kill(pid, "SIGKILL");
  home.remove();
});

/** Resolves when the file has grown by a line from now. */
function growth(file: string): Promise<void> {
  const lines = () => readFileSync(file, "utf8").split("\n").length;
  const before = lines();
  return new Promise((resolve) => {
    const watcher = watch(file, () => {
      if (lines() === before) return;
      watcher.close();
      resolve();
    });
  });
}

test.each([
  ["the pinned Node", () => process.execPath],
  ["the system's Node", systemNode],
])(
  "with %s",
  async (_, node) => {
    const log = join(home.dir, "log");
    writeFileSync(log, "");
    const child = spawn(node(), [programPath, "--demo", "--refresh", "0.5", "--log", log], {
      cols: 200,
      rows: 50,
      env: { ...home.env },
      name: "xterm-256color",
    });
    running.add(child.pid);
    const exited = new Promise<void>((resolve) => {
      child.onExit(() => {
        running.delete(child.pid);
        resolve();
      });
    });
    let seen = "";
    await new Promise<void>((resolve) => {
      const reading = child.onData((data) => {
        seen += data;
        if (!seen.includes("live")) return;
        reading.dispose();
        resolve();
      });
    });
    child.pause();
    // Each opens or closes the help, some kilobytes; the terminal's buffer is full after a few. A program that waited for it
    // would write no more lines into its log, which has one for each key.
    for (let n = 0; n < 30; n++) {
      const grown = growth(log);
      child.write("?");
      await grown;
    }
    const asked = performance.now();
    process.kill(child.pid, "SIGTERM");
    await exited;
    expect(performance.now() - asked).toBeLessThan(5_000);
  },
  60_000,
);
