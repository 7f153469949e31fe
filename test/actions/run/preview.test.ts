import { describe, expect, test } from "vitest";
import { createRecorder } from "../../../src/actions/journal/record.ts";
import type { PerformedAim } from "../../../src/actions/run/perform-aim.ts";
import { createRestartPreview } from "../../../src/actions/run/preview.ts";
import type { RestartFacts } from "../../../src/actions/run/restart-facts.ts";
import type { JournalEntry } from "../../../src/data/action/journal.ts";
import type { Preview } from "../../../src/data/action/request.ts";
import type { LinkState } from "../../../src/data/link-state.ts";
import type { BootRecord } from "../../../src/data/restart/evidence.ts";
import { problemsOf, supervisorProblem, type ProblemName } from "../../../src/data/restart/supervisor-words.ts";
import { hello, START, waitingLink } from "../../support/scene.ts";
import { began } from "../journal-entries.ts";
import { facts, unit } from "./facts.ts";

function previewOf(aim: PerformedAim, over: Partial<RestartFacts> = {}, entries: readonly JournalEntry[] = []): Promise<Preview> {
  const recorder = createRecorder({
    journal: { append: () => null, read: () => ({ entries, unreadable: 0 }) },
    operator: began.operator,
    by: "command",
    target: () => began.target,
    now: () => START,
    alive: () => true,
    onTrouble: () => {},
  });
  const preview = createRestartPreview({
    facts: () => Promise.resolve(facts(over)),
    recorder,
    readonly: null,
    clock: { now: () => START, monotonicMs: () => 0 },
  });
  return preview({ action: "restart", aim, drainBudgetMs: aim === "force" ? 3_000 : null });
}

const problem = (name: ProblemName): RestartFacts["supervisor"] => ({
  found: true,
  facts: unit(),
  problems: [supervisorProblem(name, unit())],
});
const nobody: RestartFacts["supervisor"] = { found: false, why: "no service manager runs this gateway", problems: [] };
const old = { ...hello, version: "2026.2.26", methods: ["health"], capabilities: [] };
const plain = { ...hello, methods: ["gateway.restart.request"], capabilities: [] };
const turnedDown = (code: string): LinkState => ({ phase: "refused", refusal: { code, why: "w", fix: "f" }, since: START, retryAt: null });
const mute: RestartFacts["supervisor"] = { found: false, why: "w", problems: [supervisorProblem("no-answer", unit())] };
const inactive: RestartFacts["supervisor"] = {
  found: true,
  facts: unit({ activeState: "inactive", subState: "dead", mainPid: null }),
  problems: [],
};

