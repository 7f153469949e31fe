import { expect, test } from "vitest";
import { accountKey, channelState } from "../../../src/data/model/channels.ts";
import { decodeChannels } from "../../../src/data/gateway/decode/channels.ts";
import { decodeHealth, decodeStatus, decodeSystemInfo } from "../../../src/data/gateway/decode/gateway.ts";
import { decodeHello } from "../../../src/data/gateway/decode/hello.ts";
import { decodeHealthz, decodeReadyz, decodeStartupz } from "../../../src/data/gateway/decode/http.ts";
import { decodePresence } from "../../../src/data/gateway/decode/presence.ts";
import { decodeSession, decodeSessions } from "../../../src/data/gateway/decode/sessions.ts";
import { decodeTask, decodeTasks } from "../../../src/data/gateway/decode/tasks.ts";
import { decodeLanes, decodePreflight } from "../../../src/data/gateway/decode/work.ts";
import { captured } from "../../support/fixture.ts";

test.each([
  ["2026.2.26", { version: "dev", protocol: 3, bootId: null, methods: 92, scopes: null, uptimeMs: 5_709, suspension: null }],
  ["2026.3.23", { version: "2026.3.23", protocol: 3, bootId: null, methods: 108, scopes: 5, uptimeMs: 5_356, suspension: null }],
  ["2026.5.7", { version: "2026.5.7", protocol: 3, bootId: null, methods: 155, scopes: 5, uptimeMs: 10_459, suspension: null }],
  ["2026.7.1", { version: "2026.7.1", protocol: 4, bootId: null, methods: 218, scopes: 5, uptimeMs: 12_110, suspension: null }],
  [
    "2026.9.1",
    {
      version: "2026.9.1",
      protocol: 4,
      bootId: "e630b278-450d-4687-bb9e-2099a5000fa5",
      methods: 388,
      scopes: 5,
      uptimeMs: 9_341,
      suspension: "accepting",
    },
  ],
  [
    "2026.9.6/read-scope",
    {
      version: "2026.9.6",
      protocol: 4,
      bootId: "f5d01f69-dd0a-4751-a463-8c9ff5fa16b3",
      methods: 466,
      scopes: 1,
      uptimeMs: 2_616_268,
      suspension: "accepting",
    },
  ],
])("hello of %s", (release, expected) => {
  const hello = decodeHello(captured(`${release}/hello`));
  expect({ ...hello, methods: hello.methods.length, scopes: hello.scopes?.length ?? null }).toMatchObject(expected);
  expect(hello.tickIntervalMs).toBe(30_000);
  expect(hello.maxPayloadBytes).toBe(26_214_400);
  expect(JSON.stringify(hello)).not.toContain("a-secret");
});

test.each([
  [
    "2026.2.26",
    { ok: true, builtAt: 1_795_165_877_877, durationMs: 2, delay: null, degraded: null, configReload: null, pluginErrors: null },
  ],
  [
    "2026.5.7",
    { ok: true, builtAt: 1_795_165_971_948, durationMs: 4_350, delay: 522.5, degraded: null, configReload: null, pluginErrors: [] },
  ],
  [
    "2026.9.6/busy",
    { ok: true, builtAt: 1_795_163_034_194, durationMs: 6, delay: 23.5, degraded: false, configReload: "active", pluginErrors: [] },
  ],
])("health of %s", (release, { delay, degraded, ...expected }) => {
  const health = decodeHealth(captured(`${release}/health`));
  expect(health).toMatchObject({ ...expected, modelRuntimeDegraded: degraded });
  expect(health.eventLoop?.delayP99Ms ?? null).toBe(delay);
});

test("a broken plugin is named with its error", () => {
  const plugins = { loaded: [], errors: [{ id: "irc", origin: "bundled", activated: false, error: "cannot find\nmodule" }, "plain words"] };
  expect(decodeHealth({ ok: true, plugins }).pluginErrors).toEqual(["irc: cannot find module", "plain words"]);
});

test.each([
  ["2026.2.26", { version: null, pid: null, rss: null, loop: null }],
  ["2026.3.23", { version: "2026.3.23", pid: null, rss: null, loop: null }],
  ["2026.5.7", { version: "2026.5.7", pid: null, rss: null, loop: 1 }],
  ["2026.9.1", { version: "2026.9.1", pid: null, rss: 510_996_480, loop: 0.424 }],
  ["2026.9.6/read-scope", { version: "2026.9.6", pid: 17_280, rss: 1_399_762_944, loop: 0.015 }],
])("status of %s", (release, { rss, loop, ...expected }) => {
  const status = decodeStatus(captured(`${release}/status`));
  expect(status).toMatchObject(expected);
  expect(status.memory?.rssBytes ?? null).toBe(rss);
  expect(status.eventLoop?.utilization ?? null).toBe(loop);
});

