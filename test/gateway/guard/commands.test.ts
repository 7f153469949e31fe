// `gatetop check` of the built program in each state a monitor meets: one line, an exit code, performance data, and never later than asked.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runProgram, temporaryHome, type Home } from "../../support/program.ts";
import { freePort } from "../listen.ts";
import { atLeast, versionsUnderTest } from "../releases.ts";
import { ask } from "../restart/ask.ts";
import { journalLines } from "../restart/journal.ts";
import { mustRun, noSystemd } from "../systemd/systemd-user.ts";
import { startUnitGateway, type UnitGateway } from "../systemd/unit.ts";
import { freeze } from "./fault.ts";

const missing = noSystemd();
const skipped = missing !== null && !mustRun;
const newest = versionsUnderTest.filter((version) => atLeast(version, "2026.9.6"));

/** The part of `check --json` this suite asserts, written down apart from the program. */
type Checked = {
  readonly schema: string;
  readonly exit: number;
  readonly verdict: { readonly level: string; readonly summary: string };
  readonly notSeen: readonly { readonly source: string; readonly why: string }[];
  readonly alerts: readonly { readonly id: string; readonly severity: string; readonly acknowledged: boolean }[];
};

type Answer = { readonly code: number | null; readonly stdout: string; readonly stderr: string; readonly ms: number };

/** Only what does not hang on the host: how full its disk is, and how busy it is, says nothing about the gateway. */
const quiet = { "disk-low": "off", "event-loop": "off" };

const number = String.raw`-?\d+(?:\.\d+)?`;
const range = String.raw`(?:${number})?`;
const metric = new RegExp(String.raw`^\w+=(?:U|${number}(?:MB|ms|s)?(?:;${range}(?:;${range}(?:;${range}(?:;${range})?)?)?)?)$`, "u");
const labels = ["rss", "loop_p99", "cpu", "handles", "rpc", "channels_down", "queued", "uptime", "alerts"];

/** One line: words, a bar, and performance data as monitoring plugins have it. */
function lineOf({ stdout }: Answer): { readonly words: string; readonly data: Readonly<Record<string, string>> } {
  const [words = "", data = "", ...more] = stdout.replace(/\n$/u, "").split(" | ");
  expect({ more, newlines: words.includes("\n") || data.includes("\n") }).toEqual({ more: [], newlines: false });
  const metrics = data.split(" ");
  expect(metrics.filter((one) => !metric.test(one))).toEqual([]);
  expect(metrics.map((one) => one.slice(0, one.indexOf("=")))).toEqual(labels);
  return { words, data: Object.fromEntries(metrics.map((one) => [one.slice(0, one.indexOf("=")), one.slice(one.indexOf("=") + 1)])) };
}

