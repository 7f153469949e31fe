// The guard's last resort, against a process that obeys a script.
import { describe, expect, test } from "vitest";
import { cleanUp, type CleanUpParts } from "../../src/actions/clean-up.ts";
import type { Hands } from "../../src/data/action/ports.ts";
import type { Surroundings } from "../../src/data/restart/end-facts.ts";
import type { LockEvidence, ProcessEvidence } from "../../src/data/restart/evidence.ts";
import type { Seen } from "../../src/data/restart/observation.ts";
import { supervisorProblem, type ProblemName } from "../../src/data/restart/supervisor-words.ts";
import type { SupervisorFacts, SupervisorReading } from "../../src/data/restart/supervisor.ts";
import { START } from "../support/scene.ts";
import { leapingClock } from "./parts.ts";
import { unit } from "./run/facts.ts";

const target = { pid: 2815, startTicks: 700 };
const gateway: ProcessEvidence = { ...target, state: "R", evidence: "lock file", ownsPort: true };
const held: LockEvidence = { path: "/lock", ...target, ownerId: "o", createdAt: START - 3_600_000, port: 18_789 };
const near: Surroundings = { uid: 1000, ownUid: 1000, traced: false, ours: false, members: [{ pid: 2900, startTicks: 710 }] };
const comesBack: Partial<SupervisorFacts> = { activeState: "activating", subState: "auto-restart", mainPid: null };
const alone = (...problems: readonly ProblemName[]): SupervisorReading => ({
  found: false,
  why: "no service manager runs this gateway",
  problems: problems.map((name) => supervisorProblem(name, unit())),
});

type Http = Extract<Seen, { kind: "http" }>["outcome"];

type Scene = {
  readonly process?: ProcessEvidence | null;
  readonly lock?: LockEvidence | null;
  readonly around?: Partial<Surroundings> | null;
  /** In the order of the looks; the last one stays. */
  readonly healthz?: readonly Http[];
  readonly endsAt?: "SIGTERM" | "SIGCONT" | "SIGKILL" | "never";
  /** Ends by itself once it answers again. */
  readonly endsAnswering?: true;
  /** What it shows once it has heard SIGTERM, and when it ends of itself; null: never. */
  readonly leaves?: Partial<Pick<Scene, "process" | "lock" | "around" | "healthz" | "port">> & { readonly endsAfterMs: number | null };
  /** While it is there, and after its end. */
  readonly unit?: Partial<SupervisorFacts>;
  readonly after?: Partial<SupervisorFacts>;
  readonly reading?: SupervisorReading;
  /** The port while it is there, and after its end. */
  readonly port?: "open" | "refused" | "unclear";
  readonly portAfter?: "open" | "refused";
  readonly run?: { readonly code: number | null; readonly said: string };
  readonly refuses?: Extract<Awaited<ReturnType<Hands["signal"]>>, { ok: false }>;
  readonly leaving?: true;
};

const whys = { open: null, refused: "connection refused: nothing listens there", unclear: "no answer to the TCP connect within 500 ms" };

function scene(given: Scene = {}) {
  const { process = gateway, lock = held, around = {}, healthz = ["silent"], endsAt = "SIGKILL", after = comesBack } = given;
  let alive = true;
  let asked = 0;
  let heardAt: number | null = null;
  const clock = leapingClock();
  const shown = (): Scene => ({ ...given, process, lock, around, healthz, ...(heardAt === null ? {} : given.leaves) });
  const isThere = (): boolean => {
    const endsAfterMs = given.leaves?.endsAfterMs ?? null;
    return alive && process !== null && !(heardAt !== null && endsAfterMs !== null && clock.monotonicMs() - heardAt >= endsAfterMs);
  };
  const done: string[] = [];
  const seen: Seen[] = [];
  const page = { kind: "http", path: "/healthz", httpStatus: null, status: null, uptimeMs: null, failing: [], suppressed: [] } as const;
  const parts: CleanUpParts = {
    witness: {
      process: () => Promise.resolve({ kind: "process", process: isThere() ? (shown().process ?? null) : null }),
      lives: () => Promise.resolve(isThere()),
      lock: () => Promise.resolve({ kind: "lock", lock: shown().lock ?? null }),
      surroundings: () => Promise.resolve(shown().around === null ? null : { ...near, ...shown().around }),
      http: () => {
        const outcomes = shown().healthz ?? healthz;
        const outcome = outcomes[Math.min(asked, outcomes.length - 1)] ?? "silent";
        asked += 1;
        if (outcome === "answered" && given.endsAnswering) alive = false;
        return Promise.resolve({ ...page, outcome });
      },
      port: () => {
        const port = isThere() ? (shown().port ?? "open") : (given.portAfter ?? "refused");
        return Promise.resolve({ kind: "port", open: port === "open", why: whys[port] });
      },
      supervisor: () =>
        Promise.resolve(
          given.reading ?? { found: true, facts: unit({ mainPid: 2815, ...given.unit, ...(isThere() ? {} : after) }), problems: [] },
        ),
    },
    hands: {
      signal: (signal, { pid, startTicks }) => {
        done.push(`${signal} ${pid} ${startTicks}`);
        if (given.refuses !== undefined) return Promise.resolve(given.refuses);
        if (signal === "SIGTERM") heardAt = clock.monotonicMs();
        if (pid === target.pid && (signal === endsAt || (endsAt === "SIGTERM" && signal === "SIGKILL"))) alive = false;
        return Promise.resolve({ ok: true });
      },
      unit: (verb) => {
        done.push(verb);
        return Promise.resolve({ code: 0, said: "", tookMs: 5 });
      },
      run:
        given.run === undefined
          ? null
          : () => {
              done.push("run");
              return Promise.resolve({ code: null, said: "", tookMs: 5, ...given.run });
            },
    },
    clock,
    process: target,
    termMs: 10_000,
    begin: () => {
      done.push("begins");
      return given.leaving !== true;
    },
    saw: (one) => void seen.push(one),
  };
  return { parts, done, seen, clock };
}

