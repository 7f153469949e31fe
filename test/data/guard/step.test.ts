// What the guard does in the situations a day brings, look by look.
import { expect, test } from "vitest";
import type { Mute } from "../../../src/data/alerts/mute.ts";
import type { Due, GuardInput } from "../../../src/data/guard/input.ts";
import { freshMemory, type GuardMemory } from "../../../src/data/guard/memory.ts";
import type { Repaired } from "../../../src/data/guard/ports.ts";
import { repairBegan, repairEnded } from "../../../src/data/guard/repair-course.ts";
import { defaultGuard, type GuardSettings } from "../../../src/data/guard/settings.ts";
import type { Sight } from "../../../src/data/guard/sight.ts";
import { step, wants, type Stepped } from "../../../src/data/guard/step.ts";
import type { Tell } from "../../../src/data/guard/tell.ts";
import {
  at,
  deafAt,
  goneAt,
  inputOf,
  running,
  silentAt,
  stoppedAt,
  supervised,
  T0,
  unsupervised,
  well,
} from "../../support/guard-sight.ts";

const acting: GuardSettings = { ...defaultGuard, act: true };

type Played = { readonly memory: GuardMemory; readonly steps: readonly Stepped[]; readonly tells: readonly Tell[]; readonly last: Stepped };

function play(sights: readonly Sight[], change: Partial<GuardInput> = {}, from: GuardMemory = freshMemory(at(0))): Played {
  let memory = from;
  const steps = sights.map((sight) => {
    const stepped = step(memory, inputOf(sight, { settings: acting, ...change }));
    memory = stepped.memory;
    return stepped;
  });
  const last = steps.at(-1);
  if (last === undefined) throw new Error("nothing was played");
  return { memory, steps, tells: steps.flatMap(({ tells }) => tells), last };
}

/** Every five seconds from the first to the last, both played. */
const every = (from: number, until: number, look: (ms: number) => Sight): readonly Sight[] =>
  Array.from({ length: (until - from) / 5_000 + 1 }, (_, index) => look(from + index * 5_000));

const calm = well(0, {
  startup: { ...well(0).health, status: "started", uptimeMs: 3_600_000 },
  process: { looked: true, value: running() },
  supervisor: supervised(),
});
const frozen = [calm, ...every(5_000, 15_000, stoppedAt)];

const ended = (memory: GuardMemory, due: Due | null, ms: number, change: Partial<Repaired> = {}): GuardMemory => {
  if (due === null) throw new Error("nothing is due");
  const frame = inputOf(well(ms), { settings: acting });
  const began = repairBegan(memory, due, at(ms - 1_000), frame);
  return repairEnded(
    began.memory,
    { outcome: "unproved", run: "3f9a2c", sentence: "no answer in time", unclean: false, ...change },
    at(ms),
    frame,
  ).memory;
};

const mute = (change: Partial<Mute>): Mute => ({
  id: "3f9a2c",
  kind: "maintenance",
  key: null,
  since: T0,
  until: T0 + 3_600_000,
  by: "ops",
  reason: "",
  ...change,
});

test("a stopped process: the third strike after ten seconds, with what proves it", () => {
  const { steps, last } = play(frozen);
  expect(steps.map(({ decision }) => decision.follows)).toEqual(["calm", "count", "count", "repair"]);
  expect(last.due).toEqual({ step: "service", why: "repair", process: { pid: 2815, startTicks: 172_323 }, waitMs: 15_000 });
  expect(steps[2]?.decision.sentence).toBe("frozen · pid 2815 · state T · backlog 2 · no answer for 10s · 2 of 3 strikes, next in 5s");
  expect(last.decision.sentence).toBe("frozen · pid 2815 · state T · backlog 2 · no answer for 15s · 3 of 3 strikes · restart its service");
});

test("what a calm look says stays the same, so that the file need not be written", () => {
  const { steps } = play([calm, well(5_000), well(10_000)]);
  expect(steps[2]?.memory.decision).toBe(steps[1]?.memory.decision);
  expect(steps[2]?.decision.sentence).toBe("it answers");
});

