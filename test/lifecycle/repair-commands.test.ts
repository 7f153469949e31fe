// gatetop restart, channel and journal as a script and as a person use them, against the demo's gateway.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { nodes, programPath, runProgram, temporaryHome, type Home } from "../support/program.ts";
import { endPtys, openPty, type Pty } from "../support/pty.ts";

const homes: Home[] = [];
const newHome = (): Home => {
  const home = temporaryHome();
  homes.push(home);
  return home;
};
afterAll(async () => {
  await endPtys();
  for (const home of homes) home.remove();
});
const { dir, env } = newHome();

/** A signal to any process at all, as the program under test would send it, is told. */
const handsOff = join(dir, "hands-off.cjs");
writeFileSync(
  handsOff,
  `process.kill = (pid, signal) => { process.stderr.write("signalled " + pid + " " + signal + "\\n"); return true; };`,
);
const watchedHands = { ...env, NODE_OPTIONS: `--require ${handsOff}` };

type Report = {
  readonly schema: string;
  readonly id: string | null;
  readonly verdict: { readonly kind: string; readonly attribution: string | null; readonly downMs: number } | null;
  readonly milestones: readonly { readonly name: string; readonly ms: number }[];
  readonly evidence: { readonly facts: readonly { readonly fact: string; readonly says: string }[] } | null;
  readonly choice: { readonly can: boolean; readonly code: string | null };
  readonly request: { readonly by: string; readonly status: string | null; readonly signal: string | null } | null;
  readonly journal: boolean;
};
const reportIn = (stdout: string): Report => JSON.parse(stdout) as Report;

const signal = ["signal", { by: "signal", signal: "SIGUSR2" }, "not-known"] as const;
const graceful = ["graceful", { by: "rpc", status: "scheduled" }, "ours"] as const;

test.each([...nodes.map(([name, node]) => [...graceful, name, node] as const), [...signal, "the pinned Node", process.execPath] as const])(
  "restart --mode %s is proved, and only then ends with 0 (%4$s)",
  async (mode, request, attribution, _name, node) => {
    const args = ["restart", "--demo", "calm", "--mode", mode, "--yes", "--json"];
    const { code, stdout, stderr } = await runProgram(args, { env: watchedHands, node, timeoutMs: 40_000 });
    const report = reportIn(stdout);
    expect(report).toMatchObject({
      schema: "gatetop-restart/1",
      request,
      verdict: { kind: "proved-in-process", attribution },
      journal: false,
    });
    expect(code).toBe(0);
    const names = report.milestones.map(({ name }) => name);
    expect(names[0]).toBe("requested");
    for (const name of ["closed", "port down", "port up", "startupz", "hello"]) expect(names).toContain(name);
    const times = report.milestones.map(({ ms }) => ms);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(report.evidence?.facts).toContainEqual(expect.objectContaining({ fact: "bootId", says: "changed" }));
    // The report is for scripts, what goes on is for whoever watches; the invented process is nobody's.
    expect(stderr).toMatch(/^(?:graceful restart|hot signal) {2}demo .*\n[\s\S]*requested[\s\S]*● restarted: boot /u);
    expect(stderr).not.toContain("signalled");
  },
);

test("--mode force ends a frozen process, which cannot be asked, and proves that another one serves", async () => {
  const args = ["restart", "--demo", "frozen", "--mode", "force", "--yes", "--json"];
  const { code, stdout, stderr } = await runProgram(args, { env: watchedHands, timeoutMs: 60_000 });
  expect(reportIn(stdout)).toMatchObject({ mode: "force", aim: "kill", request: { by: "kill" }, verdict: { kind: "proved-new-process" } });
  expect(code).toBe(0);
  expect(stderr).not.toContain("signalled");
}, 60_000);

test("as text: what it does, milestones, verdict and evidence on standard output, nothing else", async () => {
  const { code, stdout, stderr } = await runProgram(["restart", "--demo", "calm", "--yes"], { env, timeoutMs: 40_000 });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(
    /^graceful restart {2}demo [\s\S]* does [\s\S]* requested [\s\S]* startupz [\s\S]*\n● restarted: [\s\S]* boot id .* changed\n/u,
  );
  expect(stdout).not.toContain("\u001b");
});

test("what is still deferred at --wait ends with 75", async () => {
  const args = ["restart", "--demo", "stuck-session", "--yes", "--wait", "1", "--json"];
  const { code, stdout } = await runProgram(args, { env, timeoutMs: 40_000 });
  expect(reportIn(stdout)).toMatchObject({ request: { status: "deferred" }, verdict: { kind: "still-deferred" } });
  expect(code).toBe(75);
});

test("a dry run changes nothing and writes nothing down", async () => {
  const home = newHome();
  const { code, stdout } = await runProgram(["restart", "--demo", "calm", "--dry-run", "--json"], { env: home.env });
  expect(reportIn(stdout)).toMatchObject({ id: null, dryRun: true, choice: { can: true }, request: null, verdict: null, milestones: [] });
  expect(code).toBe(0);
  expect(existsSync(join(home.dir, "state", "gatetop", "actions.ndjson"))).toBe(false);
});

