import { describe, expect, test } from "vitest";
import type { Event } from "../../src/data/events.ts";
import { firstBad, ladder } from "../../src/data/ladder.ts";
import { lastValue } from "../../src/data/reading.ts";
import { runProgress } from "../../src/data/stuck.ts";
import { update } from "../../src/data/update.ts";
import { problems } from "../../src/data/alerts/problems.ts";
import { verdict } from "../../src/data/verdict.ts";
import {
  account,
  answered,
  clock,
  gatewayProcess,
  hello,
  lane,
  link,
  openLink,
  pushed,
  readyz,
  refusedPort,
  sampled,
  scene,
  session,
  silent,
  START,
  systemInfo,
  task,
  ticks,
  waitingLink,
  well,
} from "../support/scene.ts";

const closed = (announced: "restart" | null = null): Event =>
  link(waitingLink({ announced: announced && { at: START, kind: announced, expectedMs: 1_500, reason: "gateway restarting" } }));

describe("the ladder", () => {
  const rungs = (...events: readonly Event[]) => ladder(scene(...well(), ...events));
  test("all well: every rung answers, the unit is skipped where there is none", () => {
    expect(rungs().map(({ rung, status }) => `${rung} ${status}`)).toEqual([
      "unit skipped",
      "pid ok",
      "port ok",
      "healthz ok",
      "startupz ok",
      "readyz ok",
      "ws ok",
      "rpc ok",
    ]);
  });
  test("before anything was asked, nothing is known and nothing is bad", () => {
    expect(ladder(scene()).every(({ status }) => status === "unknown" || status === "skipped")).toBe(true);
  });
  test.each([
    [
      "process gone",
      [sampled("process", { found: false, why: "pid 2815 of the lock file is gone" })],
      "pid",
      "pid 2815 of the lock file is gone",
    ],
    ["port closed", [refusedPort], "port", "nothing listens on port 18789"],
    ["HTTP silent, process asleep", [sampled("healthz", silent())], "healthz", "no answer for 2s: TCP accepts, HTTP does not answer"],
    [
      "HTTP silent, process stopped",
      [sampled("healthz", silent()), sampled("process", gatewayProcess({ state: "T" }))],
      "healthz",
      "no answer for 2s: the process is frozen: it was stopped by a signal (state T)",
    ],
    [
      "starting",
      [sampled("startupz", answered({ status: "starting", version: null, uptimeMs: 5, pendingReason: "sidecars" }, 503))],
      "startupz",
      "starting: sidecars",
    ],
    [
      "not ready",
      [sampled("readyz", answered(readyz({ ready: false, failing: ["irc", "telegram"] }), 503))],
      "readyz",
      "not ready: irc, telegram",
    ],
    ["link lost", [closed()], "ws", "the connection was cut (1006)"],
    ["no RPC answered", [...ticks(20), ...well(START + 20_000).slice(3)], "rpc", "no RPC was answered for 20s"],
  ] as const)("%s", (_case, events, rung, why) => {
    expect(firstBad(rungs(...events))).toMatchObject({ rung, why });
  });
  test("a unit that is installed and runs nothing is a fault", () => {
    const stopped = sampled("unit", { supervisor: "systemd-user", unit: "openclaw-gateway.service", active: false });
    expect(firstBad(rungs(stopped))).toMatchObject({
      rung: "unit",
      why: "openclaw-gateway.service is installed, but no gateway runs in it",
    });
  });
  test("HTML with status 200 is no answer, but no fault either", () => {
    const html = { outcome: "not-json", status: 200, ms: 2, why: "this release answers /startupz with a page", body: null } as const;
    expect(rungs(sampled("startupz", html)).find(({ rung }) => rung === "startupz")).toMatchObject({ status: "skipped" });
  });
  test("a rung asked too long ago is unknown, not ok", () => {
    expect(rungs(clock(START + 60_000)).find(({ rung }) => rung === "healthz")).toMatchObject({ status: "unknown" });
  });
});

