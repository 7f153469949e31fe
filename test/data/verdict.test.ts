import { expect, test } from "vitest";
import type { Event } from "../../src/data/events.ts";
import { watched } from "../../src/data/restart/watched.ts";
import { update } from "../../src/data/update.ts";
import { problems, verdict } from "../../src/data/verdict.ts";
import { begun, observed, restartCase } from "../support/restart-case.ts";
import { answered, clock, gatewayProcess, link, readyz, sampled, scene, START, waitingLink, well } from "../support/scene.ts";

const given = restartCase("rpc-deferred");
const summaryAfter = (phase: string): string => {
  let run = begun(given);
  for (const observation of observed(given)) if (run.phase !== phase) run = watched(run, observation);
  expect(run.phase).toBe(phase);
  return verdict(update(scene(...well()), { type: "run", at: START, run })).summary;
};

test("a restart that waits is told although nothing is seen of it", () => {
  expect(summaryAfter("waiting")).toMatch(/^a restart waits, forced in [\dms]+: R shows it · 1\/1 channels ready/u);
});

test("a restart just asked for is told, and one that is over is not", () => {
  expect(summaryAfter("asked")).toMatch(/^restart under way: R shows it · /u);
  expect(summaryAfter("over")).toBe("1/1 channels ready · idle");
});

test("a process that drained and then closes its port boots again, though nobody heard it announce that", () => {
  const drains = sampled("readyz", answered(readyz({ ready: false, failing: ["gateway-draining"] }), 503));
  const serves = sampled("readyz", answered(readyz()), START + 1);
  const away = (at: number) => [
    clock(at),
    link(waitingLink()),
    sampled("process", gatewayProcess(), at),
    sampled("readyz", { outcome: "refused", status: null, ms: 1, why: "connection refused", body: null }, at),
    sampled("port", { outcome: "refused", ms: 0, why: null }, at),
  ];
  const told = (...events: readonly Event[]) => problems(scene(...well(), ...events)).find(({ id }) => id === "port-closed");
  expect(told(drains, ...away(START + 2_000))).toMatchObject({ severity: "warn", message: expect.stringContaining("yet: booting") });
  expect(told(drains, ...away(START + 61_000))).toMatchObject({ severity: "crit" });
  expect(told(drains, serves, ...away(START + 2_000))).toMatchObject({ severity: "crit" });
});
