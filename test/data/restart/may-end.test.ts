import { describe, expect, test } from "vitest";
import type { EndFacts } from "../../../src/data/restart/end-facts.ts";
import { mayEnd } from "../../../src/data/restart/may-end.ts";

const gateway = { pid: 2815, startTicks: 700 };
const process = { ...gateway, state: "T", evidence: "lock file", ownsPort: true } as const;
const lock = { path: "/l", ...gateway, ownerId: "o", createdAt: 1, port: 18_789 };
const around = { uid: 1000, ownUid: 1000, traced: false, ours: false, members: [] };
const sure: EndFacts = { meant: gateway, process, lock, mainPid: 2815, supervised: true, around };

describe("a process may be ended by force", () => {
  test.each<[string, Partial<EndFacts>]>([
    ["locked, and its unit's main process", {}],
    ["locked, of no unit", { mainPid: null, supervised: false }],
    ["its unit's main process, whose lock is gone", { lock: null }],
    ["its unit's main process, of an old release whose lock tells no start", { lock: { ...lock, startTicks: null } }],
    ["nobody said which one is meant", { meant: null }],
    ["somebody else's, for root, when the service manager starts it again", { around: { ...around, uid: 1000, ownUid: 0 } }],
  ])("%s", (_, over) => expect(mayEnd({ ...sure, ...over })).toEqual({ may: true, process: gateway }));

  test.each<[string, Partial<EndFacts>, string]>([
    ["there is none", { process: null, around: null }, "gone"],
    ["another one is the gateway now", { meant: { pid: 2814, startTicks: 700 } }, "other-process"],
    ["its pid came round again", { meant: { pid: 2815, startTicks: 699 } }, "other-process"],
    ["no start time names it", { meant: null, process: { ...process, startTicks: null } }, "not-linux"],
    ["it could not be looked at", { around: null }, "not-linux"],
    ["the lock names that pid at another start", { lock: { ...lock, startTicks: 600 } }, "recycled-pid"],
    ["neither lock nor unit names it", { lock: { ...lock, pid: 9 }, mainPid: 9 }, "not-proved"],
    ["no lock and no unit", { lock: null, mainPid: null, supervised: false }, "not-proved"],
    ["a lock without its start, and no unit", { lock: { ...lock, startTicks: null }, mainPid: null, supervised: false }, "not-proved"],
    ["a debugger holds it", { around: { ...around, traced: true } }, "traced"],
    ["a debugger has stopped it", { process: { ...process, state: "t" } }, "traced"],
    ["nobody can say whether a debugger holds it", { around: { ...around, traced: null } }, "traced"],
    ["gatetop was started by it", { around: { ...around, ours: true } }, "own-process"],
    ["it is somebody else's", { around: { ...around, uid: 1001 } }, "not-permitted"],
    ["nobody can say whose it is", { around: { ...around, uid: null } }, "not-permitted"],
    [
      "it is somebody else's, and root would start the next one as root",
      { around: { ...around, ownUid: 0 }, supervised: false, mainPid: null },
      "not-permitted",
    ],
  ])("not when %s", (_, over, code) => {
    const may = mayEnd({ ...sure, ...over });
    expect(may).toMatchObject({ may: false, code });
    expect(may.may || may.why).toMatch(/\w{3}/u);
  });
});
