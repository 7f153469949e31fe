// The scenario at one moment, with times turned into epoch milliseconds: what all payloads are made from.
import { uuid } from "./noise.ts";
import { lastFinished, runState, runsBetween, type Run, type RunState } from "./runs.ts";
import type { AccountScript, AccountState, Gauges, OnHost, Phase, Scenario, SessionScript } from "./scenario.ts";

type Activity = {
  readonly run: Run;
  readonly state: RunState;
};

export type SessionNow = {
  readonly script: SessionScript;
  /** Not ended, oldest first. */
  readonly alive: readonly Activity[];
  readonly last: Run | null;
};

export type AccountNow = {
  readonly script: AccountScript;
  /** Null while disabled. */
  readonly state: AccountState | null;
  readonly lastInboundAt: number | null;
  readonly lastOutboundAt: number | null;
  readonly activeRuns: number;
};

type LaneNow = { readonly lane: string; readonly active: number; readonly queued: number; readonly limit: number };

/** The process as the host shows it. */
export type ProcessNow = {
  readonly pid: number;
  readonly startedMs: number;
  readonly instanceId: string;
  /** Field 22 of /proc/PID/stat. */
  readonly startTicks: number;
};

export type World = {
  readonly scenario: Scenario;
  readonly elapsedMs: number;
  /** Epoch ms. */
  readonly now: number;
  readonly epoch: (ms: number) => number;
  readonly phase: Phase;
  readonly bootId: string;
  /** Serving since; changes on every restart. */
  readonly bootedMs: number;
  /** The one that runs, or the last that did. */
  readonly process: ProcessNow;
  readonly sessions: readonly SessionNow[];
  readonly accounts: readonly AccountNow[];
  readonly lanes: readonly LaneNow[];
  readonly gauges: Gauges;
};

export const hostname = "prod-vps";
const firstPid = 2815;
/** The process began nine days before the demo, the gateway in it four hours before. */
const processStartedMs = -(9 * 86_400_000 + 3 * 3_600_000);
export const servingSinceMs = -(4 * 3_600_000 + 12 * 60_000);
const hostStartedMs = -41 * 86_400_000;
const clockTickMs = 10;

/** As it is before any restart. */
export const onHost: OnHost = {
  process: 0,
  lockOf: 0,
  unit: { activeState: "active", subState: "running", automaticRestarts: 0 },
};

export function phaseAt(scenario: Scenario, ms: number): Phase {
  const found = scenario.phases.filter((phase) => phase.fromMs <= ms).at(-1);
  return found ?? { fromMs: servingSinceMs, phase: "up", suspension: "accepting", boot: 0, onHost };
}

const isAnswering: Readonly<Record<Phase["phase"], boolean>> = {
  up: true,
  draining: true,
  starting: true,
  down: false,
  booting: false,
  frozen: false,
};

/** Whether somebody who connects or asks is answered. */
export const answersAt = (scenario: Scenario, ms: number): boolean => isAnswering[phaseAt(scenario, ms).phase];

/** It refuses work because a restart or stop was asked, not because of a suspension. */
export const leaving = ({ phase, suspension }: Phase): boolean => phase === "draining" && suspension === "accepting";

function bootedAt(scenario: Scenario, boot: number): number {
  const first = scenario.phases.find((phase) => phase.boot === boot && phase.phase !== "down");
  return first === undefined || boot === 0 ? servingSinceMs : first.fromMs;
}

/** Of the process that runs then, or the last that did. */
export const processNumberAt = (scenario: Scenario, ms: number): number =>
  scenario.phases.reduce((last, { fromMs, onHost: { process } }) => (fromMs <= ms ? (process ?? last) : last), 0);

/** When it began, some time before it served. */
export const bootStartedMs = (scenario: Scenario, boot: number): number =>
  boot === 0 ? servingSinceMs : (scenario.phases.find((phase) => phase.boot === boot)?.fromMs ?? servingSinceMs);

