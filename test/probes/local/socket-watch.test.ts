import { expect, test } from "vitest";
import { createSocketWatch } from "../../../src/probes/local/socket-watch.ts";
import type { World } from "../../../src/probes/probe.ts";
import { contextFor, worldWithClock } from "./stand-in.ts";

const { target } = contextFor({ port: 18789 });

/** Tables that cost `costMs` of processor time each, on a clock that stands still unless told. */
function tables(costMs: number) {
  const { world } = worldWithClock();
  let now = 0;
  let reads = 0;
  const readText: World["readText"] = (path) => {
    const began = performance.now();
    while (performance.now() - began < costMs);
    if (path === "/proc/net/tcp") reads += 1;
    return Promise.resolve("");
  };
  const watch = createSocketWatch();
  const at = async (ms: number, urgent: boolean): Promise<number> => {
    now = ms;
    await watch({ ...world, readText, now: () => now }, target, urgent);
    return reads;
  };
  return at;
}

test("dear tables are read seldom while all is well, at once when it matters, and never more than the budget", async () => {
  const at = tables(2);
  expect(await at(0, false)).toBe(1);
  expect(await at(2_000, false)).toBe(1);
  expect(await at(2_001, true)).toBe(2);
  expect(await at(2_100, true)).toBe(2);
  expect(await at(18_000, false)).toBe(3);
});

test("cheap tables are read every time", async () => {
  const at = tables(0);
  await at(0, false);
  expect(await at(2_000, false)).toBe(2);
  expect(await at(4_000, false)).toBe(3);
});

test("a clock set back does not keep old tables for ever", async () => {
  const at = tables(2);
  await at(100_000, false);
  expect(await at(50_000, false)).toBe(2);
});
