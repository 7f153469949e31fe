// What an action makes of a script: the same scenario up to now, and another rest.
import { runState, runsBetween, type Run } from "./runs.ts";
import { stopped } from "./scenarios/accounts.ts";
import { ordinary } from "./scenarios/base.ts";
import type { AccountScript, Announcement, Phase, RunEdit, Scenario, SessionScript } from "./scenario.ts";
import { phasesOf, type Way } from "./ways.ts";
import { phaseAt, processNumberAt } from "./world.ts";

const restarting = { reason: "gateway restarting", restartExpectedMs: 1500 };
const stopping = { reason: "gateway stopping" };
const goodbyes: Readonly<Partial<Record<Way, Announcement["payload"]>>> = {
  "in-process": restarting,
  restarted: stopping,
  stopped: stopping,
  exited: stopping,
};

/** An interrupted run is taken up again after the boot; this time it comes to an end. */
const resumeAfterMs = 700;
const resumedRunMs = 8_000;
/** Between two runs in one slot. */
const slotPauseMs = 80;
const backAfterMs = 400;

const editing = (session: SessionScript, ...edits: readonly RunEdit[]): SessionScript => ({
  ...session,
  edits: [...(session.edits ?? []), ...edits],
});

const aliveIn = (session: SessionScript, ms: number): readonly Run[] =>
  runsBetween(session, ms, ms).filter((run) => runState(run, ms) !== "finished");

const untilThen = (phases: readonly Phase[], ms: number): readonly Phase[] => phases.filter(({ fromMs }) => fromMs < ms);

/** From then on no new work is taken; what runs goes on. */
export function draining(scenario: Scenario, fromMs: number): Scenario {
  return {
    ...scenario,
    phases: [...untilThen(scenario.phases, fromMs), { ...phaseAt(scenario, fromMs), fromMs, phase: "draining" }],
    announcements: scenario.announcements.filter(({ atMs }) => atMs <= fromMs),
    sessions: scenario.sessions.map((session) => editing(session, { edit: "refuse", fromMs, untilMs: Infinity })),
  };
}

function interrupted(session: SessionScript, drainMs: number, leaveMs: number, upMs: number): SessionScript {
  const refusing = editing(session, { edit: "refuse", fromMs: drainMs, untilMs: Infinity });
  const alive = aliveIn(refusing, leaveMs);
  const resumed = alive.map((_, index): RunEdit => {
    const startedAt = upMs + resumeAfterMs + index * (resumedRunMs + slotPauseMs);
    return { edit: "add", span: { createdAt: upMs + resumeAfterMs / 2 + index, startedAt, endedAt: startedAt + resumedRunMs } };
  });
  const untilMs = upMs + alive.length * (resumedRunMs + slotPauseMs);
  const cut: RunEdit = { edit: "cut", atMs: leaveMs, nth: null, by: "restart" };
  return editing(session, { edit: "refuse", fromMs: drainMs, untilMs }, cut, ...(upMs === Infinity ? [] : resumed));
}

/** What was stopped for good takes work again. */
const accepting = (session: SessionScript, upMs: number): SessionScript => ({
  ...session,
  edits: (session.edits ?? []).map((edit) => (edit.edit === "refuse" && edit.untilMs === Infinity ? { ...edit, untilMs: upMs } : edit)),
});

/** `ms` of the change → the account before it and after. */
const changing = (before: AccountScript, ms: number, after: AccountScript): AccountScript => ({
  ...after,
  at: (at) => (at < ms ? before.at(at) : after.at(at)),
  log: (untilMs) => [...(before.log?.(Math.min(untilMs, ms)) ?? []), ...(after.log?.(untilMs) ?? []).filter((line) => line.ms >= ms)],
});