test("a dry run says once what it would have done, and has it at hand", () => {
  const { steps, tells, memory } = play([calm, ...every(5_000, 60_000, stoppedAt)], { settings: defaultGuard });
  expect(steps.filter(({ due }) => due !== null)).toEqual([]);
  const would = tells.filter(({ what }) => what === "restarting");
  expect(would).toHaveLength(1);
  expect(would[0]).toMatchObject({ dryRun: true, edge: "once" });
  expect(would[0]?.sentence).toMatch(/^would have: restart its service · frozen · pid 2815 · state T .* strikes$/u);
  expect(memory.last).toMatchObject({ step: "service", outcome: null });
  expect(memory.attempts).toBe(0);
});

const windows: readonly (readonly [name: string, sights: readonly Sight[], row: string])[] = [
  ["a process that began 40 s ago", every(0, 30_000, (ms) => silentAt(ms, { startedAt: T0 - 10_000 })), "boot"],
  ["a port that was closed and is taken again", [calm, deafAt(5_000), ...every(10_000, 60_000, silentAt)], "boot"],
  [
    "an announced restart",
    [calm, ...every(5_000, 55_000, (ms) => deafAt(ms, { announced: { of: "restart", at: T0 + 4_000 } }))],
    "announced-restart",
  ],
  [
    "a suspension",
    [calm, ...every(5_000, 130_000, (ms) => silentAt(ms, {}, { announced: { of: "suspension", at: T0 + 4_000 } }))],
    "suspension",
  ],
  [
    "an announced stop that takes its time",
    [calm, ...every(5_000, 300_000, (ms) => deafAt(ms, { announced: { of: "stop", at: T0 + 4_000 } }))],
    "announced-stop",
  ],
  ["a drain", [calm, well(5_000, { startup: { ...calm.startup, status: "draining" } }), ...every(10_000, 300_000, silentAt)], "drain"],
];

test.each(windows)("%s is waited for", (_name, sights, row) => {
  const { steps, last, tells } = play(sights);
  expect(steps.filter(({ due }) => due !== null)).toEqual([]);
  expect(last.decision).toMatchObject({ row, follows: "wait" });
  expect(last.memory.strikes).toEqual([]);
  expect(tells).toEqual([]);
});

test("a boot that overruns its window is told, and counts from nothing", () => {
  const young = (ms: number): Sight => silentAt(ms, { startedAt: T0 });
  const { steps, tells } = play(every(0, 155_000, young));
  const due = steps.findIndex((one) => one.due !== null);
  // 60 s and 30 s more under a service manager, then two times 30 s between three strikes.
  expect(due * 5).toBe(90 + 60);
  expect(tells[0]).toMatchObject({ what: "down", edge: "begins", severity: "critical" });
});

test("a boot that said it has started is over: what freezes then is frozen", () => {
  const young = running({ startedAt: T0 - 5_000 });
  const started = well(0, { ...calm, process: { looked: true, value: young }, startup: { ...calm.startup, uptimeMs: 3_000 } });
  const { last } = play([
    started,
    ...every(5_000, 15_000, (ms) => stoppedAt(ms, { process: { looked: true, value: { ...young, state: "T" } } })),
  ]);
  expect(last.due?.step).toBe("service");
});

test("somebody who restarts it with gatetop is not disturbed", () => {
  const { last } = play(frozen, { othersUnderWay: "ops restarts it (3f9a2c)" });
  expect(last.decision).toMatchObject({ row: "run-under-way", follows: "wait" });
});

test.each<[string, Partial<GuardInput>, string]>([
  ["maintenance", { mutes: [mute({})] }, "maintenance"],
  ["a flag file", { flagFile: "/home/gw/.openclaw/maintenance" }, "maintenance"],
  ["a snooze of its silence", { mutes: [mute({ kind: "snooze", key: "silent/gateway" })] }, "snoozed"],
  ["a snooze of its closed port", { mutes: [mute({ kind: "snooze", key: "port-closed/gateway" })] }, "snoozed"],
])("%s holds the hand and is not told of", (_name, change, row) => {
  const { last, tells, memory } = play(frozen, change);
  expect(last.decision).toMatchObject({ row, follows: "hold", step: "service" });
  expect(last.due).toBeNull();
  expect(tells).toEqual([]);
  // As soon as nothing holds it any more it is repaired: the strikes stand.
  expect(play([stoppedAt(20_000)], {}, memory).last.due?.step).toBe("service");
});

test.each<[string, Partial<Mute>]>([
  ["an acknowledgement", { kind: "ack", key: "silent/gateway" }],
  ["a snooze of something else", { kind: "snooze", key: "memory/gateway" }],
  ["a window that is over", { until: T0 + 1_000 }],
])("%s does not hold it", (_name, change) => {
  expect(play(frozen, { mutes: [mute(change)] }).last.due?.step).toBe("service");
});