test.each([
  ["2026.7.1", { pid: 17_830, processInstanceId: null, uptimeMs: 20_623, load1: 0.98, nodeVersion: "v22.23.3" }, null, null],
  ["2026.9.1", { pid: 19_765, processInstanceId: "8615e2cb-d259-41a6-82f7-9af7688530c8", uptimeMs: 17_009, load1: 1.44 }, null, null],
  [
    "2026.9.6/busy",
    {
      pid: 17_280,
      processInstanceId: "cff0d1a4-8e46-4b0c-a37f-2b7a1beca706",
      uptimeMs: 201_002,
      cpuCount: 2,
      diskAvailableBytes: 79_484_932_096,
    },
    1_148_809_216,
    0.006,
  ],
])("system.info of %s", (release, expected, rss, cores) => {
  const info = decodeSystemInfo(captured(`${release}/system.info`));
  expect(info).toMatchObject(expected);
  expect(info.memory?.rssBytes ?? null).toBe(rss);
  expect(info.eventLoop?.cpuCoreRatio ?? null).toBe(cores);
});

test.each([
  ["2026.2.26/channels.status", { "irc/default": "stopped" }, 0],
  ["2026.5.7/channels.status", { "irc/default": "ready" }, 0],
  ["2026.9.1/channels.status", {}, 0],
  [
    "2026.9.6/busy/channels.status",
    { "telegram/hook": "ready", "telegram/off": "disabled", "telegram/poll": "ready", "irc/default": "ready" },
    0,
  ],
  [
    "2026.9.6/channels/channels.status.noprobe-401",
    { "telegram/hook": "ready", "telegram/off": "disabled", "telegram/poll": "blocked", "irc/default": "stopped" },
    2,
  ],
  ["2026.9.6/crash-loop/channels.status", { "telegram/poll": "stopped" }, 1],
])("channels of %s", (name, states, issues) => {
  const board = decodeChannels(captured(name));
  expect(Object.fromEntries(board.accounts.map((a) => [accountKey(a), channelState(a)]))).toEqual(states);
  expect(board.issues).toHaveLength(issues);
});

test("a channel account in full", () => {
  const board = decodeChannels(captured("2026.9.6/channels/channels.status.noprobe-401"));
  expect(board.accounts.map(accountKey)).toEqual(["telegram/hook", "telegram/off", "telegram/poll", "irc/default"]);
  expect(board.accounts[3]).toEqual({
    channel: "irc",
    account: "default",
    enabled: true,
    configured: true,
    running: false,
    connected: false,
    lifecycle: "stopped",
    stateReason: null,
    healthState: "not-running",
    restartPending: false,
    reconnectAttempts: 11,
    terminalDisconnect: null,
    lastStartAt: 1_795_165_374_759,
    lastStopAt: 1_795_165_374_773,
    lastConnectedAt: 1_795_163_796_651,
    lastTransportActivityAt: null,
    lastInboundAt: 1_795_163_822_187,
    lastOutboundAt: 1_795_163_824_688,
    lastEventAt: null,
    lastError: "connect ECONNREFUSED 127.0.0.1:19112",
    mode: null,
    activeRuns: null,
    busy: null,
    probe: null,
    lastProbeAt: null,
  });
  expect(board.toldAt).toBe(1_795_165_403_634);
  expect(board.issues[1]).toEqual({
    channel: "telegram",
    account: "poll",
    kind: "runtime",
    message: "Unauthorized | Telegram ingress worker exited with code 1",
    fix: "resolve the reported channel error, then restart the channel",
  });
});

test("accounts whose servers were called", () => {
  const { accounts } = decodeChannels(captured("2026.9.6/channels/channels.status.probe-401"));
  expect(Object.fromEntries(accounts.map((a) => [accountKey(a), a.probe]))).toEqual({
    "telegram/hook": { ok: false, error: "Unauthorized", status: 401, tookMs: 6 },
    "telegram/off": null,
    "telegram/poll": { ok: false, error: "Unauthorized", status: 401, tookMs: 7 },
    "irc/default": { ok: false, error: "connect ECONNREFUSED 127.0.0.1:6667", status: null, tookMs: null },
  });
});

