// Who else would be hit with a process, by the kernel's own files.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { readSurroundings } from "../../../src/probes/evidence/surroundings.ts";
import type { World } from "../../../src/probes/probe.ts";
import { startTimeOf, worldWithClock } from "../local/stand-in.ts";

const app = "/user.slice/user-1000.slice/user@1000.service/app.slice";
const unit = "openclaw-gateway.service";
const v2 = "31 23 0:28 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n";
const v1 = "40 31 0:37 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,xattr,name=systemd\n";

const stat = (pid: number, parent: number, startTicks: number): string =>
  `${pid} (node) S ${parent} 1 1 0 -1 0 0 0 0 0 1 1 0 0 20 0 7 0 ${startTicks} 1000 50 0\n`;

/** pid 12 is the gateway, 20 and 21 its children; 50 is this gatetop, started by 49. */
function host(files: Readonly<Record<string, string | readonly string[]>>, more: Partial<World> = {}): World {
  const base: Record<string, string | readonly string[]> = {
    "/proc/12/status": "Name:\tnode\nTracerPid:\t0\nUid:\t1000\t1000\t1000\t1000\n",
    "/proc/12/stat": stat(12, 1, 500),
    "/proc/20/stat": stat(20, 12, 600),
    "/proc/21/stat": stat(21, 12, 601),
    "/proc/49/stat": stat(49, 1, 100),
    "/proc/50/stat": stat(50, 49, 800),
    "/proc/12/cgroup": `0::${app}/${unit}\n`,
    "/proc/self/mountinfo": v2,
    [`/sys/fs/cgroup${app}/${unit}/cgroup.procs`]: "12\n20\n21\n",
    ...files,
  };
  const found = (path: string) => base[path] ?? Promise.reject(new Error("ENOENT"));
  return {
    ...worldWithClock().world,
    platform: "linux",
    uid: 1000,
    readText: async (path) => {
      const text = await found(path);
      return typeof text === "string" ? text : Promise.reject(new Error("EISDIR"));
    },
    listDir: async (path) => {
      const names = await found(path);
      return typeof names === "string" ? Promise.reject(new Error("ENOTDIR")) : names;
    },
    ...more,
  };
}

const children = [
  { pid: 20, startTicks: 600 },
  { pid: 21, startTicks: 601 },
];
const plain = { uid: 1000, ownUid: 1000, traced: false, ours: false, members: children };

test.each<[string, Readonly<Record<string, string | readonly string[]>>, object]>([
  ["the unit's own group", {}, plain],
  ["one that is gone by now is none", { [`/sys/fs/cgroup${app}/${unit}/cgroup.procs`]: "12\n20\n21\n99\n" }, plain],
  [
    "groups of its own below",
    {
      [`/sys/fs/cgroup${app}/${unit}/cgroup.procs`]: "12\n20\n",
      [`/sys/fs/cgroup${app}/${unit}`]: ["cgroup.procs", "workers"],
      [`/sys/fs/cgroup${app}/${unit}/workers`]: ["cgroup.procs"],
      [`/sys/fs/cgroup${app}/${unit}/workers/cgroup.procs`]: "21\n",
    },
    plain,
  ],
  [
    "an older kernel's groups",
    {
      "/proc/12/cgroup": `4:memory:/\n1:name=systemd:${app}/${unit}\n0::/\n`,
      "/proc/self/mountinfo": v1,
      [`/sys/fs/cgroup/systemd${app}/${unit}/cgroup.procs`]: "12\n20\n21\n",
    },
    plain,
  ],
  [
    "a scope of a start of ours",
    {
      "/proc/12/cgroup": `0::${app}/gatetop-started-1a2b3c4d.scope\n`,
      [`/sys/fs/cgroup${app}/gatetop-started-1a2b3c4d.scope/cgroup.procs`]: "12\n20\n21\n",
    },
    plain,
  ],
  [
    "a login session is everybody's",
    { "/proc/12/cgroup": "0::/user.slice/user-1000.slice/session-4.scope\n" },
    { ...plain, members: null },
  ],
  ["a slice is", { "/proc/12/cgroup": `0::${app}\n` }, { ...plain, members: null }],
  ["another unit's is", { "/proc/12/cgroup": "0::/system.slice/ssh.service\n" }, { ...plain, members: null }],
  ["a group below the unit's is not the unit's", { "/proc/12/cgroup": `0::${app}/${unit}/workers\n` }, { ...plain, members: null }],
  ["a container's root is", { "/proc/12/cgroup": "0::/\n", "/sys/fs/cgroup/cgroup.procs": "1\n12\n" }, { ...plain, members: null }],
  [
    "a group outside what is mounted here",
    { "/proc/self/mountinfo": v2.replace(" / ", " /elsewhere "), "/sys/fs/cgroup/cgroup.procs": "1\n12\n" },
    { ...plain, members: null },
  ],
  ["gatetop in the gateway's group", { [`/sys/fs/cgroup${app}/${unit}/cgroup.procs`]: "12\n50\n" }, { ours: true }],
  ["gatetop's shell in the gateway's group", { [`/sys/fs/cgroup${app}/${unit}/cgroup.procs`]: "12\n49\n" }, { ours: true }],
  ["gatetop started by the gateway", { "/proc/49/stat": stat(49, 12, 100) }, { ours: true }],
  ["a debugger", { "/proc/12/status": "TracerPid:\t77\nUid:\t1000\t0\t0\t0\n" }, { traced: true }],
  ["nothing told of a debugger", { "/proc/12/status": "Uid:\t1001\t0\t0\t0\n" }, { traced: null, uid: 1001 }],
])("%s", async (_, files, expected) => {
  expect(await readSurroundings(host(files), 12, unit, 50)).toMatchObject(expected);
});

test.each([
  ["a process that is gone", host({}), 77],
  ["another system than Linux", host({}, { platform: "darwin" }), 12],
])("of %s nothing is known", async (_, world, pid) => expect(await readSurroundings(world, pid, unit, 50)).toBeNull());

test.runIf(process.platform === "linux")("of real processes: what this test started is not its ancestor, its parent is", async () => {
  const { world } = worldWithClock();
  const child = spawn(process.execPath, ["-e", "process.stdin.resume()"], { stdio: ["pipe", "ignore", "ignore"] });
  await once(child, "spawn");
  const pid = child.pid ?? 0;
  expect(startTimeOf(pid)).toBeGreaterThan(0);
  expect(await readSurroundings(world, pid, null)).toMatchObject({ uid: process.getuid?.(), traced: false, ours: false, members: null });
  expect(await readSurroundings(world, process.ppid, null)).toMatchObject({ ours: true });
  child.stdin.end();
  await once(child, "exit");
});
