// `gatetop watch` of the built program: every change of a real gateway as one line of JSON, in the order in which things happen.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { programPath, temporaryHome, type Home } from "../../support/program.ts";
import { atLeast, versionsUnderTest } from "../releases.ts";
import { operatorEnv, restart } from "../restart/ask.ts";
import { journalLines } from "../restart/journal.ts";
import { mustRun, noSystemd } from "../systemd/systemd-user.ts";
import { startUnitGateway, type UnitGateway } from "../systemd/unit.ts";

const missing = noSystemd();
const skipped = missing !== null && !mustRun;
const newest = versionsUnderTest.filter((version) => atLeast(version, "2026.9.6"));

/** One line, as far as this suite asserts it. */
type Said = {
  readonly schema: string;
  readonly type: string;
  readonly at: number;
  readonly subject?: string;
  readonly phase?: string;
  readonly status?: string;
  readonly change?: string;
  readonly bootId?: string | null;
  readonly pid?: number | null;
  readonly entry?: string;
  readonly id?: string;
  readonly verdict?: string | null;
  readonly snapshot?: { readonly schema: string; readonly verdict: { readonly level: string } };
};

type Watching = {
  readonly lines: () => readonly Said[];
  readonly printed: () => string;
  /** Resolves with the first such line, also one that was said before; rejects in time, or when the program ends. */
  readonly said: (what: string, is: (line: Said) => boolean, timeoutMs?: number) => Promise<Said>;
  /** Nobody reads any more. */
  readonly leave: () => void;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly end: () => Promise<unknown>;
};

function startWatch(gateway: UnitGateway, home: Home, ...args: readonly string[]): Watching {
  const [command = "", ...rest] = [...gateway.through, process.execPath, programPath, "watch", ...args];
  const child = spawn(command, rest, { env: operatorEnv(gateway, home), stdio: ["ignore", "pipe", "pipe"] });
  const lines: Said[] = [];
  const waiting = new Set<() => void>();
  let printed = "";
  let over = false;
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (printed += text));
  createInterface({ input: child.stdout }).on("line", (line) => {
    lines.push(JSON.parse(line) as Said);
    for (const one of waiting) one();
  });
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      over = true;
      for (const one of waiting) one();
      resolve({ code, signal });
    });
  });
  return {
    lines: () => lines,
    printed: () => printed,
    said: (what, is, timeoutMs = 30_000) =>
      new Promise((resolve, reject) => {
        const settle = (act: () => void): void => {
          waiting.delete(once);
          clearTimeout(late);
          act();
        };
        const fail = (why: string): void =>
          settle(() =>
            reject(new Error(`${what}: ${why}\n${lines.map((line) => JSON.stringify({ ...line, snapshot: undefined })).join("\n")}`)),
          );
        const once = (): void => {
          const found = lines.find(is);
          if (found !== undefined) settle(() => resolve(found));
          else if (over) fail(`it ended:\n${printed.slice(-500)}`);
        };
        const late = setTimeout(() => fail(`not within ${timeoutMs} ms`), timeoutMs);
        waiting.add(once);
        once();
      }),
    leave: () => child.stdout.destroy(),
    ended,
    kill: (signal) => void child.kill(signal),
    end: async () => {
      if (!over) child.kill("SIGTERM");
      return ended;
    },
  };
}

