import { describe, expect, test } from "vitest";
import { rules } from "../../../src/data/alerts/rules.ts";
import type { Event } from "../../../src/data/events.ts";
import { rpcSilentMs } from "../../../src/data/ladder.ts";
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
const SILENT_MS = rpcSilentMs(scene(...well()));

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
  ["slow", "no answer five seconds after one was due", "clear", ticks(SILENT_MS / 1_000)],
  ["slow", "no answer for longer", "firing", [...ticks(SILENT_MS / 1_000), clock(START + SILENT_MS + 1)]],
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
