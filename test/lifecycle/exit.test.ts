// Every way out gives the terminal back exactly as it was.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { nodes, programPath, temporaryHome } from "../support/program.ts";
import { endPtys, openPty, untouched, type Pty } from "../support/pty.ts";

const home = temporaryHome();
afterAll(async () => {
  await endPtys();
  home.remove();
});

/** With the mouse on, so that every way out is seen to turn it off. */
const calm = ["--demo", "calm", "--mouse"];
const live = (screen: readonly string[]): boolean => /● live/u.test(screen[0] ?? "");

/** The line a person typed before stands above, as the shell's history does. */
const script = 'echo "what was there before"; exec "$@"';
const open = (node: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Pty =>
  openPty(["sh", "-c", script, "sh", node, programPath, ...args], { columns: 120, rows: 36, env: { ...home.env, ...env } });

async function expectGivenBack(pty: Pty, status: number): Promise<void> {
  const ended = await pty.exited;
  expect(ended.status).toBe(status);
  expect(pty.modes()).toEqual(untouched);
  expect(ended.after).toBe(ended.before);
  expect(pty.screen()[0]).toBe("what was there before");
}

// From outside, as a defect would: the program has no switch for it.
const defect = join(home.dir, "defect.cjs");
writeFileSync(
  defect,
  `process.once("SIGUSR2", () => { throw new Error("a defect"); });
   process.once("SIGUSR1", () => { Promise.reject(new Error("a defect")); });`,
);
const defective = { NODE_OPTIONS: `--require ${defect}` };

describe.each(nodes)("on %s", (_name, node) => {
  test.each([
    ["q", "q", 0],
    ["ctrl-c", "\u0003", 0],
  ])("%s", async (_key, bytes, status) => {
    const pty = open(node, calm);
    await pty.until(live, 10_000, "a live screen");
    expect(pty.modes()).toMatchObject({ alternate: true, cursorHidden: true, mouse: true });
    pty.write(bytes);
    await expectGivenBack(pty, status);
  });

  test.each([
    ["SIGTERM", 143],
    ["SIGHUP", 129],
    ["SIGINT", 130],
    ["SIGQUIT", 131],
  ] as const)("%s", async (signal, status) => {
    const pty = open(node, calm);
    await pty.until(live, 10_000, "a live screen");
    pty.kill(signal);
    await expectGivenBack(pty, status);
  });

  test("SIGTERM before the first frame", async () => {
    const pty = open(node, calm);
    await pty.until(() => pty.modes().alternate, 10_000, "the alternate screen");
    pty.kill("SIGTERM");
    await expectGivenBack(pty, 143);
  });

  test.each([
    ["an uncaught exception", "SIGUSR2"],
    ["an unhandled rejection", "SIGUSR1"],
  ] as const)("%s, which is then told", async (_what, signal) => {
    const pty = open(node, calm, defective);
    await pty.until(live, 10_000, "a live screen");
    pty.kill(signal);
    await expectGivenBack(pty, 1);
    expect(pty.screen().join("\n")).toMatch(/gatetop: it crashed[\s\S]*Error: a defect/u);
  });

  test("the terminal went away: the process too, within 2 s", async () => {
    const pty = open(node, calm);
    await pty.until(live, 10_000, "a live screen");
    const closedAt = performance.now();
    pty.close();
    await pty.exited;
    expect(performance.now() - closedAt).toBeLessThan(2_000);
  });

  test("out of an overlay with esc, then q", async () => {
    const pty = open(node, calm);
    await pty.until(live, 10_000, "a live screen");
    pty.write("?");
    await pty.until((screen) => screen.some((row) => row.includes("keys and glyphs")), 5_000, "the help");
    pty.write("\u001b");
    await pty.until((screen) => !screen.some((row) => row.includes("keys and glyphs")), 5_000, "the end of the help");
    pty.write("q");
    await expectGivenBack(pty, 0);
  });
});
