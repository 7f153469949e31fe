// What the gateway answers to the requests that change something.
import { describe, expect, test } from "vitest";
import { decodeChatAbort, decodeSessionAbort } from "../../../src/data/gateway/decode/abort-answer.ts";
import { decodeChannelStart, decodeChannelStop } from "../../../src/data/gateway/decode/channel-answer.ts";
import { decodeCommandsRestart } from "../../../src/data/gateway/decode/config-restart.ts";
import { decodeRestartAnswer } from "../../../src/data/gateway/decode/restart-answer.ts";
import { captured } from "../../support/fixture.ts";

describe("gateway.restart.request", () => {
  test.each([
    ["2026.9.6/answers/restart-deferred", { status: "deferred", delayMs: 0, signal: "SIGUSR2", blockers: 4 }],
    ["2026.9.6/answers/restart-coalesced", { status: "coalesced", delayMs: 0, signal: "SIGUSR2", blockers: 4 }],
    ["2026.9.6/answers/restart-targeted", { status: "emitted", delayMs: 0, signal: null, blockers: 0 }],
    ["2026.7.1/restart-answer", { status: "scheduled", delayMs: 27_816, signal: "SIGUSR1", blockers: 0 }],
  ])("%s", (name, expected) => {
    const answer = decodeRestartAnswer(captured(name));
    expect({ ...answer, blockers: answer.blockers.length }).toMatchObject(expected);
    expect(answer.pid).toBeGreaterThan(0);
  });

  test("what somebody wrote does not come along as the title of a run", () => {
    const { blockers } = decodeRestartAnswer(captured("2026.9.6/answers/restart-deferred"));
    expect(blockers.map(({ kind, count }) => [kind, count])).toEqual([
      ["queue", 2],
      ["embedded-run", 1],
      ["root-request", 1],
      ["task", 1],
    ]);
    expect(blockers.at(-1)?.message).toMatch(/^taskId=f343266d\S+ runId=\S+ status=running runtime=cli$/u);
  });

  test.each([
    ["no object", "scheduled", /is not an object/u],
    ["no status", { ok: true }, /status is missing/u],
    ["a status nobody knows", { ok: true, status: "perhaps\u001b[2J" }, /status is unknown: perhaps$/u],
  ])("%s is no answer", (_name, payload, why) => {
    expect(() => decodeRestartAnswer(payload)).toThrow(why);
  });

  test("a signal gatetop does not know is none, and a delay is never negative", () => {
    const restart = { signal: "SIGKILL", delayMs: -5, pid: "7" };
    expect(decodeRestartAnswer({ status: "scheduled", restart })).toMatchObject({ signal: null, delayMs: 0, pid: null });
  });
});

describe("channels.start and channels.stop", () => {
  test.each([
    ["channels.start", { started: true, start: { status: "handed-off", reason: null } }],
    ["already-running", { started: true, start: { status: "retry", reason: "task-owned" } }],
    ["disabled-account", { started: false, start: { status: "skipped", reason: "disabled" } }],
    ["err.unknown-account", { started: false, start: { status: "skipped", reason: "unconfigured" } }],
  ])("%s", (name, expected) => {
    expect(decodeChannelStart(captured(`2026.9.6/answers/${name}`))).toMatchObject(expected);
  });

  test("a release that tells no outcome, and an outcome nobody knows", () => {
    expect(decodeChannelStart({ started: true, accountId: "default" })).toEqual({ account: "default", started: true, start: null });
    expect(decodeChannelStart({ outcome: { status: "later" } })).toEqual({
      account: null,
      started: null,
      start: { status: null, reason: null },
    });
  });

  test("a stop", () => {
    expect(decodeChannelStop(captured("2026.9.6/answers/channels.stop"))).toBe(true);
    expect(decodeChannelStop({ stopped: false })).toBe(false);
    expect(() => decodeChannelStop({})).toThrow("channels.stop: stopped is missing");
  });
});

describe("an abort", () => {
  test.each([
    ["aborted", captured("2026.9.6/answers/sessions.abort"), { status: "aborted", runId: "k17951665462434otp" }],
    ["nothing ran", { ok: true, abortedRunId: null, status: "no-active-run" }, { status: "no-active-run", runId: null }],
  ])("sessions.abort: %s", (_name, payload, expected) => {
    expect(decodeSessionAbort(payload)).toEqual(expected);
  });

  test.each([
    [
      { ok: true, aborted: true, runIds: ["r1", "r2"] },
      { status: "aborted", runId: "r1" },
    ],
    [
      { ok: true, aborted: false, runIds: [] },
      { status: "no-active-run", runId: null },
    ],
  ])("chat.abort: %j", (payload, expected) => {
    expect(decodeChatAbort(payload)).toEqual(expected);
  });
});

describe("commands.restart", () => {
  test.each([
    ["written out though not configured", captured("2026.9.6/answers/config.get"), true],
    ["turned off", { config: { commands: { restart: false } } }, false],
    [
      "what runs counts before what the file says",
      { config: { commands: { restart: true } }, runtimeConfig: { commands: { restart: false } } },
      false,
    ],
    ["not told", { config: { gateway: {} } }, null],
    ["no configuration at all", {}, null],
  ])("%s", (_name, payload, expected) => {
    expect(decodeCommandsRestart(payload)).toBe(expected);
  });
});
