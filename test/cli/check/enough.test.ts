// When a look has seen enough: trouble is waited for, what is slow only for a moment.
import { expect, test } from "vitest";
import { enough, isChecked, notSeen, PATIENCE_MS, wantsSecondLook } from "../../../src/cli/check/enough.ts";
import type { Event } from "../../../src/data/events.ts";
import { sourceNames, type Source } from "../../../src/data/snapshot.ts";
import type { State } from "../../../src/data/state.ts";
import * as scene from "../../support/scene.ts";

const { START } = scene;
const late: readonly Source[] = ["modelAuth", "restartLog"];
const all = (except: readonly Source[] = []): readonly Event[] => {
  const known = scene.scene(...scene.well());
  const rest = sourceNames.filter((name) => known.snapshot[name].kind === "pending" && isChecked(known, name) && !except.includes(name));
  const wanted = scene.well().filter((event) => event.type !== "sampled" || !except.includes(event.source));
  return [...wanted, ...rest.map((source): Event => ({ type: "missing", source, at: START, why: "not here" }))];
};
const withHost = (...events: readonly Event[]): State => scene.scene(...all(), ...events);
const without = (...names: readonly Source[]): State => scene.scene(...all(names));
const refusal = { code: "AUTH_TOKEN_MISSING", why: "the gateway wants a token and none was given", fix: "give it" };
const door = (link: Event): State =>
  scene.scene(...all().filter((event) => event.type !== "link" && !(event.type === "missing" && late.includes(event.source))), link);
const silentFor = (ms: number): State => withHost(scene.sampled("healthz", scene.silent(2_000), START + 2_000), scene.clock(START + ms));
const connecting = scene.link({ phase: "connecting", attempt: 0, since: START });

test.each<[string, State, number, boolean]>([
  ["everything has answered", withHost(), 0, true],
  ["nothing is known", scene.scene(), PATIENCE_MS, false],
  ["what is slow has not, and there is time", without(...late), PATIENCE_MS - 1, false],
  ["what is slow has not for long enough", without(...late), PATIENCE_MS, true],
  ["channels have not, however late it is", without("channels"), 9_999, false],
  [
    "a rung has not, however late it is",
    scene.scene(...all().filter((event) => !("source" in event) || event.source !== "readyz")),
    9_999,
    false,
  ],
  ["the handshake is under way", door(connecting), 9_999, false],
  ["the gateway does not let us in", door(scene.link({ phase: "refused", since: START, refusal, retryAt: null })), PATIENCE_MS, true],
  ["the first dials failed", door(scene.link(scene.waitingLink({ attempt: 2 }))), 9_999, false],
  ["every dial fails", door(scene.link(scene.waitingLink({ attempt: 3 }))), PATIENCE_MS, true],
  ["nobody listens", scene.scene(...all().filter((event) => event.type !== "link"), connecting, scene.refusedPort), PATIENCE_MS, true],
  ["HTTP is silent, and may only be slow", silentFor(3_000), 9_999, false],
  ["HTTP is silent for so long that it hangs", silentFor(5_000), PATIENCE_MS, true],
  [
    "the process is stopped: no answer will come",
    scene.scene(
      { type: "target", at: START, target: scene.target },
      connecting,
      scene.sampled("port", { outcome: "open", ms: 1, why: null }),
      scene.sampled("process", scene.gatewayProcess({ state: "T" })),
    ),
    0,
    true,
  ],
])("%s", (_, state, elapsedMs, expected) => {
  expect(enough(state, elapsedMs)).toBe(expected);
});

const draining = scene.sampled("readyz", scene.answered(scene.readyz({ ready: false, failing: ["gateway-draining"] }), 503));
const memory = { rssBytes: 1, heapUsedBytes: null, heapTotalBytes: null, externalBytes: null, arrayBuffersBytes: null };
const told = scene.sampled("systemInfo", scene.systemInfo({ memory }));
const budget: Event = { type: "settings", at: START, settings: { rules: { "cost-budget": { warn: 20 } } } };

test.each<[string, Source, Event | null, boolean]>([
  ["what it costs, without a budget", "cost", null, false],
  ["what it costs, with one", "cost", budget, true],
  ["what a restart would interrupt", "preflight", null, false],
  ["what a drain still waits for", "preflight", draining, true],
  ["what system.info tells too", "status", told, false],
  [
    "what system.info would tell, from an older release",
    "status",
    { type: "missing", source: "systemInfo", at: START, why: "not here" },
    true,
  ],
  ["who else is connected", "presence", null, false],
  ["the channels", "channels", null, true],
])("asked or not: %s", (_, source, event, expected) => {
  const known = scene.scene(...scene.well(), ...(event === null ? [] : [event]));
  expect(isChecked(known, source)).toBe(expected);
});

test("a second look at the process is waited for only when a rule is judged by it at once", () => {
  const first = scene.sampled("process", scene.gatewayProcess({ cpuCores: null }));
  const once = withHost(first);
  expect([wantsSecondLook(once), enough(once, 0)]).toEqual([false, true]);
  const impatient = withHost(first, { type: "settings", at: START, settings: { rules: { cpu: { holdMs: 0 } } } });
  expect([wantsSecondLook(impatient), enough(impatient, 9_999)]).toEqual([true, false]);
});

test("what did not answer is named by where it is from", () => {
  expect(notSeen(without(...late), null)).toEqual(
    ["logs.tail", "models.authStatus"].map((source) => ({ source, why: "no answer in time" })),
  );
  expect(notSeen(withHost(), null)).toEqual([]);
});

test("of a gateway that does not let us in nothing over RPC is called late", () => {
  expect(notSeen(door(connecting), "no token")).toEqual([{ source: "channels, sessions, queues", why: "no token" }]);
});
