// Stability bundles, by the names the gateway gives them.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { bundlesProbe } from "../../../src/probes/service/bundles.ts";
import { Missing, type ProbeContext } from "../../../src/probes/probe.ts";
import { target } from "../../support/target.ts";
import { worldWithClock } from "../local/stand-in.ts";

let stateDir = "";
beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), "gatetop-bundles-"));
});
afterEach(() => rmSync(stateDir, { recursive: true }));

const read = (given: Partial<ProbeContext["target"]> = {}) =>
  bundlesProbe.read(worldWithClock().world, { target: { ...target, stateDir, ...given }, last: () => null, reportedPid: null });

const first = "openclaw-stability-2026-11-20T08-54-07-480Z-32714-gateway.crash_loop_breaker.json";

test("newest first, by time, process, reason and size; anything else in the folder is none", async () => {
  const folder = join(stateDir, "logs", "stability");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, first), "{}");
  writeFileSync(join(folder, "openclaw-stability-2026-11-20T09-00-00-000Z-7-uncaught_exception.json"), "{ }");
  writeFileSync(join(folder, "notes.txt"), "");
  writeFileSync(join(folder, "openclaw-stability-later.json"), "");
  expect(await read()).toEqual([
    {
      file: "openclaw-stability-2026-11-20T09-00-00-000Z-7-uncaught_exception.json",
      at: Date.UTC(2026, 10, 20, 9),
      pid: 7,
      reason: "uncaught_exception",
      bytes: 3,
    },
    { file: first, at: Date.UTC(2026, 10, 20, 8, 54, 7, 480), pid: 32_714, reason: "gateway.crash_loop_breaker", bytes: 2 },
  ]);
});

test("no folder: none", async () => {
  expect(await read()).toEqual([]);
});

test("a folder that cannot be read is a failure, not none", async () => {
  mkdirSync(join(stateDir, "logs"));
  writeFileSync(join(stateDir, "logs", "stability"), "");
  await expect(read()).rejects.toThrow("ENOTDIR");
});

test("a gateway on another host shows none", async () => {
  await expect(read({ stateDir: null })).rejects.toThrow(Missing);
});
