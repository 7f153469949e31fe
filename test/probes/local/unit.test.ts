import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ProcessReading } from "../../../src/data/model/local.ts";
import { unitProbe } from "../../../src/probes/local/unit.ts";
import { Missing, type ProbeContext, type World } from "../../../src/probes/probe.ts";
import { contextFor, worldWithClock } from "./stand-in.ts";

const mountinfo = "31 23 0:28 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n";
const none = { supervisor: "none", unit: null, active: null };

const seen = (reading: Partial<ProcessReading>, profile: string | null = null): ProbeContext =>
  contextFor({ port: 18789, profile }, { last: ((source: string) => (source === "process" ? reading : null)) as ProbeContext["last"] });

/** Linux, with these kernel files in place of the real ones. */
function linuxWith(files: Readonly<Record<string, string>>): World {
  const { world } = worldWithClock();
  const readText: World["readText"] = (path, options) => {
    const text = files[path];
    if (text !== undefined) return Promise.resolve(text);
    return path.startsWith("/proc/") || path.startsWith("/sys/") ? Promise.reject(new Error("ENOENT")) : world.readText(path, options);
  };
  return { ...world, platform: "linux", readText };
}

const stat = (pid: number, startTicks: number): string => `${pid} (node) S 1 1 1 0 -1 0 0 0 0 0 1 1 0 0 20 0 7 0 ${startTicks} 1000 50 0\n`;

describe("around a process that is found", () => {
  const running = seen({ found: true, pid: 42 });
  const ssh = "/system.slice/ssh.service";

  test.each([
    [
      "a user unit",
      { "/proc/42/cgroup": "0::/user.slice/user@1000.service/app.slice/openclaw-gateway.service\n" },
      { supervisor: "systemd-user", unit: "openclaw-gateway.service", active: true },
    ],
    [
      "a system unit",
      { "/proc/42/cgroup": "0::/system.slice/openclaw-gateway.service\n" },
      { supervisor: "systemd-system", unit: "openclaw-gateway.service", active: true },
    ],
    ["a login session", { "/proc/42/cgroup": "0::/user.slice/user-1000.slice/session-4.scope\n" }, none],
    [
      "a unit of another name in which the gateway is the first process",
      {
        "/proc/42/cgroup": "0::/system.slice/claw.service\n",
        "/proc/self/mountinfo": mountinfo,
        "/sys/fs/cgroup/system.slice/claw.service/cgroup.procs": "50\n42\n",
        "/proc/42/stat": stat(42, 100),
        "/proc/50/stat": stat(50, 200),
      },
      { supervisor: "systemd-system", unit: "claw.service", active: true },
    ],
    [
      "a service in which somebody else came first, as sshd for a shell without a session",
      {
        "/proc/42/cgroup": `0::${ssh}\n`,
        "/proc/self/mountinfo": mountinfo,
        [`/sys/fs/cgroup${ssh}/cgroup.procs`]: "7\n42\n",
        "/proc/42/stat": stat(42, 100),
        "/proc/7/stat": stat(7, 5),
      },
      none,
    ],
    [
      "the guard's own service, though the gateway it started is the first process there",
      {
        "/proc/42/cgroup": "0::/user.slice/user@1000.service/app.slice/gatetop-guard-openclaw.service\n",
        "/proc/self/mountinfo": mountinfo,
        "/proc/42/stat": stat(42, 100),
      },
      none,
    ],
    ["a service whose processes cannot be seen", { "/proc/42/cgroup": `0::${ssh}\n` }, none],
  ])("%s", async (_, files, expected) => {
    expect(await unitProbe.read(linuxWith(files), running)).toEqual(expected);
  });
});

describe("while no process is found", () => {
  let folder = "";
  const usual = process.env["XDG_CONFIG_HOME"];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "gatetop-unit-"));
    mkdirSync(join(folder, "systemd/user"), { recursive: true });
    process.env["XDG_CONFIG_HOME"] = folder;
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
    delete process.env["OPENCLAW_SYSTEMD_UNIT"];
    if (usual === undefined) delete process.env["XDG_CONFIG_HOME"];
    else process.env["XDG_CONFIG_HOME"] = usual;
  });
  const install = (name: string): void => writeFileSync(join(folder, "systemd/user", name), "[Service]\n");

  test.each([
    ["the installed unit", "openclaw-gateway.service", null, null],
    ["the default profile has the plain name", "openclaw-gateway.service", "default", null],
    ["the unit of the profile", "openclaw-gateway-work.service", "work", null],
    ["the unit OpenClaw was told to use", "claw.service", null, "claw"],
  ])("%s is named, and not active", async (_, name, profile, told) => {
    if (told !== null) process.env["OPENCLAW_SYSTEMD_UNIT"] = told;
    install(name);
    const reading = await unitProbe.read(linuxWith({}), seen({ found: false, why: "gone" }, profile));
    expect(reading).toEqual({ supervisor: "systemd-user", unit: name, active: false });
  });

  test("the unit of another profile is not its unit", async () => {
    install("openclaw-gateway.service");
    expect(await unitProbe.read(linuxWith({}), seen({ found: false, why: "gone" }, "work"))).toEqual(none);
  });

  test("a process that ended since it was seen counts as none", async () => {
    install("openclaw-gateway.service");
    expect(await unitProbe.read(linuxWith({}), seen({ found: true, pid: 42 }))).toMatchObject({ active: false });
  });
});

test.each([
  ["on another host", { local: false }, "linux"],
  ["off Linux", {}, "darwin"],
] as const)("is not asked %s", async (_, target, platform) => {
  const world: World = { ...linuxWith({}), platform };
  await expect(unitProbe.read(world, contextFor({ port: 1, ...target }))).rejects.toThrow(Missing);
});
