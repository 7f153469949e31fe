// What the guard's hand does with each step, facing an actor that obeys a script.
import { describe, expect, test, vi } from "vitest";
import type { RestartRequest } from "../../../src/actions/run/preview.ts";
import { createRepairs, type RepairsParts } from "../../../src/cli/guard/repairs.ts";
import type { Preview } from "../../../src/data/action/request.ts";
import type { LinkState } from "../../../src/data/link-state.ts";
import { beginRun } from "../../../src/data/restart/begin-run.ts";
import { noEvidence } from "../../../src/data/restart/evidence.ts";
import type { Seen } from "../../../src/data/restart/observation.ts";
import type { ProofVerdict } from "../../../src/data/restart/proof.ts";
import type { RestartRun, RunAim } from "../../../src/data/restart/run.ts";
import type { RepairAsk } from "../../../src/data/guard/ports.ts";
import { unit } from "../../actions/run/facts.ts";
import { observed, restartCase, watchedAll } from "../../support/restart-case.ts";
import { openLink, START, waitingLink } from "../../support/scene.ts";

const gateway = { pid: 12, startTicks: 500 };

const page = { kind: "http", httpStatus: null, status: null, uptimeMs: null, failing: [], suppressed: [] } as const;

const proof: ProofVerdict = {
  kind: "proved-new-process",
  attribution: "ours",
  accepted: null,
  downMs: 5_000,
  readyMs: 8_000,
  suppressed: [],
  sentence: "restarted: pid 12 → 13 (new process)",
  facts: [],
};
const verdicts: { readonly [K in "proved" | "refuted" | "stopped" | "unproved"]: ProofVerdict } = {
  proved: proof,
  refuted: { kind: "not-restarted", why: "command-failed", fix: null, sentence: "NOT restarted: it failed", facts: [] },
  stopped: { kind: "stopped", wanted: false, why: "it went down", sentence: "STOPPED, not restarted", facts: [] },
  unproved: { kind: "unproved", missing: ["an answer"], seen: ["nothing"], sentence: "not proved", facts: [] },
};

type Given = {
  /** Ways that are not open, with their reason. */
  readonly closed?: Readonly<Partial<Record<RunAim, string>>>;
  readonly process?: { readonly pid: number; readonly startTicks: number } | null;
  /** Right before it is restarted. */
  readonly state?: string;
  readonly service?: string;
  readonly http?: "answered" | "silent" | "failed";
  readonly verdict?: ProofVerdict | null;
  readonly seen?: readonly Seen[];
  /** The proof comes, and its channels never do. */
  readonly settles?: false;
  /** All that is heard of the run, which is not over before the test is. */
  readonly heard?: RestartRun;
  readonly link?: LinkState;
  readonly preflight?: unknown;
  readonly over?: Partial<RepairsParts>;
};

