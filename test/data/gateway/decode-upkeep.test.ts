// What the gateway spends, depends on, and has waiting for people.
import { describe, expect, test } from "vitest";
import { decodeApprovals } from "../../../src/data/gateway/decode/approvals.ts";
import { decodeCost } from "../../../src/data/gateway/decode/cost.ts";
import { decodeCron } from "../../../src/data/gateway/decode/cron.ts";
import { decodeHealth, decodeSystemInfo } from "../../../src/data/gateway/decode/gateway.ts";
import { decodeHello } from "../../../src/data/gateway/decode/hello.ts";
import { decodeModelAuth } from "../../../src/data/gateway/decode/model-auth.ts";
import { decodePush } from "../../../src/data/gateway/decode/push.ts";
import { captured } from "../../support/fixture.ts";

describe("usage.cost", () => {
  test.each([
    ["2026.9.6/upkeep/usage.cost.refreshing", false, 7, { date: "2026-11-20", tokens: 0, usd: 0, unpriced: 0 }],
    ["2026.5.7/usage.cost", true, 1, { date: "2026-11-20", tokens: 16_261, usd: 0.0485334, unpriced: 0 }],
    ["2026.2.26/usage.cost", true, 1, { date: "2026-11-20", tokens: 39_000, usd: 0.1160016, unpriced: 0 }],
  ])("%s", (name, fresh, days, today) => {
    const cost = decodeCost(captured(name));
    expect(cost.fresh).toBe(fresh);
    expect(cost.days).toHaveLength(days);
    expect({ ...cost.days.at(-1), usd: Number(cost.days.at(-1)?.usd.toFixed(7)) }).toEqual(today);
  });

  const day = (date: string) => ({ date, totalTokens: 5, totalCost: 1.5, missingCostEntries: 2 });
  test.each([
    // At noon of the 21st in UTC it is no longer the 20th anywhere.
    ["a day on which nothing was spent is left out", "2026-11-21T12:00:00Z", ["2026-11-20", "2026-11-21"]],
    ["it may still be that day west of Greenwich", "2026-11-21T11:59:00Z", ["2026-11-20"]],
    ["it may be the next day already", "2026-11-19T23:00:00Z", ["2026-11-20"]],
  ])("today: %s", (_name, at, dates) => {
    const cost = decodeCost({ updatedAt: Date.parse(at), daily: [day("2026-11-20")] });
    expect(cost.days.map(({ date }) => date)).toEqual(dates);
    expect(cost.days[0]).toEqual({ date: "2026-11-20", tokens: 5, usd: 1.5, unpriced: 2 });
  });

  test("without a date a day is no day", () => {
    expect(() => decodeCost({ daily: [{ totalCost: 1 }] })).toThrow("usage.cost: daily[0].date is missing");
  });
});

describe("models.authStatus", () => {
  const profile = (profileId: string, status: string, at?: number) => ({
    profileId,
    type: "oauth",
    status,
    email: "ana@example.com",
    ...(at === undefined ? {} : { expiry: { at, remainingMs: 1, label: "1h" } }),
  });
  const provider = (status: string, profiles: readonly unknown[], at?: number) => ({
    provider: "openai",
    displayName: "OpenAI",
    status,
    profiles,
    ...(at === undefined ? {} : { expiry: { at, remainingMs: 1, label: "1h" } }),
  });

  test.each([
    ["a key in the configuration", provider("static", []), { profile: null, status: "static", renewed: false, expiresAt: null }],
    ["login never completed", provider("missing", []), { profile: null, status: "missing", renewed: false, expiresAt: null }],
    [
      "the profile that decides is named",
      provider("expiring", [profile("openai:a", "ok", 900), profile("openai:b", "expiring", 400)], 400),
      { profile: "openai:b", status: "expiring", renewed: false, expiresAt: 400 },
    ],
    [
      "of two alike the one with the provider's own time",
      provider("expired", [profile("openai:a", "expired", 300), profile("openai:b", "expired", 200)], 200),
      { profile: "openai:b", status: "expired", renewed: false, expiresAt: 200 },
    ],
    [
      "one that is renewed by itself",
      provider("ok", [profile("openai:a", "ok", 400)], 400),
      { profile: "openai:a", status: "ok", renewed: true, expiresAt: 400 },
    ],
    // A sign-in that another program keeps fresh: the gateway does not call its provider expired.
    [
      "the gateway judges, not its parts",
      provider("ok", [profile("openai:a", "expired", 1)]),
      { profile: null, status: "ok", renewed: false, expiresAt: null },
    ],
  ])("%s", (_name, given, expected) => {
    expect(decodeModelAuth({ ts: 1, providers: [given], providerCapabilities: [] })).toEqual([{ provider: "openai", ...expected }]);
  });
});

