// The ladder of the last resort, against a process that obeys a script.
import { describe, expect, test } from "vitest";
import { killFrozen, lookFrozen } from "../../src/actions/kill-frozen.ts";
import type { Hands, Witness } from "../../src/data/action/ports.ts";
import type { LockEvidence, ProcessEvidence } from "../../src/data/restart/evidence.ts";
import type { Seen } from "../../src/data/restart/observation.ts";
import type { SupervisorFacts } from "../../src/data/restart/supervisor.ts";
import { START } from "../support/scene.ts";
import { leapingClock } from "./parts.ts";

const gateway: ProcessEvidence = { pid: 2815, startTicks: 700, state: "T", evidence: "lock file", ownsPort: true };
const lock: LockEvidence = { path: "/lock", pid: 2815, startTicks: 700, ownerId: "o", createdAt: START - 3_600_000, port: 18789 };
const unit: SupervisorFacts = {
  kind: "systemd-user",
  unit: "openclaw-gateway.service",
  loadState: "loaded",
  activeState: "active",
  subState: "running",
  result: "success",
  mainPid: 2815,
  invocationId: "1",
  automaticRestarts: 0,
  stopTimeoutMs: 330_000,
  restartDelayMs: 5_000,
  restartPolicy: "always",
  enabled: true,
};

type Scene = {
  readonly process?: ProcessEvidence | null;
  readonly lock?: LockEvidence | null;
  readonly healthz?: Extract<Seen, { kind: "http" }>["outcome"];
  /** What ends it. */
  readonly endsAt?: "SIGTERM" | "SIGKILL" | "never";
  /** The unit after its end; null: no service manager. */
  readonly after?: Partial<SupervisorFacts> | null;
  readonly refuses?: Extract<Awaited<ReturnType<Hands["signal"]>>, { ok: false }>;
};

function scene({ process = gateway, lock: held = lock, healthz = "silent", endsAt = "SIGKILL", after = {}, refuses }: Scene = {}) {
  let alive = true;
  const done: string[] = [];
  const seen: Seen[] = [];
  const page = {
    kind: "http",
    path: "/healthz",
    outcome: healthz,
    httpStatus: null,
    status: null,
    uptimeMs: null,
    failing: [],
    suppressed: [],
  } as const;
  const witness: Pick<Witness, "process" | "lives" | "http" | "lock" | "supervisor"> = {
    process: () => Promise.resolve({ kind: "process", process: alive ? process : null }),
    lives: () => Promise.resolve(alive),
    http: () => Promise.resolve(page),
    lock: () => Promise.resolve({ kind: "lock", lock: held }),
    supervisor: () =>
      Promise.resolve(
        after === null
          ? { found: false, why: "this host is not run by systemd", problems: [] }
          : { found: true, facts: alive ? unit : { ...unit, ...after }, problems: [] },
      ),
  };
  const hands: Hands = {
    signal: (signal, { pid, startTicks }) => {
      done.push(`${signal} ${pid} ${startTicks}`);
      if (refuses !== undefined) return Promise.resolve(refuses);
      if (signal === endsAt || (endsAt === "SIGTERM" && signal === "SIGKILL")) alive = false;
      return Promise.resolve({ ok: true });
    },
    unit: (verb) => {
      done.push(verb);
      return Promise.resolve({ code: 0, said: "", tookMs: 5 });
    },
    run: null,
  };
  return { witness, hands, clock: leapingClock(), saw: (one: Seen) => void seen.push(one), done, seen };
}

