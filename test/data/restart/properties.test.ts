// What must hold for every restart ever captured, however it is cut, mixed and disturbed.
import { array, assert, boolean, integer, nat, property, tuple } from "fast-check";
import { describe, expect, test } from "vitest";
import type { Observation, Seen } from "../../../src/data/restart/observation.ts";
import { proofExit, type ProofVerdict } from "../../../src/data/restart/proof.ts";
import type { RestartRun } from "../../../src/data/restart/run.ts";
import { watched } from "../../../src/data/restart/watched.ts";
import { begun, observed, restartCase, restartCaseNames, watchedAll, type RestartCase } from "../../support/restart-case.ts";

const isProof = (verdict: ProofVerdict | null): boolean => verdict !== null && proofExit[verdict.kind] === 0;
const cases = new Map(restartCaseNames.map((name) => [name, restartCase(name)]));
const proved = [...cases].filter(([, { expect }]) => expect.kind.startsWith("proved")).map(([name]) => name);
const unproved = restartCaseNames.filter((name) => !proved.includes(name));
const given = (name: string): RestartCase => cases.get(name) ?? restartCase(name);
const fed = (of: RestartCase, observations: readonly Observation[]): RestartRun => observations.reduce(watched, begun(of));

/** What the boot from before says of itself, in every way it can. */
function oldBootSays({ at, before }: RestartCase, ms: number): readonly Seen[] {
  const uptimeMs = before.serving?.servingSince == null ? null : at + ms - before.serving.servingSince;
  const http = { kind: "http", outcome: "answered", httpStatus: 200, status: "started", uptimeMs, failing: [], suppressed: [] } as const;
  return [
    ...(uptimeMs === null ? [] : [{ ...http, path: "/startupz" } as const, { ...http, path: "/readyz" } as const]),
    { ...http, path: "/healthz", status: "live", uptimeMs: null },
    ...(before.link === null
      ? []
      : [
          { kind: "hello", link: { ...before.link, processInstanceId: null, pid: null } } as const,
          { kind: "rpc", link: before.link } as const,
        ]),
    { kind: "process", process: before.process },
    { kind: "lock", lock: before.lock },
    { kind: "closed", code: 1012 },
    { kind: "port", open: false, why: "ECONNREFUSED" },
    { kind: "port", open: true, why: null },
    { kind: "draining", from: "http" },
    { kind: "shutdown", of: "restart", expectedMs: 1_500 },
  ];
}

test.each(restartCaseNames.filter((name) => given(name).before.link?.bootId != null))(
  "%s: whatever the old boot says, in whatever order, it is not proved",
  (name) => {
    const of = given(name);
    const requested = observed(of).filter(({ seen }) => ["requested", "answered", "signalled"].includes(seen.kind));
    const says = array(tuple(nat(40_000), nat(11)), { maxLength: 30 });
    assert(
      property(says, (picks) => {
        const said = picks
          .sort(([a], [b]) => a - b)
          .flatMap(([ms, i]) => {
            const all = oldBootSays(of, ms);
            const seen = all[i % all.length];
            return seen === undefined ? [] : [{ ms, at: of.at + ms, seen }];
          });
        expect(isProof(fed(of, [...requested, ...said]).verdict)).toBe(false);
      }),
      { numRuns: 60 },
    );
  },
);

test.each(unproved)("%s: no part of what was seen proves what the whole did not", (name) => {
  const of = given(name);
  const all = observed(of);
  // Who announced the stop, and what the lock file said, is what refutes; the rest may be missing.
  const essential = (seen: Seen): boolean => ["shutdown", "lock", "answered", "unanswered"].includes(seen.kind);
  assert(
    property(array(boolean(), { minLength: all.length, maxLength: all.length }), (kept) => {
      const part = all.filter(({ seen }, i) => essential(seen) || kept[i] === true);
      expect(isProof(fed(of, part).verdict)).toBe(false);
    }),
    { numRuns: 100 },
  );
});

describe.each(proved)("%s", (name) => {
  const of = given(name);
  const all = observed(of);
  const whole = watchedAll(of);

  test("the order of hello and of /startupz does not matter", () => {
    const last = Math.max(...all.map(({ ms }) => ms));
    const isStart = ({ seen }: Observation): boolean =>
      seen.kind === "http" && seen.status === "started" && (seen.path === "/startupz" || seen.path === "/readyz");
    const late = [...all.filter((one) => !isStart(one)), ...all.filter(isStart).map((one) => ({ ...one, ms: last }))];
    expect(fed(of, late).verdict).toMatchObject(of.expect);
  });

  test("a clock that is set meanwhile changes nothing", () => {
    assert(
      property(integer({ min: -100_000_000, max: 100_000_000 }), (step) => {
        const run = fed(
          of,
          observed(of, (ms) => of.at + ms + (ms > 50 ? step : 0)),
        );
        expect(run.verdict).toEqual(whole.verdict);
        expect(run.milestones).toEqual(whole.milestones);
      }),
      { numRuns: 20 },
    );
  });

  test("seen twice is proved once", () => {
    const twice = all.flatMap((one) => [one, one]);
    const run = fed(of, twice);
    expect(run.verdict).toMatchObject(of.expect);
    expect(run.milestones).toEqual(whole.milestones);
  });
});
