// A tool call whose end was never seen, in a session where nothing runs: its transcript misses a result, perhaps.
import { expect, test } from "vitest";
import type { Event, Push } from "../../../src/data/events.ts";
import { decodePush } from "../../../src/data/gateway/decode/push.ts";
import { danglingCalls } from "../../../src/data/workload/open-tools.ts";
import { clock, link, openLink, pushed, sampled, scene, session, START, waitingLink, well } from "../../support/scene.ts";

const KEY = "agent:main:a";

/** As the gateway sends it. */
const agent = (stream: string, data: object): Push => decodePush("agent", { runId: "r", sessionKey: KEY, stream, data, ts: START }, START);
const tool = (phase: string, id = "tool:call_1"): Push =>
  agent("item", { itemId: id, kind: "tool", name: "exec", phase, title: "Exec secret" });
const lifecycle = (phase: string): Push => agent("lifecycle", { phase });
const rests = (at = START): Event => sampled("sessions", { items: [session({ key: KEY, status: "killed" })], total: 1 }, at);
const works: Event = sampled("sessions", {
  items: [session({ key: KEY, status: "running", hasActiveRun: true, startedAt: START })],
  total: 1,
});

const lost: Event = { type: "gap", at: START, from: 3, to: 5 };
const LATER = START + 10_000;
const dangling = (...events: readonly Event[]): readonly string[] => [...danglingCalls(scene(...well(), ...events, clock(LATER))).keys()];
const at = (...pushes: readonly Push[]): Event => pushed(pushes, START);

test.each([
  ["begun, and the run is over", [at(tool("start")), rests()], [KEY]],
  ["begun and ended", [at(tool("start"), tool("end")), rests()], []],
  ["two begun, one ended", [at(tool("start"), tool("start", "b"), tool("end")), rests()], [KEY]],
  ["the run still goes on", [at(tool("start")), works], []],
  ["another run began: it mends the transcript", [at(tool("start"), lifecycle("start")), rests()], []],
  ["its run ended without it", [at(tool("start"), lifecycle("end")), rests()], [KEY]],
  ["events were lost: it is not known", [at(tool("start")), lost, rests()], []],
  ["the connection was lost, the gateway went on", [at(tool("start")), link(waitingLink()), link(openLink()), rests()], []],
  [
    "the gateway went down in the middle of it",
    [at(tool("start")), link(waitingLink()), link(openLink(START, { bootId: "9".repeat(36) })), rests()],
    [KEY],
  ],
])("%s", (_, events, keys) => {
  expect(dangling(...events)).toEqual(keys);
});

test("an end may come a little after the end of its run", () => {
  const state = scene(...well(), at(tool("start")), rests(), clock(START + 5_000));
  expect(danglingCalls(state).size).toBe(0);
});

test("nothing of what the tool is called with is kept", () => {
  expect(JSON.stringify(tool("start"))).not.toContain("secret");
});
