import { expect, test } from "vitest";
import type { Event } from "../../src/data/events.ts";
import type { WorkLog } from "../../src/data/model/log-notes.ts";
import type { RestartNote } from "../../src/data/restart/restart-log.ts";
import { noWork } from "../../src/data/work-log.ts";
import { changed, hintsIn, noHints } from "../../src/probes/hints.ts";
import { clock, gatewayProcess, sampled } from "../support/scene.ts";

const handles = (openHandles: number | null): Event => sampled("process", gatewayProcess({ openHandles }));
const quiet: readonly RestartNote[] = [];
const log = (cursor: number, change: { readonly notes?: readonly RestartNote[]; readonly work?: WorkLog } = {}): Event =>
  sampled("restartLog", { cursor, file: null, watched: true, askedAt: 0, reachesBackTo: null, notes: quiet, work: noWork, ...change });
const retry: WorkLog = { notes: [{ at: 1, of: "retry", account: "irc/default", attempt: 1, attempts: 10, inMs: 5_000 }], errors: [] };
const gone: Event = sampled("process", { found: false, why: "nothing listens" });

test.each<[string, readonly Event[], boolean]>([
  ["the first look is no change", [handles(97)], false],
  ["as before", [handles(97), handles(97)], false],
  ["a socket closed", [handles(97), handles(96)], true],
  ["another user's process shows no handles", [handles(null), handles(null)], false],
  ["not to be seen any more", [handles(97), gone], false],
  ["the log tells of a retry", [log(900), log(950, { work: retry })], true],
  ["the log tells of a restart", [log(900), log(950, { notes: [{ at: 1, of: "gateway", said: "restarting", run: null }] })], true],
  ["the log grew by what is of no concern", [log(900), log(950)], false],
  ["the clock tells nothing", [handles(97), clock(5)], false],
])("%s", (_name, events, expected) => {
  const looks = events.map((_, index) => events.slice(0, index + 1).reduce((hints, event) => hintsIn(hints, event, false), noHints));
  const [before = noHints, after = noHints] = looks.length === 1 ? [noHints, looks[0]] : looks.slice(-2);
  expect(changed(before, after)).toBe(expected);
});

test("a connection of our own is not taken for one of the gateway's", () => {
  const before = hintsIn(noHints, handles(97), false);
  expect(hintsIn(before, handles(98), true)).toBe(before);
  expect(hintsIn(before, handles(null), true)).toEqual({ handles: null, log: null });
});
