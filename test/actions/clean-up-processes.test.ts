// Real processes, real /proc, real signals: what the guard's last resort does to a process, and to whom it does nothing.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { cleanUp } from "../../src/actions/clean-up.ts";
import { sendSignal } from "../../src/actions/hands/send-signal.ts";
import type { Witness } from "../../src/data/action/ports.ts";
import { systemTimers } from "../../src/data/gateway/timers.ts";
import type { Seen } from "../../src/data/restart/observation.ts";
import { createWitness } from "../../src/probes/evidence/witness.ts";
import { directoriesOf, parseCgroup, parseCgroupMounts } from "../../src/probes/local/cgroup.ts";
import { startStandIn, startTimeOf, stop, worldWithClock } from "../probes/local/stand-in.ts";
import { target as anyTarget } from "../support/target.ts";

const clock = { now: Date.now, monotonicMs: systemTimers.monotonicMs, set: systemTimers.set, clear: systemTimers.clear };

/** Takes connections, answers none, and does not care for SIGTERM; says its port, then the pids of its children. */
const deafToTerm = `
  process.on("SIGTERM", () => {});
  const { spawn } = require("node:child_process");
  const children = Array.from({ length: Number(process.argv[1]) }, () => spawn(process.execPath, ["-e", "setInterval(() => {}, 1e6)"], { stdio: "ignore" }));
  require("node:net").createServer().listen(0, "127.0.0.1", function () { console.log(this.address().port); console.log(children.map(({ pid }) => pid).join()); });
`;

type Gateway = { readonly child: ChildProcess; readonly pid: number; readonly port: number; readonly children: readonly number[] };

