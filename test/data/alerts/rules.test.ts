import { describe, expect, test } from "vitest";
import { ladder } from "../../../src/data/ladder.ts";
import { rules } from "../../../src/data/alerts/rules.ts";
import type { Event } from "../../../src/data/events.ts";
import type { ChannelAccount } from "../../../src/data/model/channels.ts";
import type { Values } from "../../../src/data/snapshot.ts";
import type { State } from "../../../src/data/state.ts";
import {
  account,
  answered,
  checkedById,
  clock,
  eventLoop,
  gatewayProcess,
  lane,
  link,
  hello,
  pushed,
  readyz,
  record,
  refusedPort,
  sampled,
  scene,
  session,
  silent,
  START,
  task,
  ticks,
  waitingLink,
  well,
} from "../../support/scene.ts";

type Outcome = "clear" | "firing" | "unknown";

/** What the rule itself says of a state, hold times aside. */
function outcome(id: string, state: State): Outcome {
  const check = checkedById(id, state);
  if (check.kind === "unknown") return "unknown";
  return check.findings.length > 0 ? "firing" : "clear";
}

const rss = (share: number): Event =>
  sampled("process", gatewayProcess({ rssBytes: share * 1000, memoryLimit: { bytes: 1000, from: "cgroup" } }));
const channel = (given: Partial<ChannelAccount>): Event => sampled("channels", { accounts: [account(given)], issues: [], partial: false });
const running = (silentMs: number): readonly Event[] => [
  sampled("sessions", { items: [session({ status: "running", startedAt: START - silentMs })], total: 1 }),
];
const stalledRecord = (at: number): Values["stability"] => ({
  since: 0,
  lastSeq: 1,
  dropped: 0,
  records: [record({ at, type: "session.stalled", reason: "active_work_without_progress", ageMs: 400_000 })],
});
const old = clock(START + 120_000);

