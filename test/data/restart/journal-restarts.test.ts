// A request whose command did not stay for the end is the cause of the restart that followed, and no restart by itself.
import { expect, test } from "vitest";
import type { JournalEntry } from "../../../src/data/action/journal.ts";
import { countRestarts, type Countable } from "../../../src/data/restart/count.ts";
import type { BootRecord } from "../../../src/data/restart/evidence.ts";
import { restartsInJournal } from "../../../src/data/restart/journal-restarts.ts";
import type { RunAim } from "../../../src/data/restart/run.ts";
import { restartCase, watchedAll } from "../../support/restart-case.ts";
import { noWork } from "../../../src/data/work-log.ts";

const URL = "ws://127.0.0.1:18789";
const ASKED = 1_795_165_900_000;
const MINUTE = 60_000;

const common = (aim: RunAim) =>
  ({
    schema: "gatetop-journal/1",
    id: "3f9a2c",
    at: ASKED,
    operator: { user: "ana", uid: 1000, peer: null, pid: 1 },
    target: { url: URL, name: "gateway", local: true, version: null },
    request: { action: "restart", aim, drainBudgetMs: null },
  }) as const;
const began = (aim: RunAim = "graceful"): JournalEntry => ({ ...common(aim), entry: "began", by: "command", before: null });
const left: JournalEntry = { ...common("graceful"), at: ASKED + 4_000, entry: "left", why: "SIGINT", milestones: [] };
function ended(name: string): JournalEntry {
  const { verdict, after, milestones } = watchedAll(restartCase(name));
  return { ...common("graceful"), at: ASKED + 5_000, entry: "ended", verdict, outcome: null, after, milestones, tookMs: 5_000 };
}
const deferred = ended("rpc-deferred");

test("the captured deferral is one the command did not wait for", () => {
  expect(deferred).toMatchObject({ verdict: { kind: "still-deferred" } });
});

/** The boot after it, as the table tells; `reason` and `outcome` of the one that ended. */
const table = (startedAt: number, reason: string | null, outcome: string | null = "planned_restart"): readonly BootRecord[] => [
  { bootId: "a", pid: 7, startedAt: ASKED - MINUTE, completedAt: startedAt, outcome, reason, startupReason: null },
  { bootId: "b", pid: 7, startedAt, completedAt: null, outcome: null, reason: null, startupReason: null },
];
const logged = (at: number): Countable["log"] => ({
  cursor: 1,
  file: null,
  watched: false,
  askedAt: at,
  work: noWork,
  reachesBackTo: ASKED - MINUTE,
  notes: [{ at, of: "gateway", said: "restarting", run: null }],
});

const counted = (entries: readonly JournalEntry[], given: Partial<Countable>) =>
  countRestarts({
    now: ASKED + 20 * MINUTE,
    watchedSince: ASKED,
    journal: restartsInJournal(entries, URL),
    boots: null,
    log: null,
    seen: [],
    automaticRestarts: null,
    suppressed: [],
    accountLimit: null,
    ...given,
  }).items.map(({ cause }) => cause);

const forced = table(ASKED + 5 * MINUTE + 3_000, "restart (SIGUSR2: deferral timeout)");

test.each<[string, readonly JournalEntry[], Partial<Countable>, readonly string[]]>([
  ["it waited no longer, and the gateway forced it after its limit", [began(), deferred], { boots: forced }, ["asked by gatetop"]],
  ["only the log tells of it", [began(), deferred], { log: logged(ASKED + 2 * MINUTE) }, ["asked by gatetop"]],
  ["it left", [began(), left], { boots: forced }, ["asked by gatetop"]],
  ["it was killed, or still watches", [began()], { boots: forced }, ["asked by gatetop"]],
  ["its beginning was moved away with an older file", [deferred], { boots: forced }, ["asked by gatetop"]],
  ["nothing followed", [began(), deferred], {}, []],
  [
    "it followed long after the limit",
    [began(), deferred],
    { boots: table(ASKED + 9 * MINUTE, "restart (SIGUSR2)") },
    ["asked by somebody"],
  ],
  ["it was before", [began(), deferred], { log: logged(ASKED - 3_000) }, ["asked by somebody"]],
  ["a crash was not asked for", [began(), deferred], { boots: table(ASKED + MINUTE, null, null) }, ["crash"]],
  ["of a kill it was", [began("kill")], { boots: table(ASKED + MINUTE, null, null) }, ["asked by gatetop"]],
  ["a stop asks for no boot", [began("stop")], { boots: table(ASKED + MINUTE, "restart (SIGUSR2)") }, ["asked by somebody"]],
  ["what was refused brings no boot", [began(), ended("request-not-sent")], { boots: forced }, ["asked by somebody"]],
])("%s", (_what, entries, given, causes) => {
  expect(counted(entries, given)).toEqual(causes);
});

test("another's restart soon after the one that names the request is another's", () => {
  const [first, second] = table(ASKED + MINUTE, "restart (SIGUSR2: somebody)");
  if (first === undefined || second === undefined) throw new Error("the table has rows");
  const third = { ...second, bootId: "c", startedAt: ASKED + 3 * MINUTE };
  const boots = [first, { ...second, outcome: "planned_restart", reason: "restart (SIGUSR2: gatetop 3f9a2c)" }, third];
  expect(counted([began(), deferred], { boots })).toEqual(["asked by gatetop", "asked by somebody"]);
});

test("of two boots the first one after it was asked for, the other was not", () => {
  const [first, second] = table(ASKED + MINUTE, "restart (SIGUSR2)");
  if (first === undefined || second === undefined) throw new Error("the table has rows");
  const third = { ...second, bootId: "c", startedAt: ASKED + 3 * MINUTE };
  const boots = [first, { ...second, outcome: "planned_restart", reason: "restart (SIGUSR2)" }, third];
  expect(counted([began(), deferred], { boots })).toEqual(["asked by somebody", "asked by gatetop"]);
});