test.each([
  ["2026.2.26", 2, [null, null]],
  ["2026.5.7", 2, ["done", "running"]],
  ["2026.9.1", 2, ["done", "running"]],
  ["2026.9.5/busy", 8, ["running", "queued", "queued", "running", "done", "done", "done", "done"]],
  ["2026.9.6/busy", 8, ["running", "queued", "queued", "running", "done", "done", "done", "done"]],
])("sessions of %s", (release, total, statuses) => {
  const list = decodeSessions(captured(`${release}/sessions.list`));
  expect(list.total).toBe(total);
  expect(list.items.map((session) => session.status)).toEqual(statuses);
  expect(list.items.every((session) => session.agent === "main" && session.key.startsWith("agent:main:"))).toBe(true);
});

test("a session row in full", () => {
  expect(decodeSessions(captured("2026.9.6/hung-run/sessions.list")).items[0]).toEqual({
    key: "agent:main:s4",
    sessionId: "8545ce9d-9901-4cea-b326-71b756107559",
    agent: "main",
    status: "running",
    hasActiveRun: true,
    kind: "direct",
    channel: null,
    model: "lab-model",
    provider: "lab",
    startedAt: 1_795_163_071_410,
    endedAt: null,
    updatedAt: 1_795_163_353_715,
    lastActivityAt: 1_795_163_001_432,
    inputTokens: 9_887,
    outputTokens: 8,
    totalTokens: 10_015,
    contextTokens: 128_000,
    estimatedCostUsd: 0.0298194,
    abortedLastRun: false,
    totalTokensFresh: true,
    spawnedBy: null,
    parentSessionKey: null,
    spawnDepth: null,
    restartRecoveryStatus: null,
    lastRunError: null,
    classification: "direct",
  });
});

test("the total counts what the gateway's limit left out", () => {
  expect(decodeSessions({ sessions: [{ key: "a" }], count: 1, totalCount: 4_321 })).toMatchObject({ total: 4_321, items: [{ key: "a" }] });
});

test.each([
  ["2026.7.1", 3, "running", null],
  ["2026.9.1", 3, "running", null],
  ["2026.9.5/busy", 7, "running", "unknown"],
  ["2026.9.6/busy", 18, "running", "queued"],
])("tasks of %s", (release, count, status, execution) => {
  const tasks = decodeTasks(captured(`${release}/tasks.list`));
  expect(tasks).toHaveLength(count);
  expect(tasks[1]).toMatchObject({ status, execution });
  expect(tasks.every((task) => task.title === null)).toBe(true);
});

test("a task in full: the title only of a cron run, whose title is its job's name", () => {
  expect(decodeTasks(captured("2026.9.6/busy/tasks.list"))[0]).toEqual({
    id: "3358b5a5-5875-4077-b702-13476577d3c7",
    runId: "k1795163029135kjur",
    sessionKey: "agent:main:s2",
    childSessionKey: "agent:main:s2",
    parentTaskId: null,
    toolUseCount: null,
    lastToolName: null,
    status: "running",
    execution: "running",
    title: null,
    runtime: "cli",
    createdAt: 1_795_163_029_177,
    startedAt: 1_795_163_035_773,
    endedAt: null,
    lastActivityAt: 1_795_163_035_773,
    error: null,
  });
  const cron = { taskId: "t", status: "queued", runtime: "cron", title: "nightly\u001b[31m backup", createdAt: "2026-11-20T09:15:01.676Z" };
  expect(decodeTask(cron)).toMatchObject({ id: "t", title: "nightly backup", createdAt: 1_795_166_101_676 });
});

test("lanes of a full main lane", () => {
  const board = decodeLanes(captured("2026.9.6/busy/diagnostics.lanes"));
  expect(board.lanes.find(({ lane }) => lane === "main")).toEqual({
    lane: "main",
    active: 2,
    queued: 2,
    limit: 2,
    draining: false,
    blockedBy: "lane",
  });
  expect(board.dynamic).toEqual({ laneCount: 4, active: 4, queued: 2 });
  expect(decodeLanes(captured("2026.9.1/diagnostics.lanes")).dynamic).toEqual({ laneCount: 1, active: 1, queued: 1 });
});

test.each([
  ["2026.5.7", { queueSize: 3, embeddedRuns: 1, activeTasks: 2, totalActive: 6 }, 4],
  ["2026.9.5/busy", { queueSize: 10, embeddedRuns: 2, rootRequests: 6, totalActive: 24 }, 9],
  ["2026.9.6/hung-run", { queueSize: 2, embeddedRuns: 1, rootRequests: 1, totalActive: 5 }, 4],
])("preflight of %s, without what anybody wrote", (release, counts, blockers) => {
  const work = decodePreflight(captured(`${release}/gateway.restart.preflight`));
  expect(work).toMatchObject({ safe: false, counts });
  expect(work.blockers).toHaveLength(blockers);
  expect(JSON.stringify(work)).not.toContain("LABMODE");
  expect(work.summary).toMatch(/^restart deferred: \d+ queued or active operation\(s\); .* runtime=cli$/u);
});