const table: readonly (readonly [string, string, Outcome, readonly Event[]])[] = [
  ["port-closed", "open", "clear", []],
  ["port-closed", "refused", "firing", [refusedPort]],
  ["port-closed", "not asked lately", "unknown", [old]],
  ["silent", "answers", "clear", []],
  ["silent", "timeout behind an open port", "firing", [sampled("healthz", silent())]],
  ["silent", "timeout, but the port is closed: another rule", "clear", [refusedPort, sampled("healthz", silent())]],
  ["silent", "stopped by a signal, before any probe timed out", "firing", [sampled("process", gatewayProcess({ state: "T" }))]],
  ["silent", "not asked lately", "unknown", [old]],
  ["link", "open", "clear", []],
  ["link", "waiting while the port is open", "firing", [link(waitingLink())]],
  ["link", "waiting while the port is closed: another rule", "clear", [refusedPort, link(waitingLink())]],
  [
    "link",
    "refused",
    "firing",
    [
      link({
        phase: "refused",
        since: START,
        retryAt: null,
        refusal: { code: "AUTH_TOKEN_MISMATCH", why: "wrong token", fix: "give the right one" },
      }),
    ],
  ],
  ["not-ready", "ready", "clear", []],
  ["not-ready", "a channel fails", "firing", [sampled("readyz", answered(readyz({ ready: false, failing: ["irc"] }), 503))]],
  [
    "not-ready",
    "only draining: another rule",
    "clear",
    [sampled("readyz", answered(readyz({ ready: false, failing: ["gateway-draining"] }), 503))],
  ],
  ["not-ready", "not asked lately", "unknown", [old]],
  ["draining", "accepting", "clear", [pushed([{ push: "suspension", phase: "accepting" }])]],
  ["draining", "draining", "firing", [sampled("readyz", answered(readyz({ ready: false, failing: ["gateway-draining"] }), 503))]],
  ["draining", "suspended", "firing", [pushed([{ push: "suspension", phase: "prepared" }])]],
  ["crash-loop", "nothing suppressed", "clear", []],
  ["crash-loop", "suppressed though ready", "firing", [sampled("readyz", answered(readyz({ suppressed: ["telegram"] })))]],
  ["slow", "exactly 5 s", "clear", [{ type: "round-trip", at: START, ms: 5_000 }]],
  ["slow", "over 5 s", "firing", [{ type: "round-trip", at: START, ms: 5_001 }]],
  ["slow", "no answer for 7 s", "clear", ticks(7)],
  ["slow", "no answer for over 7 s", "firing", [...ticks(7), clock(START + 7_001)]],
  ["slow", "our own pause is not its silence", "clear", [clock(START + 60_000)]],
  ["memory", "80 %", "clear", [rss(0.8)]],
  ["memory", "81 %", "firing", [rss(0.81)]],
  ["memory", "no reading", "unknown", [sampled("process", { found: false, why: "gone" })]],
  ["cpu", "0.9", "clear", [sampled("process", gatewayProcess({ cpuCores: 0.9 }))]],
  ["cpu", "0.91", "firing", [sampled("process", gatewayProcess({ cpuCores: 0.91 }))]],
  ["cpu", "first reading has no cpu and no other source knows", "unknown", [sampled("process", gatewayProcess({ cpuCores: null }))]],
  ["event-loop", "not degraded", "clear", [sampled("readyz", answered(readyz({ eventLoop: eventLoop() })))]],
  [
    "event-loop",
    "degraded",
    "firing",
    [sampled("readyz", answered(readyz({ eventLoop: eventLoop({ degraded: true, reasons: ["cpu"] }) })))],
  ],
  ["event-loop", "an old release does not say", "unknown", []],
  ["stale-readings", "all fresh", "clear", []],
  ["stale-readings", "one failed", "firing", [{ type: "failed", source: "channels", at: START, why: "no answer" }]],
  ["stale-readings", "one absent by nature", "clear", [{ type: "missing", source: "lanes", at: START, why: "old release" }]],
  ["channel-blocked", "ready", "clear", []],
  ["channel-blocked", "blocked", "firing", [channel({ lifecycle: "blocked", running: false })]],
  ["channel-blocked", "not read lately", "unknown", [old]],
  ["channel-stopped", "disabled is not stopped", "clear", [channel({ enabled: false, running: false, lifecycle: null })]],
  ["channel-stopped", "not configured is not stopped", "clear", [channel({ configured: false, running: false, lifecycle: null })]],
  ["channel-stopped", "stopped", "firing", [channel({ running: false, lifecycle: "stopped" })]],
  ["channel-stopped", "old release without lifecycle", "firing", [channel({ running: false, lifecycle: null })]],
  ["channel-recovering", "flags true, lifecycle recovering", "firing", [channel({ lifecycle: "recovering" })]],
  ["channel-recovering", "restart pending", "firing", [channel({ running: false, restartPending: true, lifecycle: null })]],
  ["channel-offline", "running, connected unknown", "clear", [channel({ connected: null, lifecycle: null })]],
  ["channel-offline", "running, not connected", "firing", [channel({ connected: false, lifecycle: null })]],
  ["channel-starting", "starting", "firing", [channel({ lifecycle: "starting" })]],
  ["channel-error", "ready without error", "clear", []],
  ["channel-error", "ready with an error", "firing", [channel({ lastError: "ETIMEDOUT" })]],
  [
    "channel-issue",
    "the gateway complains of a ready account",
    "firing",
    [
      sampled("channels", {
        accounts: [account()],
        issues: [{ channel: "telegram", account: "poll", kind: "config", message: "token expires", fix: null }],
        partial: false,
      }),
    ],
  ],
  [
    "channel-issue",
    "the gateway complains of what a rule already names",
    "clear",
    [
      sampled("channels", {
        accounts: [account({ running: false, lifecycle: "stopped" })],
        issues: [{ channel: "telegram", account: "poll", kind: "runtime", message: "stopped", fix: null }],
        partial: false,
      }),
    ],
  ],
  ["queue-depth", "100", "clear", [sampled("lanes", { lanes: [lane({ queued: 100 })], dynamic: null })]],
  [
    "queue-depth",
    "101 over all lanes",
    "firing",
    [sampled("lanes", { lanes: [lane({ queued: 100 })], dynamic: { laneCount: 1, active: 0, queued: 1 } })],
  ],
  ["queue-depth", "not read lately", "unknown", [old]],
  ["lane-full", "full, nobody waits", "clear", [sampled("lanes", { lanes: [lane({ active: 2 })], dynamic: null })]],
  ["lane-full", "one waits, not full", "clear", [sampled("lanes", { lanes: [lane({ active: 1, queued: 1 })], dynamic: null })]],
  ["lane-full", "full and one waits", "firing", [sampled("lanes", { lanes: [lane({ active: 2, queued: 1 })], dynamic: null })]],
  ["session-silent", "120 s", "clear", running(120_000)],
  ["session-silent", "over 120 s", "firing", running(120_001)],
  [
    "session-silent",
    "progress seen since",
    "clear",
    [...running(500_000), pushed([{ push: "progress", sessionKey: "agent:main:a", stream: "usage", phase: null, failed: false }])],
  ],
  [
    "session-silent",
    "queued is not stalled",
    "clear",
    [
      sampled("sessions", { items: [session({ status: "queued", startedAt: START - 999_000 })], total: 1 }),
      sampled("tasks", [task({ execution: "queued", createdAt: START - 999_000 })]),
    ],
  ],
  ["session-silent", "only the detector knows", "firing", [...running(10_000), sampled("stability", stalledRecord(START - 10_000))]],
  ["session-silent", "the detector spoke of a run that has ended", "clear", [sampled("stability", stalledRecord(START - 10_000))]],
  ["session-silent", "the detector's word is old", "clear", [...running(10_000), sampled("stability", stalledRecord(START - 60_000))]],
  ["session-silent", "not read lately", "unknown", [old]],
  [
    "session-silent",
    "tasks could not be read",
    "unknown",
    [...running(500_000), { type: "failed", source: "tasks", at: START, why: "no answer" }],
  ],
  [
    "session-silent",
    "a release without tasks: silence from before we listened is not known",
    "clear",
    [...running(500_000), { type: "missing", source: "tasks", at: START, why: "old" }],
  ],
  [
    "session-silent",
    "a release without tasks: two minutes of listening",
    "firing",
    [
      { type: "missing", source: "tasks", at: START, why: "old" },
      ...ticks(121),
      sampled("sessions", { items: [session({ status: "running", startedAt: START - 500_000 })], total: 1 }, START + 121_000),
    ],
  ],
];

describe("each rule, just under, just over and unknown", () => {
  test.each(table)("%s: %s → %s", (id, _case, expected, events) => {
    expect(outcome(id, scene(...well(), ...events))).toBe(expected);
  });

  test("nothing fires before anything was read", () => {
    const state = scene();
    for (const rule of rules) expect(outcome(rule.id, state), rule.id).not.toBe("firing");
  });

  test("nothing fires when all is well", () => {
    const state = scene(...well());
    for (const rule of rules) expect(outcome(rule.id, state), rule.id).not.toBe("firing");
  });
});

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

test("a link that was open keeps its last hello while it waits", () => {
  const state = scene(...well(), link(waitingLink()));
  expect(state.hello?.value.bootId).toBe(hello.bootId);
  expect(state.snapshot.channels.kind).toBe("stale");
});