describe("the verdict", () => {
  test("ok names what was checked", () => {
    expect(verdict(scene(...well()))).toMatchObject({ level: "ok", summary: "1/1 channels ready · idle" });
  });
  test("unknown before the first answers", () => {
    expect(verdict(scene())).toMatchObject({ level: "unknown", summary: "looking for the gateway" });
  });
  test("critical before warning, older before newer, the rest counted", () => {
    const state = scene(
      ...well(),
      sampled("channels", {
        accounts: [
          account({ running: false, lifecycle: "stopped", lastStopAt: START - 9_000 }),
          account({ account: "b", lifecycle: "blocked" }),
        ],
        issues: [],
        partial: false,
      }),
      sampled("readyz", answered(readyz({ ready: false, failing: ["gateway-draining"] }), 503)),
    );
    expect(problems(state).map(({ subject }) => subject)).toEqual(["telegram/poll", "telegram/b", "gateway"]);
    expect(verdict(state)).toMatchObject({ level: "critical", subject: "telegram/poll", summary: "telegram/poll not running", more: 2 });
  });
  test("the stuck run comes before the full lane it fills, though the lane was full first", () => {
    const full = { lanes: [lane({ active: 2, queued: 1 })], dynamic: null };
    const startedAt = START - 110_000;
    const look = (at: number): readonly Event[] => [
      ...well(at).filter((event) => event.type !== "sampled" || (event.source !== "lanes" && event.source !== "sessions")),
      sampled("lanes", full, at),
      sampled("sessions", { items: [session({ status: "running", startedAt })], total: 1 }, at),
    ];
    const state = scene(...[0, 5, 10, 15, 20, 25, 30, 35].flatMap((seconds) => look(START + seconds * 1_000)));
    expect(problems(state).map(({ id }) => id)).toEqual(["session-silent", "lane-full"]);
  });
  test("killed: critical at once, without waiting for a hold time", () => {
    const state = scene(...well(), closed(), refusedPort);
    expect(verdict(state)).toMatchObject({ level: "critical", summary: "process 2815 is up but does not listen on port 18789" });
  });
  test("an announced restart is a warning, not an outage", () => {
    const announced = pushed([
      { push: "shutdown", announced: { at: START, kind: "restart", expectedMs: 1_500, reason: "gateway restarting" } },
    ]);
    expect(verdict(scene(...well(), announced, closed("restart"), refusedPort))).toMatchObject({
      level: "warning",
      summary: "restarting, announced 0s ago; the port is closed",
    });
  });
});

describe("while the gateway restarts", () => {
  const stuck = sampled("sessions", { items: [session({ status: "running", startedAt: START - 150_000 })], total: 1 });
  const tasks = sampled("tasks", [task({ startedAt: START - 150_000 })]);
  const gone = [closed(), refusedPort, sampled("process", gatewayProcess({ pid: 9, startedAt: START + 5_000 }), START + 5_500)] as const;

  test("what is known now comes before what was known of the boot before", () => {
    const lost = scene(...well(), stuck, tasks, closed(), refusedPort);
    expect(problems(lost).map(({ id }) => id)).toEqual(["port-closed", "session-silent"]);
  });
  test("the runs of the boot before are gone with it", () => {
    const rebooting = scene(...well(), stuck, tasks, ...gone, clock(START + 6_000));
    expect(verdict(rebooting)).toMatchObject({ level: "warning", summary: expect.stringContaining("yet: booting") });
    expect(problems(rebooting).map(({ id }) => id)).toEqual(["port-closed"]);
  });
});

describe("a break of ours is not the gateway's silence", () => {
  const press = (state: ReturnType<typeof scene>) => update(state, { type: "acted", at: state.now, action: "freeze" });
  test("frozen for five minutes, then on: nothing is wrong", () => {
    const frozen = [60, 120, 300].reduce((state, seconds) => update(state, clock(START + seconds * 1_000)), press(scene(...well())));
    expect(frozen.now).toBe(START + 300_000);
    const thawed = [sampled("healthz", answered({ ok: true, status: "live" }), START + 300_100), clock(START + 301_000)].reduce(
      update,
      press(frozen),
    );
    expect(problems(thawed)).toEqual([]);
  });
  test("stopped or asleep for five minutes: nothing is wrong at the first tick", () => {
    expect(problems(scene(...well(), clock(START + 300_000), clock(START + 301_000)))).toEqual([]);
  });
  test("a gateway that is silent while we look is found out", () => {
    expect(problems(scene(...well(), ...ticks(12))).map(({ id }) => id)).toContain("slow");
  });
  test("a clock set back is believed: readings of now are not old", () => {
    const state = scene(...well(), clock(START - 3_600_000));
    expect(state.now).toBe(START - 3_600_000);
  });
});

describe("a refusal", () => {
  const refused = link({
    phase: "refused",
    since: START,
    retryAt: START + 5_000,
    refusal: { code: "PAIRING_REQUIRED", why: "not paired", fix: "openclaw devices approve x" },
  });
  test("stands while the next try is under way", () => {
    const state = scene(
      refused,
      clock(START + 3_000),
      link({ phase: "connecting", attempt: 1, since: START + 5_000 }, START + 5_000),
      clock(START + 5_500),
    );
    expect(verdict(state)).toMatchObject({ level: "critical", summary: "not paired", remedy: "openclaw devices approve x" });
  });
});

