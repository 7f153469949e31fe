import { expect, test } from "vitest";
import { createSocketWatch, type Urgency } from "../../../src/probes/local/socket-watch.ts";
import type { World } from "../../../src/probes/probe.ts";
import { contextFor, worldWithClock } from "./stand-in.ts";

const { target } = contextFor({ port: 18789 });

/** Tables that cost `costMs` of processor time each; says how often they were read so far. */
function tables(costMs: number) {
  const { world } = worldWithClock();
  let spentMs = 0;
  let reads = 0;
  const readText: World["readText"] = (path) => {
    spentMs += costMs;
    if (path === "/proc/net/tcp") reads += 1;
    return Promise.resolve("");
  };
  const watch = createSocketWatch(() => spentMs);
  const at = async (ms: number, urgency: Urgency): Promise<number> => {
    await watch({ ...world, readText, now: () => ms }, target, urgency);
    return reads;
  };
  return at;
}

test("dear tables are read seldom while all is well, at once when it matters, and never more than the budget", async () => {
  const at = tables(2);
  expect(await at(0, "calm")).toBe(1);
  expect(await at(2_000, "calm")).toBe(1);
  expect(await at(2_001, "urgent")).toBe(2);
  expect(await at(2_100, "urgent")).toBe(2);
  expect(await at(2_101, "now")).toBe(3);
  expect(await at(18_000, "calm")).toBe(4);
});

test("cheap tables are read every time", async () => {
  const at = tables(0);
  await at(0, "calm");
  expect(await at(2_000, "calm")).toBe(2);
  expect(await at(4_000, "calm")).toBe(3);
});

test("a clock set back does not keep old tables for ever", async () => {
  const at = tables(2);
  await at(100_000, "calm");
  expect(await at(50_000, "calm")).toBe(2);
});