async function startDeafToTerm(children = 0): Promise<Gateway> {
  const child = spawn(process.execPath, ["-e", deafToTerm, String(children)], { stdio: ["ignore", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const port = Number((await lines.next()).value);
  const pids = String((await lines.next()).value);
  return { child, pid: child.pid ?? 0, port, children: pids.split(",").filter(Boolean).map(Number) };
}

const isThere = (pid: number): boolean => {
  try {
    // A zombie still has a directory, and no command line.
    return readFileSync(`/proc/${pid}/cmdline`, "utf8") !== "";
  } catch {
    return false;
  }
};

/** A control group of this name below our own; null where this user may make none. */
function makeGroup(name: string): string | null {
  const { unified: own } = parseCgroup(readFileSync("/proc/self/cgroup", "utf8"));
  const { unified: mount } = parseCgroupMounts(readFileSync("/proc/self/mountinfo", "utf8"));
  if (own === null || mount === null) return null;
  const directory = join(directoriesOf(mount, own)[0] ?? mount.point, name);
  try {
    mkdirSync(directory);
    return directory;
  } catch {
    return null;
  }
}

describe.runIf(process.platform === "linux")("a real process", () => {
  let stateDir = "";
  beforeEach(() => {
    stateDir = mkdtempSync(join(tmpdir(), "gatetop-clean-"));
  });
  afterEach(() => rmSync(stateDir, { recursive: true }));

  function lock(pid: number, port: number): void {
    const folder = join(stateDir, "tmp", `openclaw-${process.getuid?.() ?? 0}`);
    mkdirSync(folder, { recursive: true });
    const createdAt = new Date(Date.now() - 3_600_000).toISOString();
    writeFileSync(
      join(folder, "gateway.state.lock"),
      JSON.stringify({ pid, ownerId: "o", createdAt, port, startTime: startTimeOf(pid), stateDir }),
    );
  }

  function rig(pid: number, port: number, unit: string | null = null) {
    const { world } = worldWithClock();
    const missing = { code: null, out: "", err: "not here", ended: "missing" } as const;
    const looks = createWitness({
      world: { ...world, run: () => Promise.resolve(missing), queryDatabase: () => null },
      target: { ...anyTarget, url: `ws://127.0.0.1:${port}`, port, stateDir },
    });
    const witness: Witness = { ...looks, surroundings: (one, of) => looks.surroundings(one, of ?? unit) };
    const seen: Seen[] = [];
    let starts = 0;
    const run = (): Promise<{ code: number | null; said: string; tookMs: number }> => {
      starts += 1;
      return Promise.resolve({ code: null, said: "", tookMs: 0 });
    };
    const hands = { signal: sendSignal, unit: () => Promise.reject(new Error("there is no service here")), run };
    const process = { pid, startTicks: startTimeOf(pid) };
    const clean = () => cleanUp({ witness, hands, clock, process, termMs: 300, begin: () => true, saw: (one) => void seen.push(one) });
    return { clean, seen, starts: () => starts };
  }

  const signals = (seen: readonly Seen[]) => seen.flatMap((one) => (one.kind === "signalled" ? [one.signal] : []));

  test("that was stopped ends in order, at SIGTERM, and the next one is started", async () => {
    const gateway = await startStandIn();
    await stop(gateway);
    lock(gateway.pid, gateway.port);
    const { clean, seen, starts } = rig(gateway.pid, gateway.port);
    const exited = once(gateway.child, "exit");
    expect(await clean()).toEqual({ ok: true });
    expect(await exited).toEqual([null, "SIGTERM"]);
    expect({ signals: signals(seen), starts: starts() }).toEqual({ signals: ["SIGTERM"], starts: 1 });
  });

  test("that answers nobody and does not care for SIGTERM is killed", async () => {
    const gateway = await startDeafToTerm();
    lock(gateway.pid, gateway.port);
    const { clean, seen, starts } = rig(gateway.pid, gateway.port);
    const exited = once(gateway.child, "exit");
    expect(await clean()).toEqual({ ok: true });
    expect(await exited).toEqual([null, "SIGKILL"]);
    expect({ signals: signals(seen), starts: starts() }).toEqual({ signals: ["SIGTERM", "SIGKILL"], starts: 1 });
  }, 30_000);

  test("whose port is a stranger's: both are left alone", async () => {
    const [gateway, stranger] = [await startStandIn(), await startStandIn()];
    lock(gateway.pid, stranger.port);
    const { clean, starts } = rig(gateway.pid, stranger.port);
    expect(await clean()).toMatchObject({ ok: false, code: "other-process" });
    expect([isThere(gateway.pid), isThere(stranger.pid), starts()]).toEqual([true, true, 0]);
    await Promise.all([gateway.end(), stranger.end()]);
  });

  test("that started the one who would end it", async () => {
    lock(process.ppid, 1);
    const { clean, starts } = rig(process.ppid, 1);
    expect(await clean()).toMatchObject({ ok: false, code: "own-process" });
    expect([isThere(process.ppid), starts()]).toEqual([true, 0]);
  });

  test("with children in a group of its own: they end with it", async ({ skip }) => {
    const name = `gatetop-test-${process.pid}.service`;
    const group = makeGroup(name);
    if (group === null) return skip("this user may make no control group");
    const gateway = await startDeafToTerm(2);
    try {
      for (const pid of [gateway.pid, ...gateway.children]) writeFileSync(join(group, "cgroup.procs"), String(pid));
      lock(gateway.pid, gateway.port);
      const { clean, seen } = rig(gateway.pid, gateway.port, name);
      const exited = once(gateway.child, "exit");
      expect(await clean()).toEqual({ ok: true });
      await exited;
      expect(seen.some((one) => one.kind === "commanded" && one.command === "SIGKILL to 2 processes it left behind")).toBe(true);
      // They are signalled; nothing but /proc tells when they are gone.
      while (gateway.children.some(isThere)) await nextTurn();
    } finally {
      gateway.child.kill("SIGKILL");
      for (const pid of gateway.children) if (isThere(pid)) process.kill(pid, "SIGKILL");
      while (readFileSync(join(group, "cgroup.events"), "utf8").includes("populated 1")) await nextTurn();
      rmdirSync(group);
    }
  }, 30_000);
});