describe("cron.list", () => {
  test("a job that ran, one that never did, one by the week", () => {
    const jobs = decodeCron(captured("2026.9.6/upkeep/cron.list"));
    expect(jobs[0]).toEqual({
      id: "ee791a17-7b70-45d0-875b-e8ead02e61ff",
      name: "Heartbeat (main)",
      enabled: true,
      everyMs: 1_800_000,
      nextRunAt: 1_795_166_328_472,
      lastRunAt: 1_795_164_528_472,
      runningAt: null,
      lastStatus: "ok",
      consecutiveErrors: 0,
      autoDisabled: null,
    });
    expect(jobs.map(({ name, everyMs, lastRunAt, consecutiveErrors }) => [name, everyMs, lastRunAt, consecutiveErrors])).toEqual([
      ["Heartbeat (main)", 1_800_000, 1_795_164_528_472, 0],
      ["Memory Dreaming Promotion", null, null, null],
      ["Skill collection review (main)", 604_800_000, null, null],
    ]);
    expect(JSON.stringify(jobs)).not.toContain("Review the skills");
  });

  test("one the gateway turned off itself, and an older one with its words", () => {
    const given = { id: "a", name: "report", enabled: false, schedule: { kind: "cron", expr: "* * * * *" } };
    const off = { consecutiveErrors: 5, lastStatus: "error", autoDisabled: { reason: "consecutive\u001b[2J errors", atMs: 3 } };
    expect(decodeCron({ jobs: [{ ...given, state: off }, given] })).toMatchObject([
      { name: "report", enabled: false, consecutiveErrors: 5, lastStatus: "error", autoDisabled: "consecutive errors" },
      { autoDisabled: null, lastStatus: null },
    ]);
    expect(decodeCron(captured("2026.5.7/cron.list"))).toEqual([]);
  });
});

describe("exec.approval.list", () => {
  test.each([
    ["none", [], { waiting: 0, oldestAt: null }],
    [
      "the oldest counts",
      [
        { id: "a", createdAtMs: 900, request: { command: "rm -rf /secret" } },
        { id: "b", createdAtMs: 400 },
      ],
      { waiting: 2, oldestAt: 400 },
    ],
    ["one without a time", [{ id: "a" }], { waiting: 1, oldestAt: null }],
  ])("%s", (_name, payload, expected) => {
    expect(decodeApprovals(payload)).toEqual(expected);
  });

  test("an answer that is no list", () => {
    expect(() => decodeApprovals({ approvals: [] })).toThrow("exec.approval.list: the payload is not a list");
  });
});

describe("a newer release", () => {
  const known = { current: "2026.7.1", latest: "2026.9.6", channel: "latest" };

  test.each([
    ["2026.5.7", { ...known, current: "2026.5.7" }],
    ["2026.7.1", known],
    ["2026.9.6/read-scope", null],
  ])("hello of %s", (release, update) => {
    expect(decodeHello(captured(`${release}/hello`)).update).toEqual(update);
  });

  test.each([
    ["one", { updateAvailable: { currentVersion: "2026.7.1", latestVersion: "2026.9.6", channel: "latest" }, schedule: {} }, known],
    ["none any more", { updateAvailable: null, schedule: { channel: "stable", autoEnabled: false } }, null],
    ["without its number", { updateAvailable: { currentVersion: "2026.7.1", channel: "latest" } }, null],
  ])("event update.available: %s", (_name, payload, update) => {
    expect(decodePush("update.available", payload, 1)).toEqual({ push: "update", update });
  });
});

describe("health", () => {
  test("deliveries that were given up, by queue", () => {
    expect(decodeHealth(captured("2026.9.6/upkeep/health"))).toMatchObject({
      configReload: "active",
      pluginErrors: [],
      pluginsUnavailable: [],
      modelRuntimeDegraded: false,
      failedDeliveries: [{ queue: "outbound-prepared-v1", direction: "out", count: 1, oldestAt: 1_795_165_264_100 }],
    });
  });

  test("messages that could not be taken in, by account", () => {
    const ingressFailed = [{ channelId: "telegram", accountId: "poll", count: 3, oldestFailedAt: 7 }];
    expect(decodeHealth({ deliveryQueues: { failed: [], ingressFailed } }).failedDeliveries).toEqual([
      { queue: "telegram/poll", direction: "in", count: 3, oldestAt: 7 },
    ]);
  });

  test.each([
    ["2026.9.6/busy", []],
    ["2026.5.7", null],
    ["2026.2.26", null],
  ])("without failures the block is left out: %s", (release, failed) => {
    expect(decodeHealth(captured(`${release}/health`)).failedDeliveries).toEqual(failed);
  });

  test("a plugin that is configured and cannot be had", () => {
    const unavailable = [
      { id: "matrix", state: "configured-unavailable", diagnostic: { kind: "plugin-verification", reason: "x", detail: "y" } },
    ];
    expect(decodeHealth({ plugins: { loaded: [], errors: [], unavailable } }).pluginsUnavailable).toEqual(["matrix"]);
  });
});

test("every file system the gateway looks at", () => {
  const info = decodeSystemInfo(captured("2026.9.6/busy/system.info"));
  expect(info.disks).toEqual([{ path: "/", totalBytes: info.diskTotalBytes, availableBytes: info.diskAvailableBytes }]);
  expect(decodeSystemInfo(captured("2026.7.1/system.info")).disks).toEqual([]);
  expect(decodeSystemInfo({ disks: [{ path: "/data", totalBytes: 5 }, "x"] }).disks).toEqual([]);
});