describe("is it frozen", () => {
  test.each([
    ["stopped by a signal", {}, /is stopped \(state T\)/u],
    ["its loop blocked: it takes connections and answers none", { process: { ...gateway, state: "R" } }, /has answered none for 10 s/u],
  ])("yes: %s", async (_, given, why) => {
    const { witness, clock } = scene(given);
    expect(await lookFrozen(witness, clock)).toMatchObject({ frozen: true, why: expect.stringMatching(why) as string });
  });

  test.each([
    ["it answers", { process: { ...gateway, state: "R" }, healthz: "answered" }, "answers"],
    ["it takes no connections: it is down, not frozen", { process: { ...gateway, state: "S" }, healthz: "failed" }, "answers"],
    ["a web page is an answer", { process: { ...gateway, state: "S" }, healthz: "not-json" }, "answers"],
    ["its lock is seconds old: it boots", { process: { ...gateway, state: "R" }, lock: { ...lock, createdAt: START - 20_000 } }, "booting"],
    ["its lock is missing, as in the middle of a restart", { process: { ...gateway, state: "R" }, lock: null }, "booting"],
    ["no process", { process: null }, "gone"],
    ["the port is another process's", { process: { ...gateway, ownsPort: false } }, "other-port-owner"],
    ["nobody may see whose the port is", { process: { ...gateway, ownsPort: null } }, "other-port-owner"],
    ["no start time names it", { process: { ...gateway, startTicks: null } }, "not-linux"],
  ] as const)("no: %s", async (_, given, code) => {
    const { witness, clock } = scene(given);
    expect(await lookFrozen(witness, clock)).toMatchObject({ frozen: false, code });
  });
});

describe("the ladder", () => {
  test("SIGTERM, ten seconds, SIGKILL to that very process, and the service's own restart is waited for", async () => {
    const s = scene({ after: { activeState: "activating", subState: "auto-restart", mainPid: null } });
    expect(await killFrozen(s)).toEqual({ ok: true });
    expect(s.done).toEqual(["SIGTERM 2815 700", "SIGKILL 2815 700"]);
    expect(s.seen).toEqual([
      { kind: "requested", by: "kill" },
      { kind: "signalled", signal: "SIGTERM", pid: 2815 },
      { kind: "signalled", signal: "SIGKILL", pid: 2815 },
    ]);
    expect(s.clock.monotonicMs()).toBeGreaterThanOrEqual(10_000);
  });

  test("one that obeys SIGTERM is not killed", async () => {
    const s = scene({ endsAt: "SIGTERM", after: { mainPid: 3000 } });
    await killFrozen(s);
    expect(s.done).toEqual(["SIGTERM 2815 700"]);
  });

  test.each([
    ["failed", { activeState: "failed", subState: "failed", mainPid: null }],
    ["not noticed by its manager at all", {}],
  ])("a service that stays down (%s) is started after its restart pause", async (_, after) => {
    const s = scene({ after });
    await killFrozen(s);
    expect(s.done.at(-1)).toBe("start");
    expect(s.seen.at(-1)).toEqual({ kind: "commanded", command: "start openclaw-gateway.service", code: 0, said: "", tookMs: 5 });
  });

  test("one the kernel holds is said to be there still, and nothing is started beside it", async () => {
    const s = scene({ endsAt: "never" });
    expect(await killFrozen(s)).toMatchObject({ ok: false, code: "unkillable" });
    expect(s.done).not.toContain("start");
  });

  test.each([
    ["nobody would start it again", { after: null }, "nobody-restarts"],
    ["it is not frozen", { process: { ...gateway, state: "S" }, healthz: "answered" }, "answers"],
  ] as const)("nothing is sent when %s", async (_, given, code) => {
    const s = scene(given);
    expect(await killFrozen(s)).toMatchObject({ ok: false, code });
    expect(s.done).toEqual([]);
  });

  test("a refused signal ends it there", async () => {
    const s = scene({ refuses: { ok: false, code: "not-permitted", why: "not yours" } });
    expect(await killFrozen(s)).toEqual({ ok: false, code: "not-permitted", why: "not yours" });
    expect(s.done).toEqual(["SIGTERM 2815 700"]);
  });

  test("one that ended by itself meanwhile is left to its service", async () => {
    const s = scene({ refuses: { ok: false, code: "gone", why: "gone" }, after: {} });
    expect(await killFrozen(s)).toEqual({ ok: true });
    expect(s.done).toEqual(["SIGTERM 2815 700", "start"]);
  });
});
