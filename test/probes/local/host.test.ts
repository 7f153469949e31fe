import os from "node:os";
import { describe, expect, test } from "vitest";
import { createHostProbe } from "../../../src/probes/local/host.ts";
import { portProbe } from "../../../src/probes/local/port.ts";
import { Missing, type World } from "../../../src/probes/probe.ts";
import { contextFor, startStandIn, worldWithClock } from "./stand-in.ts";

const context = contextFor({ port: 18789 });

describe.runIf(process.platform === "linux")("on Linux", () => {
  test("agrees with what the system says of itself", async () => {
    const { world } = worldWithClock();
    const reading = await createHostProbe().read(world, context);
    expect(reading).toMatchObject({
      hostname: os.hostname(),
      cpuCount: os.cpus().length,
      memoryTotalBytes: os.totalmem(),
      cpuPercent: null,
    });
    expect(reading.memoryUsedBytes).toBeGreaterThan(0);
    expect(reading.memoryUsedBytes).toBeLessThan(os.totalmem());
    expect(Math.abs((reading.load1 ?? Number.NaN) - (os.loadavg()[0] ?? 0))).toBeLessThan(1);
    expect(reading.diskUsedPercent).toBeGreaterThan(0);
    expect(reading.diskUsedPercent).toBeLessThan(100);
  });

  const withStat = (world: World, stat: () => string): World => ({
    ...world,
    readText: async (path, options) => (path === "/proc/stat" ? stat() : world.readText(path, options)),
  });
  const stat = (busy: number, idle: number): string => `cpu ${busy} 0 0 ${idle} 0 0 0 0\ncpu0 1\ncpu1 1\n`;

  test("the processor share is since the previous reading; asked again in a moment, it stands", async () => {
    const texts = [stat(1000, 1000), stat(1050, 1150), stat(1052, 1150), stat(1150, 1150)];
    const world = withStat(worldWithClock().world, () => texts.shift() ?? "");
    const probe = createHostProbe();
    const shares: (number | null)[] = [];
    for (let reading = 0; reading < 4; reading += 1) shares.push((await probe.read(world, context)).cpuPercent);
    expect(shares).toEqual([null, 25, 25, 100]);
  });

  test("what cannot be read is unknown, not zero", async () => {
    const { world } = worldWithClock();
    const blind: World = {
      ...world,
      readText: () => Promise.reject(new Error("EACCES")),
      diskUsedPercent: () => Promise.reject(new Error("ENOSYS")),
    };
    const probe = createHostProbe();
    await probe.read(blind, context);
    expect(await probe.read(blind, context)).toEqual({
      hostname: os.hostname(),
      cpuPercent: null,
      cpuCount: os.availableParallelism(),
      memoryUsedBytes: null,
      memoryTotalBytes: null,
      load1: null,
      diskUsedPercent: null,
    });
  });
});

test("off Linux systeminformation answers", async () => {
  const { world } = worldWithClock();
  const reading = await createHostProbe().read({ ...world, platform: "darwin" }, context);
  expect(reading).toMatchObject({ hostname: os.hostname(), cpuCount: os.cpus().length, memoryTotalBytes: os.totalmem() });
  expect(reading.memoryUsedBytes).toBeLessThan(os.totalmem());
});

test("Windows has no load average: unknown, not zero", async () => {
  const { world } = worldWithClock();
  expect((await createHostProbe().read({ ...world, platform: "win32" }, context)).load1).toBeNull();
});

test("is not asked about a gateway on another host", async () => {
  await expect(createHostProbe().read(worldWithClock().world, contextFor({ port: 1, local: false }))).rejects.toThrow(Missing);
});

test("the port probe connects to the target", async () => {
  const standIn = await startStandIn();
  const reading = await portProbe.read(worldWithClock().world, contextFor({ port: standIn.port }));
  const accepted = await standIn.line();
  await standIn.end();
  expect([reading.outcome, accepted]).toEqual(["open", "accepted"]);
});
