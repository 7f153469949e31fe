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

/** Resolves when the file has a line with `words`. */
function told(file: string, words: string): Promise<void> {
  const seen = () => readFileSync(file, "utf8").includes(words);
  return new Promise((resolve) => {
    const watcher = watch(file, () => {
      if (!seen()) return;
      watcher.close();
      resolve();
    });
    if (!seen()) return;
    watcher.close();
    resolve();
  });
}

function dashboard(node: string, log: string) {
  writeFileSync(log, "");
  const child = spawn(node, [programPath, "--demo", "--refresh", "0.5", "--log", log], {
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
  const endsSoon = async (): Promise<void> => {
    const asked = performance.now();
    process.kill(child.pid, "SIGTERM");
    await exited;
    expect(performance.now() - asked).toBeLessThan(5_000);
  };
  return { child, endsSoon };
}

const nodes: readonly (readonly [string, () => string])[] = [
  ["the pinned Node", () => process.execPath],
  ["the system's Node", systemNode],
];

test.each(nodes)(
  "stalled after a while, with %s",
  async (_, node) => {
    const log = join(home.dir, "log");
    const { child, endsSoon } = dashboard(node(), log);
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
    await endsSoon();
  },
  60_000,
);

test.each(nodes)(
  "that never took the first frame, with %s",
  async (_, node) => {
    const log = join(home.dir, "log-of-none");
    const { child, endsSoon } = dashboard(node(), log);
    child.pause();
    child.write("?");
    // Keys are heard: the first frame is on its way.
    await told(log, '"acted"');
    await endsSoon();
  },
  60_000,
);
