// What rules say of what they find: its words, how bad, since when, of whom.
import { describe, expect, test } from "vitest";
import { ladder } from "../../../src/data/ladder.ts";
import { auth, cost, errorsLogged, health, job, logged, restartsLogged, ring } from "./cases/given.ts";
import type { Event } from "../../../src/data/events.ts";
import type { ChannelAccount } from "../../../src/data/model/channels.ts";
import {
  account,
  answered,
  checkedById,
  clock,
  gatewayProcess,
  lane,
  link,
  hello,
  pushed,
  readyz,
  refusedPort,
  sampled,
  scene,
  session,
  silent,
  START,
  task,
  waitingLink,
  well,
} from "../../support/scene.ts";

const rss = (share: number): Event =>
  sampled("process", gatewayProcess({ rssBytes: share * 1000, memoryLimit: { bytes: 1000, from: "cgroup" } }));
const channel = (given: Partial<ChannelAccount>): Event => sampled("channels", { accounts: [account(given)], issues: [], partial: false });
const running = (silentMs: number): readonly Event[] => [
  sampled("sessions", { items: [session({ status: "running", startedAt: START - silentMs })], total: 1 }),
];

describe("what a problem says", () => {
  const message = (id: string, ...events: readonly Event[]): string => {
    const check = checkedById(id, scene(...well(), ...events));
    return check?.kind === "judged" ? (check.findings[0]?.message ?? "") : "";
  };

  test.each([
    [
      "killed",
      "port-closed",
      [refusedPort, sampled("process", { found: false, why: "pid 2815 of the lock file is gone" })],
      "not running: nothing listens on port 18789, pid 2815 of the lock file is gone",
    ],
    ["up without a listener", "port-closed", [refusedPort], "process 2815 is up but does not listen on port 18789"],
    [
      "announced stop",
      "port-closed",
      [pushed([{ push: "shutdown", announced: { at: START, kind: "stop", expectedMs: null, reason: "gateway stopping" } }]), refusedPort],
      "stopped: the gateway announced it, port 18789 is closed",
    ],
    [
      "announced restart",
      "port-closed",
      [
        pushed([{ push: "shutdown", announced: { at: START, kind: "restart", expectedMs: 1_500, reason: "gateway restarting" } }]),
        refusedPort,
        clock(START + 2_000),
      ],
      "restarting, announced 2s ago; the port is closed",
    ],
    [
      "busy loop",
      "silent",
      [sampled("healthz", silent()), sampled("process", gatewayProcess({ state: "R", cpuCores: 0.99 }))],
      "no HTTP answer for 2s: the event loop is blocked: 0.99 of a core busy",
    ],
    [
      "SIGSTOP",
      "silent",
      [sampled("process", gatewayProcess({ state: "T" }))],
      "process 2815 was stopped by a signal (state T): it answers nothing",
    ],
    [
      "reconnect ladder",
      "channel-recovering",
      [channel({ lifecycle: "recovering", reconnectAttempts: 4, lastError: "ETIMEDOUT" })],
      "recovering · reconnect 4 · ETIMEDOUT",
    ],
  ] as const)("%s", (_case, id, events, expected) => {
    expect(message(id, ...events)).toBe(expected);
  });

  test("a silent port of a process that never served is booting, not frozen", () => {
    const booting = gatewayProcess({ startedAt: START - 5_000 });
    const state = scene(sampled("process", booting), sampled("port", { outcome: "open", ms: 1, why: null }), sampled("healthz", silent()));
    const check = checkedById("silent", state);
    expect(check).toMatchObject({ findings: [{ severity: "warn", message: "no HTTP answer for 2s: booting" }] });
  });
});

test("a silent port of a process that has served since its start is not booting, though no link was open", () => {
  const state = scene(
    sampled("process", gatewayProcess({ startedAt: START - 20_000 })),
    sampled("port", { outcome: "open", ms: 1, why: null }),
    sampled("readyz", answered(readyz({ uptimeMs: 8_000 })), START - 10_000),
    ...[0, 2, 4].map((seconds) => sampled("healthz", silent(), START + seconds * 1_000)),
  );
  const check = checkedById("silent", state);
  expect(check).toMatchObject({ findings: [{ message: expect.stringContaining("the process is frozen") }] });
});

