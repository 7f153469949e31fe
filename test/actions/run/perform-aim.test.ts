import { expect, test } from "vitest";
import { performers, type PerformedAim, type Performing } from "../../../src/actions/run/perform-aim.ts";
import type { Hands, Witness, Writer } from "../../../src/data/action/ports.ts";
import { RpcFailure } from "../../../src/data/gateway/rpc-failure.ts";
import { noEvidence, type Evidence, type LockEvidence } from "../../../src/data/restart/evidence.ts";
import type { Seen } from "../../../src/data/restart/observation.ts";
import type { SupervisorReading } from "../../../src/data/restart/supervisor.ts";
import type { SignalFacts } from "../../../src/data/restart/signal.ts";
import { nobodyOpens } from "../parts.ts";
import { unit } from "./facts.ts";

const lock = (ownerId: string | null): LockEvidence => ({ path: "/l", pid: 12, startTicks: 500, ownerId, createdAt: 1, port: 18_789 });
const signalFacts: SignalFacts = {
  catchesUsr2: true,
  version: "2026.9.6",
  hasStartupz: true,
  lock: { pid: 12, startTicks: 500, port: 18_789 },
  process: { pid: 12, startTicks: 500, uid: 1_000 },
  portOwner: 12,
  allowed: true,
  ownUid: 1_000,
};
const emitted = { ok: true, status: "emitted", pid: 12 };
const scheduled = { ok: true, status: "scheduled", preflight: { safe: true, counts: {}, blockers: [] }, restart: { delayMs: 0 } };
const stale = new RpcFailure("INVALID_REQUEST", "gateway.restart.request: target gateway no longer owns the active lock", true);

