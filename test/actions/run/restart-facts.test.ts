// What is known at once is not waited for: the kernel tells a stopped process before the gateway's silence does.
import { expect, test } from "vitest";
import { createRestartFacts } from "../../../src/actions/run/restart-facts.ts";
import type { Hands, LinkTap, Witness } from "../../../src/data/action/ports.ts";
import { noEvidence, type ProcessEvidence } from "../../../src/data/restart/evidence.ts";
import type { Seen } from "../../../src/data/restart/observation.ts";
import { openLink, START } from "../../support/scene.ts";
import { target } from "../../support/target.ts";

type Http = Extract<Seen, { kind: "http" }>;

const processIn = (state: string): ProcessEvidence => ({ pid: 12, startTicks: 500, state, evidence: "lock file", ownsPort: true });
const silent: Http = {
  kind: "http",
  path: "/healthz",
  outcome: "silent",
  httpStatus: null,
  status: null,
  uptimeMs: null,
  failing: [],
  suppressed: [],
};

function rig(state: string) {
  const asked: string[] = [];
  const link: LinkTap = {
    state: () => openLink(START, { methods: ["gateway.restart.request"], capabilities: ["gateway-restart-target-safe-v1"] }),
    request: (method) => {
      asked.push(method);
      return Promise.resolve({ safe: true, counts: { totalActive: 0 }, blockers: [] });
    },
    retryNow: () => undefined,
    listen: () => () => undefined,
  };
  const witness: Witness = {
    // A part that was not read in time is null.
    collect: () => Promise.resolve(noEvidence(START)),
    port: () => Promise.resolve({ kind: "port", open: true, why: null }),
    http: (path) => {
      asked.push(path);
      return Promise.resolve(silent);
    },
    process: () => Promise.resolve({ kind: "process", process: processIn(state) }),
    lives: () => Promise.resolve(true),
    lock: () => Promise.resolve({ kind: "lock", lock: null }),
    supervisor: () => Promise.resolve({ found: false, why: "none", problems: [] }),
    signalFacts: () => Promise.reject(new Error("no signal is chosen here")),
    surroundings: () => Promise.resolve(null),
    boots: () => Promise.resolve(null),
    log: () => Promise.resolve([]),
  };
  const clock = { now: () => START, monotonicMs: () => 0, set: () => null, clear: () => undefined };
  const hands: Hands = {
    signal: () => Promise.reject(new Error("nothing is signalled by a look")),
    unit: () => Promise.reject(new Error("nothing is commanded by a look")),
    run: null,
  };
  return { asked, facts: createRestartFacts({ target: { ...target, local: true }, witness, link, clock, hands }) };
}

test.each<[string, string, string, readonly string[]]>([
  ["stopped by a signal", "T", "stopped", []],
  ["traced", "t", "stopped", []],
  ["silent and running", "R", "silent", ["gateway.restart.preflight", "/healthz"]],
])("a process that is %s: nothing is asked of it in vain", async (_what, state, frozen, asked) => {
  const { facts, asked: questions } = rig(state);
  expect(await facts("kill")).toMatchObject({ frozen });
  expect(questions).toEqual(asked);
});
