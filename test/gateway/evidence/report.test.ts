// `gatetop report` and `i` on a real gateway in trouble: everything a stranger needs to help, and nothing of anybody.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runProgram, temporaryHome, type Home } from "../../support/program.ts";
import { endPtys, type Pty } from "../../support/pty.ts";
import { startGateway, type RealGateway } from "../gateway.ts";
import { live, look, openDashboard, shows } from "../look.ts";
import type { RawClient } from "../raw-client.ts";
import { restart } from "../restart/ask.ts";
import { atLeast, versionsUnderTest } from "../releases.ts";
import { ACCOUNT, foundIn, MESSAGE, PHONE, privateWords, PROMPT, SESSION, TITLE } from "./private-words.ts";

const titles = [
  "Verdict",
  "Ladder",
  "Problems",
  "The last hour",
  "Versions",
  "Gateway",
  "Channels",
  "Unit",
  "Last errors in the log",
  "What could not be seen",
];

const titlesOf = (report: string): readonly string[] => [...report.matchAll(/^## (.*)$/gmu)].map(([, title]) => title ?? "");
const part = (report: string, title: string): string => report.split(/^## /mu).find((text) => text.startsWith(`${title}\n`)) ?? "";

describe.each(versionsUnderTest.filter((version) => atLeast(version, "2026.9.6")))("OpenClaw %s", (version) => {
  let gateway: RealGateway;
  let home: Home;
  let truth: RawClient;
  let board: Pty;

  const report = async (...flags: readonly string[]): Promise<string> => {
    const args = ["report", "--url", gateway.url, "--token-file", gateway.tokenFile, ...flags];
    const { code, stdout, stderr } = await runProgram(args, { env: home.env, timeoutMs: 30_000 });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    return stdout;
  };

  beforeAll(async () => {
    home = temporaryHome();
    gateway = await startGateway(version, { telegram: true, irc: { [ACCOUNT]: "up" }, maxConcurrent: 1 });
    await gateway.idle(90_000);
    const { code } = await restart(gateway, home, ["--mode", "graceful"]);
    expect(code).toBe(0);
    truth = await gateway.connect();
    board = openDashboard(gateway, home, { columns: 160, rows: 44 });
    await board.until(live, 20_000, "a live screen");

    gateway.telegram?.say(MESSAGE);
    await gateway.telegram?.answered;
    const failed = await gateway.run("agent:main:failing", `${PROMPT} [fail 400]`);
    await truth.request("agent.wait", { runId: failed, timeoutMs: 30_000 });
    await gateway.run(SESSION, `${PROMPT} [hang one]`);
    await gateway.provider.received("[hang one]");
    await truth.request("sessions.patch", { key: SESSION, label: TITLE });
    await gateway.run("agent:main:second", PROMPT);
    await gateway.irc(ACCOUNT).down();
    await board.until(shows(/full: 1\/1 active/u, /irc\/\S+\s+recovering/u), 60_000, "both troubles");
  });

  afterAll(async () => {
    await endPtys();
    truth?.close();
    await gateway?.stop();
    home?.remove();
  });

  test("everything in its order, and the same verdict and problems as any look", async () => {
    // What is wrong for a second is in one look and not in the next: the report lies between two.
    const before = await look(gateway, home);
    const told = await report();
    const after = await look(gateway, home);
    expect(titlesOf(told)).toEqual(titles);
    const levels = [before, after].map(({ verdict }) => verdict.level.toUpperCase());
    expect(levels).toContain(/\*\*([A-Z]+)\*\*/u.exec(part(told, "Verdict"))?.[1]);
    const [first, last] = [before, after].map(({ alerts }) => new Set(alerts.map(({ rule }) => rule)));
    const headed = [...part(told, "Problems").matchAll(/^### (?:CRIT|WARN) ([\w-]+): /gmu)].map(([, id]) => id ?? "");
    const inBoth = [...(first ?? [])].filter((rule) => last?.has(rule));
    expect(inBoth).toEqual(expect.arrayContaining(["channel-recovering", "run-failed"]));
    expect(headed).toEqual(expect.arrayContaining(inBoth));
    expect([...(first ?? []), ...(last ?? [])]).toEqual(expect.arrayContaining(headed));
    expect(part(told, "Problems")).toMatch(/channel-recovering: irc\/account-\d/u);
    expect(part(told, "Channels")).toMatch(/^\| irc\/account-\d+ \| recovering \|/mu);
  });

  test("every rung of the ladder, how long it took, and which was not looked at", async () => {
    const [, ...rows] = part(await report(), "Ladder").matchAll(/^\| (\w+) \| (\w+) \| ([^|]*) \|/gmu);
    expect(rows.map(([, rung]) => rung)).toEqual(["unit", "pid", "port", "healthz", "startupz", "readyz", "ws", "rpc"]);
    const timed = rows.filter(([, rung = "", status]) => status === "ok" && !["unit", "pid", "ws"].includes(rung));
    expect(timed.length).toBeGreaterThan(2);
    for (const [, rung, , took] of timed) expect(took, rung).toMatch(/^[\d.]+ m?s$/u);
  });

  test("the last hour holds the restart and what was asked for from here, in order", async () => {
    const hour = part(await report(), "The last hour");
    expect(hour).toMatch(/^- [\d:]{8} asked with gatetop: restart graceful$/mu);
    expect(hour).toMatch(/^- [\d:]{8} the gateway restarted: /mu);
    expect(hour).toMatch(/^- [\d:]{8} (?:crit|warn) raised: /mu);
    const times = [...hour.matchAll(/^- ([\d:]{8}) /gmu)].map(([, time]) => time ?? "");
    expect(times).toEqual(times.toSorted());
  });

  test("versions as the gateway tells them, and the unit as it is", async () => {
    const told = await report();
    expect(part(told, "Versions")).toContain(`OpenClaw ${version}, protocol 4`);
    expect(part(told, "Versions")).toMatch(/^- gatetop \d+\.\d+\.\d+\S*, Node v\d+/mu);
    expect(part(told, "Unit")).toMatch(/not looked at: \S|no-unit|service manager|systemd/u);
  });

  test("the newest errors of the log, twenty at most", async () => {
    const lines = part(await report(), "Last errors in the log").match(/^- .*$/gmu) ?? [];
    const wrong = readFileSync(join(gateway.home, "gateway.log"), "utf8").match(/"logLevelName":"(?:ERROR|FATAL)"/gu) ?? [];
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.length).toBeLessThanOrEqual(Math.min(20, wrong.length));
    for (const line of lines) expect(line).toMatch(/^- (?:[\d:]{8}|no time) \S+: /u);
  });

  test("nothing that the gateway was told in private, and no long number", async () => {
    const told = await report();
    expect(foundIn(told, privateWords(gateway))).toEqual([]);
    expect(told.match(/\d{7,}/gu)).toBeNull();
  });

  test("with --names it names them, and still no secret and no message", async () => {
    const told = await report("--names");
    expect(told).toContain("Real names stand in this report.");
    expect(part(told, "Channels")).toContain(`irc/${ACCOUNT}`);
    const names = ["an account", "a phone number", "the same without a plus", "the gateway's home"];
    expect(foundIn(told, privateWords(gateway)).filter((what) => !names.includes(what))).toEqual([]);
    expect(told).not.toContain(`${PROMPT} [`);
  });

  test("i writes the same from the screen, with what came and went, for its owner alone", async () => {
    await gateway.irc(ACCOUNT).up();
    board.write("!");
    await board.until(
      (rows) => shows(/full: 1\/1 active/u)(rows) && !/irc\//u.test(rows.slice(2).join(" ")),
      60_000,
      "the end of one trouble",
    );
    board.write("i");
    await board.until(shows(/report written to /u), 20_000, "where it is");
    const dir = join(home.dir, "state", "gatetop");
    const [name = ""] = readdirSync(dir).filter((file) => file.startsWith("gatetop-report-"));
    expect(statSync(join(dir, name)).mode & 0o777).toBe(0o600);
    const told = readFileSync(join(dir, name), "utf8");
    expect(titlesOf(told)).toEqual(titles);
    expect(part(told, "The last hour")).toMatch(/^- [\d:]{8} cleared: channel irc\/account-\d+ /mu);
    expect(foundIn(told, privateWords(gateway))).toEqual([]);
    expect(told).not.toContain(PHONE.slice(-7));
  });

  test("with the gateway dead it is still a report: what is wrong, and what could not be seen", async () => {
    truth.close();
    gateway.signal("SIGKILL");
    await board.until((rows) => !live(rows), 20_000, "the lost link");
    const told = await report();
    expect(titlesOf(told)).toEqual(titles);
    expect(part(told, "Verdict")).toContain("**CRITICAL**");
    expect(part(told, "Ladder")).toMatch(/^\| port \| bad \|/mu);
    expect(part(told, "Last errors in the log")).toContain("The log was not read.");
    expect(part(told, "What could not be seen")).toMatch(/^- channels \(channels\.status\): /mu);
    expect(foundIn(told, privateWords(gateway))).toEqual([]);
  });
});
