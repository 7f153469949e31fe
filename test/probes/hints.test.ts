import { expect, test } from "vitest";
import type { Event } from "../../src/data/events.ts";
import { noWork } from "../../src/data/work-log.ts";
import { changed, hintsIn, noHints } from "../../src/probes/hints.ts";
import { clock, gatewayProcess, sampled } from "../support/scene.ts";

const handles = (openHandles: number | null): Event => sampled("process", gatewayProcess({ openHandles }));
const log = (cursor: number): Event =>
  sampled("restartLog", { cursor, file: null, watched: true, askedAt: 0, reachesBackTo: null, notes: [], work: noWork });
const gone: Event = sampled("process", { found: false, why: "nothing listens" });

test.each<[string, readonly Event[], boolean]>([
  ["the first look is no change", [handles(97)], false],
  ["as before", [handles(97), handles(97)], false],
  ["a socket closed", [handles(97), handles(96)], true],
  ["another user's process shows no handles", [handles(null), handles(null)], false],
  ["not to be seen any more", [handles(97), gone], false],
  ["the log grew", [log(900), log(950)], true],
  ["the log is the same", [log(900), log(900)], false],
  ["the clock tells nothing", [handles(97), clock(5)], false],
])("%s", (_name, events, expected) => {
  const looks = events.map((_, index) => events.slice(0, index + 1).reduce((hints, event) => hintsIn(hints, event, false), noHints));
  const [before = noHints, after = noHints] = looks.length === 1 ? [noHints, looks[0]] : looks.slice(-2);
  expect(changed(before, after)).toBe(expected);
});

test("a connection of our own is not taken for one of the gateway's", () => {
  const before = hintsIn(noHints, handles(97), false);
  expect(hintsIn(before, handles(98), true)).toBe(before);
  expect(hintsIn(before, handles(null), true)).toEqual({ handles: null, logEnd: null });
});