/** Everything done, in order: words for what was sent, observations for what was told. */
async function performed(
  aim: PerformedAim,
  given: {
    readonly before?: Partial<Evidence>;
    readonly locks?: readonly (string | null)[];
    readonly answers?: readonly unknown[];
    readonly facts?: Partial<SignalFacts>;
    readonly codes?: Readonly<Record<string, number>>;
    readonly signal?: Awaited<ReturnType<Hands["signal"]>>;
    readonly refused?: true;
    readonly leaving?: true;
    /** What the command that starts it ends with; undefined: there is none. */
    readonly runs?: number | null;
    readonly supervised?: true;
  } = {},
): Promise<readonly string[]> {
  const done: string[] = [];
  const locks = [...(given.locks ?? ["owner-1"])];
  const answers = [...(given.answers ?? [])];
  const writer: Writer = {
    request: (method, params) => {
      const { target, restartIntent } = params as { readonly target?: { readonly ownerId: string }; readonly restartIntent?: object };
      done.push(`asked ${method}${target === undefined ? "" : ` of ${target.ownerId} ${JSON.stringify(restartIntent)}`}`);
      const answer = answers.shift();
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    granted: ["operator.admin"],
    methods: [],
    capabilities: ["gateway-restart-target-safe-v1"],
    manner: "deviceless",
    close: () => done.push("closed"),
  };
  const told = (seen: Seen): string => {
    switch (seen.kind) {
      case "answered":
        return `told ${seen.answer.status}`;
      case "unanswered":
        return `told ${seen.code}${seen.sent ? " sent" : ""}${seen.exit === undefined ? "" : `, ends with ${seen.exit}`}`;
      case "commanded":
        return `told ${seen.command} ${seen.code}`;
      default:
        return `told ${seen.kind}`;
    }
  };
  const performing: Performing = {
    id: "3f9a2c",
    before: { ...noEvidence(0), ...given.before },
    drainBudgetMs: 3_000,
    process: null,
    witness: {
      lock: () => Promise.resolve({ kind: "lock", lock: locks[0] === undefined ? null : lock(locks.shift() ?? null) }),
      signalFacts: () => Promise.resolve({ ...signalFacts, ...given.facts }),
      supervisor: (): Promise<SupervisorReading> =>
        Promise.resolve(
          given.supervised ? { found: true, facts: unit(), problems: [] } : { found: false, why: "no service", problems: [] },
        ),
      port: (): ReturnType<Witness["port"]> =>
        Promise.resolve({ kind: "port", open: false, why: "connection refused: nothing listens there" }),
    } satisfies Partial<Witness> as Partial<Witness> as Witness,
    hands: {
      signal: (signal, { pid, startTicks }) => {
        done.push(`${signal} to ${pid} since ${startTicks}`);
        return Promise.resolve(given.signal ?? { ok: true });
      },
      unit: (verb) => {
        done.push(`unit ${verb}`);
        return Promise.resolve({ code: given.codes?.[verb] ?? 0, said: "", tookMs: 1 });
      },
      run:
        given.runs === undefined
          ? null
          : () => {
              done.push("runs");
              return Promise.resolve({ code: given.runs ?? null, said: "", tookMs: 1 });
            },
    },
    openWriter: given.refused ? nobodyOpens : () => Promise.resolve({ ok: true, writer }),
    clock: { now: () => 0, monotonicMs: () => 0, set: () => null, clear: () => {} },
    begin: (by) => {
      done.push(`begins by ${by}`);
      return given.leaving !== true;
    },
    saw: (seen) => done.push(told(seen)),
  };
  await performers[aim](performing);
  return done;
}

const force = 'of owner-1 {"waitMs":3000}';

test.each<readonly [string, Parameters<typeof performed>, readonly string[]]>([
  ["graceful", ["graceful", { answers: [scheduled] }], ["begins by rpc", "asked gateway.restart.request", "told scheduled", "closed"]],
  ["graceful, no right to it", ["graceful", { refused: true }], ["told PAIRING_REQUIRED, ends with 77"]],
  ["force", ["force", { answers: [emitted] }], ["begins by rpc", `asked gateway.restart.request ${force}`, "told emitted", "closed"]],
  [
    "force, another boot took over meanwhile: its lock is read and asked once more",
    ["force", { locks: ["owner-1", "owner-2"], answers: [stale, emitted] }],
    [
      "begins by rpc",
      `asked gateway.restart.request ${force}`,
      `asked gateway.restart.request ${force.replace("1", "2")}`,
      "told emitted",
      "closed",
    ],
  ],
  [
    "force, and again another: not a third time",
    ["force", { locks: ["owner-1", "owner-2", "owner-3"], answers: [stale, stale] }],
    [
      "begins by rpc",
      `asked gateway.restart.request ${force}`,
      `asked gateway.restart.request ${force.replace("1", "2")}`,
      "told STALE_TARGET sent",
      "closed",
    ],
  ],
  ["force without a lock: nobody is asked", ["force", { locks: [] }], ["told no-lock", "closed"]],
  ["force with a lock that names no owner", ["force", { locks: [null] }], ["told no-lock", "closed"]],
  ["signal", ["signal"], ["begins by signal", "SIGUSR2 to 12 since 500", "told signalled"]],
  ["signal in doubt: none is sent", ["signal", { facts: { catchesUsr2: null } }], ["told handlers-unreadable"]],
  ["signal the configuration ignores: none is sent", ["signal", { facts: { allowed: false } }], ["told ignored-by-configuration"]],
  [
    "signal to a process that went meanwhile",
    ["signal", { signal: { ok: false, code: "gone", why: "pid 12 is gone" } }],
    ["begins by signal", "SIGUSR2 to 12 since 500", "told gone"],
  ],
  ["service", ["service"], ["begins by command", "unit restart", "told restart 0"]],
  [
    "service that was started too often: forgotten first",
    ["service", { before: { unit: unit({ result: "start-limit-hit" }) } }],
    ["begins by command", "unit reset-failed", "told reset-failed 0", "unit restart", "told restart 0"],
  ],
  [
    "start of one whose failures cannot be forgotten",
    ["start", { before: { unit: unit({ result: "start-limit-hit" }) }, codes: { "reset-failed": 1 } }],
    ["begins by command", "unit reset-failed", "told reset-failed 1"],
  ],
  ["start of one that nobody supervises", ["start", { runs: null }], ["begins by command", "runs", "told start null"]],
  ["start of one that does not start", ["start", { runs: 1 }], ["begins by command", "runs", "told start 1"]],
  [
    "start of one that has a service after all",
    ["start", { runs: null, supervised: true }],
    ["begins by command", "unit start", "told start 0"],
  ],
  ["start while gatetop leaves", ["start", { runs: null, leaving: true }], ["begins by command"]],
  ["clean-up of nobody in particular", ["clean-up"], ["told other-process"]],
  ["signal while gatetop leaves: none is sent", ["signal", { leaving: true }], ["begins by signal"]],
  ["graceful while gatetop leaves: nobody is asked", ["graceful", { leaving: true }], ["begins by rpc", "closed"]],
  ["service while gatetop leaves", ["service", { leaving: true }], ["begins by command"]],
  ["stop", ["stop", { before: { unit: unit({ result: "start-limit-hit" }) } }], ["begins by command", "unit stop", "told stop 0"]],
])("%s", async (_, given, done) => expect(await performed(...given)).toEqual(done));