/** The gateway says goodbye at `leaveMs`, having refused work since `drainMs`; what happens then is the way's. */
export function leave(scenario: Scenario, { drainMs, leaveMs, way }: { drainMs: number; leaveMs: number; way: Way }): Scenario {
  const before = phaseAt(scenario, drainMs);
  const phases = phasesOf(way, scenario.release, before, processNumberAt(scenario, drainMs), leaveMs);
  const upMs = phases.find(({ phase }) => phase === "up")?.fromMs ?? Infinity;
  const processMs = phases.find(({ onHost: { process } }) => process !== null && process !== before.onHost.process)?.fromMs ?? Infinity;
  const payload = goodbyes[way];
  const says = payload !== undefined && before.phase !== "frozen";
  return {
    ...scenario,
    phases: [
      ...untilThen(scenario.phases, drainMs),
      ...(drainMs < leaveMs && says ? [{ ...before, fromMs: drainMs, phase: "draining" as const }] : []),
      ...phases,
    ],
    announcements: [
      ...scenario.announcements.filter(({ atMs }) => atMs <= drainMs),
      ...(says ? [{ atMs: leaveMs, event: "shutdown", payload }] : []),
    ],
    sessions: scenario.sessions.map((session) =>
      way === "started" ? accepting(session, upMs) : interrupted(session, drainMs, leaveMs, upMs),
    ),
    accounts: scenario.accounts.map((account, index) =>
      account.enabled && upMs < Infinity ? changing(account, leaveMs, account.startedAgain(upMs + backAfterMs * index)) : account,
    ),
    detectors: scenario.detectors.map((detector) => ({ ...detector, untilMs: Math.min(detector.untilMs ?? Infinity, leaveMs) })),
    // What had piled up in the memory is gone with the process.
    gauges: processMs === Infinity ? scenario.gauges : (ms, running) => (ms < processMs ? scenario.gauges : ordinary)(ms, running),
  };
}

/** A suspension's holder lets go of it. */
export const resumed = (scenario: Scenario, ms: number): Scenario => ({
  ...scenario,
  phases: [...untilThen(scenario.phases, ms), { ...phaseAt(scenario, ms), fromMs: ms, phase: "up", suspension: "accepting" }],
  announcements: [
    ...scenario.announcements.filter(({ atMs }) => atMs <= ms),
    { atMs: ms, event: "gateway.suspension", payload: { phase: "accepting" } },
  ],
});

export function withAccount(scenario: Scenario, changed: AccountScript, verb: "start" | "stop", ms: number): Scenario {
  const after = verb === "start" ? changed.startedAgain(ms) : { ...changed, at: () => stopped(changed.at(ms), ms), log: () => [] };
  return { ...scenario, accounts: scenario.accounts.map((one) => (one === changed ? changing(changed, ms, after) : one)) };
}

/** Ends runs of one session, oldest first; what waited for the slot is served, one after the other. */
export function withAbort(scenario: Scenario, runs: readonly [Run, ...Run[]], ms: number): Scenario {
  const [first] = runs;
  const cuts = runs.map(({ nth }): RunEdit => ({ edit: "cut", atMs: ms, nth, by: "abort" }));
  const sessions = scenario.sessions.map((session) => (session === first.session ? editing(session, ...cuts) : session));
  const waits = ({ lane }: SessionScript): boolean => lane === first.session.lane && first.startedAt !== null;
  const waiting = sessions
    .filter(waits)
    .flatMap((session) => aliveIn(session, ms).filter((one, place) => place === 0 && one.startedAt === null))
    .toSorted((a, b) => a.createdAt - b.createdAt);
  const served = (session: SessionScript): SessionScript => {
    const place = waiting.findIndex((one) => one.session === session);
    const startedAt = ms + slotPauseMs + place * (resumedRunMs + slotPauseMs);
    const nth = waiting[place]?.nth;
    return nth === undefined ? session : editing(session, { edit: "serve", nth, startedAt, endedAt: startedAt + resumedRunMs });
  };
  const detectors = first.silent ? scenario.detectors.map((one) => ({ ...one, untilMs: Math.min(one.untilMs ?? Infinity, ms) })) : null;
  return { ...scenario, sessions: sessions.map(served), ...(detectors === null ? {} : { detectors }) };
}
