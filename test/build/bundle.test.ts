// The built program on the Node a person has, and what npm would publish.
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { publint } from "publint";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundle } from "../../scripts/build/bundle.ts";
import { programPath, runProgram, systemNode, temporaryHome, type Home } from "../support/program.ts";

const root = resolve(import.meta.dirname, "../..");
const dist = (name: string) => readFileSync(join(root, "dist", name), "latin1");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Record<string, unknown>;

let home: Home;
beforeAll(() => {
  home = temporaryHome();
});
afterAll(() => home.remove());

describe.each([
  ["the pinned Node", () => process.execPath],
  ["the system's Node", systemNode],
])("with %s", (_, node) => {
  test.each([
    ["--version", /^gatetop \d+\.\d+\.\d+\n$/],
    ["--help", /^\s*gatetop[^]*--once/],
  ])("%s", async (flag, expected) => {
    const outcome = await runProgram([flag], { env: home.env, node: node() });
    expect(outcome).toEqual({ code: 0, signal: null, stdout: expect.stringMatching(expected) as string, stderr: "" });
  });

  test("--demo --once prints a frame, and Node has nothing to warn about", async () => {
    const { code, stdout, stderr } = await runProgram(["--demo", "--once"], { env: home.env, node: node() });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("OpenClaw");
    expect(stdout.split("\n").length).toBeGreaterThan(20);
  });
});

test("a Node that is too old gets one sentence", async () => {
  const dir = mkdtempSync(join(tmpdir(), "gatetop-old-node-"));
  const pretend = join(dir, "old.cjs");
  writeFileSync(
    pretend,
    `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.18.3" } });
     Object.defineProperty(process, "version", { value: "v20.18.3" });`,
  );
  const { code, stdout, stderr } = await runProgram(["--version"], { env: { ...home.env, NODE_OPTIONS: `--require ${pretend}` } });
  rmSync(dir, { recursive: true });
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toMatch(/^gatetop needs Node\.js 20\.19 or newer and this is v20\.18\.3: .*\n$/);
});

test("the launcher is written for the Node versions it refuses", () => {
  const launcher = dist("gatetop.cjs");
  expect(launcher).toMatch(/^#!\/usr\/bin\/env node\n/);
  expect(launcher).not.toMatch(/\?\?|\?\.[A-Za-z[(]|\basync\b|\.\.\.\w+\}|catch\{|require\("node:/);
});

test("the guard's program is ASCII too, and has neither screen nor demo in it", () => {
  const guard = dist("guard.cjs");
  expect(guard).not.toMatch(/[^\0-\x7f]/);
  expect(guard).not.toMatch(/react\.|useState|yoga|blessed|reconciler|startDemoGateway/);
  // Each byte of it is memory for as long as a guard runs, and ten more while it is compiled.
  expect(guard.length).toBeLessThan(600 * 1024);
});

test("the bundle is ASCII, needs no import.meta, no fetch and no devtools, and makes no segmenter at its start", () => {
  const app = dist("app.cjs");
  expect(app).not.toMatch(/[^\0-\x7f]/);
  expect(app).not.toMatch(/import\.meta|react-devtools-core|new Buffer\(|wrapAssembly\(await/);
  // The two that remain: in the one made when it is needed, and in string-width, evaluated when it is needed.
  expect(app.match(/new Intl\.Segmenter/g)).toHaveLength(2);
});

test("dist is what the sources make, byte for byte", async () => {
  const files = await bundle({ sourceMap: false });
  for (const [name, contents] of files) expect(contents.toString("latin1") === dist(name), `${name}: run npm run build`).toBe(true);
});

describe("the package", () => {
  type Pack = {
    readonly size: number;
    readonly unpackedSize: number;
    readonly files: readonly { readonly path: string; readonly mode: number }[];
  };
  let pack: Pack;
  beforeAll(async () => {
    const { stdout } = await promisify(execFile)("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: root });
    pack = (JSON.parse(stdout) as readonly Pack[])[0] ?? { size: 0, unpackedSize: 0, files: [] };
  });

  test("holds the program, its licences and the words about it, nothing else", () => {
    const allowed = [
      "CHANGELOG.md",
      "LICENSE",
      "README.md",
      "config.schema.json",
      "dist/LICENSES.txt",
      "dist/app.cjs",
      "dist/gatetop.cjs",
      "dist/guard.cjs",
      "dist/systeminformation.cjs",
      "package.json",
    ];
    const paths = pack.files.map(({ path }) => path);
    expect(paths.filter((path) => !allowed.includes(path))).toEqual([]);
    expect(paths).toEqual(
      expect.arrayContaining(["dist/app.cjs", "dist/gatetop.cjs", "dist/guard.cjs", "dist/systeminformation.cjs", "package.json"]),
    );
    expect(pack.files.find(({ path }) => path === "dist/gatetop.cjs")?.mode).toBe(0o755);
  });

  test("is small, and installs nothing besides itself", () => {
    expect(pack.size).toBeLessThan(800 * 1024);
    // Half a megabyte of it is the guard's own program, which is there so that a guard takes 10 MB less than a dashboard.
    expect(pack.unpackedSize).toBeLessThan(2_400 * 1024);
    expect(manifest["dependencies"] ?? {}).toEqual({});
    expect(manifest["optionalDependencies"] ?? {}).toEqual({});
    expect(manifest["bin"]).toEqual({ gatetop: "dist/gatetop.cjs" });
    expect(programPath).toBe(join(root, "dist/gatetop.cjs"));
  });

  test("has nothing publint would change", async () => {
    const { messages } = await publint({ pkgDir: root, level: "warning" });
    expect(messages).toEqual([]);
  });

  test("names the licence of everything in it", () => {
    const text = dist("LICENSES.txt");
    for (const name of [
      "ink",
      "react",
      "react-reconciler",
      "yoga-layout",
      "ws",
      "systeminformation",
      "json5",
      "blessed",
      "blessed-contrib",
    ]) {
      expect(text).toMatch(new RegExp(`^${name} \\d`, "m"));
    }
  });
});