describe("severity and beginning", () => {
  const finding = (id: string, ...events: readonly Event[]) => {
    const check = checkedById(id, scene(...well(), ...events));
    return check?.kind === "judged" ? check.findings[0] : undefined;
  };
  const notReady = sampled("readyz", answered(readyz({ ready: false, failing: ["telegram"] }), 503));

  test("not ready for a reason no other rule tells is critical", () => {
    expect(finding("not-ready", notReady)).not.toHaveProperty("severity");
  });
  test("not ready because of a channel that has a problem of its own is its consequence", () => {
    expect(finding("not-ready", notReady, channel({ lifecycle: "blocked" }))).toMatchObject({ severity: "warn" });
  });
  test("what to do about silence depends on what it is", () => {
    const remedy = (...events: readonly Event[]) => finding("silent", ...events)?.remedy ?? "";
    expect(remedy(sampled("process", gatewayProcess({ state: "T" })))).toMatch(/^kill -CONT 2815 /u);
    expect(remedy(sampled("healthz", silent(), START + 2_000))).toMatch(/^wait/u);
    const asked = [2, 4, 6].map((seconds) => sampled("healthz", silent(), START + seconds * 1_000));
    expect(remedy(...asked, sampled("process", gatewayProcess(), START + 6_000))).toContain("kill -KILL 2815");
  });
  test("two seconds of silence warn, five are a process that hangs", () => {
    const asked = (at: number) => sampled("healthz", silent(), at);
    expect(finding("silent", asked(START + 2_000))).toMatchObject({
      severity: "warn",
      message: "no HTTP answer for 2s: TCP accepts, HTTP does not answer",
    });
    expect(finding("silent", asked(START + 2_000), asked(START + 5_000))).toMatchObject({
      message: "no HTTP answer for 5s: TCP accepts, HTTP does not answer: the process is frozen",
    });
    expect(finding("silent", asked(START + 2_000), asked(START + 5_000))).not.toHaveProperty("severity");
  });
});

describe("a dial that was refused", () => {
  const why = "connection refused: nothing listens on 127.0.0.1:18789";
  const lost = link(waitingLink({ why, code: null }));
  const opened = (at: number): Event => sampled("port", { outcome: "open", ms: 1, why: null }, at);
  const alert = (...events: readonly Event[]) => [...scene(...well(), ...events).alerts.values()].find(({ id }) => id === "link");
  const rung = (...events: readonly Event[]) => ladder(scene(...well(), ...events)).find((one) => one.rung === "ws");
  const REOPENED = START + 40_000;
  const closed = (at: number): Event => sampled("port", { outcome: "refused", ms: 0, why: null }, at);
  const reopened = [closed(START), lost, closed(REOPENED - 100), clock(REOPENED), opened(REOPENED)];

  test("is no alarm any more the moment its port is open again, however long it was away", () => {
    expect(alert(...reopened)?.raised ?? false).toBe(false);
    expect(rung(...reopened)).toMatchObject({ status: "unknown", why: "the port is open again, connecting" });
  });
  test("is one when every dial to the open port goes on being refused", () => {
    const later = (ms: number) => [clock(REOPENED + ms), opened(REOPENED + ms), link(waitingLink({ why }), REOPENED + ms)];
    expect(alert(...reopened, ...later(4_000))).toMatchObject({ raised: true, severity: "warn" });
    expect(alert(...reopened, ...later(4_000), ...later(31_000))).toMatchObject({ severity: "crit" });
  });
  test("stands while the port was not looked at since", () => {
    expect(rung(lost)).toMatchObject({ status: "bad", why });
  });
  test("of a process that has not served yet is its boot, announced or not", () => {
    const booting = sampled("process", gatewayProcess({ pid: 4_711, startedAt: START + 30_000 }), REOPENED);
    const silentDial = link(waitingLink({ why: "127.0.0.1:18789 accepted the WebSocket but says nothing for 3 s" }), REOPENED);
    expect(alert(...reopened, booting, silentDial)).toMatchObject({ severity: "warn", message: expect.stringMatching(/^booting, /u) });
  });
});