const configured = newHome();
mkdirSync(join(configured.dir, "config", "gatetop"), { recursive: true });
writeFileSync(join(configured.dir, "config", "gatetop", "config.json"), "{ readonly: true }");

test.each<[string, readonly string[], Readonly<Record<string, string>>, RegExp]>([
  ["the flag", ["--readonly"], env, /--readonly/u],
  ["the variable", [], { ...env, GATETOP_READONLY: "1" }, /GATETOP_READONLY/u],
  ["the config", [], configured.env, /readonly in .*config\.json/u],
])("read-only by %s: nothing is done, also with --yes", async (_by, flags, given, said) => {
  for (const command of [
    ["restart", "--demo", "calm", "--yes", "--json", ...flags],
    ["channel", "stop", "irc", "--demo", "calm", "--yes", "--json", ...flags],
  ]) {
    const { code, stdout, stderr } = await runProgram(command, { env: given });
    expect(code).toBe(77);
    expect(stderr).toMatch(said);
    expect(reportIn(stdout).choice).toMatchObject({ can: false, code: "readonly" });
  }
});

test.each([
  [["restart", "--demo", "calm"], 64, /no terminal to ask on\n {2}add --yes/u],
  [["channel", "stop", "irc", "--demo", "calm"], 64, /no terminal to ask on/u],
  [["restart", "--demo", "token-refused", "--yes"], 77, /token/u],
  [["restart", "--demo", "frozen", "--yes"], 69, /waiting for the gateway to answer\.\.\.\n[\s\S]*no connection to the gateway/u],
  [["channel", "stop", "telegram", "--demo", "calm", "--yes"], 64, /telegram has \d accounts: telegram\/hook, .*\n {2}name one of them/u],
  [["channel", "stop", "irk/default", "--demo", "calm", "--yes"], 64, /no channel account irk\/default\n {2}did you mean irc\/default\?/u],
  [["channel", "stop", "irc", "--demo", "token-refused", "--yes"], 77, /token/u],
])("%j ends with %i and says why", async (args, status, said) => {
  const { code, stderr } = await runProgram(args, { env, timeoutMs: 40_000 });
  expect(stderr).toMatch(said);
  expect(code).toBe(status);
});

test("a channel account is stopped; its only one needs no name", async () => {
  const { code, stdout } = await runProgram(["channel", "stop", "irc", "--demo", "calm", "--yes", "--json"], { env });
  expect(JSON.parse(stdout)).toMatchObject({ schema: "gatetop-channel/1", verb: "stop", channel: "irc", account: "default", done: true });
  expect(code).toBe(0);
});

test("no journal yet is no failure", async () => {
  const home = newHome();
  const { code, stdout, stderr } = await runProgram(["journal"], { env: home.env });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/nothing was done from here yet/u);
});

const asks = (args: readonly string[]): Pty => openPty([process.execPath, programPath, ...args], { columns: 100, rows: 40, env });
const shows =
  (text: string | RegExp) =>
  (screen: readonly string[]): boolean => {
    const all = screen.join("\n");
    return typeof text === "string" ? all.includes(text) : text.test(all);
  };

test("on a terminal it asks for the word, and shows the restart as it goes by", async () => {
  const pty = asks(["restart", "--demo", "calm"]);
  await pty.until(shows("type restart to do it"), 10_000, "the question");
  expect(pty.screen().join("\n")).toContain("asks OpenClaw");
  pty.write("restart\r");
  await pty.until(shows("● restarted: boot"), 30_000, "the verdict");
  expect((await pty.exited).status).toBe(0);
  // The row that was written over is gone.
  expect(pty.screen().join("\n")).not.toContain("◐");
});

test.each([
  ["another word", "no\r", 1],
  ["ctrl-d", "\u0004", 1],
  ["ctrl-c", "\u0003", 130],
])("%s at the question does nothing", async (_what, keys, status) => {
  const pty = asks(["restart", "--demo", "calm"]);
  await pty.until(shows("type restart to do it"), 10_000, "the question");
  pty.write(keys);
  expect((await pty.exited).status).toBe(status);
  expect(pty.screen().join("\n")).not.toContain("requested");
});

test("ctrl-c while it is watched leaves it, saying so", async () => {
  const pty = asks(["restart", "--demo", "stuck-session", "--yes"]);
  await pty.until(shows(/◐ .* forced in/u), 10_000, "the deferral");
  pty.write("\u0003");
  expect((await pty.exited).status).toBe(130);
  expect(pty.screen().join("\n")).toContain("left before there was a verdict");
});

test("a channel asks y or n", async () => {
  const pty = asks(["channel", "restart", "irc", "--demo", "calm"]);
  await pty.until(shows("do it? y/n"), 10_000, "the question");
  pty.write("y\r");
  expect((await pty.exited).status).toBe(0);
});