describe("whether it can be done", () => {
  test.each<readonly [PerformedAim]>([["graceful"], ["signal"], ["service"], ["force"], ["stop"]])("%s, all being well", async (aim) => {
    expect((await previewOf(aim)).choice.precondition).toEqual({ can: true });
  });

  test.each<readonly [string, PerformedAim, Partial<RestartFacts>, string, 1 | 69 | 77]>([
    ["no connection", "graceful", { link: waitingLink(), hello: null }, "NOT_CONNECTED", 69],
    ["no right", "graceful", { link: turnedDown("AUTH_TOKEN_MISMATCH"), hello: null }, "AUTH_TOKEN_MISMATCH", 77],
    ["something else on its port", "graceful", { link: turnedDown("HTTP_200"), hello: null }, "HTTP_200", 69],
    ["a release that cannot be asked", "graceful", { hello: old, version: "2026.2.26" }, "unknown-method", 1],
    ["a suspended gateway", "graceful", { hello: { ...plain, suspension: "prepared" } }, "suspended", 1],
    ["another host", "signal", { local: false }, "not-local", 1],
    ["a signal in doubt", "signal", { signal: { send: false, code: "disagreement", why: "w", fix: "f" } }, "disagreement", 1],
    ["another user's process", "signal", { signal: { send: false, code: "not-permitted", why: "w", fix: "f" } }, "not-permitted", 77],
    ["another host", "service", { local: false }, "not-local", 1],
    ["no supervisor", "service", { supervisor: nobody }, "no-supervisor", 1],
    ["no bus", "service", { supervisor: problem("no-bus") }, "no-bus", 1],
    ["a system unit of root", "service", { supervisor: problem("not-allowed") }, "not-allowed", 77],
    ["a masked unit", "start", { supervisor: problem("masked") }, "masked", 1],
    ["another host", "force", { local: false }, "not-local", 1],
    ["a release without a time limit", "force", { hello: plain, version: "2026.7.1" }, "no-drain-budget", 1],
    ["no lock file", "force", { evidence: { ...facts().evidence, lock: null } }, "no-lock", 1],
    ["a frozen process", "force", { frozen: "stopped" }, "frozen", 1],
    ["a process that answers", "kill", {}, "not-frozen", 1],
    ["another host", "clean-up", { local: false }, "not-local", 1],
    ["a process that may be another", "clean-up", { end: { may: false, code: "recycled-pid", why: "w" } }, "recycled-pid", 1],
    ["another user's process", "clean-up", { end: { may: false, code: "not-permitted", why: "w" } }, "not-permitted", 77],
    ["a process nobody would start again", "clean-up", { supervisor: nobody }, "no-supervisor", 1],
    ["a manager that gives no answer may start it", "clean-up", { supervisor: mute, canRun: true }, "no-answer", 1],
    ["one that runs already, of no service", "start", { supervisor: nobody, canRun: true }, "already-running", 1],
    ["a process nobody could look at", "kill", { frozen: "unknown" }, "not-frozen", 1],
    ["a frozen one nobody would start again", "kill", { frozen: "silent", supervisor: nobody }, "nobody-starts-it", 1],
    ["a service that runs", "start", {}, "already-running", 1],
    ["a service that does not run", "stop", { supervisor: inactive }, "not-running", 1],
  ])("%s: not %s", async (_, aim, over, code, exit) => {
    const { precondition } = (await previewOf(aim, over)).choice;
    expect(precondition).toMatchObject({ can: false, code, exit });
    expect(precondition.can || precondition.why).toMatch(/\w+/u);
  });

  test.each<readonly [string, PerformedAim, Partial<RestartFacts>]>([
    ["a frozen process of a service", "kill", { frozen: "stopped" }],
    ["a process that is the gateway for certain", "clean-up", { end: { may: true, process: { pid: 12, startTicks: 500 } } }],
    ["one of no service, and somebody said how it is started", "clean-up", { supervisor: nobody, canRun: true }],
    [
      "down, of no service, and somebody said how it is started",
      "start",
      {
        supervisor: nobody,
        canRun: true,
        link: waitingLink(),
        hello: null,
        evidence: { ...facts().evidence, process: null, serving: null },
      },
    ],
    ["a service that does not run", "start", { supervisor: inactive }],
    ["a service that does not run", "service", { supervisor: inactive }],
    [
      "a service that was started too often",
      "start",
      { supervisor: { ...problem("start-limit"), facts: unit({ activeState: "failed" }) } as never },
    ],
    ["a user that does not linger", "service", { supervisor: problem("no-linger") }],
    ["no connection, but its process is there", "signal", { link: waitingLink(), hello: null }],
    ["a suspended gateway", "force", { hello: { ...facts().hello, suspension: "prepared" } as never }],
  ])("%s: %s", async (_, aim, over) => expect((await previewOf(aim, over)).choice.precondition).toEqual({ can: true }));
});

describe("what to do instead", () => {
  const noUnit: RestartFacts["supervisor"] = { found: false, why: "w", problems: [supervisorProblem("no-unit", unit())] };
  const noSignal = (code: "stale-lock" | "no-lock" | "disagreement"): RestartFacts["signal"] => ({
    send: false,
    code,
    why: "w",
    fix: "restart it over RPC instead: mode graceful",
  });
  const gone: Partial<RestartFacts> = {
    link: waitingLink(),
    hello: null,
    evidence: { ...facts().evidence, process: null, serving: null },
    supervisor: noUnit,
    signal: noSignal("stale-lock"),
  };
  const quiet: Partial<RestartFacts> = { link: waitingLink(), hello: null, supervisor: noUnit };
  const byItself = "start it with its own command: openclaw gateway run, or as a service: openclaw gateway install";

  test.each<readonly [string, PerformedAim, Partial<RestartFacts>, string | null]>([
    ["down and of no service", "graceful", gone, byItself],
    ["down and of no service", "force", gone, byItself],
    ["down and of no service", "service", gone, byItself],
    ["down and of no service", "signal", gone, byItself],
    ["down and of no service", "start", gone, byItself],
    ["of a profile", "start", { ...gone, profile: "rescue" }, byItself.replaceAll("openclaw", "openclaw --profile rescue")],
    ["down, with a service", "graceful", { ...gone, supervisor: inactive }, "--mode service"],
    ["down, with a service", "signal", { ...gone, supervisor: inactive }, "--mode service"],
    ["mute, with a signal and no service", "graceful", quiet, "--mode signal"],
    ["mute, with neither", "graceful", { ...quiet, signal: noSignal("disagreement") }, "its own command: openclaw gateway restart"],
    [
      "up, of no service",
      "service",
      { supervisor: noUnit },
      "--mode graceful, or --mode signal; openclaw gateway install sets the service up",
    ],
    ["up, of no service", "stop", { supervisor: noUnit }, "openclaw gateway install sets the service up"],
    ["up, a signal in doubt", "signal", { signal: noSignal("disagreement") }, "restart it over RPC instead: mode graceful"],
    ["frozen, of no service", "kill", { frozen: "stopped", supervisor: noUnit }, "kill -KILL 12, then openclaw gateway run"],
    ["an old release of no service", "graceful", { hello: old, supervisor: noUnit }, "--mode signal"],
    ["down on another host", "graceful", { ...gone, local: false }, null],
  ])("%s: %s", async (_, aim, over, fix) => {
    expect((await previewOf(aim, over)).choice.precondition).toMatchObject({ can: false, fix });
  });

  test("gone, and somebody said how it is started, but a manager that may do so itself gives no answer: that is what stands in the way", async () => {
    const problems = (["no-unit", "no-bus"] as const).map((name) => supervisorProblem(name, unit()));
    const doubtful = { ...gone, canRun: true, supervisor: { found: false, why: "w", problems } } as const;
    expect((await previewOf("start", doubtful)).choice.precondition).toMatchObject({ can: false, code: "no-bus" });
    expect((await previewOf("start", { ...gone, canRun: true })).choice.precondition).toEqual({ can: true });
  });

  test("what is advised can be done", async () => {
    for (const over of [gone, quiet, { supervisor: noUnit }, { ...quiet, supervisor: inactive }]) {
      for (const aim of ["graceful", "signal", "service", "force", "start"] as const) {
        const { precondition } = (await previewOf(aim, over)).choice;
        const advised = precondition.can
          ? []
          : [...(precondition.fix ?? "").matchAll(/--mode (\w+)/gu)].map(([, mode]) => mode as PerformedAim);
        for (const other of advised) expect((await previewOf(other, over)).choice.precondition).toEqual({ can: true });
      }
    }
  });
});