function rig(given: Given = {}) {
  const done: string[] = [];
  const listeners = new Set<(run: RestartRun) => void>();
  const runOf = (aim: RunAim, verdict: ProofVerdict | null): RestartRun => ({
    ...beginRun({
      id: "3f9a2c",
      aim,
      at: START,
      before: { ...noEvidence(START), unit: unit({ kind: "systemd-system" }) },
      channels: new Map(),
      supervised: true,
      drainBudgetMs: null,
    }),
    seen: (given.seen ?? []).map((seen) => ({ ms: 1, at: START, seen })),
    verdict,
    phase: given.settles === false ? "settling" : "over",
  });
  const preview = (request: RestartRequest): Preview => {
    const why = given.closed?.[request.aim];
    return {
      choice: {
        request,
        label: request.aim,
        does: "",
        precondition: why === undefined ? { can: true } : { can: false, code: "no", why, fix: null, exit: 1 },
        confirmation: { kind: "none" },
        scope: null,
      },
      interrupts: [],
      warnings: [],
      underWay: null,
      access: "",
      workAt: null,
    };
  };
  const words = (value: unknown): string => (value === null || value === undefined ? "-" : JSON.stringify(value));
  const repairs = createRepairs({
    actor: {
      restart: ({ choice: { request } }, waitMs, goneMs) => {
        if (request.action !== "restart") throw new Error("the guard restarts, and nothing else");
        const { aim, drainBudgetMs, process } = request;
        done.push(`${aim} drain ${words(drainBudgetMs)} wait ${words(waitMs)} gone ${words(goneMs)} of ${words(process?.pid)}`);
        const run = runOf(aim, given.verdict === undefined ? proof : given.verdict);
        if (given.settles !== false && given.heard === undefined) return { id: run.id, done: Promise.resolve(run) };
        queueMicrotask(() => {
          for (const hear of listeners) hear({ ...(given.heard ?? run), id: run.id });
        });
        return { id: run.id, done: new Promise(() => undefined) };
      },
      leave: (why) => void done.push(`leaves: ${why}`),
    },
    quickPreview: (request) => Promise.resolve(preview(request)),
    witness: {
      process: () => {
        const found = given.process === undefined ? gateway : given.process;
        return Promise.resolve({
          kind: "process",
          process: found === null ? null : { ...found, state: given.state ?? "T", evidence: "lock file", ownsPort: true },
        });
      },
      supervisor: () => Promise.resolve({ found: true, facts: unit({ activeState: given.service ?? "active" }), problems: [] }),
      http: (path) => Promise.resolve({ ...page, path, outcome: given.http ?? "silent" }),
    },
    link: {
      state: () => given.link ?? openLink(),
      request: () => (given.preflight instanceof Error ? Promise.reject(given.preflight) : Promise.resolve(given.preflight)),
    },
    runs: (hear) => {
      listeners.add(hear);
      return () => listeners.delete(hear);
    },
    local: true,
    othersUnderWay: () => null,
    serviceWaitMs: 15_000,
    clock: { monotonicMs: () => 0 },
    ...given.over,
  });
  const ask = (over: Partial<RepairAsk>): RepairAsk => ({
    step: "service",
    why: "repair",
    process: gateway,
    waitMs: 15_000,
    began: (run) => void done.push(`began ${run}`),
    ...over,
  });
  return { repairs, done, ask, listeners };
}

describe("each step is the restart of that kind", () => {
  test.each<[string, Partial<RepairAsk>, Given, string]>([
    ["a repair asks with a time limit", { step: "ask", waitMs: 60_000 }, {}, "force drain 30000 wait 60000 gone - of -"],
    [
      "where the release knows none, without",
      { step: "ask", waitMs: 60_000 },
      { closed: { force: "no time limit" } },
      "graceful drain - wait 60000 gone - of -",
    ],
    ["what was planned asks kindly", { step: "ask", why: "schedule", waitMs: 400_000 }, {}, "graceful drain - wait 400000 gone - of -"],
    [
      "and without a link, by the signal",
      { step: "ask", why: "schedule", waitMs: 400_000 },
      { closed: { force: "no link", graceful: "no link" } },
      "signal drain - wait 400000 gone - of -",
    ],
    [
      "the service is given its time to end the old process, and then all the time its boot takes",
      {},
      {},
      "service drain - wait - gone 15000 of -",
    ],
    ["a clean-up is about one process", { step: "clean-up" }, {}, "clean-up drain 10000 wait - gone - of 12"],
    ["in haste", { step: "clean-up" }, { over: { serviceWaitMs: 8_000 } }, "clean-up drain 3000 wait - gone - of 12"],
    ["a start is of none", { step: "start", process: null }, {}, "start drain - wait - gone - of -"],
  ])("%s", async (_, over, given, expected) => {
    const { repairs, done, ask } = rig(given);
    await repairs.repair(ask(over));
    expect(done).toEqual([expected, "began 3f9a2c"]);
  });

  test.each<[keyof typeof verdicts, string]>([
    ["proved", "proved"],
    ["refuted", "refuted"],
    ["stopped", "refuted"],
    ["unproved", "unproved"],
  ])("a run that is %s", async (verdict, outcome) => {
    const { repairs, ask } = rig({ verdict: verdicts[verdict] });
    const repaired = await repairs.repair(ask({}));
    expect(repaired).toMatchObject({ outcome, run: "3f9a2c", unclean: false });
    expect(repaired.sentence).toContain(verdicts[verdict].sentence);
  });

  test("why it stopped half-way is told with what was seen", async () => {
    const why = "its port is still held by another process: nothing is started beside it";
    const { repairs, ask } = rig({ verdict: verdicts.stopped, seen: [{ kind: "unanswered", sent: false, code: "port-taken", why }] });
    expect((await repairs.repair(ask({ step: "clean-up" }))).sentence).toBe(`STOPPED, not restarted; ${why}`);
  });

  test("one that was left is not proved", async () => {
    const { repairs, ask } = rig({ verdict: null });
    expect(await repairs.repair(ask({}))).toMatchObject({ outcome: "unproved" });
  });

  test.each<["SIGTERM" | "SIGKILL", boolean]>([
    ["SIGTERM", false],
    ["SIGKILL", true],
  ])("a process that got %s: unclean %s", async (signal, unclean) => {
    const { repairs, ask } = rig({ seen: [{ kind: "signalled", signal, pid: 12 }] });
    expect(await repairs.repair(ask({ step: "clean-up" }))).toMatchObject({ unclean });
  });

  test("the proof is told when it is there, not when the last channel is back; the next repair does not wait for that either", async () => {
    const { repairs, done, ask, listeners } = rig({ settles: false });
    expect(await repairs.repair(ask({}))).toMatchObject({ outcome: "proved" });
    expect(listeners.size).toBe(0);
    await repairs.repair(ask({}));
    expect(done).toContain("leaves: the guard repairs again");
  });
});

