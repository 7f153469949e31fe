// Board 4 on a real gateway: its lines as they come, those of one session, and the same log when the gateway is dead or frozen.
import { DatabaseSync } from "node:sqlite";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { programPath, temporaryHome, type Home } from "../../support/program.ts";
import { endPtys, openPty, type Pty } from "../../support/pty.ts";
import { startGateway, type RealGateway } from "../gateway.ts";
import { live, shows } from "../look.ts";
import type { RawClient } from "../raw-client.ts";
import { atLeast, versionsUnderTest } from "../releases.ts";
import { operatorEnv } from "../restart/ask.ts";
import { whileFrozen } from "../restart/frozen.ts";
import { append, linesOf, rotatedPath, written } from "./log-file.ts";
import { frameOf, openBoard } from "./opened.ts";

const SIZE = { columns: 160, rows: 50 };
const FAILING = "agent:main:failing";
const OTHER = "agent:main:elsewhere";

/** Which way the lines came, in the border. */
const way = (name: string): RegExp => new RegExp(`lines · ${name} · `, "u");

/** What of the test's own lines is on the screen, top to bottom. */
const marksOn = (screen: readonly string[]): readonly string[] =>
  screen.flatMap((line) => /mark (?<name>[a-z]+) of the test/u.exec(line)?.groups?.["name"] ?? []);

const only =
  (...names: readonly string[]) =>
  (screen: readonly string[]): boolean =>
    marksOn(screen).join() === names.join();

describe.each(versionsUnderTest.filter((version) => atLeast(version, "2026.9.6")))("OpenClaw %s", (version) => {
  let gateway: RealGateway;
  let home: Home;
  let far: Home;
  let board: Pty;
  let remote: Pty;
  const marks: string[] = [];
  /** Rows that differ in digits alone would be one. */
  const mark = (): string => {
    const name = `${"abcdefghijklmnopqrstuvwxyz"[marks.length]}`.repeat(3);
    marks.push(name);
    append(gateway, `mark ${name} of the test`);
    return name;
  };
  const everyMark = (timeoutMs: number): Promise<number> => board.until(only(...marks), timeoutMs, `each of ${marks.join()} once`);

  /** A gateway that was slow is left alone for a while: the way is told with the next line. */
  async function cameBy(name: string, timeoutMs: number): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    while (!shows(way(name))(board.screen())) {
      if (performance.now() > deadline) throw new Error(`no line came by ${name} in ${timeoutMs} ms`);
      await pause(2_000);
      mark();
      await everyMark(10_000);
    }
  }

  beforeAll(async () => {
    [home, far] = [temporaryHome(), temporaryHome()];
    gateway = await startGateway(version);
    board = openPty([process.execPath, programPath], { ...SIZE, env: operatorEnv(gateway, home) });
    await board.until(live, 20_000, "a live screen");
    board.write("4");
  });

  afterAll(async () => {
    await endPtys();
    await gateway?.stop();
    for (const one of [home, far]) one?.remove();
  });

  test("a line is on the board once it is in the file", async ({ annotate }) => {
    await board.until(shows(/gateway ready/u), 20_000, "lines of the start");
    await gateway.run(FAILING, "please [fail 400]");
    await gateway.run(OTHER, "please [fail 400]");
    await written(gateway, /status=400/u, 60_000);
    const since = performance.now();
    const seenAt = await board.until(shows(/status=400/u), 10_000, "the model's refusal");
    await annotate(`on the screen ${Math.round(seenAt - since)} ms after it was found in the file`);
    expect(await frameOf(gateway, home, "logs")).toMatch(/status=400/u);
  });

  test("`l` on a session: its lines and no others, and esc leads back", async () => {
    await gateway.idle(60_000);
    for (const key of [FAILING, OTHER]) await written(gateway, new RegExp(key, "u"), 10_000);
    board.write("3");
    await board.until(shows(/main › failing/u), 20_000, "the session");
    board.write("/failing\r");
    await board.until((screen) => shows(/main › failing/u)(screen) && !shows(/main › elsewhere/u)(screen), 5_000, "it alone");
    board.write("l");
    await board.until(shows(new RegExp(`logs · session ${FAILING}`, "u"), new RegExp(FAILING, "u")), 5_000, "its log");
    expect(board.screen().join("\n")).not.toContain(OTHER);
    board.write("\u001b");
    await board.until(shows(/main › failing/u), 5_000, "the sessions again");
  });

  test("killed: the same board goes on from the file, each line once", async () => {
    board.write("4");
    board.write("/of the test\r");
    mark();
    await everyMark(10_000);
    await cameBy("rpc", 60_000);
    const env = { ...far.env, OPENCLAW_CONFIG_PATH: join(far.dir, "far.json") };
    const config = { gateway: { mode: "remote", remote: { url: gateway.url, token: gateway.token } } };
    writeFileSync(env.OPENCLAW_CONFIG_PATH, JSON.stringify(config), { mode: 0o600 });
    remote = openPty([process.execPath, programPath], { ...SIZE, env });
    await remote.until(live, 20_000, "the gateway of another host");
    remote.write("4");
    await remote.until(shows(new RegExp(`mark ${marks.at(-1)} of the test`, "u"), way("rpc")), 10_000, "its lines, from the gateway");

    gateway.signal("SIGKILL");
    await expect.poll(() => gateway.running(), { timeout: 10_000, interval: 20 }).toBe(false);
    mark();
    mark();
    await everyMark(10_000);
    await board.until(shows(way("file")), 10_000, "from the file");
  });

  test("dead: of another host nothing can be read, and that is said; here the file is found by the config", async () => {
    await remote.until(shows(/the log of another host is read through the gateway, and there is no connection to it/u), 30_000, "why");
    const here = openPty([process.execPath, programPath, "--view", "logs"], { ...SIZE, env: operatorEnv(gateway, home) });
    await here.until(shows(new RegExp(`mark ${marks.at(-1)} of the test`, "u"), way("file")), 20_000, "the file");
    here.kill("SIGTERM");
    await here.exited;
  });

  test("started again: it goes on, each line once, and by the gateway again", async () => {
    await gateway.start();
    await board.until(live, 30_000, "the link again");
    const name = mark();
    // From now on: what a busy gateway logs besides pushes the line off the screen.
    const elsewhere = remote.until(shows(new RegExp(`mark ${name} of the test`, "u")), 90_000, "and to the other host");
    elsewhere.catch(() => undefined);
    await everyMark(10_000);
    await cameBy("rpc", 60_000);
    await elsewhere;
  });

  test("frozen: the file tells while the gateway cannot, each line once", async ({ annotate }) => {
    await whileFrozen(gateway, async () => {
      const since = performance.now();
      mark();
      await annotate(`on the screen after ${Math.round((await everyMark(10_000)) - since)} ms`);
      mark();
      await everyMark(3_000);
      await board.until(shows(way("file")), 5_000, "from the file");
    });
    mark();
    await everyMark(10_000);
    await board.until(live, 60_000, "the link");
    board.write("\u001b");
  });

  test("`p`: the last line before the boot", async () => {
    await gateway.idle(60_000);
    const last = linesOf(gateway).length;
    gateway.signal(gateway.release.restartSignal);
    await expect
      .poll(
        () =>
          linesOf(gateway)
            .slice(last)
            .some(({ message }) => message === "gateway ready"),
        { timeout: 60_000, interval: 100 },
      )
      .toBe(true);
    await board.until(live, 60_000, "the link again");
    const database = new DatabaseSync(join(gateway.home, ".openclaw/state/openclaw.sqlite"), { readOnly: true });
    const row = database.prepare("select max(started_at_ms) as at from gateway_boot_lifecycle").get();
    database.close();
    const bootAt = Number(row?.["at"]);
    const lines = linesOf(gateway);
    const before = lines[lines.findIndex(({ at }) => at >= bootAt) - 1] ?? expect.fail("no line before the boot");
    const second = new Date(bootAt).toISOString().slice(11, 19);
    // What the gateway keeps of its boot is read a moment after its log, and until then the log's own line is taken for it.
    const divider = new RegExp(`── the gateway started ${second} `, "u");
    const begun = before.message.slice(0, 30);
    const isBelow = (rows: readonly string[]): boolean => rows[rows.findIndex((row) => divider.test(row)) - 1]?.includes(begun) === true;
    await board.until(isBelow, 60_000, `the boot below: ${before.message}`);
    board.write("p");
    board.write("\r");
    await board.until(shows(new RegExp(new Date(before.at).toISOString(), "u")), 10_000, `details of: ${before.message}`);
    board.write("\u001b");
  });
});