const killed = ["begins", "SIGTERM 2815 700", "SIGKILL 2815 700", "SIGKILL 2900 710"];

describe("what is done", () => {
  test.each<[string, Scene, readonly string[]]>([
    ["a blocked loop: both signals, what it leaves, and its service starts it again", {}, killed],
    ["one that ends at SIGTERM is not killed", { endsAt: "SIGTERM" }, ["begins", "SIGTERM 2815 700", "SIGKILL 2900 710"]],
    [
      "a stopped process is let go on, so that it hears SIGTERM and ends in order",
      { process: { ...gateway, state: "T" }, healthz: ["answered"], endsAt: "SIGCONT" },
      ["begins", "SIGTERM 2815 700", "SIGCONT 2815 700", "SIGKILL 2900 710"],
    ],
    [
      "one that lives and does not listen",
      { process: { ...gateway, state: "S", ownsPort: false }, healthz: ["failed"], port: "refused" },
      killed,
    ],
    ["a group that is not its own is not touched", { around: { members: null } }, killed.slice(0, 3)],
    ["a service that stays down is started", { after: { activeState: "inactive", mainPid: null } }, [...killed, "start"]],
    [
      "our own stop that hangs: the job that is still to come starts it, nobody else",
      { unit: { activeState: "deactivating", subState: "stop-sigterm" }, after: { activeState: "activating", subState: "start" } },
      killed,
    ],
    ["of no service: as somebody said", { reading: alone("no-unit"), run: { code: null, said: "" } }, [...killed, "run"]],
    [
      "one that hears SIGTERM after all and answers until its work is over",
      { healthz: ["silent", "answered"], endsAnswering: true },
      ["begins", "SIGTERM 2815 700", "SIGKILL 2900 710"],
    ],
    [
      "one that runs alone and answers, but does not come to an end: later nobody would start it",
      { healthz: ["silent", "answered"], reading: alone("no-unit"), run: { code: null, said: "" } },
      [...killed, "run"],
    ],
    [
      "one that ended by itself at the last moment",
      { refuses: { ok: false, code: "gone", why: "gone" }, port: "refused" },
      ["begins", "SIGTERM 2815 700", "SIGKILL 2900 710", "start"],
    ],
  ])("%s", async (_, given, done) => {
    const s = scene(given);
    expect(await cleanUp(s.parts)).toEqual({ ok: true });
    expect(s.done).toEqual(done);
  });

  const ended = ["begins", "SIGTERM 2815 700", "SIGKILL 2900 710", "run"];
  const byHand: Scene = { reading: alone("no-unit"), run: { code: null, said: "" }, endsAt: "SIGKILL" };
  test.each<[string, NonNullable<Scene["leaves"]>, readonly string[]]>([
    ["its lock file: waited for", { lock: null, endsAfterMs: 25_000 }, ended],
    ["its lock file, and never ends: killed", { lock: null, endsAfterMs: null }, [...killed, "run"]],
    [
      "its port: waited for",
      { process: { ...gateway, ownsPort: false }, healthz: ["failed"], port: "refused", endsAfterMs: 25_000 },
      ended,
    ],
    ["both, so that nothing names it any more: waited for", { process: null, lock: null, endsAfterMs: 25_000 }, ended],
    ["both, and never ends: killed, and none is started beside it", { process: null, lock: null, endsAfterMs: null }, [...killed, "run"]],
    ["both to a new gateway, which is left alone", { process: { ...gateway, pid: 2816, startTicks: 900 }, endsAfterMs: 25_000 }, ended],
    ["its connections: waited for", { healthz: ["failed"], endsAfterMs: 25_000 }, ended],
    ["its life between two looks", { around: null, lock: null, endsAfterMs: 10_000 }, ended],
  ])("one that heard SIGTERM, is not gone in its time, and gives up %s", async (_, leaves, done) => {
    const s = scene({ ...byHand, leaves });
    expect(await cleanUp(s.parts)).toEqual({ ok: true });
    expect(s.done).toEqual(done);
  });

  test("each signal and command is told, and the process has its time to end", async () => {
    const s = scene({ after: { activeState: "inactive", mainPid: null } });
    await cleanUp(s.parts);
    expect(s.seen).toMatchObject([
      { kind: "signalled", signal: "SIGTERM", pid: 2815 },
      { kind: "signalled", signal: "SIGKILL", pid: 2815 },
      { kind: "commanded", command: "SIGKILL to 1 process it left behind", code: 0 },
      { kind: "commanded", command: "start openclaw-gateway.service", code: 0 },
    ]);
    expect(s.clock.monotonicMs()).toBeGreaterThanOrEqual(10_000);
  });

  test("a start that failed is told with what it said", async () => {
    const s = scene({ reading: alone("no-unit"), run: { code: 127, said: "no such file" } });
    await cleanUp(s.parts);
    expect(s.seen.at(-1)).toMatchObject({ kind: "commanded", command: "start", code: 127, said: "no such file" });
  });
});