describe.skipIf(skipped).each(newest)(`OpenClaw %s under systemd --user${skipped ? ` (left out: ${missing})` : ""}`, (version) => {
  let gateway: UnitGateway;
  let home: Home;
  /** A person who has no config of OpenClaw's, and so no token. */
  let stranger: Home;
  let silent: Server;

  beforeAll(async () => {
    if (missing !== null) throw new Error(`these tests must run here, and cannot: ${missing}`);
    home = temporaryHome();
    stranger = temporaryHome();
    silent = createServer((socket) => socket.on("error", () => undefined));
    gateway = await startUnitGateway(version, { cron: false, telegram: true });
    configure(quiet);
    await gateway.idle(60_000);
  });
  afterAll(async () => {
    silent?.close();
    await gateway?.stop();
    for (const one of [home, stranger]) one?.remove();
  });

  function configure(alerts: object, of: string = join(gateway.home, ".config")): void {
    mkdirSync(join(of, "gatetop"), { recursive: true });
    writeFileSync(join(of, "gatetop", "config.json5"), JSON.stringify({ alerts }));
  }

  /** As the gateway's own user, where its manager is. Nothing is ever journalled of a look, and no credential said. */
  async function check(...args: readonly string[]): Promise<Answer> {
    const began = performance.now();
    const { ended } = ask(gateway, home, ["check", ...args], { timeoutMs: 60_000 });
    const { code, stdout, stderr } = await ended;
    expect(stdout + stderr).not.toContain(gateway.token);
    expect(journalLines(home)).toEqual([]);
    return { code, stdout, stderr, ms: performance.now() - began };
  }

  async function elsewhere(...args: readonly string[]): Promise<Answer> {
    const began = performance.now();
    const { code, stdout, stderr } = await runProgram(["check", ...args], { env: stranger.env, timeoutMs: 60_000 });
    return { code, stdout, stderr, ms: performance.now() - began };
  }

  const json = ({ stdout }: Answer): Checked => JSON.parse(stdout) as Checked;

  test("running: 0, in a line that a graph can be drawn from", async ({ annotate }) => {
    const answer = await check();
    await annotate(`${Math.round(answer.ms)} ms: ${answer.stdout.trim()}`);
    expect({ code: answer.code, stderr: answer.stderr }).toEqual({ code: 0, stderr: "" });
    const { words, data } = lineOf(answer);
    expect(words).toMatch(/^GATEWAY OK - /u);
    expect({ ...data, channels: data["channels_down"] }).toMatchObject({
      channels: "0;;;0",
      queued: expect.stringMatching(/^0;/u) as string,
    });
    expect(Object.entries(data).filter(([, value]) => value === "U")).toEqual([]);
  });

  test("as JSON: the snapshot with this look's verdict, its exit code, and what it could not see", async () => {
    const answer = await check("--json");
    expect(answer.code).toBe(0);
    expect(json(answer)).toMatchObject({ schema: "gatetop/1", exit: 0, verdict: { level: "ok" } });
    expect(json(answer).notSeen.map(({ source }) => source)).not.toContain("channels.status");
  });

  test("limits of the config file count as in the dashboard, and a snoozed problem does not", async () => {
    configure({ ...quiet, uptime: { severity: "warn", warn: 0.0001 } });
    const loud = await check("--json");
    const [problem] = json(loud).alerts.filter(({ id }) => id.startsWith("uptime/"));
    expect({ code: loud.code, exit: json(loud).exit, level: json(loud).verdict.level }).toEqual({ code: 1, exit: 1, level: "warning" });
    expect(problem).toMatchObject({ severity: "warning", acknowledged: false });
    const line = await check();
    expect(line.code).toBe(1);
    expect(lineOf(line)).toMatchObject({ words: expect.stringMatching(/^GATEWAY WARNING - /u) as string });

    const mutes = join(home.dir, "state/gatetop/mutes.json");
    const now = Date.now();
    const snooze = { id: "1", kind: "snooze", key: problem?.id, since: now, until: now + 60_000, by: "ana", reason: null };
    mkdirSync(join(home.dir, "state/gatetop"), { recursive: true, mode: 0o700 });
    writeFileSync(mutes, JSON.stringify({ schema: "gatetop-mutes/1", targets: { [gateway.url]: [snooze] } }), { mode: 0o600 });
    const snoozed = await check("--json");
    expect({ code: snoozed.code, level: json(snoozed).verdict.level }).toEqual({ code: 0, level: "ok" });
    expect(json(snoozed).alerts.find(({ id }) => id === problem?.id)).toMatchObject({ acknowledged: true });
    rmSync(mutes);
    configure(quiet);
  });

  test("no token: the rungs that need none, and what was not seen is said", async () => {
    configure(quiet, join(stranger.dir, "config"));
    const answer = await elsewhere("--url", gateway.url);
    expect(answer.code).toBe(0);
    const { words, data } = lineOf(answer);
    expect(words).toMatch(/^GATEWAY OK - every rung that needs no token answers · not seen: channels, sessions, queues \(no token\)/u);
    expect(data).toMatchObject({ rpc: "U", channels_down: "U", queued: "U" });
    expect(json(await elsewhere("--url", gateway.url, "--json"))).toMatchObject({
      exit: 0,
      notSeen: [{ source: "channels, sessions, queues", why: "no token" }],
    });
  });

  test("frozen by SIGSTOP: 2, named, without waiting for answers that cannot come", async ({ annotate }) => {
    const { thaw } = freeze(gateway);
    try {
      const answer = await check();
      await annotate(`${Math.round(answer.ms)} ms: ${answer.stdout.trim()}`);
      expect(answer.code).toBe(2);
      expect(lineOf(answer).words).toMatch(/^GATEWAY CRITICAL - .*(stopped by a signal|state T)/u);
      // Longer than that a monitor would call it a timeout of its own.
      expect(answer.ms).toBeLessThan(5_000);
      expect(json(await check("--json"))).toMatchObject({ exit: 2, verdict: { level: "critical" } });
    } finally {
      thaw();
    }
    await gateway.answers(30_000);
  });

  test("it accepts and never answers: what is known by --timeout, and no later", async ({ annotate }) => {
    // One that goes on after a pause has a second's work to catch up with, and this is about time.
    await gateway.idle(60_000);
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const { port } = silent.address() as { port: number };
    const answer = await elsewhere("--url", `ws://127.0.0.1:${port}`, "--timeout", "2");
    await annotate(`${Math.round(answer.ms)} ms: ${answer.stdout.trim()}`);
    expect([2, 3]).toContain(answer.code);
    lineOf(answer);
    // As seen from outside: what it takes to start a process on a busy machine is not the program's.
    expect(answer.ms).toBeLessThan(2_400);
  });

  test("no gateway on this host: 2, and the port it looked at", async () => {
    const port = await freePort();
    const answer = await elsewhere("--port", String(port));
    expect(answer.code).toBe(2);
    expect(lineOf(answer).words).toMatch(new RegExp(`^GATEWAY CRITICAL - .*${port}`, "u"));
  });

  test("a config that nobody can find a gateway with: 3, on the one line", async () => {
    const answer = await elsewhere("--config", join(stranger.dir, "nothing.json"));
    expect(answer.code).toBe(3);
    expect(answer.stdout).toMatch(/^GATEWAY UNKNOWN - there is no config [^\n|]+\n$/u);
  });

  test("stopped by its service manager: 2", async ({ annotate }) => {
    await gateway.unit("stop");
    const answer = await check();
    await annotate(`${Math.round(answer.ms)} ms: ${answer.stdout.trim()}`);
    expect(answer.code).toBe(2);
    expect(lineOf(answer).words).toMatch(/^GATEWAY CRITICAL - /u);
    expect(answer.ms).toBeLessThan(5_000);
  });
});
