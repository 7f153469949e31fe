// Whoever reads no preview asks nothing of a gateway that may be silent.
import { expect, test } from "vitest";
import { createQuickFacts } from "../../../src/actions/run/quick-facts.ts";
import type { Hands, Witness } from "../../../src/data/action/ports.ts";
import type { ProcessEvidence } from "../../../src/data/restart/evidence.ts";
import { systemTimers } from "../../../src/data/gateway/timers.ts";
import { START, waitingLink } from "../../support/scene.ts";
import { target } from "../../support/target.ts";
import { linkTo } from "../parts.ts";
import { unit } from "./facts.ts";

const process: ProcessEvidence = { pid: 12, startTicks: 500, state: "T", evidence: "lock file", ownsPort: true };
const lock = { path: "/l", pid: 12, startTicks: 500, ownerId: "o", createdAt: 1, port: 1 };
const never = (what: string) => () => Promise.reject(new Error(`${what} is not asked`));

function rig(over: Partial<Witness> = {}, run: Hands["run"] = null) {
  const witness: Witness = {
    collect: never("the gateway"),
    port: never("the port"),
    http: never("a page"),
    process: () => Promise.resolve({ kind: "process", process }),
    lives: never("whether it lives"),
    lock: () => Promise.resolve({ kind: "lock", lock }),
    supervisor: () => Promise.resolve({ found: true, facts: unit(), problems: [] }),
    signalFacts: () => new Promise(() => undefined),
    surroundings: () => Promise.resolve({ uid: 1000, ownUid: 1000, traced: false, ours: false, members: [] }),
    boots: never("the table"),
    log: never("the log"),
    ...over,
  };
  const hands: Hands = { signal: never("a hand"), unit: never("a hand"), run };
  const clock = { now: () => START, monotonicMs: () => 0, set: (go: () => void) => systemTimers.set(go, 0), clear: systemTimers.clear };
  return createQuickFacts({ target, witness, link: linkTo({}, waitingLink()), clock, hands });
}

test("a process that may be ended, by lock, unit and kernel", async () => {
  expect(await rig()("clean-up")).toMatchObject({ end: { may: true, process: { pid: 12, startTicks: 500 } }, canRun: false });
});

test("one that may not", async () => {
  const facts = await rig({ lock: () => Promise.resolve({ kind: "lock", lock: { ...lock, startTicks: 7 } }) })("clean-up");
  expect(facts.end).toMatchObject({ may: false, code: "recycled-pid" });
});

test.each([
  ["does not say in time which release it is", "R", () => new Promise<never>(() => undefined)],
  ["is stopped, and is not asked", "T", never("the release")],
] as const)("a gateway that %s gets no signal", async (_, state, signalFacts) => {
  const looks = { process: () => Promise.resolve({ kind: "process", process: { ...process, state } } as const), signalFacts };
  expect((await rig(looks)("signal")).signal).toMatchObject({ send: false, code: "version-unknown" });
});

test.each(["graceful", "force"] as const)("%s needs no service manager", async (aim) => {
  expect(await rig({ supervisor: never("the manager") })(aim)).toMatchObject({ supervisor: null, end: null });
});
