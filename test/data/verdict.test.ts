import { expect, test } from "vitest";
import { problems } from "../../src/data/alerts/problems.ts";
import type { Event } from "../../src/data/events.ts";
import { supervisorProblem } from "../../src/data/restart/supervisor-words.ts";
import { watched } from "../../src/data/restart/watched.ts";
import { update } from "../../src/data/update.ts";
import { verdict } from "../../src/data/verdict.ts";
import { unit } from "../actions/run/facts.ts";
import { begun, observed, restartCase } from "../support/restart-case.ts";
import { answered, clock, gatewayProcess, link, readyz, refusedPort, sampled, scene, START, waitingLink, well } from "../support/scene.ts";

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

test.each([
  [
    "with a service, a key starts it",
    { found: true, facts: unit(), problems: [] } as const,
    { repair: expect.objectContaining({ action: "restart" }) },
  ],
  [
    "without one its own command does, and no key pretends to",
    { found: false, why: "w", problems: [supervisorProblem("no-unit", unit())] } as const,
    { repair: null, remedy: "openclaw gateway run; its log says why it ended" },
  ],
])("a gateway that is not running: %s", (_, supervisor, remedy) => {
  const dead = [sampled("process", { found: false, why: "no process" }), refusedPort, sampled("supervisor", supervisor)];
  expect(problems(scene(...well(), link(waitingLink()), ...dead)).find(({ id }) => id === "port-closed")).toMatchObject(remedy);
});