test.each<[string, Sight, string]>([
  [
    "systemd is starting it",
    stoppedAt(15_000, { supervisor: supervised({ activeState: "activating", subState: "auto-restart" }) }),
    "supervisor-at-it",
  ],
  ["somebody's stop takes its time", stoppedAt(15_000, { supervisor: supervised({ activeState: "deactivating" }) }), "supervisor-at-it"],
  ["a person stopped its unit", goneAt(15_000, { supervisor: supervised({ activeState: "inactive", mainPid: null }) }), "stopped"],
  [
    "its unit is masked",
    goneAt(15_000, { supervisor: supervised({ activeState: "inactive", loadState: "masked", result: "signal" }) }),
    "stopped",
  ],
  [
    "its unit failed",
    goneAt(15_000, { supervisor: supervised({ activeState: "failed", result: "start-limit-hit" }) }),
    "supervisor-failed",
  ],
  ["it ended cleanly, and nobody supervises it", goneAt(15_000, { staleLock: null }), "stopped"],
  ["it crashed, and its unit has not noticed yet", goneAt(15_000, { supervisor: supervised() }), "gone-supervised"],
])("%s: left to whose it is", (_name, sight, row) => {
  const { last } = play([...frozen.slice(0, 3), sight]);
  expect(last.decision).toMatchObject({ row, follows: "leave" });
  expect(last.due).toBeNull();
  expect(last.memory.strikes).toEqual([]);
});

test("a service manager that does not answer is not taken for none", () => {
  const noBus = { found: false, why: "no bus", problems: [{ problem: "no-bus", why: "no bus", fix: "log in" }] } as const;
  const { last } = play(every(0, 120_000, (ms) => stoppedAt(ms, { supervisor: noBus })));
  expect(last.decision).toMatchObject({ row: "supervisor-unknown", follows: "wait" });
});

test("a unit that failed is told with the command that mends it", () => {
  const failed = supervised({ activeState: "failed", result: "start-limit-hit" });
  const { tells } = play([calm, goneAt(5_000, { supervisor: failed }), goneAt(10_000, { supervisor: failed })]);
  const told = tells.filter(({ what }) => what === "start-failed");
  expect(told).toHaveLength(1);
  const unit = "openclaw-gateway.service";
  expect(told[0]?.sentence).toContain(`mend it, then: systemctl --user reset-failed ${unit}; systemctl --user start ${unit}`);
});

test.each([
  ["after a crash", {}],
  ["after a restart that announced its stop", { announced: { of: "stop", at: T0 + 4_000 } } as const],
])("a unit that failed %s is down, so that it is told when it answers again", (_, change) => {
  const failed = { ...change, supervisor: supervised({ activeState: "failed", result: "exit-code" }), staleLock: null };
  const { tells } = play([calm, goneAt(5_000, failed), goneAt(10_000, failed), well(15_000)]);
  expect(tells.map(({ what, edge }) => `${what} ${edge}`)).toEqual([
    "start-failed begins",
    "down begins",
    "start-failed ends",
    "recovered ends",
  ]);
});

test("a crash without a supervisor is started again only with a command that starts it", () => {
  const gone = [calm, ...every(5_000, 65_000, goneAt)];
  const started = play(gone, { settings: { ...acting, start: ["openclaw", "gateway", "run"] } });
  expect(started.last.due).toEqual({ step: "start", why: "repair", process: null, waitMs: 60_000 });
  const told = play(gone);
  expect(told.last.due).toBeNull();
  expect(told.tells.find(({ what }) => what === "gave-up")?.sentence).toContain("the config does not say how it is started (guard.start)");
});

test("our own restart that hangs: forced, after its pause and without new strikes", () => {
  const before = play(frozen);
  const memory = ended(before.memory, before.last.due, 31_000);
  const hangs = (ms: number): Sight => stoppedAt(ms, { supervisor: supervised({ activeState: "deactivating", subState: "stop-sigterm" }) });
  const { steps } = play([hangs(33_000), hangs(38_000)], {}, memory);
  expect(steps[0]?.decision).toMatchObject({ row: "back-off", follows: "hold", step: "clean-up" });
  expect(steps[1]?.decision).toMatchObject({ row: "our-stop-hangs", follows: "repair" });
  expect(steps[1]?.due?.step).toBe("clean-up");
});