describe("nothing is sent", () => {
  test.each<[string, Scene, string]>([
    ["it answers again", { healthz: ["answered"] }, "answers"],
    ["something answers there that is not JSON", { healthz: ["not-json"] }, "answers"],
    ["the connection broke, and the port is open", { healthz: ["failed"] }, "unclear"],
    ["nobody can say whether its port is open", { healthz: ["failed"], port: "unclear" }, "unclear"],
    ["the silent port is not its own", { process: { ...gateway, ownsPort: false } }, "other-port-owner"],
    ["it is gone", { process: null }, "gone"],
    ["another process is the gateway now", { process: { ...gateway, pid: 2816 } }, "other-process"],
    ["its pid came round again", { process: { ...gateway, startTicks: 701 } }, "other-process"],
    ["the lock names another start", { lock: { ...held, startTicks: 600 } }, "recycled-pid"],
    ["neither lock nor unit names it", { lock: null, unit: { mainPid: 9 } }, "not-proved"],
    ["a debugger has stopped it", { process: { ...gateway, state: "t" } }, "traced"],
    ["a debugger holds it", { around: { traced: true } }, "traced"],
    ["gatetop was started by it", { around: { ours: true } }, "own-process"],
    ["it is another user's", { around: { uid: 1001 } }, "not-permitted"],
    ["it cannot be looked at", { around: null }, "not-linux"],
    ["nobody would start it again", { reading: alone("no-unit") }, "nobody-restarts"],
    ["its manager may start it, but does not answer", { reading: alone("no-answer"), run: { code: null, said: "" } }, "nobody-restarts"],
  ])("when %s", async (_, given, code) => {
    const s = scene(given);
    const ended = await cleanUp(s.parts);
    expect(ended).toMatchObject({ ok: false, code });
    expect(ended.ok || ended.why).toMatch(/\w{3}/u);
    expect(s.done).toEqual([]);
  });

  test("when gatetop leaves", async () => {
    const s = scene({ leaving: true });
    await cleanUp(s.parts);
    expect(s.done).toEqual(["begins"]);
  });
});

describe("it stops half-way", () => {
  test.each<[string, Scene, string, readonly string[]]>([
    ["an answer after SIGTERM: no SIGKILL", { healthz: ["silent", "answered"] }, "answers", killed.slice(0, 2)],
    ["a signal that is refused", { refuses: { ok: false, code: "not-permitted", why: "not yours" } }, "not-permitted", killed.slice(0, 2)],
    ["a process the kernel holds: nothing is started beside it", { endsAt: "never" }, "unkillable", killed.slice(0, 3)],
    [
      "a port that is taken: nothing is started beside it",
      { after: { activeState: "inactive", mainPid: null }, portAfter: "open" },
      "port-taken",
      killed,
    ],
    [
      "a port that is taken, of no service",
      { reading: alone("no-unit"), run: { code: null, said: "" }, portAfter: "open" },
      "port-taken",
      killed,
    ],
  ])("%s", async (_, given, code, done) => {
    const s = scene(given);
    expect(await cleanUp(s.parts)).toMatchObject({ ok: false, code });
    expect(s.done).toEqual(done);
  });
});