test("a gateway that refuses has come back: what it announced before is over", () => {
  const stop = { at: START, kind: "stop", expectedMs: null, reason: "gateway stopping" } as const;
  const why = { code: "AUTH_TOKEN_MISMATCH", why: "wrong token", fix: "give the right one" };
  const back = link({ phase: "refused", since: START, retryAt: null, refusal: why });
  const gone = [sampled("process", { found: false, why: "pid 2815 of the lock file is gone" }), refusedPort] as const;
  const stopped = [...well(), pushed([{ push: "shutdown", announced: stop }]), closed(), ...gone];
  expect(verdict(scene(...stopped)).summary).toContain("the gateway announced it");
  expect(
    problems(scene(...stopped, back, ...gone))
      .map(({ message }) => message)
      .join(),
  ).not.toContain("announced");
});

describe("boots", () => {
  const reopened = (bootId: string, at: number): Event => link(openLink(at, { bootId }), at);
  test("a new bootId is one restart, however many signs of it arrive", () => {
    const state = scene(
      ...well(),
      closed(),
      reopened("619b0000-1", START + 3_000),
      sampled("readyz", answered(readyz({ uptimeMs: 500 })), START + 3_500),
    );
    expect(state.boots).toEqual([{ at: START + 3_000, kind: "restart", from: "boot 41a2b3c4 → 619b0000" }]);
  });
  test("a new pid makes it a new process", () => {
    const state = scene(
      ...well(),
      closed(),
      sampled("process", { found: false, why: "gone" }),
      sampled("process", gatewayProcess({ pid: 9, startedAt: START }), START + 2_000),
      reopened("619b0000-1", START + 3_000),
    );
    expect(state.boots).toEqual([{ at: START + 2_000, kind: "new-process", from: "pid 2815 → 9" }]);
  });
  test.each([
    ["the parent that holds the lock, then its child that listens", START + 500, []],
    ["a crash, then another process soon after", START + 4_000, ["pid 100 → 101"]],
    ["a respawn while the old process still drains", START - 3_600_000, ["pid 100 → 101"], START - 7_200_000],
  ])("%s", (_case, startedAt, boots, before = START) => {
    const parent = (at: number): Event => sampled("process", gatewayProcess({ pid: 100, startedAt: before }), at);
    const child = sampled("process", gatewayProcess({ pid: 101, startedAt }), START + 5_000);
    const state = scene(parent(START + 1_000), parent(START + 3_000), child);
    expect(state.boots.map(({ from }) => from)).toEqual(boots);
  });
  test("a slow boot is still one: pid, then a minute later uptime and bootId", () => {
    const late = START + 60_000;
    const state = scene(
      ...well(),
      closed(),
      sampled("process", gatewayProcess({ pid: 9, startedAt: START + 30_000 }), START + 31_000),
      sampled("readyz", answered(readyz({ uptimeMs: 100 })), late),
      reopened("619b0000-1", late + 1_000),
    );
    expect(state.boots).toEqual([{ at: START + 31_000, kind: "new-process", from: "pid 2815 → 9" }]);
  });
  test("two restarts soon after each other are two", () => {
    const state = scene(...well(), closed(), reopened("b", START + 3_000), closed(), reopened("c", START + 9_000));
    expect(state.boots.map(({ at }) => at)).toEqual([START + 3_000, START + 9_000]);
  });
  test("before bootId existed, the serving uptime tells", () => {
    const old = link(openLink(START, { bootId: null }));
    const state = scene(...well(), old, sampled("readyz", answered(readyz({ uptimeMs: 500 })), START + 3_000));
    expect(state.boots).toEqual([{ at: START + 3_000, kind: "restart", from: "/readyz uptime" }]);
  });
  test("reconnecting to the same boot is no restart", () => {
    expect(scene(...well(), closed(), reopened(hello.bootId ?? "", START + 1_000)).boots).toEqual([]);
  });
});

