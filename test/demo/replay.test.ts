import { describe, expect, test } from "vitest";
import { alertIds, type AlertId } from "../../src/data/alerts/ids.ts";
import type { Event } from "../../src/data/events.ts";
import { lastValue } from "../../src/data/reading.ts";
import type { State } from "../../src/data/state.ts";
import { initialState, update } from "../../src/data/update.ts";
import { scenarioEvents, type ReplayOptions } from "../../src/demo/replay.ts";
import { scenarioNames, type ScenarioName } from "../../src/demo/scenarios.ts";

const startAt = Date.UTC(2026, 10, 20, 14, 0, 0);
const tenMinutes: ReplayOptions = { startAt, durationMs: 600_000, stepMs: 1_000 };

const fold = (events: readonly Event[]): State => events.reduce(update, initialState({ now: startAt, columns: 120, rows: 36 }));

const raised = (state: State): readonly string[] =>
  [...state.alerts.values()].filter((alert) => alert.raised).map(({ id, subject }) => `${id}/${subject}`);

/** What is refused while the gateway drains was read before. */
const unread: { readonly [N in ScenarioName]?: string } = { "token-refused": "pending", frozen: "stale", "restart-drain": "stale" };

describe.each(scenarioNames)("%s", (name) => {
  const events = scenarioEvents(name, tenMinutes);

  test("comes in the order of time, with a clock every second", () => {
    const times = events.flatMap((event) => ("at" in event ? [event.at] : []));
    expect(times).toHaveLength(events.length);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times[0]).toBe(startAt);
    expect(events.filter(({ type }) => type === "clock")).toHaveLength(601);
  });

  test("holds no push that could not be read", () => {
    const pushes = events.flatMap((event) => (event.type === "pushed" ? event.pushes : []));
    expect(pushes.filter(({ push }) => push === "broken")).toEqual([]);
  });

  test("fills the charts and, where there is a connection, the rows", () => {
    const state = fold(events);
    const samples = state.history.rssBytes.chunks.flat();
    expect(samples.length).toBeGreaterThan(500);
    expect(new Set(samples.map(({ value }) => value)).size).toBeGreaterThan(100);
    const channels = state.snapshot.channels;
    expect(channels.kind).toBe(unread[name] ?? "ok");
  });
});

test("the same input gives the same events", () => {
  const short: ReplayOptions = { startAt, durationMs: 40_000, stepMs: 1_000 };
  expect(scenarioEvents("restart-drain", short)).toEqual(scenarioEvents("restart-drain", short));
});

const troubles: readonly (readonly [ScenarioName, readonly string[]])[] = [
  ["calm", []],
  [
    "channel-down",
    ["channel-offline/telegram/poll", "channel-recovering/irc/default", "channel-restarts/irc/default", "not-ready/gateway"],
  ],
  ["channel-ladder", ["channel-recovering/irc/default", "channel-restarts/irc/default", "channel-stopped/irc/backup"]],
  ["channel-storm", ["channel-recovering/irc/team-01", "channel-recovering/irc/team-20", "channel-restarts/irc/team-01"]],
  ["deaf-channel", ["channel-deaf/telegram/poll", "channel-deaf/irc/default", "delivery-errors/irc", "error-rate/messages"]],
  ["flapping", ["channel-recovering/irc/default"]],
  ["recovery-ineffective", ["recovery-ineffective/agent:main:telegram:poll:direct:4411", "queue-wait/runs"]],
  [
    "cost-cron-credentials",
    [
      "credentials/anthropic",
      "credentials/openai",
      "cron/Inbox digest",
      "cron/Backup of notes",
      "cron/Weather brief",
      "cron/Standup reminder",
      "session-long/agent:research:release-notes",
    ],
  ],
  [
    "log-burst",
    [
      "log-errors/log",
      "model-errors/anthropic",
      "model-cooldown/anthropic",
      "config-reload/config",
      "error-rate/messages",
      "run-failed/agent:main:telegram:poll:direct:4411",
    ],
  ],
  ["webhook-lost", ["webhook-unprocessed/webhooks"]],
  ["crash-loop", ["crash-loop/gateway", "port-closed/gateway", "channel-stopped/telegram/hook", "channel-stopped/irc/default"]],
  [
    "tombstones",
    [
      "run-tombstoned/agent:research:release-notes",
      "run-tombstoned/agent:main:telegram:poll:direct:4411",
      "run-aborted/agent:main:irc:group:#ops",
    ],
  ],
  ["queue-wait", ["queue-wait/runs", "lane-full/main"]],
  ["stuck-session", ["session-silent/agent:main:telegram:poll:direct:4411", "lane-full/main"]],
  ["queue-growing", ["queue-depth/all lanes", "queue-wait/runs", "message-slow/messages", "lane-full/main"]],
  ["memory-leak", ["memory/rss"]],
  ["frozen", ["silent/gateway"]],
  ["restart-drain", ["draining/gateway"]],
  ["restart-deferred", []],
  ["token-refused", ["link/link"]],
  ["old-gateway", []],
];

