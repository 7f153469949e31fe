// Without a terminal: text, JSON and exit codes.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createServer, type AddressInfo } from "node:net";
import { spawn } from "node:child_process";
import { afterAll, describe, expect, test } from "vitest";
import { nodes, programPath, runProgram, temporaryHome } from "../support/program.ts";

const home = temporaryHome();
afterAll(home.remove);
const { env } = home;

/** Nothing leaves the program under test, and every attempt is told. */
const offline = join(home.dir, "offline.cjs");
writeFileSync(
  offline,
  `const refuse = (what) => (...given) => { process.stderr.write("went out: " + what + "\\n"); throw new Error(what); };
  require("net").Socket.prototype.connect = refuse("connect");
  for (const name of ["lookup", "resolve", "resolve4", "resolve6"]) require("dns")[name] = refuse(name);`,
);

/** A port that was free a moment ago. */
const closedPort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

describe.each(nodes)("on %s", (_name, node) => {
  test.each([[[]], [["--once"]]])("one frame of text: --demo calm %j", async (args) => {
    const { code, stdout, stderr } = await runProgram(["--demo", "calm", ...args], { env, node });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/DEMO/u);
    expect(stdout).not.toContain("\u001b");
    expect(stdout.endsWith("\n")).toBe(true);
  });

  test("one frame as wide and high as COLUMNS and LINES say", async () => {
    const { stdout } = await runProgram(["--demo", "calm", "--once"], { env: { ...env, COLUMNS: "80", LINES: "24" }, node });
    const rows = stdout.trimEnd().split("\n");
    expect(rows.length).toBeLessThanOrEqual(24);
    expect(Math.max(...rows.map((row) => row.length))).toBeLessThanOrEqual(80);
  });

  test.each(["ws://203.0.113.7:1234", "ws://gateway.example.org"])(
    "%s, public and unencrypted, is refused before anything goes out",
    async (url) => {
      const { code, stdout, stderr } = await runProgram(["--url", url, "--once"], {
        env: { ...env, NODE_OPTIONS: `--require ${offline}` },
        node,
      });
      expect({ code, stdout }).toEqual({ code: 77, stdout: "" });
      expect(stderr).toMatch(/not a private address.*\n.*use wss:\/\//u);
      expect(stderr).not.toContain("went out");
    },
  );

  test("one snapshot as JSON", async () => {
    const { code, stdout } = await runProgram(["--demo", "calm", "--json"], { env, node });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ schema: "gatetop/1", verdict: { level: "ok" } });
  });

  test("a reader that went away is no failure", async () => {
    const pipe = spawn("bash", ["-c", 'set -o pipefail; "$@" | head -1', "bash", node, programPath, "--demo", "calm", "--once"], { env });
    let said = "";
    pipe.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
    pipe.stdout.resume();
    const code = await new Promise((resolve) => pipe.once("close", resolve));
    expect({ code, said }).toEqual({ code: 0, said: "" });
  });

  test("a closed standard output is no terminal and no failure", async () => {
    const closed = spawn("sh", ["-c", '"$@" >&-', "sh", node, programPath, "--demo", "calm"], { env });
    let said = "";
    closed.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
    const code = await new Promise((resolve) => closed.once("close", resolve));
    expect({ code, said }).toEqual({ code: 0, said: "" });
  });

  test.each([
    ["a flag that does not exist", ["--onec"], 64, /--onec/u],
    ["a value that cannot be", ["--refresh", "fast"], 64, /--refresh/u],
    ["a scenario that does not exist", ["--demo", "clam"], 64, /clam/u],
    ["a refused token", ["--demo", "token-refused", "--json"], 77, /token/u],
  ])("%s: %j ends with %i", async (_what, args, status, said) => {
    const { code, stderr } = await runProgram(args, { env, node });
    expect(code).toBe(status);
    expect(stderr).toMatch(said);
    // One sentence, one hint.
    expect(stderr.trimEnd().split("\n").length).toBeLessThanOrEqual(2);
  });

  test.each(["--once", "--json"])("nothing listens: %s ends with 69 and still tells what it saw", async (flag) => {
    const { code, stdout, stderr } = await runProgram(["--url", `ws://127.0.0.1:${await closedPort()}`, flag], { env, node });
    expect(code).toBe(69);
    expect(stderr).toMatch(/nothing listens on port/u);
    expect(stdout).toMatch(/nothing listens on port/u);
  });
});
