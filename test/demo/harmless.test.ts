// What is done to the demo's gateway is done to nobody else: its pid may be some process of this host.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { main } from "../../src/cli/main.ts";
import type { DemoGateway } from "../../src/demo/gateway.ts";
import type { ScenarioName } from "../../src/demo/scenarios.ts";
import { knockUntil, settled, standing } from "./asking.ts";
import { knock } from "./client.ts";

const spawned = vi.hoisted(() => [] as string[]);
vi.mock("node:child_process", async (original) => {
  const real = await original<typeof import("node:child_process")>();
  const forbidden =
    (name: string) =>
    (command: string): never => {
      spawned.push(`${name} ${command}`);
      throw new Error(`the demo ran ${command}`);
    };
  return { ...real, execFile: forbidden("execFile"), exec: forbidden("exec"), spawn: forbidden("spawn"), fork: forbidden("fork") };
});

const kill = vi.spyOn(process, "kill").mockReturnValue(true);
const printed: string[] = [];
const silenced: { readonly mockRestore: () => void }[] = [];

beforeEach(() => {
  spawned.length = 0;
  printed.length = 0;
  kill.mockClear();
  const stdout = vi.spyOn(process.stdout, "write").mockImplementation((text, ...rest) => {
    printed.push(String(text));
    for (const done of rest) if (typeof done === "function") done();
    return true;
  });
  silenced.push(stdout, vi.spyOn(process.stderr, "write").mockReturnValue(true));
});
afterEach(() => {
  for (const one of silenced.splice(0)) one.mockRestore();
  expect(kill).not.toHaveBeenCalled();
  expect(spawned).toEqual([]);
});

describe("the command line", () => {
  const rows: readonly (readonly [string, ScenarioName, number])[] = [
    ["graceful", "restart-deferred", 75],
    ["signal", "restart-deferred", 75],
    ["service", "calm", 0],
    ["force", "restart-deferred", 0],
  ];
  test.each(rows)("restart --mode %s of %s reaches no process of this host", async (mode, scenario, code) => {
    const wait = code === 75 ? ["--wait", "1"] : [];
    const drain = mode === "force" ? ["--drain", "0"] : [];
    expect(await main(["restart", "--demo", scenario, "--mode", mode, "--yes", "--json", ...wait, ...drain])).toBe(code);
    expect(JSON.parse(printed.join(""))).toMatchObject({ mode, dryRun: false });
  });
});

describe("hands", () => {
  const processOf = async ({ witness }: DemoGateway): Promise<{ pid: number; startTicks: number }> => {
    const { process: seen } = await witness.process();
    return { pid: seen?.pid ?? -1, startTicks: seen?.startTicks ?? -1 };
  };
  const started =
    ({ witness }: DemoGateway) =>
    async (): Promise<boolean> =>
      (await witness.http("/readyz", 1)).status === "started";

  test("another pid is gone, the same pid of another time is another process, and neither is signalled", () =>
    standing("calm", 0, async ({ gateway }) => {
      const there = await processOf(gateway);
      expect(await gateway.hands.signal("SIGKILL", { ...there, pid: process.pid })).toMatchObject({ ok: false, code: "gone" });
      expect(await gateway.hands.signal("SIGKILL", { ...there, startTicks: 1 })).toMatchObject({ ok: false, code: "recycled" });
      expect(await knock(gateway.port)).toBe("open");
    }));

  test("a killed gateway leaves its lock behind and is started again by its unit", () =>
    standing("frozen", 12_000, async ({ gateway, play }) => {
      const before = await gateway.witness.collect(1);
      expect(before.process).toMatchObject({ state: "T" });
      const there = await processOf(gateway);
      await gateway.hands.signal("SIGTERM", there);
      expect(await knock(gateway.port)).toBe("open");
      expect(await gateway.hands.signal("SIGKILL", there)).toEqual({ ok: true });
      await knockUntil(gateway.port, "ECONNREFUSED");
      expect(await gateway.witness.process()).toEqual({ kind: "process", process: null });
      expect((await gateway.witness.lock()).lock).toEqual(before.lock);
      expect(await gateway.witness.supervisor()).toMatchObject({
        facts: { activeState: "activating", subState: "auto-restart", mainPid: null },
      });
      await play(started(gateway));
      const after = await gateway.witness.collect(1);
      expect(after.process?.pid).not.toBe(before.process?.pid);
      expect(after.unit).toMatchObject({ automaticRestarts: 1, activeState: "active", mainPid: after.process?.pid });
      expect(after.unit?.invocationId).not.toBe(before.unit?.invocationId);
      const [, old] = (await gateway.witness.boots()) ?? [];
      expect(old).toMatchObject({ completedAt: null, outcome: null });
    }));

  test("the signal of a release that restarts by another one kills it, or does nothing", async () => {
    await standing("old-gateway", 0, async ({ gateway }) => {
      await gateway.hands.signal("SIGUSR2", await processOf(gateway));
      await knockUntil(gateway.port, "ECONNREFUSED");
    });
    await standing("calm", 0, async ({ gateway }) => {
      await gateway.hands.signal("SIGUSR1", await processOf(gateway));
      expect((await gateway.witness.boots())?.[0]?.completedAt).toBeNull();
      expect(await knock(gateway.port)).toBe("open");
    });
  });

  test("a stopped service gives the hung run its five minutes, and stays away until it is started", () =>
    standing("restart-deferred", 0, async ({ gateway, moveTo, play }) => {
      const begun = await processOf(gateway);
      const stopped = gateway.hands.unit("stop", 60_000);
      moveTo(314_000);
      expect(await gateway.witness.http("/readyz", 1)).toMatchObject({ status: "draining", failing: ["gateway-draining"] });
      await play(settled(stopped));
      expect(await stopped).toMatchObject({ code: 0, tookMs: expect.closeTo(315_300, -3) as number });
      expect(gateway.local.process()).toMatchObject({ found: false });
      expect(gateway.local.unit()).toMatchObject({ active: false });
      expect(await gateway.witness.supervisor()).toMatchObject({ facts: { activeState: "inactive", subState: "dead" } });
      expect((await gateway.witness.lock()).lock).toBeNull();
      expect(await gateway.hands.unit("start", 60_000)).toMatchObject({ code: 0 });
      expect((await processOf(gateway)).pid).not.toBe(begun.pid);
      await play(started(gateway));
    }));
});