describe.skipIf(skipped).each(newest)(`OpenClaw %s under systemd --user${skipped ? ` (left out: ${missing})` : ""}`, (version) => {
  let gateway: UnitGateway;
  let home: Home;

  beforeAll(async () => {
    if (missing !== null) throw new Error(`these tests must run here, and cannot: ${missing}`);
    home = temporaryHome();
    gateway = await startUnitGateway(version, { cron: false });
    await gateway.idle(60_000);
  });
  afterAll(async () => {
    await gateway?.stop();
    home?.remove();
  });

  /** Every line is of the one schema, none says the credential, and nothing was done to anybody. */
  function expectLines(watching: Watching): void {
    expect(watching.lines().filter(({ schema }) => schema !== "gatetop-watch/1")).toEqual([]);
    expect(watching.lines().map(({ at }) => at)).toEqual(watching.lines().map(() => expect.any(Number) as number));
    expect(watching.printed()).not.toContain(gateway.token);
  }

  test("killed and started again by its unit: link, rung and what it means, then boot", async ({ annotate }) => {
    const watching = startWatch(gateway, home);
    const start = await watching.said("the first look", ({ type }) => type === "start");
    expect(watching.lines()[0]).toBe(start);
    expect(start.snapshot).toMatchObject({ schema: "gatetop/1", verdict: { level: "ok" } });

    const oldPid = gateway.pid();
    const killedAt = Date.now();
    gateway.signal("SIGKILL");
    const link = await watching.said("the loss of the link", ({ type, phase }) => type === "link" && phase === "waiting");
    const rung = await watching.said("a rung that is bad", ({ type, status }) => type === "rung" && status === "bad");
    const alert = await watching.said("a problem", ({ type, change }) => type === "alert" && change === "raised");
    const boot = await watching.said("the boot", ({ type }) => type === "boot", 60_000);
    const back = await watching.said("the link", ({ type, phase }) => type === "link" && phase === "open", 60_000);
    await watching.said(
      "the end of the problem",
      ({ type, change, subject }) => type === "alert" && change === "cleared" && subject === alert.subject,
      60_000,
    );

    // The socket and the probes tell of it on their own; which of them is first is chance. What a probe saw is told before what it means.
    const places = (...lines: readonly object[]): readonly number[] =>
      lines.map((line) => watching.lines().findIndex((one) => one === line));
    expect(Math.max(...places(rung))).toBeLessThan(Math.min(...places(alert)));
    expect(Math.max(...places(link, alert))).toBeLessThan(Math.min(...places(boot)));
    await annotate(
      [link, rung, alert, boot]
        .map((line) => `${line.type} ${line.subject ?? ""} after ${((line.at - killedAt) / 1_000).toFixed(1)} s`)
        .join(" · "),
    );
    expect(link.at - killedAt).toBeLessThan(3_000);
    expect(boot.pid).not.toBe(oldPid);
    expect(back.bootId).toEqual(expect.any(String));
    expectLines(watching);
    expect(journalLines(home)).toEqual([]);
    await watching.end();
  });

  test("a restart that somebody asks gatetop for is a change of its own", async () => {
    await gateway.answers(60_000);
    await gateway.idle(60_000);
    const watching = startWatch(gateway, home);
    await watching.said("the first look", ({ type }) => type === "start");
    const { code } = await restart(gateway, home, ["--mode", "graceful"]);
    expect(code).toBe(0);
    const runs = async (entry: string): Promise<Said> =>
      watching.said(`the run ${entry}`, (line) => line.type === "run" && line.entry === entry);
    const [began, ended] = [await runs("began"), await runs("ended")];
    expect(began).toMatchObject({ id: journalLines(home)[0]?.id, action: "restart", about: "graceful", verdict: null });
    expect(ended).toMatchObject({ id: began.id, verdict: "proved-new-process" });
    expectLines(watching);
    await watching.end();
  });

  test("a reader that goes away ends it, without a word", async () => {
    await gateway.answers(60_000);
    const watching = startWatch(gateway, home, "--every", "1");
    await watching.said("a second snapshot", ({ type }) => type === "snapshot");
    expectLines(watching);
    const before = watching.printed().length;
    watching.leave();
    expect(await watching.ended).toEqual({ code: 0, signal: null });
    // Standard error is still read.
    expect(watching.printed().slice(before)).toBe("");
  });

  test.each(["SIGTERM", "SIGINT"] as const)("%s ends it as it ends any program", async (signal) => {
    const watching = startWatch(gateway, home);
    await watching.said("the first look", ({ type }) => type === "start");
    expectLines(watching);
    watching.kill(signal);
    expect(await watching.ended).toEqual({ code: signal === "SIGTERM" ? 143 : 130, signal: null });
  });
});