describe.each(versionsUnderTest.filter((version) => atLeast(version, "2026.9.6")))("OpenClaw %s whose log is rotated", (version) => {
  const REQUESTS = 300;
  let gateway: RealGateway;
  let home: Home;
  let truth: RawClient;

  beforeAll(async () => {
    home = temporaryHome();
    gateway = await startGateway(version, { maxLogBytes: 100_000 });
    truth = await gateway.connect();
  });

  afterAll(async () => {
    await endPtys();
    truth?.close();
    await gateway?.stop();
    home?.remove();
  });

  test("each line once, older files joined, and no gap told", async () => {
    const board = await openBoard(gateway, home, "4");
    await board.until(shows(/gateway ready/u, /lines · /u), 20_000, "the log");
    const letters = (nth: number): string => String(nth).replaceAll(/\d/gu, (digit) => "abcdefghij"[Number(digit)] ?? "");
    for (let nth = 0; nth < REQUESTS; nth += 1) await truth.request(`nosuch.${letters(nth)}.method`).catch(() => undefined);
    await written(gateway, new RegExp(`nosuch\\.${letters(REQUESTS - 1)}\\.`, "u"), 10_000);
    expect(existsSync(rotatedPath(gateway, 2))).toBe(true);
    board.write("/res . nosuch\r");
    const asked = linesOf(gateway).filter(({ message }) => /res . nosuch/u.test(message)).length;
    expect(asked).toBeGreaterThan(100);
    await board.until(shows(new RegExp(`/res . nosuch +${asked} of `, "u")), 20_000, `${asked} refusals`);
    expect(board.screen().join("\n")).not.toContain("lines are missing");
    await endPtys();
    const later = await openBoard(gateway, home, "4");
    await later.until(shows(/nosuch/u), 20_000, "the log");
    later.write("/res . nosuch\r");
    await later.until(shows(new RegExp(`/res . nosuch +${asked} of `, "u")), 20_000, "the same of all files");
    expect(later.screen().join("\n")).not.toContain("lines are missing");
  });
});

describe.each(versionsUnderTest.filter((version) => !atLeast(version, "2026.7.1")))("OpenClaw %s", (version) => {
  let gateway: RealGateway;
  let home: Home;

  beforeAll(async () => {
    home = temporaryHome();
    gateway = await startGateway(version);
  });

  afterAll(async () => {
    await endPtys();
    await gateway?.stop();
    home?.remove();
  });

  test("its lines, as they come", async () => {
    const board = await openBoard(gateway, home, "4");
    await board.until(shows(/lines · (?:file|rpc)/u), 30_000, "its log");
    append(gateway, "mark aaa of the test");
    // Its first answers block it for seconds.
    await board.until(only("aaa"), 60_000, "a new line");
  });
});
