// `gatetop check` and `gatetop watch` as a monitor and a script run them: the built program, its lines and exit codes.
import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { afterAll, describe, expect, test } from "vitest";
import { nodes, programPath, runProgram, temporaryHome } from "../support/program.ts";

const home = temporaryHome();
afterAll(home.remove);
const { env } = home;

const value = String.raw`(?:U|-?\d+(?:\.\d+)?(?:MB|ms|s)?(?:;(?:\d+(?:\.\d+)?)?){0,4})`;
const line = new RegExp(String.raw`^GATEWAY (OK|WARNING|CRITICAL|UNKNOWN) - [^|\n]+ \| (?:[a-z_0-9]+=${value} ?)+\n$`, "u");

describe.each(nodes)("check on %s", (_name, node) => {
  test.each([
    ["calm", 0, "OK"],
    ["channel-down", 1, "WARNING"],
    ["frozen", 2, "CRITICAL"],
  ])("the demo %s: exit %i", async (scenario, expected, level) => {
    const { code, stdout, stderr } = await runProgram(["check", "--demo", scenario], { env, node });
    expect({ code, stderr }).toEqual({ code: expected, stderr: "" });
    expect(line.exec(stdout)?.[1]).toBe(level);
  });
});

test("as JSON: the snapshot, the exit and what was not seen", async () => {
  const { code, stdout } = await runProgram(["check", "--demo", "channel-down", "--json"], { env });
  const { schema, verdict, exit, notSeen } = JSON.parse(stdout) as Record<string, unknown>;
  expect({ code, schema, verdict, exit, notSeen }).toMatchObject({
    code: 1,
    schema: "gatetop/1",
    verdict: { level: "warning" },
    exit: 1,
    notSeen: expect.any(Array) as unknown,
  });
});

test.each<[string, readonly string[], RegExp]>([
  [
    "a config that is not there",
    ["--config", "/nowhere/openclaw.json"],
    /^GATEWAY UNKNOWN - there is no config \/nowhere\/openclaw\.json; .*\n$/u,
  ],
  ["an address that would be asked in the clear", ["ws://203.0.113.7:1"], /^GATEWAY UNKNOWN - .*not a private address.*\n$/u],
])("%s: 3, on standard output", async (_name, args, expected) => {
  const { code, stdout, stderr } = await runProgram(["check", ...args], { env });
  expect({ code, stderr }).toEqual({ code: 3, stderr: "" });
  expect(stdout).toMatch(expected);
});

test("a flag that does not exist stays a usage error", async () => {
  expect((await runProgram(["check", "--timeot", "3"], { env })).code).toBe(64);
});

type Told = Readonly<Record<string, unknown>>;
type Watching = {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  /** Every line so far, as soon as one of them is wanted. */
  readonly until: (wanted: (told: Told) => boolean) => Promise<readonly Told[]>;
};

const watching: Watching["child"][] = [];
afterAll(() => watching.forEach((child) => child.kill("SIGKILL")));

function watch(...args: string[]): Watching {
  const child = spawn(process.execPath, [programPath, "watch", ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
  watching.push(child);
  const told: Told[] = [];
  const looks = new Set<() => void>();
  createInterface({ input: child.stdout }).on("line", (text) => {
    told.push(JSON.parse(text) as Told);
    for (const look of looks) look();
  });
  const until: Watching["until"] = (wanted) =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (!told.some(wanted)) return;
        looks.delete(look);
        resolve(told);
      };
      looks.add(look);
      child.once("exit", () => reject(new Error(`it ended after ${JSON.stringify(told.at(-1))}`)));
      look();
    });
  return { child, until };
}

test("a restart: the snapshot first, then the link, the rungs, the boot, each line with its schema; ctrl-c ends it", async () => {
  const { child, until } = watch("--demo", "restart-drain");
  const seen = await until(({ type }) => type === "boot");
  expect(seen[0]).toMatchObject({ type: "start", snapshot: { schema: "gatetop/1" } });
  expect(seen.every(({ schema, at }) => schema === "gatetop-watch/1" && typeof at === "number")).toBe(true);
  const types = new Set(seen.map(({ type }) => type));
  expect([...types]).toEqual(expect.arrayContaining(["start", "rung", "verdict", "link", "boot"]));
  child.kill("SIGINT");
  const [code] = (await once(child, "exit")) as [number];
  expect(code).toBe(130);
}, 60_000);

test("snapshots in between, and an end without a word when the reader goes away", async () => {
  const { child, until } = watch("--demo", "calm", "--every", "1");
  const seen = await until(({ type }) => type === "snapshot");
  expect(seen.find(({ type }) => type === "snapshot")).toMatchObject({ snapshot: { verdict: { level: "ok" } } });
  let err = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
  child.stdout.destroy();
  const [code] = (await once(child, "exit")) as [number];
  expect({ code, err }).toEqual({ code: 0, err: "" });
}, 30_000);

test("a maintenance window that a script opens is seen by a watcher within seconds", async () => {
  const { code } = await runProgram(["maintenance", "ws://127.0.0.1:1", "on", "--for", "5m", "--reason", "swap"], { env });
  expect(code).toBe(0);
  const { stdout } = await runProgram(["maintenance", "ws://127.0.0.1:1", "--json"], { env });
  expect(JSON.parse(stdout)).toMatchObject({ window: { reason: "swap" } });
  const { child, until } = watch("ws://127.0.0.1:1");
  await until(({ type }) => type === "start");
  const heard = until(({ type, change }) => type === "alert" && change === "heard");
  expect((await runProgram(["maintenance", "ws://127.0.0.1:1", "off"], { env })).code).toBe(0);
  expect((await heard).find(({ change }) => change === "heard")).toMatchObject({ rule: "port-closed", muted: false });
  child.kill("SIGTERM");
  await once(child, "exit");
}, 60_000);
