// The log of a unit that has no file of its own, read from a real journald: in its order, each line once, as the gateway would have written it.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createJournalTail } from "../../../src/probes/logs/journald-log.ts";
import { runCommand, type RunCommand } from "../../../src/probes/world/run-command.ts";
import { enterSystemd, mustRun, noSystemd, type SystemdUser } from "./systemd-user.ts";

const missing = noSystemd();
const skipped = missing !== null && !mustRun;
const unit = "openclaw-gateway.service";
const daemon = "/lib/systemd/systemd-journald";
const beside = "mkdir -p /run/log/journal /run/systemd/journal && mount -t tmpfs tmpfs /run/log && mkdir /run/log/journal && exec";

describe.skipIf(skipped)(`a real journald${skipped ? ` (left out: ${missing})` : ""}`, () => {
  let home = "";
  let systemd: SystemdUser;
  let journald: ChildProcess;

  const run: RunCommand = (argv, options) => {
    const [command = "nsenter", ...rest] = systemd.through;
    return runCommand([command, ...rest, ...argv], options);
  };

  beforeAll(async () => {
    if (missing !== null) throw new Error(`these tests must run here, and cannot: ${missing}`);
    home = mkdtempSync(join(tmpdir(), "gatetop-journal-"));
    const folder = join(home, ".config/systemd/user");
    mkdirSync(folder, { recursive: true });
    systemd = await enterSystemd(home);
    const [command, ...rest] = [...systemd.through, "bash", "-c", `${beside} ${daemon}`];
    journald = spawn(command, rest, { stdio: "ignore" });
    // It lives on, as a gateway does: of a process that is gone nobody knows the unit any more.
    const script = join(home, "says.sh");
    writeFileSync(script, `echo '<4>first'\necho '{"1":"second","_meta":{"logLevelName":"ERROR"}}'\nexec tail -f /dev/null\n`);
    writeFileSync(join(folder, unit), `[Service]\nStandardOutput=journal\nExecStart=/bin/sh ${script}\n`);
    await systemd.systemctl("daemon-reload");
  });
  afterAll(async () => {
    if (journald?.exitCode === null) {
      const gone = once(journald, "exit");
      journald.kill("SIGTERM");
      await gone;
    }
    await systemd?.leave();
    rmSync(home, { recursive: true, force: true });
  });

  test("what the unit wrote comes in its order, with its level; what comes later comes once", async () => {
    const tail = createJournalTail({ run }, unit, "user");
    const told: unknown[] = [];
    const said = (word: string): number => told.filter((line) => JSON.stringify(line).includes(word)).length;
    const more = async (): Promise<number> => {
      for (const line of (await tail.read())?.lines ?? []) told.push(JSON.parse(line));
      return said("second");
    };
    const listens = async (): Promise<number | null> =>
      (await run(["test", "-S", "/run/systemd/journal/stdout"], { timeoutMs: 5_000, env: process.env })).code;
    await expect.poll(listens, { timeout: 20_000 }).toBe(0);
    expect((await systemd.systemctl("start", unit)).code).toBe(0);
    await expect.poll(more, { timeout: 20_000 }).toBe(1);
    expect(told).toContainEqual(expect.objectContaining({ message: "first", _meta: { logLevelName: "WARN" } }));
    expect(told).toContainEqual({ 1: "second", _meta: { logLevelName: "ERROR" } });
    expect((await systemd.systemctl("restart", unit)).code).toBe(0);
    await expect.poll(more, { timeout: 20_000 }).toBe(2);
    expect({ second: await more(), first: said("first") }).toEqual({ second: 2, first: 2 });
    expect(told.map((line) => JSON.stringify(line)).findIndex((line) => line.includes("first"))).toBe(0);
  });
});