describe("a problem that was there before gatetop looked has its own beginning", () => {
  test.each([
    [
      "a wait, from when it was too long",
      "queue-wait",
      sampled("tasks", [task({ execution: "queued", createdAt: START - 90_000 })]),
      START - 30_000,
    ],
    [
      "approvals, from when they waited too long",
      "approvals",
      sampled("approvals", { waiting: 1, oldestAt: START - 100_000 }),
      START - 40_000,
    ],
    [
      "calls, from the first that failed",
      "model-errors",
      ring([1, { type: "model.call.error", provider: "p", at: START - 200_000 }], [3, { type: "model.call.error", provider: "p" }]),
      START - 200_000,
    ],
    [
      "deliveries, from the first that failed",
      "delivery-errors",
      ring(
        [1, { type: "message.delivery.error", channel: "c", at: START - 250_000 }],
        [3, { type: "message.delivery.error", channel: "c" }],
      ),
      START - 250_000,
    ],
    [
      "a run that failed, from its end",
      "run-failed",
      sampled("sessions", { items: [session({ status: "failed", endedAt: START - 70_000 })], total: 1 }),
      START - 70_000,
    ],
  ])("%s", (_, id, event, since) => {
    expect(checkedById(id, scene(...well(), event))).toMatchObject({ findings: [{ since }] });
  });
});

