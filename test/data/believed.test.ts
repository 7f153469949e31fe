// A gateway that went silent takes its readings with it, at once.
import { describe, expect, test } from "vitest";
import { believed, isSilent, lastHeardAt } from "../../src/data/believed.ts";
import type { State } from "../../src/data/state.ts";
import {
  answered,
  clock,
  gatewayProcess,
  link,
  readyz,
  sampled,
  scene,
  silent,
  START,
  ticks,
  waitingLink,
  well,
} from "../support/scene.ts";

const LATER = START + 2_500;
const kinds = ({ snapshot }: State) => ({
  channels: snapshot.channels.kind,
  lanes: snapshot.lanes.kind,
  sessions: snapshot.sessions.kind,
  process: snapshot.process.kind,
});
const fresh = { channels: "ok", lanes: "ok", sessions: "ok", process: "ok" };
const old = { channels: "stale", lanes: "stale", sessions: "stale", process: "ok" };

const waiting = waitingLink({ retryAt: START + 3_000 });

describe("believed", () => {
  test.each<[string, State, Readonly<Record<string, string>>]>([
    ["all well", scene(...well(), clock(LATER)), fresh],
    ["a short breath", scene(...well(), sampled("healthz", silent(1_000), START + 1_000), clock(START + 1_200)), fresh],
    ["HTTP silent for two seconds", scene(...well(), sampled("healthz", silent(), START + 2_000), clock(LATER)), old],
    ["the process is stopped", scene(...well(), sampled("process", gatewayProcess({ state: "T" }), START + 500), clock(START + 600)), old],
    ["the connection is down", scene(...well(), link(waiting), clock(LATER)), old],
  ])("%s", (_, state, expected) => {
    expect(kinds(believed(state))).toEqual(expected);
  });

  test("while all is well nothing is copied", () => {
    const state = scene(...well(), clock(LATER));
    expect(believed(state)).toBe(state);
  });

  test("an open socket on which nothing is answered", () => {
    const state = scene(...well(), ...ticks(60), sampled("lanes", { lanes: [], dynamic: null }, START + 60_000));
    expect(isSilent(state)).toBe(true);
    expect(believed(state).snapshot.lanes).toMatchObject({ kind: "stale", at: START + 60_000 });
  });

  test("what is said over HTTP is old with a stopped process, and stays while only the connection is down", () => {
    const ready = sampled("readyz", answered(readyz()), START + 400);
    expect(believed(scene(...well(), ready, sampled("process", gatewayProcess({ state: "T" }), START + 500))).snapshot.readyz.kind).toBe(
      "stale",
    );
    expect(believed(scene(...well(), ready, link(waiting))).snapshot.readyz.kind).toBe("ok");
  });

  test("a probe that was not answered is news, not an old answer", () => {
    expect(believed(scene(...well(), sampled("healthz", silent(), START + 2_000), clock(LATER))).snapshot.healthz.kind).toBe("ok");
  });
});

test("last heard is the newest answer, and null before the first", () => {
  expect(lastHeardAt(scene())).toBeNull();
  const state = scene(...well(), sampled("lanes", { lanes: [], dynamic: null }, START + 7_000), link(waiting, START + 9_000));
  expect(lastHeardAt(state)).toBe(START + 7_000);
});