describe("without credentials", () => {
  const given = restartCase("systemctl-restart-with-unit");
  const back = watchedAll(
    { ...given, before: { ...given.before, link: null } },
    observed(given).filter(({ seen }) => !["shutdown", "closed", "hello", "rpc"].includes(seen.kind)),
  );
  const refusal = { code: "AUTH_TOKEN_MISMATCH", why: "the gateway does not accept this token", fix: "another" };
  const refused = { phase: "refused", since: START, refusal } as const;

  test.each<[string, LinkState]>([
    ["none are there", { phase: "idle" }],
    ["they are not taken", { ...refused, retryAt: null }],
  ])("a new boot is no failure, and no proof: %s", async (_, link) => {
    const { repairs, ask, listeners, done } = rig({ heard: back, link });
    const repaired = await repairs.repair(ask({}));
    expect(repaired).toMatchObject({ outcome: "unproved", run: "3f9a2c", unclean: false });
    expect(repaired.sentence).toContain("another boot has started, and without credentials nothing is asked of it");
    expect(listeners.size).toBe(0);
    // Its entry in the journal gets its end all the same.
    expect(done.filter((one) => one.startsWith("leaves"))).toEqual([]);
  });

  test.each<[string, LinkState, RestartRun]>([
    ["an answer may still come", waitingLink(), back],
    ["they may be taken later", { ...refused, retryAt: START + 5_000 }, back],
    ["nothing has come back", { phase: "idle" }, watchedAll(restartCase("frozen"), observed(restartCase("frozen")).slice(0, 3))],
  ])("it is waited for while %s", async (_, link, heard) => {
    const { repairs, ask, listeners } = rig({ heard, link });
    let over = false;
    void repairs.repair(ask({})).then(() => (over = true));
    await vi.waitFor(() => expect(listeners.size).toBe(1));
    for (const hear of listeners) hear({ ...heard, id: "3f9a2c" });
    await Promise.resolve();
    expect({ over, heardOn: listeners.size }).toEqual({ over: false, heardOn: 1 });
  });
});

describe("nothing is done", () => {
  test.each<[string, Partial<RepairAsk>, Given, RegExp]>([
    ["when it cannot be", {}, { closed: { service: "there is no service" } }, /there is no service/u],
    [
      "when no way to ask is open: the first one's reason",
      { step: "ask" },
      { closed: { force: "f", graceful: "g", signal: "s" } },
      /: f$/u,
    ],
    ["to a gateway on another host", {}, { over: { local: false } }, /another host/u],
    ["to another process than it was about", {}, { process: { pid: 13, startTicks: 900 } }, /about pid 12/u],
    ["to one whose pid came round again", {}, { process: { pid: 12, startTicks: 501 } }, /about pid 12/u],
    ["when it is gone", { step: "clean-up" }, { process: null }, /about pid 12/u],
  ])("%s", async (_, over, given, why) => {
    const { repairs, done, ask } = rig(given);
    expect(await repairs.repair(ask(over))).toMatchObject({
      outcome: "refuted",
      run: null,
      unclean: false,
      sentence: expect.stringMatching(why) as string,
    });
    expect(done).toEqual([]);
  });
});