export function processAt(scenario: Scenario, ms: number): ProcessNow {
  const number = processNumberAt(scenario, ms);
  const first = number === 0 ? undefined : scenario.phases.find(({ onHost: { process } }) => process === number);
  const startedMs = first?.fromMs ?? processStartedMs;
  return {
    pid: firstPid + number * 1_207,
    startedMs,
    instanceId: number === 0 ? uuid("demo", "process") : uuid("demo", "process", number),
    startTicks: Math.round((startedMs - hostStartedMs) / clockTickMs),
  };
}

function sessionAt(script: SessionScript, ms: number): SessionNow {
  const alive = runsBetween(script, ms, ms)
    .map((run) => ({ run, state: runState(run, ms) }))
    .filter((activity) => activity.state !== "finished");
  return { script, alive, last: lastFinished(script, ms) };
}

function newestTraffic(account: AccountScript, sessions: readonly SessionNow[], ms: number): { in: number | null; out: number | null } {
  const here = sessions.filter(({ script }) => script.via?.channel === account.channel && script.via.account === account.account);
  const ins = here.flatMap(({ alive, last }) => [...alive.map(({ run }) => run.createdAt), ...(last === null ? [] : [last.createdAt])]);
  const outs = here.flatMap(({ last }) => (last === null || last.endedAt === null ? [] : [last.endedAt]));
  const newest = (times: readonly number[]): number | null => (times.length === 0 ? null : Math.min(ms, Math.max(...times)));
  return { in: newest(ins), out: newest(outs) };
}

function accountAt(script: AccountScript, sessions: readonly SessionNow[], ms: number): AccountNow {
  if (!script.enabled) return { script, state: null, lastInboundAt: null, lastOutboundAt: null, activeRuns: 0 };
  const state = script.at(ms);
  const quiet = state.silentSince;
  const traffic = newestTraffic(script, sessions, ms);
  const running = sessions
    .filter((session) => session.script.via?.channel === script.channel && session.script.via.account === script.account)
    .flatMap((session) => session.alive).length;
  return {
    script,
    state,
    lastInboundAt: quiet === null ? traffic.in : quiet - 12_000,
    lastOutboundAt: quiet === null ? traffic.out : quiet - 9_000,
    activeRuns: running,
  };
}

/** A session has one run in its lane at a time; what comes after it waits in the session's own lane. */
function lanesAt(scenario: Scenario, sessions: readonly SessionNow[]): readonly LaneNow[] {
  return Object.entries(scenario.laneLimits).map(([lane, limit]) => {
    const first = sessions.filter(({ script }) => script.lane === lane).flatMap(({ alive }) => alive.slice(0, 1));
    const count = (state: RunState): number => first.filter((activity) => activity.state === state).length;
    return { lane, active: count("running"), queued: count("queued"), limit };
  });
}

/** `startAt`: epoch ms of the scenario's zero. */
export function worldAt(scenario: Scenario, elapsedMs: number, startAt: number): World {
  const phase = phaseAt(scenario, elapsedMs);
  // A session exists from its first run on.
  const sessions = scenario.sessions
    .map((script) => sessionAt(script, elapsedMs))
    .filter(({ alive, last }) => alive.length > 0 || last !== null);
  const running = sessions.flatMap(({ alive }) => alive).filter(({ state }) => state === "running").length;
  return {
    scenario,
    elapsedMs,
    now: Math.round(startAt + elapsedMs),
    epoch: (ms) => Math.round(startAt + ms),
    phase,
    bootId: uuid(scenario.name, "boot", phase.boot),
    bootedMs: bootedAt(scenario, phase.boot),
    process: processAt(scenario, elapsedMs),
    sessions,
    accounts: scenario.accounts.map((script) => accountAt(script, sessions, elapsedMs)),
    lanes: lanesAt(scenario, sessions),
    gauges: scenario.gauges(elapsedMs, running),
  };
}
