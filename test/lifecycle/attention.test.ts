// Calls and titles on a real terminal, and mutes that two gatetops share.
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { nodes, programPath, temporaryHome } from "../support/program.ts";
import { endPtys, openPty, type Pty } from "../support/pty.ts";

const home = temporaryHome();
afterAll(async () => {
  await endPtys();
  home.remove();
});

const BELL = "\u0007";
const live = (screen: readonly string[]): boolean => /● live/u.test(screen[0] ?? "");
const says = (text: RegExp) => (screen: readonly string[]) => screen.some((row) => text.test(row));
/** Nobody listens there: critical at once, and still so after the quiet of the first seconds. */
const nowhere = ["--url", "ws://127.0.0.1:9"];

/** Bells that are not the end of another sequence. */
const bells = (output: string): number => output.replaceAll(/\u001b\][^\u0007\u001b]*\u0007/gu, "").split(BELL).length - 1;
const titles = (output: string): readonly string[] =>
  [...output.matchAll(/\u001b\]2;([^\u0007]*)\u0007/gu)].map(([, title]) => title ?? "");

async function quit(pty: Pty): Promise<void> {
  pty.write("q");
  expect(await pty.exited).toMatchObject({ status: 0 });
}

describe.each(nodes)("on %s", (_name, node) => {
  const open = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Pty =>
    openPty([node, programPath, ...args], { columns: 120, rows: 36, env: { ...home.env, ...env } });

  test("the title carries the verdict and is the shell's again at the end", async () => {
    const pty = open(["--demo", "calm"]);
    await pty.until(
      (screen) => live(screen) && titles(pty.output()).some((title) => title.startsWith("ok · gatetop")),
      10_000,
      "the title",
    );
    await quit(pty);
    const output = pty.output();
    expect(output.split("\u001b[22;0t")).toHaveLength(2);
    expect(output.indexOf("\u001b[22;0t")).toBeLessThan(output.indexOf("\u001b]2;"));
    expect(titles(output).at(-1)).toBe("");
    expect(output.lastIndexOf("\u001b[23;0t")).toBeGreaterThan(output.lastIndexOf("\u001b]2;"));
  });

  test("what is wrong from the beginning does not ring", async () => {
    const pty = open(nowhere);
    await pty.until(() => titles(pty.output()).some((title) => title.startsWith("CRITICAL")), 10_000, "the title of a critical problem");
    await quit(pty);
    expect(bells(pty.output())).toBe(0);
  });

  test("a new critical problem rings once and notifies once", async () => {
    const pty = open(["--demo", "frozen"]);
    await pty.until(() => bells(pty.output()) > 0, 20_000, "the bell");
    await quit(pty);
    expect(bells(pty.output())).toBe(1);
    expect(pty.output().split("\u001b]9;gatetop")).toHaveLength(2);
  });

  test("--no-bell: the screen is all there is, and the title", async () => {
    const pty = open(["--demo", "frozen", "--no-bell"]);
    await pty.until(() => titles(pty.output()).some((title) => title.startsWith("CRITICAL")), 20_000, "the title of a critical problem");
    await quit(pty);
    expect(bells(pty.output())).toBe(0);
    expect(pty.output()).not.toContain("\u001b]9;");
  });

  test("a console that prints what it does not know gets neither titles nor notifications", async () => {
    const pty = open(["--demo", "calm"], { TERM: "linux" });
    await pty.until(live, 10_000, "a live screen");
    await quit(pty);
    expect(pty.output()).not.toMatch(/\u001b\](?:2|9|777);|\u001b\[2[23];0t/u);
  });
});

describe("mutes", () => {
  const open = (dir: string, args: readonly string[] = nowhere): Pty =>
    openPty([process.execPath, programPath, ...args], {
      columns: 120,
      rows: 36,
      env: { ...home.env, XDG_STATE_HOME: join(home.dir, dir, "state"), XDG_CONFIG_HOME: join(home.dir, dir, "config") },
    });

  test("what one gatetop acknowledges the other shows, and the file is its owner's alone", async () => {
    const one = open("shared");
    const other = open("shared");
    const wrong = says(/✖ CRITICAL/u);
    await Promise.all([one.until(wrong, 10_000, "the problem"), other.until(wrong, 10_000, "the problem")]);
    one.write("a");
    const muted = says(/muted: 1 problem \(acknowledged by /u);
    await one.until(muted, 10_000, "the acknowledgement");
    await other.until(muted, 10_000, "what the other gatetop acknowledged");
    const file = join(home.dir, "shared", "state", "gatetop", "mutes.json");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    other.write("a");
    await one.until(wrong, 10_000, "the problem, heard again");
    await Promise.all([quit(one), quit(other)]);
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({ schema: "gatetop-mutes/1", targets: {} });
  });

  test("a maintenance window is typed with its reason, q and R among it, and stands in the header", async () => {
    const pty = open("window");
    await pty.until(says(/✖ CRITICAL/u), 10_000, "the problem");
    pty.write("m");
    await pty.until(says(/15 minutes/u), 10_000, "the menu");
    pty.write("\r");
    await pty.until(says(/why\?/u), 10_000, "the question");
    pty.write("q R swap");
    await pty.until(says(/> q R swap_/u), 10_000, "the reason");
    pty.write("\r");
    await pty.until((screen) => /◌ maintenance 15m: q R swap/u.test(screen[0] ?? ""), 10_000, "the header");
    await pty.until(says(/▲ WARNING +muted: /u), 10_000, "the verdict");
    await quit(pty);
  });

  test("what is wrong in the config is told on the screen, with its place", async () => {
    const dir = join(home.dir, "config-test", "config", "gatetop");
    mkdirSync(dir, { recursive: true });
    writeFileSync(join(dir, "config.json5"), "{\n  attention: { bel: true },\n}\n");
    const pty = open("config-test", ["--demo", "calm"]);
    await pty.until(says(/config\.json5:2:16: attention\.bel: .*did you mean bell\?/u), 10_000, "the note");
    await quit(pty);
  });
});