test.each(troubles)("%s shows its trouble, and no other scenario's", (name, alerts) => {
  const shown = raised(fold(scenarioEvents(name, tenMinutes)));
  if (alerts.length === 0) expect(shown).toEqual([]);
  else expect(shown).toEqual(expect.arrayContaining([...alerts]));
});

/** What a quarter of an hour of the demo, seen with read access, does not hold. */
const notShown: { readonly [I in AlertId]?: string } = {
  slow: "frozen is worse",
  uptime: "off until it is named in the config file",
  "plugin-errors": "no scenario",
  "update-available": "no scenario",
  "memory-trend": "half an hour is needed to be sure",
  cpu: "no scenario",
  "event-loop": "no scenario",
  "handles-growing": "half an hour is needed to be sure",
  "threads-growing": "half an hour is needed to be sure",
  "children-growing": "half an hour is needed to be sure",
  "connections-growing": "half an hour is needed to be sure",
  "disk-low": "no scenario",
  "channel-blocked": "no scenario",
  "channel-starting": "no scenario",
  "channel-error": "no scenario",
  "channel-issue": "the account's own row says it",
  transcript: "no scenario",
  approvals: "the demo's token has read access",
  "cost-budget": "off until it has a limit",
  "stale-readings": "frozen is worse",
};

test("every other rule is shown by a scenario", () => {
  const shown = new Set(troubles.flatMap(([, alerts]) => alerts.map((key) => key.slice(0, key.indexOf("/")))));
  expect(alertIds.filter((id) => !shown.has(id)).toSorted()).toEqual(Object.keys(notShown).toSorted());
});

test("a day over its budget is told once the budget is set", () => {
  const settings = { rules: { "cost-budget": { warn: 2, crit: 4 } } };
  const start = initialState({ now: startAt, columns: 120, rows: 36, settings });
  expect(raised(scenarioEvents("cost-cron-credentials", tenMinutes).reduce(update, start))).toContain("cost-budget/today");
});

test("channel-ladder, after its server is back: the next attempt finds it", () => {
  const state = fold(scenarioEvents("channel-ladder", { ...tenMinutes, endAtMs: 120_000 }));
  const account = lastValue(state.snapshot.channels)?.accounts.find((one) => one.account === "default");
  expect(account).toMatchObject({ lifecycle: "ready", reconnectAttempts: 6 });
  expect(raised(state)).not.toContain("channel-recovering/irc/default");
  expect(raised(state)).toContain("channel-stopped/irc/backup");
});

test("restart-drain, to its end: a second boot is seen and everything is read again", () => {
  const state = fold(scenarioEvents("restart-drain", { ...tenMinutes, endAtMs: 40_000 }));
  expect(state.link).toMatchObject({ phase: "open", generation: 2 });
  expect(state.boots.map(({ kind }) => kind)).toEqual(["restart"]);
  expect(state.snapshot.systemInfo.kind).toBe("ok");
  expect(raised(state)).toEqual([]);
});

test("restart-drain, while it is gone: nothing listens", () => {
  const state = fold(scenarioEvents("restart-drain", { ...tenMinutes, endAtMs: 24_200 }));
  expect(state.link).toMatchObject({ phase: "waiting", announced: { kind: "restart" } });
  expect(state.snapshot.port).toMatchObject({ kind: "ok", value: { outcome: "refused" } });
});

test("a degraded event loop has been so for a while, not since the beginning of time", () => {
  const loops = scenarioEvents("queue-growing", { ...tenMinutes, endAtMs: 1_200_000 }).flatMap((event) =>
    event.type === "sampled" && event.source === "systemInfo" ? [event.value.eventLoop] : [],
  );
  const degraded = loops.filter((loop) => loop?.degraded === true).map((loop) => loop?.degradedSinceMs ?? 0);
  expect(degraded.length).toBeGreaterThan(0);
  expect(Math.max(...degraded)).toBeLessThan(600_000);
});
