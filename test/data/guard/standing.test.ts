// What a look is called, rung by rung.
import { expect, test } from "vitest";
import type { Standing } from "../../../src/data/guard/decision.ts";
import type { GuardInput } from "../../../src/data/guard/input.ts";
import { isAtWork, proofOf, standingOf } from "../../../src/data/guard/standing.ts";
import type { ProcessSight, Sight } from "../../../src/data/guard/sight.ts";
import { deafAt, goneAt, inputOf, notAsked, running, silentAt, stoppedAt, well } from "../../support/guard-sight.ts";

const nothingBefore = { backlog: null, process: null };
const html = { ...notAsked, outcome: "not-json" } as const;
const failed = { ...notAsked, outcome: "failed" } as const;
const open = { outcome: "open", why: null } as const;
const refused = { outcome: "refused", why: null } as const;

test.each<[string, Sight, Standing, Partial<GuardInput>?]>([
  ["one answer is enough", well(0), "well"],
  ["an answer counts whoever holds the socket (a container's proxy)", well(0, { listener: { who: "stranger", pid: 9 } }), "well"],
  ["it says ok: false", well(0, { health: { ...well(0).health, ok: false } }), "unwell"],
  ["RPC is silent behind HTTP", well(0, { link: { phase: "open", rpcMs: null, rpcFailed: true } }), "unwell"],
  ["an old release's page", well(0, { port: open, health: html }), "unwell"],
  ["HTTP 500", well(0, { port: open, health: failed }), "unwell"],
  ["a page of somebody else", well(0, { port: open, health: html, listener: { who: "stranger", pid: 9 } }), "stranger"],
  ["somebody else's silence", silentAt(0, {}, { listener: { who: "stranger", pid: 9 } }), "stranger"],
  ["a debugger", silentAt(0, { traced: true }), "traced"],
  ["a debugger's stop", silentAt(0, { state: "t" }), "traced"],
  ["state T", stoppedAt(0), "frozen-proved"],
  [
    "state T, and the queue so full that nobody can connect",
    stoppedAt(0, { port: { outcome: "timeout", why: null }, health: notAsked }),
    "frozen-proved",
  ],
  ["silence alone", silentAt(0), "frozen"],
  ["silence, and the guard itself was late", silentAt(0), "blind", { lateMs: 2_500 }],
  ["an answer, and the guard itself was late", well(0), "well", { lateMs: 2_500 }],
  ["silence of a port whose owner is hidden", silentAt(0, { ownsPort: null }, { listener: { who: "unknown", pid: null } }), "blind"],
  ["silence without a process", silentAt(0, {}, { process: { looked: true, value: null } }), "blind"],
  ["nobody listens", deafAt(0), "deaf"],
  ["nobody listens, and it is dead", deafAt(0, { process: { looked: true, value: running({ state: "Z" }) } }), "gone"],
  ["refused, and it could not be seen who listens", deafAt(0, { listener: { who: "unknown", pid: null } }), "blind"],
  ["refused, and it was not looked for a process", deafAt(0, { process: { looked: false, value: null } }), "blind"],
  ["nothing there", goneAt(0), "gone"],
  ["the network is", well(0, { port: { outcome: "unreachable", why: "no route" }, health: notAsked }), "blind"],
  [
    "silent on another host",
    well(0, { port: open, health: { ...notAsked, outcome: "silent" } }),
    "frozen",
    { place: { ...inputOf(well(0)).place, remote: true } },
  ],
  ["refused on another host", well(0, { port: refused, health: notAsked }), "gone", { place: { ...inputOf(well(0)).place, remote: true } }],
])("%s", (_name, sight, expected, change = {}) => {
  expect(standingOf(nothingBefore, inputOf(sight, change))).toBe(expected);
});

const busy = { state: "R", cpuCores: 1, backlog: 2 };
const before = (backlog: number | null) => ({ backlog, process: { pid: 2815, startTicks: 172_323, startedMonotonicMs: null } });

test.each([
  ["grew", before(1), busy, "blocked"],
  ["stayed", before(2), busy, "blocked"],
  ["shrank", before(3), busy, "silence"],
  ["was not seen before", before(null), busy, "silence"],
  ["was empty before", before(0), busy, "silence"],
  ["grew, with half a core", before(1), { ...busy, cpuCores: 0.5 }, "silence"],
  ["grew, with half a core of a host where it gets no more", before(1), { ...busy, cpuCores: 0.5, loopShare: 0.98 }, "blocked"],
  ["grew, with a core that its event loop does not turn on", before(1), { ...busy, loopShare: 0.2 }, "silence"],
  ["grew, of another process", { ...before(1), process: { pid: 3, startTicks: 1, startedMonotonicMs: null } }, busy, "silence"],
] as const)("a whole core and an accept queue that %s", (_name, remembered, process, expected) => {
  expect(proofOf(remembered, silentAt(0, process))).toBe(expected);
});

test.each<[string, Partial<ProcessSight>, boolean]>([
  ["a core is half taken", { cpuCores: 0.5 }, true],
  ["what it started computes", { cpuCores: 0, familyCores: 0.4 }, true],
  ["the kernel reads for it", { state: "D", cpuCores: 0 }, true],
  ["it waits", { cpuCores: 0.01, familyCores: 0.02 }, false],
  ["it is stopped, and was at work before", { state: "T", cpuCores: 0.5 }, false],
  ["it is not known", { cpuCores: null, familyCores: null }, false],
])("%s: at work, or not", (_name, change, expected) => {
  expect(isAtWork(running(change))).toBe(expected);
});