describe("the last look before it is restarted", () => {
  test.each<[string, Partial<RepairAsk>, Given, RegExp]>([
    ["it answers again", {}, { state: "R", http: "answered" }, /^nothing was done: it answers again$/u],
    ["it would be asked, and answers again", { step: "ask" }, { state: "S", http: "answered" }, /it answers again$/u],
    ["a person stops its service", {}, { service: "deactivating" }, /openclaw-gateway\.service is deactivating by now$/u],
    ["a person has stopped its service", {}, { service: "inactive" }, /openclaw-gateway\.service is inactive by now$/u],
  ])("%s: nothing is done, and the next look says what it is", async (_, over, given, why) => {
    const { repairs, done, ask } = rig(given);
    expect(await repairs.repair(ask(over))).toEqual({
      outcome: "unproved",
      run: null,
      unclean: false,
      sentence: expect.stringMatching(why) as string,
    });
    expect(done).toEqual([]);
  });

  test.each<[string, Partial<RepairAsk>, Given]>([
    ["silent as before", {}, { state: "R", http: "silent" }],
    ["deaf as before", { step: "ask" }, { state: "S", http: "failed" }],
    ["stopped by the kernel, whatever another process answers", {}, { state: "T", http: "answered" }],
    ["well, as one that is restarted because it is due", { step: "ask", why: "schedule" }, { state: "S", http: "answered" }],
  ])("%s: it is restarted", async (_, over, given) => {
    const { repairs, ask } = rig(given);
    expect(await repairs.repair(ask(over))).toMatchObject({ outcome: "proved" });
  });
});

describe("what cannot be done is known before", () => {
  test("each step by itself", async () => {
    const { repairs } = rig({ closed: { "clean-up": "no proof that it is the gateway", start: "nobody said how" } });
    expect(await repairs.cannot("service")).toBeNull();
    expect(await repairs.cannot("clean-up")).toBe("no proof that it is the gateway");
    expect(await repairs.cannot("start")).toBe("nobody said how");
  });

  test("a service that needs another right is not asked twice", async () => {
    const said = "Failed to restart openclaw-gateway.service: Interactive authentication required.";
    const { repairs, done, ask } = rig({
      verdict: verdicts.refuted,
      seen: [{ kind: "commanded", command: "restart", code: 1, said, tookMs: 30 }],
    });
    expect(await repairs.cannot("service")).toBeNull();
    await repairs.repair(ask({}));
    expect(await repairs.cannot("service")).toMatch(/may not change openclaw-gateway\.service.*sudo systemctl restart/u);
    await repairs.repair(ask({}));
    expect(done.filter((one) => one.startsWith("service"))).toHaveLength(1);
  });
});

describe("whether it may be restarted now", () => {
  const busy = { safe: false, counts: { totalActive: 2 }, blockers: [{ kind: "embedded-run", count: 2, message: "2 runs" }], summary: "" };
  test.each<[string, Given, object | null]>([
    [
      "yes",
      { preflight: { safe: true, counts: { totalActive: 0 }, blockers: [], summary: "" } },
      { safe: true, sentence: "nothing is running" },
    ],
    ["no", { preflight: busy }, { safe: false, sentence: "2 runs are not over" }],
    ["nobody can say without a link", { link: waitingLink() }, null],
    ["nor from an answer in other words", { preflight: { hello: 1 } }, null],
  ])("%s", async (_, given, expected) => expect(await rig(given).repairs.safe()).toEqual(expected));
});

test("leaving is told to whoever acts", () => {
  const { repairs, done } = rig();
  repairs.leave("SIGTERM");
  expect(done).toEqual(["leaves: SIGTERM"]);
});
