import { expect, test } from "vitest";
import { sources } from "../../src/data/snapshot.ts";
import { delayMs, gentleMs, type Moment } from "../../src/probes/cadence.ts";

const NOW = 1_000_000;
const calm: Moment = {
  source: "stability",
  now: NOW,
  rate: 1,
  failures: 0,
  retryAfterMs: null,
  door: { portOpen: true, httpAnswers: true },
  watch: null,
  local: true,
};
const closed = { portOpen: false, httpAnswers: false };
const silent = { portOpen: true, httpAnswers: false };
const early = { since: NOW - 59_000 };
const late = { since: NOW - 61_000 };

test.each<[string, Partial<Moment>, number]>([
  ["steady", {}, 5_000],
  ["at half the rate", { rate: 2 }, 10_000],
  ["one failure", { failures: 1 }, 10_000],
  ["many failures: four intervals at most", { failures: 9 }, 20_000],
  ["many failures of a slow source: 30 s at most", { source: "preflight", failures: 9 }, 30_000],
  ["never below its own interval", { source: "presence", failures: 9 }, 60_000],
  ["the gateway says when to come back", { failures: 1, retryAfterMs: 20_000 }, 20_000],
  ["the gateway asks for an hour", { failures: 1, retryAfterMs: 3_600_000 }, 30_000],
  ["link lost, port closed: the port", { source: "port", door: closed, watch: early }, 250],
  ["link lost, port closed: the process", { source: "process", door: closed, watch: early }, 250],
  ["link lost, port closed: no hurry for readyz", { source: "readyz", door: closed, watch: early }, sources.readyz.everyMs],
  ["link lost, port closed, after a minute: still within half a second", { source: "port", door: closed, watch: late }, 400],
  ["the same far away", { source: "port", door: closed, watch: late, local: false }, 1_000],
  ["link lost, port closed, after a minute: the process", { source: "process", door: closed, watch: late }, sources.process.everyMs],
  ["link lost, HTTP silent: healthz", { source: "healthz", door: silent, watch: early }, 250],
  ["HTTP silent: spare the accept queue", { source: "port", door: silent, watch: early }, sources.port.everyMs * 3],
  ["HTTP silent, link open: healthz goes on", { source: "healthz", door: silent }, sources.healthz.everyMs],
  ["HTTP silent, link open: readyz waits", { source: "readyz", door: silent }, sources.readyz.everyMs * 3],
  ["booting: startupz", { source: "startupz", watch: early }, 250],
  ["up for long and still no link", { source: "startupz", watch: late }, sources.startupz.everyMs],
  ["rpc sources do not hurry when the link is lost", { watch: early, door: closed }, 5_000],
])("%s", (_name, change, expected) => {
  expect(delayMs({ ...calm, ...change })).toBe(expected);
});

test.each([
  ["an answer of 3 ms", 2_000, 3, 2_000],
  ["200 channel accounts", 2_000, 200, 8_000],
  ["a gateway that hardly answers", 2_000, 5_000, 15_000],
])("out of turn after %s", (_name, ms, tookMs, expected) => {
  expect(gentleMs(ms, tookMs)).toBe(expected);
});
