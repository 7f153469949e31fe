// Every captured restart ends with the verdict it deserves, the liars among them, and the verdict comes as soon as it can.
import { describe, expect, test } from "vitest";
import { noEvidence } from "../../../src/data/restart/evidence.ts";
import type { Observation, Seen } from "../../../src/data/restart/observation.ts";
import type { SupervisorFacts } from "../../../src/data/restart/supervisor.ts";
import { lacksOnlyRpc } from "../../../src/data/restart/judge.ts";
import { proofExit } from "../../../src/data/restart/proof.ts";
import { runExit } from "../../../src/data/restart/run-exit.ts";
import { momentOf } from "../../../src/data/restart/moments.ts";
import { observed, restartCase, restartCaseNames, watchedAll, type RestartCase } from "../../support/restart-case.ts";

function unitOf({ before }: RestartCase): SupervisorFacts {
  if (before.unit === null) throw new Error("this case has no unit");
  return before.unit;
}

test.each(restartCaseNames)("%s", (name) => {
  const given = restartCase(name);
  const { verdict } = watchedAll(given);
  expect(verdict).toMatchObject(given.expect);
  expect(verdict?.facts.length).toBeGreaterThan(0);
});

test.each(restartCaseNames.filter((name) => restartCase(name).expect.kind.startsWith("proved")))(
  "%s is proved the moment both have been seen: started, and an answer",
  (name) => {
    const run = watchedAll(restartCase(name));
    const started = momentOf(run, "startupz") ?? 0;
    const answered = run.seen.find(({ seen }) => seen.kind === "rpc" && seen.link.bootId === run.after.link?.bootId)?.ms ?? 0;
    expect(run.verdictMs).toBe(Math.max(started, answered));
  },
);

test("there are enough of them, of each verdict", () => {
  const kinds = restartCaseNames.map((name) => restartCase(name).expect.kind);
  expect(kinds.length).toBeGreaterThanOrEqual(25);
  expect(new Set(kinds)).toEqual(new Set(Object.keys(proofExit)));
});

test("nothing listens, but its process is still there: that is no stop", () => {
  const given = restartCase("killed-nobody-starts");
  const process = { pid: 4242, startTicks: 7, state: "R", evidence: "lock file", ownsPort: false } as const;
  const observations = observed(given).map((one) =>
    one.seen.kind === "clock" ? { ...one, seen: { kind: "process", process } as const } : one,
  );
  const last = observations.at(-1);
  const { verdict } = watchedAll(given, [...observations, { ms: 120_000, at: (last?.at ?? 0) + 1, seen: { kind: "process", process } }]);
  expect(verdict).toMatchObject({ kind: "unproved" });
});

describe("without a link", () => {
  const ofLink: readonly string[] = ["shutdown", "closed", "hello", "rpc"];
  const given = restartCase("systemctl-restart-with-unit");
  const unlinked = { ...given, before: { ...given.before, link: null } };
  const seen = observed(given).filter(({ seen }) => !ofLink.includes(seen.kind));

  test("all but an answer to an RPC is there as soon as the new boot says that it has started, and not before", () => {
    const since = seen.findIndex((_, at) => lacksOnlyRpc(watchedAll(unlinked, seen.slice(0, at + 1))));
    expect(seen[since]?.seen).toMatchObject({ kind: "http", path: "/startupz", status: "started" });
    expect(seen[since]?.ms).toBeGreaterThan(30_000);
    expect(lacksOnlyRpc(watchedAll(unlinked, seen))).toBe(true);
  });

  test.each(["frozen", "rpc-deferred", "systemctl-restart-with-unit"])("that is not said of %s", (name) => {
    expect(lacksOnlyRpc(watchedAll(restartCase(name)))).toBe(false);
  });
});

describe("who answers while nothing happens", () => {
  const factOf = (name: string, observations?: readonly Observation[]) => {
    const given = restartCase(name);
    return watchedAll(given, observations ?? observed(given)).verdict?.facts.find(({ fact }) => fact === "bootId");
  };
  test.each(["rpc-deferred", "rpc-coalesced", "skip-deferral-draining"])(
    "%s: the connection never closed, so it is the same boot",
    (name) => {
      expect(factOf(name)).toMatchObject({ says: "same", after: restartCase(name).before.link?.bootId });
    },
  );
  test("nobody can say it of one that closed, or when nothing was looked at", () => {
    const given = restartCase("rpc-deferred");
    const closed: Observation = { ms: 100, at: given.at + 100, seen: { kind: "closed", code: 1006 } };
    const [first, ...more] = observed(given);
    if (first === undefined) throw new Error("the case has observations");
    expect(factOf("rpc-deferred", [first, closed, ...more])).toMatchObject({ says: "unknown", after: null });
    expect(factOf("request-not-sent")).toMatchObject({ says: "unknown", after: null });
  });
});

describe("a unit that was latched before", () => {
  const given = restartCase("systemctl-restart-with-unit");
  const latched = { ...unitOf(given), result: "start-limit-hit", activeState: "failed", subState: "failed" };
  const begun = { ...given, before: { ...noEvidence(given.at), unit: latched } };
  const seen = (ms: number, what: Seen): Observation => ({ ms, at: given.at + ms, seen: what });
  const requested = seen(0, { kind: "requested", by: "command" });
  const still = seen(20, { kind: "unit", unit: latched });

  test("is not refuted by what it says until it was told to forget", () => {
    expect(watchedAll(begun, [requested, still]).verdict).toBeNull();
  });

  test.each<[string, Seen]>([
    ["the command failed", { kind: "commanded", command: "restart", code: 1, said: "Start request repeated too quickly.", tookMs: 30 }],
    ["it was seen otherwise", { kind: "unit", unit: { ...latched, result: "success", activeState: "activating", subState: "start" } }],
  ])("is, when %s and it says so again", (_what, between) => {
    const { verdict } = watchedAll(begun, [requested, still, seen(60, between), seen(80, { kind: "unit", unit: latched })]);
    expect(verdict).toMatchObject({ kind: "not-restarted", why: "start-limit" });
  });
});

describe("what the command ends with", () => {
  const unsent = (exit: { readonly exit?: 69 | 77 }): readonly Observation[] => [
    {
      ms: 0,
      at: 0,
      seen: { kind: "unanswered", sent: false, code: "AUTH_TOKEN_MISMATCH", why: "the gateway does not accept this token", ...exit },
    },
  ];
  test.each([
    ["a gateway that does not let us in was not asked", { exit: 77 }, 77],
    ["nor one that was not reached", { exit: 69 }, 69],
    ["what was not done for another reason is refuted", {}, 1],
  ] as const)("%s", (_, given, exit) => {
    expect(runExit(watchedAll(restartCase("request-not-sent"), unsent(given)))).toBe(exit);
  });
  test("else the verdict says it, and none is not yet", () => {
    expect(runExit(watchedAll(restartCase("rpc-idle")))).toBe(0);
    expect(runExit(watchedAll(restartCase("killed-nobody-starts")))).toBe(1);
    expect(runExit(watchedAll(restartCase("rpc-idle"), []))).toBe(75);
  });
});
