// Board 8 and `gatetop doctor` on a real gateway under a real `systemd --user`: faults are named, their fixes typed, and gone.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { programPath, temporaryHome, type Home } from "../../support/program.ts";
import { atLeast, versionsUnderTest } from "../releases.ts";
import { operatorEnv } from "../restart/ask.ts";
import { mustRun, noSystemd } from "../systemd/systemd-user.ts";
import { startUnitGateway, type UnitGateway } from "../systemd/unit.ts";

const missing = noSystemd();
const skipped = missing !== null && !mustRun;
const newest = versionsUnderTest.filter((version) => atLeast(version, "2026.9.6"));

/** The part of schema gatetop-doctor/1 this suite asserts, written down apart from the program. */
type Doctor = {
  readonly schema: string;
  readonly status: string;
  readonly unit: string | null;
  readonly findings: readonly { readonly id: string; readonly status: string; readonly severity: string; readonly fix: string | null }[];
  readonly unknown: readonly { readonly id: string; readonly why: string }[];
};

const four = ["restart-policy", "restart-prevent", "stop-timeout", "kill-mode"];

describe.skipIf(skipped).each(newest)(`OpenClaw %s under systemd --user${skipped ? ` (left out: ${missing})` : ""}`, (version) => {
  let gateway: UnitGateway;
  let home: Home;
  const folder = (): string => join(gateway.home, ".config/systemd/user");
  const dropIn = (): string => join(folder(), "openclaw-gateway.service.d/test.conf");

  beforeAll(async () => {
    if (missing !== null) throw new Error(`these tests must run here, and cannot: ${missing}`);
    home = temporaryHome();
    gateway = await startUnitGateway(version);
  });
  afterAll(async () => {
    await gateway?.stop();
    home?.remove();
  });

  /** The program as the gateway's own user runs it, where its manager is. */
  function run(...args: readonly string[]): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
    return new Promise((resolve, reject) => {
      const [command = "", ...rest] = [...gateway.through, process.execPath, programPath, ...args];
      const env = { ...operatorEnv(gateway, home), COLUMNS: "160", LINES: "50" };
      const child = spawn(command, rest, { env, timeout: 30_000, killSignal: "SIGKILL", stdio: ["ignore", "pipe", "pipe"] });
      let [stdout, stderr] = ["", ""];
      child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
      child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
      child.once("error", reject);
      child.once("close", (code) => resolve({ code, stdout, stderr }));
    });
  }

  /** How full the disk of the machine is does not matter here. */
  async function doctor(): Promise<{ readonly code: number | null; readonly told: Doctor; readonly faults: readonly string[] }> {
    const { code, stdout, stderr } = await run("doctor", "--json");
    if (stdout === "") throw new Error(`gatetop doctor ended with ${code}: ${stderr}`);
    const told = JSON.parse(stdout) as Doctor;
    const faults = told.findings.flatMap(({ id, status }) => (status === "fault" && id !== "disk-low" ? [id] : []));
    expect(stdout + stderr).not.toContain(gateway.token);
    return { code, told, faults };
  }

  test("a unit as OpenClaw installs it: nothing is wrong, and the gateway itself was asked", async () => {
    await gateway.idle(60_000);
    const { told, faults } = await doctor();
    expect(told).toMatchObject({ schema: "gatetop-doctor/1", unit: "openclaw-gateway.service" });
    expect(faults).toEqual([]);
    expect(told.unknown.map(({ id }) => id)).not.toContain("cron");
    expect(told.findings.map(({ id }) => id)).toEqual(expect.arrayContaining(["cron", "config-syntax", "config-mode", "restart-policy"]));
  });

  test("four faults in a drop-in: exactly the four, as JSON, as text, on board 8 and in a report", async () => {
    await gateway.amend("Service", ["Restart=on-failure", "TimeoutStopSec=30", "KillMode=process", "RestartPreventExitStatus="]);
    const { code, told, faults } = await doctor();
    expect({ code, status: told.status, faults }).toEqual({ code: 2, status: "critical", faults: four });
    const text = await run("doctor");
    expect(text.code).toBe(2);
    for (const id of four) expect(text.stdout).toMatch(new RegExp(`^\\S+ ${id} `, "mu"));
    const board = await run("--once", "--view", "service");
    for (const id of four) expect(board.stdout).toContain(id);
    expect(board.stdout).toContain("1 critical · 3 to mend");
    const report = await run("report");
    expect(report.code).toBe(0);
    for (const id of four) expect(report.stdout).toMatch(new RegExp(`^- \\*\\*(?:crit|warn)\\*\\* ${id}: \\w+ is .*, wanted: `, "mu"));
    expect(report.stdout + report.stderr).not.toContain(gateway.token);
  });

  test("what the fixes say is written, and nothing is wrong any more", async () => {
    const { told } = await doctor();
    for (const { fix, status } of told.findings) {
      if (status !== "fault" || fix === null) continue;
      const [, line, file, number] =
        /^write (\S+) under \[Service\] in (.+), line (\d+), then: systemctl --user daemon-reload$/u.exec(fix) ?? [];
      expect(file).toBe(dropIn());
      const lines = readFileSync(dropIn(), "utf8").split("\n");
      lines[Number(number) - 1] = line ?? "";
      writeFileSync(dropIn(), lines.join("\n"));
    }
    const pending = await doctor();
    expect(pending.faults).toContain("needs-reload");
    await gateway.reload();
    expect((await doctor()).faults).toEqual([]);
  });

  test("a second unit on the port is critical, on another port it is none", async () => {
    const rival = join(folder(), "clawdbot-gateway.service");
    const text = (port: number): string =>
      `[Service]\nExecStart=/bin/sleep 1\nEnvironment=OPENCLAW_GATEWAY_PORT=${port}\n[Install]\nWantedBy=default.target\n`;
    writeFileSync(rival, text(gateway.port));
    await gateway.reload();
    mkdirSync(join(folder(), "default.target.wants"), { recursive: true });
    expect((await doctor()).faults).toEqual([]);
    await gateway.systemctl("enable", "--quiet", "clawdbot-gateway.service");
    const { code, told, faults } = await doctor();
    expect({ code, faults }).toEqual({ code: 2, faults: ["competing-unit"] });
    expect(told.findings.find(({ id }) => id === "competing-unit")?.fix).toContain(
      "systemctl --user disable --now clawdbot-gateway.service",
    );
    writeFileSync(rival, text(gateway.port + 1));
    await gateway.reload();
    expect((await doctor()).faults).toEqual([]);
    await gateway.systemctl("disable", "--quiet", "clawdbot-gateway.service");
    rmSync(rival);
    await gateway.reload();
  });

  test("a gateway that was given up by its manager: the start limit, with the gateway dead and no token asked for", async () => {
    await gateway.amend("Unit", ["StartLimitBurst=1", "StartLimitIntervalSec=600"]);
    await gateway.unit("reset-failed");
    await gateway.unit("restart");
    await gateway.answers(60_000);
    const before = await gateway.facts();
    gateway.signal("SIGKILL");
    await gateway.until(({ ActiveState }) => ActiveState === "failed", 30_000);
    expect(before).toMatchObject({ ActiveState: "active" });
    const { code, told, faults } = await doctor();
    expect({ code, faults }).toEqual({ code: 2, faults: ["start-limit"] });
    const [limit] = told.findings.filter(({ id }) => id === "start-limit");
    expect(limit).toMatchObject({ severity: "crit" });
    expect(limit?.fix).toContain(
      "systemctl --user reset-failed openclaw-gateway.service && systemctl --user start openclaw-gateway.service",
    );
    expect(told.unknown.find(({ id }) => id === "cron")?.why).toContain("does not answer");
    rmSync(dropIn());
    expect(existsSync(dropIn())).toBe(false);
  });
});
