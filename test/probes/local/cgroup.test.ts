import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { directoriesOf, parseCgroup, parseCgroupMounts, readMemoryLimit, serviceOf } from "../../../src/probes/local/cgroup.ts";
import { worldWithClock } from "./stand-in.ts";

const user = "/user.slice/user-1000.slice/user@1000.service";
const gateway = "openclaw-gateway.service";

describe("the unit a process belongs to", () => {
  test.each([
    ["v2, user unit", `0::${user}/app.slice/${gateway}\n`, "systemd-user", gateway],
    [
      "v2, user unit with a profile",
      `0::${user}/app.slice/openclaw-gateway-work.service\n`,
      "systemd-user",
      "openclaw-gateway-work.service",
    ],
    ["v2, user unit in nested slices", `0::${user}/app.slice/app-claw.slice/${gateway}\n`, "systemd-user", gateway],
    ["v2, system unit", `0::/system.slice/${gateway}\n`, "systemd-system", gateway],
    [
      "v2, instance of a template",
      "0::/system.slice/system-openclaw.slice/openclaw@home.service\n",
      "systemd-system",
      "openclaw@home.service",
    ],
    ["v2, a group the service made for itself", `0::${user}/app.slice/${gateway}/workers\n`, "systemd-user", gateway],
    ["v1", `5:memory:/system.slice/${gateway}\n1:name=systemd:/system.slice/${gateway}\n`, "systemd-system", gateway],
    ["hybrid", `4:memory:${user}\n1:name=systemd:${user}/${gateway}\n0::${user}/${gateway}\n`, "systemd-user", gateway],
    ["hybrid with an idle unified tree", `1:name=systemd:/system.slice/${gateway}\n0::/\n`, "systemd-system", gateway],
  ])("%s", (_, text, supervisor, unit) => {
    expect(serviceOf(parseCgroup(text))).toMatchObject({ supervisor, unit });
  });

  test.each([
    ["a login session", "0::/user.slice/user-1000.slice/session-4.scope\n"],
    ["a terminal under the user manager", `0::${user}/app.slice/vte-spawn-1.scope\n`],
    ["a scope inside a desktop service", `0::${user}/app.slice/app-code.service/vte-spawn-1.scope\n`],
    ["the user manager itself", `0::${user}/init.scope\n`],
    ["only the user manager", `0::${user}\n`],
    ["a container", "0::/system.slice/docker-0a1b2c.scope\n"],
    ["a container made inside a service", "0::/system.slice/containerd.service/kubepods/inner.service\n"],
    ["the root", "0::/\n"],
    ["no systemd, v1", "4:memory:/docker/0a1b\n1:cpu:/\n"],
    ["garbage", "hello\n::\n"],
    ["empty", ""],
  ])("%s is none", (_, text) => {
    expect(serviceOf(parseCgroup(text))).toBeNull();
  });

  test("a unit name cannot carry an escape sequence", () => {
    expect(serviceOf(parseCgroup("0::/system.slice/open\u001b[31mclaw.service\n"))?.unit).toBe("openclaw.service");
  });
});

describe("where the groups are mounted", () => {
  const v2 = "31 23 0:28 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n";
  const hybrid =
    "35 31 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n40 31 0:37 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,xattr,name=systemd\n41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n";

  test.each([
    ["v2", v2, { unified: { root: "/", point: "/sys/fs/cgroup" }, memory: null, systemd: null }],
    [
      "hybrid",
      hybrid,
      {
        unified: { root: "/", point: "/sys/fs/cgroup/unified" },
        memory: { root: "/", point: "/sys/fs/cgroup/memory" },
        systemd: { root: "/", point: "/sys/fs/cgroup/systemd" },
      },
    ],
    ["none", "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n", { unified: null, memory: null, systemd: null }],
  ])("%s", (_, text, expected) => {
    expect(parseCgroupMounts(text)).toMatchObject(expected);
  });

  test.each([
    ["from the leaf up", "/", "/a/b", ["/m/a/b", "/m/a", "/m"]],
    ["the root group", "/", "/", ["/m"]],
    ["a container sees its own part", "/docker/x", "/docker/x/gw", ["/m/gw", "/m"]],
    ["a neighbour whose name begins alike is outside", "/docker/x", "/docker/xy", ["/m"]],
    ["a process outside the namespace", "/", "/../other", ["/m"]],
  ])("%s", (_, root, path, expected) => {
    expect(directoriesOf({ root, point: "/m" }, path)).toEqual(expected);
  });
});

describe("the memory limit", () => {
  const root = mkdtempSync(join(tmpdir(), "gatetop-cgroup-"));
  afterAll(() => rmSync(root, { recursive: true }));
  const unit = `/user.slice/user@1000.service/app.slice/${gateway}`;
  const mount = (name: string) => ({ root: "/", point: join(root, name) });
  const write = (name: string, file: string, limits: Readonly<Record<string, string>>): void => {
    for (const [path, text] of Object.entries(limits)) {
      const at = join(root, name, path, file);
      mkdirSync(dirname(at), { recursive: true });
      writeFileSync(at, `${text}\n`);
    }
  };
  const unlimitedV1 = "9223372036854771712";
  const host = 16_000_000_000;

  test.each([
    ["of the unit", { [unit]: "1610612736", "/user.slice": "max" }, { bytes: 1610612736, from: `MemoryMax of ${gateway}` }],
    ["of a slice above, when tighter", { [unit]: "2000", "/user.slice": "1000" }, { bytes: 1000, from: "MemoryMax of user.slice" }],
    [
      "of the unit, when tighter than its slice",
      { [unit]: "1000", "/user.slice": "2000" },
      { bytes: 1000, from: `MemoryMax of ${gateway}` },
    ],
    ["none", { [unit]: "max", "/user.slice": "max" }, null],
    ["more than the host has is none", { [unit]: "32000000000" }, null],
    ["no figures", { [unit]: "soon" }, null],
    ["no files", {}, null],
  ])("v2: %s", async (name, limits, expected) => {
    write(name, "memory.max", limits);
    const mounts = { unified: mount(name), memory: null, systemd: null };
    expect(await readMemoryLimit(worldWithClock().world, { unified: unit, systemd: null, memory: null }, mounts, host)).toEqual(expected);
  });

  test.each([
    ["of a container", { "/docker/0a1b": "536870912", "/": unlimitedV1 }, { bytes: 536870912, from: "cgroup" }],
    ["none", { "/docker/0a1b": unlimitedV1, "/": unlimitedV1 }, null],
  ])("v1: %s", async (name, limits, expected) => {
    write(`v1 ${name}`, "memory.limit_in_bytes", limits);
    const mounts = { unified: null, memory: mount(`v1 ${name}`), systemd: null };
    const paths = { unified: null, systemd: null, memory: "/docker/0a1b" };
    expect(await readMemoryLimit(worldWithClock().world, paths, mounts, null)).toEqual(expected);
  });
});