test("deaf, and the link still answered: it is asked first", () => {
  const link = { phase: "open", rpcMs: 4, rpcFailed: false } as const;
  const deaf = [calm, ...every(5_000, 65_000, (ms) => deafAt(ms, { link }))];
  expect(play(deaf).last.due?.step).toBe("ask");
  expect(play(deaf, { cannot: { ask: "no token" } }).last.due?.step).toBe("service");
  expect(play([calm, ...every(5_000, 65_000, deafAt)]).last.due?.step).toBe("service");
});

test("two rounds of the ladder, 5, 10 and 20 s apart, then it gives up, once", () => {
  let { memory, last } = play(frozen);
  const attempts: string[] = [];
  const gaps: number[] = [];
  const tells: Tell[] = [];
  let ms = 15_000;
  for (let look = 0; look < 60; look += 1) {
    if (last.due !== null) {
      attempts.push(last.due.step);
      memory = ended(memory, last.due, ms + 1_000, { outcome: "refuted" });
      gaps.push((memory.notBefore?.monotonicMs ?? 0) - at(ms + 1_000).monotonicMs);
    }
    ms += 5_000;
    const played = play([stoppedAt(ms)], {}, memory);
    ({ memory, last } = played);
    tells.push(...played.tells);
  }
  expect(attempts).toEqual(["service", "clean-up", "service", "clean-up"]);
  expect(gaps).toEqual([5_000, 10_000, 20_000, 20_000]);
  expect(tells.filter(({ what }) => what === "gave-up").map(({ edge }) => edge)).toEqual(["begins"]);
  expect(memory.decision).toMatchObject({ row: "given-up", follows: "hold" });
  const rearmed = play([stoppedAt(ms + 5_000)], { rearm: true }, memory);
  expect(rearmed.last.due?.step).toBe("service");
  const well60 = play(every(ms + 5_000, ms + 65_000, well), {}, memory);
  expect(well60.memory.gaveUp).toBeNull();
  expect(well60.tells.map(({ what, edge }) => `${what} ${edge}`)).toEqual(["recovered ends", "gave-up ends"]);
});

test("when nothing can be done here, it gives up at once and says so", () => {
  const { last, tells, memory } = play(frozen, { cannot: { service: "not allowed", "clean-up": "another user's process" } });
  expect(last.decision).toMatchObject({ row: "given-up", follows: "hold", step: null });
  expect(tells.find(({ what }) => what === "gave-up")?.sentence).toContain(
    "nothing can be done here: service: not allowed; clean-up: another user's process",
  );
  // What stood against it may pass.
  expect(play([stoppedAt(20_000)], { cannot: { service: "not allowed" } }, memory).last.due?.step).toBe("clean-up");
});

test("two unclean ends in five minutes are the most", () => {
  const settings = { ...acting, strikes: 1 };
  const two = { ...freshMemory(at(0)), kills: [at(-200_000), at(-100_000)] };
  const service = play([stoppedAt(0)], { settings }, two);
  expect(service.last.due?.step).toBe("service");
  const held = play([stoppedAt(0)], { settings, cannot: { service: "not allowed" } }, two);
  expect(held.last.decision).toMatchObject({ row: "kill-limit", follows: "hold", step: "clean-up" });
  expect(held.memory.heldUntil).toBe(T0 + 100_000);
  expect(play([stoppedAt(105_000)], { settings, cannot: { service: "not allowed" } }, two).last.due?.step).toBe("clean-up");
});

test("a crash that somebody else's supervisor mends is an unclean end all the same", () => {
  const down = goneAt(5_000, {
    supervisor: supervised({ activeState: "activating", subState: "auto-restart", result: "signal", mainPid: null }),
  });
  const { memory, tells } = play([
    calm,
    down,
    { ...down, ...at(10_000) },
    well(15_000, { process: { looked: true, value: running({ pid: 2900, startTicks: 9 }) } }),
  ]);
  expect(memory.kills).toHaveLength(1);
  expect(tells.map(({ what, edge }) => `${what} ${edge}`)).toEqual(["down begins", "recovered ends"]);
});