describe("what it says", () => {
  const busy: RestartFacts["work"] = {
    known: true,
    at: START,
    total: 3,
    blockers: [
      { kind: "embedded-run", count: 2, message: "2 embedded runs" },
      { kind: "background-exec", count: 1, message: "1 background command" },
    ],
  };

  test.each<readonly [PerformedAim, Partial<RestartFacts>, RegExp]>([
    ["graceful", {}, /^asks OpenClaw 2026\.9\.6 to restart now: nothing is running$/u],
    ["graceful", { work: busy }, /when 2 runs and 1 background command are over, after 5 min at the latest$/u],
    ["graceful", { work: { known: false, why: "w" } }, /as soon as its work is over/u],
    ["signal", {}, /^sends SIGUSR2 to pid 12; it restarts now/u],
    ["service", {}, /^systemctl --user restart openclaw-gateway\.service: a new process$/u],
    [
      "service",
      { supervisor: { found: true, facts: unit({ kind: "launchd", unit: "ai.openclaw.gateway" }), problems: [] } },
      /^launchd, for ai\.openclaw\.gateway/u,
    ],
    [
      "start",
      { supervisor: { found: true, facts: unit({ result: "start-limit-hit" }), problems: [] } },
      /^systemctl --user reset-failed openclaw-gateway\.service, then systemctl --user start /u,
    ],
    ["force", {}, /^gives running work 3\.0s to end/u],
    ["kill", { frozen: "stopped" }, /^SIGTERM to the frozen pid 12, SIGKILL after 10 s/u],
    ["clean-up", {}, /^SIGTERM to pid 12, SIGKILL after 10s, .* started again$/u],
    ["start", { supervisor: nobody, canRun: true }, /^runs the command it is started with$/u],
    [
      "service",
      {
        supervisor: {
          found: true,
          facts: unit({ activeState: "failed", subState: "failed", result: "exit-code", automaticRestarts: 10 }),
          problems: [],
        },
      },
      /^systemctl --user reset-failed openclaw-gateway\.service, then systemctl --user restart /u,
    ],
  ])("%s", async (aim, over, does) => expect((await previewOf(aim, over)).choice.does).toMatch(does));

  test.each<readonly [PerformedAim, string]>([
    ["graceful", "restart"],
    ["service", "restart"],
    ["stop", "stop"],
    ["kill", "kill"],
  ])("%s is confirmed by typing %s", async (aim, word) => {
    expect((await previewOf(aim)).choice.confirmation).toEqual({ kind: "word", word });
  });

  test.each<readonly [PerformedAim, readonly string[]]>([
    [
      "graceful",
      ["is waited for, 5 min at most; then it is cut, and goes on by itself afterwards", "is waited for, 5 min at most; then it is cut"],
    ],
    ["force", ["has 3.0s to end; then it is aborted, and goes on by itself afterwards", "has 3.0s to end; then it is aborted"]],
    ["service", ["may end within 5m15s; then it is cut, and goes on by itself afterwards", "may end within 5m15s; then it is cut"]],
    ["stop", ["may end within 5m15s; then it is cut", "may end within 5m15s; then it is cut"]],
    ["start", []],
  ])("%s tells what becomes of each piece of work", async (aim, fates) => {
    expect((await previewOf(aim, { work: busy })).interrupts.map(({ fate }) => fate)).toEqual(fates);
  });
});