describe("pushes", () => {
  const row = session({ status: "running", startedAt: START });
  test("patch the list that was read, without asking again", () => {
    const state = scene(
      ...well(),
      pushed([
        { push: "session", session: row, reason: "agent.run.started" },
        { push: "session", session: session({ key: "b" }), reason: "create" },
      ]),
    );
    expect(lastValue(state.snapshot.sessions)).toEqual({ items: [row, session({ key: "b" })], total: 2 });
  });
  test("one push is not the list", () => {
    expect(scene(pushed([{ push: "session", session: row, reason: null }])).snapshot.sessions.kind).toBe("pending");
  });
  test("a gap makes what they fed stale until it is read again", () => {
    const state = scene(...well(), { type: "gap", at: START, from: 13, to: 14 });
    expect(state.snapshot.sessions).toMatchObject({ kind: "stale", why: "events 13 to 14 were lost; reading again" });
    expect(state.snapshot.lanes.kind).toBe("ok");
    expect(update(state, sampled("sessions", { items: [], total: 0 }, START + 1)).snapshot.sessions.kind).toBe("ok");
  });
  test("one lost event is one", () => {
    expect(scene(...well(), { type: "gap", at: START, from: 5, to: 5 }).snapshot.sessions).toMatchObject({
      why: "event 5 was lost; reading again",
    });
  });
  test("runs that ended do not pile up while no list is read", () => {
    const ended = Array.from(
      { length: 2_000 },
      (_, id) => ({ push: "task", task: task({ id: String(id), endedAt: START, execution: "finished" }) }) as const,
    );
    const kept = lastValue(scene(...well(), pushed([...ended, { push: "task", task: task({ id: "on" }) }])).snapshot.tasks) ?? [];
    expect(kept.length).toBeLessThanOrEqual(501);
    expect(kept.map(({ id }) => id)).toContain("on");
    expect(kept.map(({ id }) => id)).toContain("1999");
  });
  test("every push is counted", () => {
    const many = Array.from({ length: 5_000 }, () => ({ push: "other", name: "chat" }) as const);
    expect(scene(pushed(many), pushed(many)).pushed).toBe(10_000);
  });
  test("what ended with the connection is not said any more", () => {
    const state = scene(...well(), pushed([{ push: "suspension", phase: "prepared" }]), closed("restart"), refusedPort);
    expect(state.suspension).toBeNull();
  });
  test("a malformed event changes nothing but the note", () => {
    const before = scene(...well());
    const after = update(before, pushed([{ push: "broken", name: "task", why: "id is missing" }]));
    expect(after.note?.text).toBe("task: id is missing");
    expect(after.snapshot).toBe(before.snapshot);
  });
});

describe("sessions with work", () => {
  test.each([
    ["running", session({ status: "running", startedAt: START - 10_000 }), [], { state: "running", ageMs: 10_000, silentMs: 10_000 }],
    ["stalled", session({ status: "running", startedAt: START - 150_000 }), [], { state: "stalled" }],
    ["stuck", session({ status: "running", startedAt: START - 372_000 }), [], { state: "stuck", ageMs: 372_000 }],
    [
      "a task's activity is progress",
      session({ status: "running", startedAt: START - 372_000 }),
      [task({ startedAt: START - 372_000, lastActivityAt: START - 1_000 })],
      { state: "running", silentMs: 1_000 },
    ],
    [
      "one of its two runs moves",
      session({ status: "running", startedAt: START - 400_000 }),
      [
        task({ startedAt: START - 30_000, lastActivityAt: START - 1_000 }),
        task({ id: "t2", startedAt: START - 400_000, lastActivityAt: START - 390_000 }),
      ],
      { state: "running", ageMs: 400_000, silentMs: 1_000 },
    ],
    [
      "queued behind others",
      session({ status: "running", hasActiveRun: false }),
      [task({ execution: "queued", createdAt: START - 40_000 })],
      { state: "queued", ageMs: 40_000, queueDepth: 1 },
    ],
    [
      "queued behind its own run",
      session({ status: "running", startedAt: START - 400_000 }),
      [task({ startedAt: START - 400_000 }), task({ id: "t2", execution: "queued", createdAt: START })],
      { state: "stuck", queueDepth: 1 },
    ],
  ] as const)("%s", (_case, row, tasks, expected) => {
    const state = scene(...well(), sampled("sessions", { items: [row], total: 1 }), sampled("tasks", [...tasks]));
    expect(runProgress(state).get(row.key)).toMatchObject(expected);
  });
  test.each(["done", "failed", "killed", null])("%s is no work", (status) => {
    const state = scene(...well(), sampled("sessions", { items: [session({ status })], total: 1 }));
    expect(runProgress(state).size).toBe(0);
  });
});

describe("what the gateway cannot tell", () => {
  test("a failed source keeps its value, marked; the others do not change", () => {
    const state = scene(...well(), { type: "failed", source: "lanes", at: START, why: "diagnostics.lanes: lanes is missing" });
    expect(state.snapshot.lanes).toMatchObject({ kind: "stale", value: { lanes: [lane()] }, why: "diagnostics.lanes: lanes is missing" });
    expect(state.snapshot.channels.kind).toBe("ok");
  });
  test("local memory is preferred to the gateway's own", () => {
    const state = scene(
      ...well(),
      sampled(
        "systemInfo",
        systemInfo({ memory: { rssBytes: 5, heapUsedBytes: null, heapTotalBytes: null, externalBytes: null, arrayBuffersBytes: null } }),
      ),
    );
    expect(state.history.rssBytes.chunks.flat().map(({ value }) => value)).toEqual([1_000_000_000]);
  });
  test("a note goes by itself", () => {
    const noted = scene({ type: "note", at: START, text: "x", tone: "plain" });
    expect(update(noted, clock(START + 6_000)).note).not.toBeNull();
    expect(update(noted, clock(START + 6_001)).note).toBeNull();
    expect(update(noted, clock(START - 3_600_000)).note).toBeNull();
  });
});
