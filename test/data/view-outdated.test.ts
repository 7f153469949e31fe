// A menu left open while the gateway freezes, goes or comes back asks again what its ways would do.
import { expect, test } from "vitest";
import type { Event } from "../../src/data/events.ts";
import type { State } from "../../src/data/state.ts";
import { update } from "../../src/data/update.ts";
import { previewsOutdated } from "../../src/data/view-outdated.ts";
import { gatewayProcess, link, refusedPort, sampled, scene, START, waitingLink, well } from "../support/scene.ts";

const act = (state: State, ...actions: readonly Extract<Event, { type: "acted" }>["action"][]): State =>
  actions.reduce((one, action) => update(one, { type: "acted", at: START, action }), state);
const calm = scene(...well());
const open = act(calm, "restart");
const confirming = act(open, "details");
const stopped = sampled("process", gatewayProcess({ state: "T" }));
const outdated = (before: State, ...events: readonly Event[]): number => previewsOutdated(before, events.reduce(update, before)).length;

test.each<[string, State, readonly Event[], number]>([
  ["its process was stopped", open, [stopped], 8],
  ["it was stopped while one is asked about", confirming, [stopped], 1],
  ["its port closed", open, [refusedPort], 8],
  ["its connection broke", open, [link(waitingLink())], 8],
  ["it has another pid", open, [sampled("process", gatewayProcess({ pid: 4_711 }))], 8],
  ["it goes on as before", open, [sampled("process", gatewayProcess({ state: "R", cpuCores: 0.5 }))], 0],
  ["no menu is open", calm, [stopped], 0],
])("%s", (_what, before, events, wanted) => {
  expect(outdated(before, ...events)).toBe(wanted);
});

test("opening it asks by itself", () => {
  expect(previewsOutdated(calm, open)).toEqual([]);
});