test("an attempt that was not proved in its time is, when another process answers", () => {
  const before = play(frozen);
  const memory = ended(before.memory, before.last.due, 31_000);
  const answer = well(40_000, { process: { looked: true, value: running({ pid: 2900, startTicks: 9, startedAt: T0 + 34_000 }) } });
  const { memory: after, tells } = play([answer], {}, memory);
  expect(after.last).toMatchObject({ outcome: "proved", step: "service" });
  expect(tells.map(({ what }) => what)).toContain("restarted");
});

test("an attempt that was not proved leads to no other while the gateway answers, and its kind stands for the next failure", () => {
  const before = play(frozen);
  const memory = ended(before.memory, before.last.due, 31_000);
  const answers = (ms: number): Sight =>
    well(ms, { process: { looked: true, value: running({ pid: 2900, startTicks: 9, startedAt: T0 + 34_000 }) } });
  const { memory: after, steps } = play(every(35_000, 60_000, answers), {}, memory);
  expect(steps.filter(({ due }) => due !== null)).toEqual([]);
  expect(after).toMatchObject({ strikes: [], attempts: 1, tried: ["service"], kills: [], last: { outcome: "proved" } });
  // A minute of answers, and it is as if nothing had been tried.
  expect(play(every(65_000, 100_000, answers), {}, after).memory).toMatchObject({ attempts: 0, tried: [], ownStep: null });
});

test("an attempt of which nothing came is told as failed when the failure counts again, once", () => {
  const before = play(frozen);
  const memory = ended(before.memory, before.last.due, 31_000);
  const { memory: after, tells } = play(every(35_000, 35_000, stoppedAt), {}, memory);
  expect(after.last).toMatchObject({ outcome: "refuted", step: "service" });
  expect(tells.map(({ what }) => what)).toEqual(["restart-failed"]);
  expect(tells[0]?.sentence).toBe("restart its service: no answer in time");
});

test("the old process that answers again proves nothing", () => {
  const before = play(frozen);
  const memory = ended(before.memory, before.last.due, 31_000);
  expect(play([well(40_000, { process: { looked: true, value: running() } })], {}, memory).memory.last?.outcome).toBe("unproved");
});

test.each<[string, Sight, string]>([
  [
    "a stranger on its port",
    deafAt(5_000, { port: { outcome: "open", why: null }, listener: { who: "stranger", pid: 4_711 } }),
    "stranger",
  ],
  ["a debugger", silentAt(5_000, { traced: true }), "left-alone"],
])("%s is told of once, and never touched", (_name, sight, what) => {
  const { tells, steps } = play([calm, ...every(5_000, 300_000, (ms) => ({ ...sight, ...at(ms) }))]);
  expect(steps.filter(({ due }) => due !== null)).toEqual([]);
  expect(tells.map((tell) => tell.what)).toEqual([what]);
});

test("on another host it watches and tells, nothing else", () => {
  const place = { ...inputOf(calm).place, remote: true };
  const remote = (ms: number): Sight =>
    silentAt(ms, {}, { process: { looked: false, value: null }, supervisor: null, listener: { who: "unknown", pid: null } });
  const { last, tells } = play([well(0), ...every(5_000, 120_000, remote)], { place });
  expect(last.decision).toMatchObject({ row: "remote", follows: "hold" });
  expect(last.due).toBeNull();
  expect(tells.map(({ what }) => what)).toEqual(["down"]);
});

test("a guard that stood still forgets what it saw before", () => {
  const { steps } = play([calm, stoppedAt(5_000), stoppedAt(10_000), stoppedAt(40_000)]);
  expect(steps.map(({ memory }) => memory.strikes.length)).toEqual([0, 1, 2, 1]);
});

test("it looks closely at once when something is wrong, and while it waits for a restart that is due", () => {
  expect(wants(play([calm]).memory, at(0).monotonicMs)).toEqual({ thorough: false, safe: false });
  expect(wants(play([calm, stoppedAt(5_000)]).memory, at(5_000).monotonicMs)).toEqual({ thorough: true, safe: false });
  expect(wants(freshMemory(at(0)), at(0).monotonicMs).thorough).toBe(true);
});

test("a gateway nobody supervised while it ran is not supervised when its manager cannot be asked later", () => {
  const noAnswer = { found: false, why: "", problems: [{ problem: "no-answer", why: "", fix: "" }] } as const;
  const alone = { ...calm, supervisor: unsupervised };
  const { last } = play([alone, ...every(5_000, 15_000, (ms) => stoppedAt(ms, { supervisor: noAnswer }))]);
  expect(last.due?.step).toBe("clean-up");
});
