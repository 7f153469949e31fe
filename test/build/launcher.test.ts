// What the launcher does before and around the program: the first picture, and the compiled code it keeps.
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, watch, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { asksForDashboard, leaveScreen, skeleton } from "../../src/cli/launch/skeleton.ts";
import { emulator } from "../support/emulator.ts";
import { programPath, runProgram, systemNode, temporaryHome, type Home } from "../support/program.ts";
import { openPty, untouched, type Pty } from "../support/pty.ts";

describe("the first picture", () => {
  const look = { color: true, ascii: false };

  test.each([
    [120, 36],
    [80, 24],
    [40, 10],
    [20, 5],
    [1, 1],
  ])("at %dx%d: the title, nothing beyond the edges, and the shell's screen back afterwards", async (columns, rows) => {
    const terminal = emulator(columns, rows);
    await terminal.write("$ gatetop");
    const before = terminal.lines();
    await terminal.write(skeleton({ columns, rows }, look));
    const [title, second] = terminal.lines();
    expect(title).toBe(" gatetop".slice(0, columns));
    if (columns >= 40) expect(second).toBe("");
    if (columns >= 40)
      expect(
        terminal
          .lines()
          .filter((line) => /[╭│╰]/u.test(line))
          .every((line) => /^[╭│╰].*[╮│╯]$/u.test(line)),
      ).toBe(true);
    await terminal.write(leaveScreen);
    expect(terminal.lines()).toEqual(before);
  });

  test("without colour, in ASCII", () => {
    expect(skeleton({ columns: 60, rows: 10 }, { color: false, ascii: true })).toMatch(/^(?:[\r\n -~]|\u001b\[[?\d]*[hlHJG])*$/);
  });

  test.each([
    [[], true],
    [["--demo", "calm", "--ascii"], true],
    [["ws://127.0.0.1:18789"], true],
    [["--once"], false],
    [["--json", "--demo"], false],
    [["-h"], false],
    [["--version"], false],
    [["info"], false],
    [["restart", "--yes"], false],
  ])("gatetop %j: %s", (argv, expected) => {
    expect(asksForDashboard(argv)).toBe(expected);
  });
});

describe.each([
  ["the pinned Node", () => process.execPath],
  ["the system's Node", systemNode],
])("the compiled program, with %s", (_, node) => {
  let home: Home;
  let cache: string;
  let open: Pty[];

  beforeEach(() => {
    home = temporaryHome();
    cache = join(home.env["XDG_CACHE_HOME"] ?? "", "gatetop");
    mkdirSync(cache, { recursive: true, mode: 0o700 });
    open = [];
  });
  afterEach(async () => {
    for (const pty of open) pty.kill("SIGKILL");
    await Promise.all(open.map((pty) => pty.exited));
    home.remove();
  });

  const compiled = () => readdirSync(cache).filter((name) => name.endsWith(".bin"));

  async function dashboard(env: Readonly<Record<string, string>> = {}): Promise<Pty> {
    const pty = openPty([node(), programPath, "--demo"], { columns: 100, rows: 30, env: { ...home.env, ...env } });
    open.push(pty);
    await pty.until((screen) => screen.join("\n").includes("● live"), 15_000, "the dashboard");
    return pty;
  }

  async function quit(pty: Pty): Promise<void> {
    pty.write("q");
    expect((await pty.exited).status).toBe(0);
    expect(pty.modes()).toEqual(untouched);
    open = open.filter((other) => other !== pty);
  }

  /** Resolves when a name in the cache directory satisfies `seen`. */
  function kept(seen: (names: readonly string[]) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const watcher = watch(cache, () => check());
      const check = () => {
        if (!seen(compiled())) return;
        watcher.close();
        resolve();
      };
      check();
    });
  }

  test("is kept for this user alone, read the next time, and those of other versions go", async () => {
    writeFileSync(join(cache, "code-0000000000000000-v1.0.0-x64-0.bin"), "old");
    const first = await dashboard();
    await kept((names) => names.length === 1 && !(names[0] ?? "").includes("0000000000000000"));
    await quit(first);
    const [name = ""] = compiled();
    const file = join(cache, name);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(file).size).toBeGreaterThan(300_000);
    const before = statSync(file).mtimeMs;
    await quit(await dashboard());
    expect(statSync(file).mtimeMs).toBe(before);
  });

  test("broken, it is made anew", async () => {
    const first = await dashboard();
    await kept((names) => names.length === 1);
    await quit(first);
    const file = join(cache, compiled()[0] ?? "");
    const size = statSync(file).size;
    writeFileSync(file, readFileSync(file).fill(0x41, 0, 64));
    const broken = statSync(file).ino;
    const second = await dashboard();
    await kept(() => statSync(file).ino !== broken);
    await quit(second);
    expect(statSync(file).size).toBeGreaterThan(size / 2);
  });

  test.each([
    ["a directory others can write is not trusted", 0o777, {}],
    ["GATETOP_NO_CACHE", 0o700, { GATETOP_NO_CACHE: "1" }],
  ])("%s: nothing is kept, and the program runs", async (_, mode, env) => {
    chmodSync(cache, mode);
    const pty = await dashboard(env);
    // A second on the screen's clock is more than it would have taken to keep it.
    const clock = (screen: readonly string[]) => Number(/:(\d\d)\s*$/u.exec(screen[0] ?? "")?.[1] ?? -1);
    const start = clock(pty.screen());
    await pty.until((screen) => (clock(screen) - start + 60) % 60 >= 2, 15_000, "two seconds later");
    await quit(pty);
    expect(compiled()).toEqual([]);
  });

  test("the guard's is made by a process of its own, and both programs' stay", async () => {
    const first = await dashboard();
    await kept((names) => names.length === 1);
    await quit(first);
    const status = () => runProgram(["guard", "status", "--port", "1"], { env: home.env, node: node() });
    expect(await status()).toEqual({ code: 1, signal: null, stdout: "no guard watches this gateway\n", stderr: "" });
    const names = compiled();
    expect(names).toHaveLength(2);
    const before = names.map((name) => statSync(join(cache, name)).mtimeMs);
    await status();
    expect(compiled().map((name) => statSync(join(cache, name)).mtimeMs)).toEqual(before);
  });

  test.each([
    [["maintenance", "status", "--port", "1", "--state-dir", "guard"], 0, /no maintenance window is open/u],
    [["guard", "--help"], 0, /Usage/u],
    [["guard", "--demo"], 64, /--demo/u],
  ] as const)("gatetop %j: the program that can", async (args, code, says) => {
    const outcome = await runProgram(args, { env: home.env, node: node() });
    expect({ code: outcome.code, said: outcome.stdout + outcome.stderr }).toEqual({ code, said: expect.stringMatching(says) as string });
  });

  test("a word that is wrong is told on the shell's screen", async () => {
    const pty = openPty([node(), programPath, "--nonsense"], { columns: 100, rows: 30, env: home.env });
    expect((await pty.exited).status).toBe(64);
    expect(pty.screen().join("\n")).toContain("there is no flag --nonsense");
    expect(pty.modes()).toEqual(untouched);
  });
});