test("presence as RPC answer and as event", () => {
  const list = decodePresence(captured("2026.3.23/system-presence"));
  expect(list[0]).toMatchObject({ host: "gateway-host", mode: "gateway", reason: "self", version: "2026.3.23", scopes: [] });
  expect(list[1]).toMatchObject({ mode: "ui", deviceId: "8ec7209b2c3386f34a5cf9bdc5b6b974d41125a216425189a9799dc809f67c61" });
  expect(decodePresence({ presence: captured("2026.9.6/busy/system-presence") })).toMatchObject([{ version: "2026.9.6" }]);
});

test("probe bodies, full and as a stranger sees them", () => {
  expect(decodeHealthz({ ok: true, status: "live" })).toEqual({ ok: true, status: "live" });
  expect(decodeStartupz({ ok: false, status: "draining", version: "2026.9.6", uptimeMs: 7_927 })).toEqual({
    status: "draining",
    version: "2026.9.6",
    uptimeMs: 7_927,
    pendingReason: null,
  });
  expect(decodeReadyz({ ready: true })).toEqual({ ready: true, failing: [], suppressed: [], uptimeMs: null, eventLoop: null });
  expect(decodeReadyz({ ready: false, failing: ["irc", 7], uptimeMs: 5, eventLoop: { delayP99Ms: 20.4, reasons: ["cpu"] } })).toMatchObject(
    {
      ready: false,
      failing: ["irc"],
      eventLoop: { delayP99Ms: 20.4, degraded: null, reasons: ["cpu"] },
    },
  );
});

test.each([
  [() => decodeChannels({}), "channels.status: channelAccounts is missing"],
  [() => decodeChannels({ channelAccounts: { irc: 3 } }), "channels.status: channelAccounts.irc is not a list"],
  [() => decodeChannels({ channelAccounts: { irc: [{}] } }), "channels.status: channelAccounts.irc[0].accountId is missing"],
  [() => decodeSessions({ sessions: [{ key: "a" }, {}] }), "sessions.list: sessions[1].key is missing"],
  [() => decodeSessions({ sessions: [{ key: "a" }, 7] }), "sessions.list: sessions[1] is not an object"],
  [() => decodeSessions({ sessions: "none" }), "sessions.list: sessions is not a list"],
  [() => decodeTasks(null), "tasks.list: the payload is missing"],
  [() => decodeLanes({ lanes: [{ lane: "main", activeCount: "2" }] }), "diagnostics.lanes: lanes[0].activeCount has the wrong type"],
  [() => decodeHealth([]), "health: the payload is not an object"],
  [() => decodePresence({ presence: 1 }), "system-presence: presence is not a list"],
  [() => decodeHello({ server: { version: "1" } }), "hello-ok: protocol is missing"],
  [() => decodeReadyz({ error: "not found" }), "GET /readyz: ready is missing"],
])("what is missing is named: %#", (decode, message) => {
  expect(decode).toThrow(message);
});

test("text from outside cannot reach the terminal as anything but text", () => {
  const session = decodeSession({ key: "agent:\u001b]0;owned\u0007main:\u202Ex", model: "m".repeat(10_000), status: "\u001b[2J" });
  expect(session.key).toBe("agent:main:x");
  expect(session.model).toHaveLength(120);
  expect(session.status).toBeNull();
});

test("ten thousand sessions are read, each by its own key", () => {
  const [row] = (captured("2026.9.6/hung-run/sessions.list") as { sessions: readonly object[] }).sessions;
  const payload = { sessions: Array.from({ length: 10_000 }, (_, index) => ({ ...row, key: `agent:main:${index}` })) };
  expect(new Set(decodeSessions(payload).items.map(({ key }) => key)).size).toBe(10_000);
});

test.each([5, [{}]])("the name of a channel that cannot be read (%j) reaches the terminal without its escape sequences", (broken) => {
  const name = "\u001b]0;owned\u0007irc\u001b[2J\u202e";
  expect(() => decodeChannels({ channelAccounts: { [name]: broken } })).toThrow(
    /^channels\.status: channelAccounts\.irc[ [][^\p{Cc}\p{Cf}]*$/u,
  );
});