describe("warnings", () => {
  const latched = unit({ activeState: "failed", subState: "failed", result: "exit-code", mainPid: null, automaticRestarts: 10 });
  const givenUp: RestartFacts["supervisor"] = { found: true, facts: latched, problems: problemsOf(latched) };
  const boot = (startedAt: number): BootRecord => ({
    bootId: `b${startedAt}`,
    pid: 1,
    startedAt,
    completedAt: null,
    outcome: null,
    reason: null,
    startupReason: null,
  });
  const entries: readonly JournalEntry[] = [{ ...began, at: START - 12_000, operator: { ...began.operator, pid: 99 } }];

  test.each<readonly [string, PerformedAim, Partial<RestartFacts>, readonly JournalEntry[], readonly RegExp[]]>([
    ["none, all being well", "graceful", {}, [], []],
    ["work that could not be read", "graceful", { work: { known: false, why: "no answer" } }, [], [/could not be read: no answer/u]],
    ["a stop that takes its time", "service", {}, [], [/up to 5m30s/u]],
    ["a release that comes later", "graceful", { version: "2026.7.1" }, [], [/up to 28 s later/u]],
    ["somebody else's restart", "graceful", {}, entries, [/asked for by ana from 100\.64\.0\.7 12s ago is not over/u]],
    ["a user that does not linger", "start", { supervisor: problem("no-linger") }, [], [/does not linger/u]],
    [
      "a unit its manager gave up, whose last run failed by itself",
      "start",
      { supervisor: givenUp },
      [],
      [/was started too often in a short time, so it is not started again/u],
    ],
    [
      "the third unclean boot",
      "kill",
      { frozen: "stopped", boots: [boot(START - 10_000), boot(START - 60_000), boot(START - 120_000)] },
      [],
      [/unclean boot number 3 .* channels kept down/u],
    ],
  ])("%s", async (_, aim, over, journal, warnings) => {
    const found = (await previewOf(aim, over, journal)).warnings;
    expect(found).toHaveLength(warnings.length);
    for (const [i, warning] of warnings.entries()) expect(found[i]).toMatch(warning);
  });
});

describe("a restart that was asked for before", () => {
  const theirs: JournalEntry = { ...began, at: START - 12_000, operator: { ...began.operator, pid: 99 } };
  const notARestart: JournalEntry = { ...theirs, request: { action: "channel", verb: "stop", channel: "irc", account: "default" } };
  const draining: Partial<RestartFacts> = {
    evidence: {
      ...facts().evidence,
      serving: { from: "/startupz", status: "draining", servingSince: START - 60_000, version: "2026.9.6", pendingReason: null },
    },
  };
  const announced = {
    ...waitingLink(),
    announced: { at: START - 3_000, kind: "restart", expectedMs: 1_500, reason: "gateway restarting" },
  } as LinkState;

  test.each<readonly [string, Partial<RestartFacts>, readonly JournalEntry[], string | null]>([
    ["none", {}, [], null],
    ["the gateway drains", draining, [], "a restart or a stop is under way: the gateway drains and takes no new work"],
    [
      "the gateway drains, and the journal knows for whom",
      draining,
      [theirs],
      "a restart asked for by ana from 100.64.0.7 12s ago is under way: the gateway drains and takes no new work",
    ],
    ["the gateway announced it", { link: announced, hello: null }, [], "a restart is under way: the gateway announced it 3.0s ago"],
    ["it waits for work", {}, [theirs], "a restart asked for by ana from 100.64.0.7 12s ago is not over"],
    ["a channel's stop is none", {}, [notARestart], null],
    ["a suspension is none", { ...draining, hello: { ...facts().hello, suspension: "prepared" } as never }, [], null],
  ])("%s", async (_, over, entries, said) => {
    for (const aim of ["graceful", "signal", "service", "force", "start"] as const) {
      const preview = await previewOf(aim, over, entries);
      expect(preview.underWay).toBe(said);
      expect(preview.warnings.includes(said ?? "nothing")).toBe(said !== null);
    }
  });

  test.each(["graceful", "signal"] as const)("%s promises no restart then", async (aim) => {
    const { does } = (await previewOf(aim, draining)).choice;
    expect(does).toContain("it is going down already");
    expect(does).not.toMatch(/restarts|nothing is running/u);
  });
});