describe("what a rule says beyond its limits", () => {
  const findings = (id: string, ...events: readonly Event[]) => {
    const check = checkedById(id, scene(...well(), ...events));
    return check.kind === "judged" ? check.findings : [];
  };

  test("all calls of a provider failing is critical, whatever the limits", () => {
    expect(findings("model-errors", ring([3, { type: "model.call.error", provider: "p", reason: "Error" }]))).toMatchObject([
      { subject: "p", severity: "crit", message: "all 3 calls failed in 5m" },
    ]);
  });

  test("what happened more than five minutes ago does not count", () => {
    expect(findings("model-errors", ring([9, { type: "model.call.error", provider: "p", at: START - 300_001 }]))).toEqual([]);
  });

  test("a channel whose server the gateway will not try again this hour is critical", () => {
    const notes = [
      ...[1, 2].map((n) => ({ at: START - n * 1_000, of: "account" as const, account: "telegram/poll", reason: "health-monitor: stuck" })),
      { at: START, of: "limit" as const, account: "telegram/poll", limit: 2 },
    ];
    expect(findings("channel-restarts", restartsLogged(...notes))).toMatchObject([
      { severity: "crit", message: expect.stringContaining("the gateway's own limit, it tries no more · health-monitor: stuck 2") },
    ]);
  });

  test("a job the gateway turned off is critical; one that is overdue is missed; one that runs just now is not", () => {
    const late = job({ nextRunAt: START - 61_000 });
    expect(findings("cron", sampled("cron", [job({ enabled: false, autoDisabled: "too_many_failures" })]))).toMatchObject([
      { severity: "crit", message: "turned off by the gateway: too many failures" },
    ]);
    expect(findings("cron", sampled("cron", [late]))).toMatchObject([{ message: "missed: it was due 1m1s ago and did not run" }]);
    expect(findings("cron", sampled("cron", [{ ...late, runningAt: START }]))).toEqual([]);
    expect(findings("cron", sampled("cron", [{ ...late, everyMs: 3_600_000 }]))).toEqual([]);
    expect(findings("cron", sampled("cron", [{ ...late, enabled: false }]))).toEqual([]);
  });

  test("two jobs of one name are told apart", () => {
    const twins = [job({ id: "aaaaaaaa-1", consecutiveErrors: 1 }), job({ id: "bbbbbbbb-1", consecutiveErrors: 1 })];
    expect(findings("cron", sampled("cron", twins)).map(({ subject }) => subject)).toEqual(["nightly (aaaaaaaa)", "nightly (bbbbbbbb)"]);
  });

  test("credentials that expired or are missing are critical; those the gateway renews itself do not expire", () => {
    const told = (given: Parameters<typeof auth>[0]) => findings("credentials", sampled("modelAuth", [auth(given)]));
    expect(told({ status: "expired" })).toMatchObject([{ severity: "crit", message: "its credentials have expired" }]);
    expect(told({ status: "missing" })).toMatchObject([{ severity: "crit" }]);
    expect(told({ expiresAt: START - 1 })).toMatchObject([{ severity: "crit" }]);
    expect(told({ expiresAt: START + 1_000, renewed: true })).toEqual([]);
  });

  test("messages the gateway gave up on are told from its health", () => {
    const failedDeliveries = [{ queue: "telegram", direction: "out" as const, count: 2, oldestAt: START - 7_200_000 }];
    expect(findings("delivery-errors", health({ failedDeliveries }))).toMatchObject([
      { subject: "telegram", message: "2 messages out were given up, the oldest 2h ago" },
    ]);
  });

  test("a log that always complains has no burst until it complains five times as much", () => {
    const minutes = (last: number) =>
      Array.from({ length: 60 }, (_, n) => ({ minute: START - (60 - n) * 60_000, count: n === 59 ? last : 12, bySubsystem: {} }));
    const logOf = (last: number): Event => {
      const event = errorsLogged(0);
      if (event.type !== "sampled" || event.source !== "restartLog") throw new Error("not the log");
      return { ...event, value: { ...event.value, work: { notes: [], errors: minutes(last) } } };
    };
    expect(findings("log-errors", logOf(60))).toEqual([]);
    expect(findings("log-errors", logOf(61))).toMatchObject([{ message: "61 errors in a minute · usually 12" }]);
  });

  test("hot reload switched off is told; a reload that failed before the last boot is not", () => {
    const failed = { at: START - 5_000, of: "config-reload" as const, ok: false, why: "failed" as const };
    expect(findings("config-reload", health({ configReload: "disabled" }))).toMatchObject([
      { message: expect.stringMatching(/^hot reload is off/u) },
    ]);
    const booted = sampled("readyz", answered(readyz({ uptimeMs: 100 })), START);
    expect(findings("config-reload", health(), logged(failed), booted)).toEqual([]);
  });

  test("plugins that cannot be had are information", () => {
    expect(findings("plugin-errors", health({ pluginsUnavailable: ["weather"] }))).toMatchObject([
      { severity: "info", message: expect.stringContaining("weather") },
    ]);
  });

  test("open handles near what it may open need not double", () => {
    const near = gatewayProcess({ openHandles: 900, maxOpenHandles: 1_024 });
    expect(findings("handles-growing", sampled("process", near))).toMatchObject([
      { severity: "crit", message: expect.stringContaining("88 % of the 1024") },
    ]);
  });

  test("an unpriced run makes the cost at least so much; beyond the second limit it is critical", () => {
    const days = [{ date: "2026-11-20", tokens: 1, usd: 60, unpriced: 2 }];
    const state = { ...scene(...well(), cost(60, { days })), settings: { rules: { "cost-budget": { warn: 20, crit: 50 } } } };
    expect(checkedById("cost-budget", state)).toMatchObject({
      findings: [{ severity: "crit", message: "at least 60.00 USD, over 50 USD" }],
    });
  });

  test("a full lane whose queue grew for two minutes is critical", () => {
    const full = (queued: number, second: number) =>
      sampled("lanes", { lanes: [lane({ active: 2, queued })], dynamic: null }, START + second * 1_000);
    const grew = [0, 40, 80, 121].map((second, n) => full(1 + n, second));
    expect(findings("lane-full", ...grew)).toMatchObject([
      { severity: "crit", message: expect.stringMatching(/4 waiting · \+1\.5 a minute$/u) },
    ]);
    expect(findings("lane-full", ...grew.slice(0, 3))[0]).not.toHaveProperty("severity");
  });

  test("without tasks the log's own waits are told, by lane", () => {
    const waited = { at: START - 1_000, of: "lane-wait" as const, lane: "main", waitedMs: 90_000, ahead: 1 };
    const none: Event = { type: "missing", source: "tasks", at: START, why: "old release" };
    expect(findings("queue-wait", none, logged(waited))).toMatchObject([{ subject: "main", message: "a run waited 1m30s until it began" }]);
  });

  test("the detector's line about a run that moves by our watching names the session", () => {
    const line = {
      at: START - 10_000,
      of: "detector" as const,
      verdict: "stalled",
      sessionKey: "agent:main:a",
      ageMs: 436_000,
      queueDepth: 0,
      reason: "active_work_without_progress",
      recovery: "none",
    };
    expect(findings("session-silent", ...running(10_000), logged(line))).toMatchObject([
      { subject: "agent:main:a", message: "the gateway's detector says stalled, 7m16s old: active work without progress" },
    ]);
  });
});

test("a severity that was set is that of every problem of the rule", () => {
  const state = { ...scene(...well(), rss(0.99)), settings: { rules: { memory: { severity: "info" as const } } } };
  expect(checkedById("memory", state)).toMatchObject({ findings: [{ severity: "info" }] });
});

test("a link that was open keeps its last hello while it waits", () => {
  const state = scene(...well(), link(waitingLink()));
  expect(state.hello?.value.bootId).toBe(hello.bootId);
  expect(state.snapshot.channels.kind).toBe("stale");
});
