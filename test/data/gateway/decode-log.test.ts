// What the gateway's log says of its work, in the words of its releases.
import { expect, test } from "vitest";
import { decodeRestartLog } from "../../../src/data/gateway/decode/restart-log.ts";

const AT = Date.parse("2026-11-20T08:40:11.847Z");

type Given = { readonly subsystem?: string; readonly level?: string; readonly facts?: object; readonly at?: number };

const line = (message: string, { subsystem = "diagnostic", level = "WARN", facts, at = AT }: Given = {}): string => {
  const name = JSON.stringify({ subsystem });
  const said = facts === undefined ? { 1: message } : { 1: facts, 2: message };
  const time = new Date(at).toISOString();
  return JSON.stringify({ 0: name, ...said, _meta: { date: time, logLevelId: 4, logLevelName: level, name }, time, message });
};

const read = (...lines: readonly string[]) => decodeRestartLog({ file: "/tmp/openclaw/openclaw.log", cursor: 9, lines });

const stalled =
  "stalled session: sessionId=8545ce9d sessionKey=agent:main:h2 state=processing age=436s queueDepth=3 reason=active_work_without_progress " +
  "classification=stalled_agent_run activeWorkKind=model_call lastProgress=model_call:stream_progress lastProgressAge=163s recovery=none";
const recovered =
  "stuck session recovery outcome: status=released action=release_lane sessionId=8545ce9d sessionKey=agent:main:h2 lane=main released=0 queuedCount=2";

test.each([
  [
    "stalled",
    line(stalled),
    {
      of: "detector",
      verdict: "stalled",
      sessionKey: "agent:main:h2",
      ageMs: 436_000,
      queueDepth: 3,
      reason: "active_work_without_progress",
      recovery: "none",
    },
  ],
  [
    "with the subsystem in the text, a key with spaces, checking",
    line(
      "[diagnostic] stuck session: sessionId=unknown sessionKey=agent:main:irc:a b state=idle age=9s queueDepth=0 reason=x recovery=checking",
    ),
    { verdict: "stuck", sessionKey: "agent:main:irc:a b", ageMs: 9_000, recovery: "checking" },
  ],
  [
    "recovery that released nothing",
    line(recovered),
    { of: "recovery", sessionKey: "agent:main:h2", status: "released", action: "release_lane", released: 0, queued: 2 },
  ],
  [
    "recovery that was skipped",
    line(
      "stuck session recovery outcome: status=skipped action=keep_lane sessionId=a sessionKey=agent:main:x reason=busy laneActive=1 laneQueued=4",
    ),
    { status: "skipped", released: null, queued: 4 },
  ],
  [
    "a wait in a lane",
    line("lane wait exceeded: lane=session:agent:main:a b waitedMs=20747 queueAhead=1 activeAhead=2 activeNow=1 queueBehind=2"),
    { of: "lane-wait", lane: "session:agent:main:a b", waitedMs: 20_747, ahead: 1 },
  ],
  [
    "a channel's ladder",
    line("[default] auto-restart attempt 6/10 in 163s", { subsystem: "channels/irc", level: "INFO" }),
    { of: "retry", account: "irc/default", attempt: 6, attempts: 10, inMs: 163_000 },
  ],
  ["the same, older", line("[irc] [default] auto-restart attempt 2/10 in 11s"), { account: "irc/default", attempt: 2, inMs: 11_000 }],
  [
    "a reload that failed",
    line("config reload failed: Error: boom", { level: "ERROR" }),
    { of: "config-reload", ok: false, why: "failed" },
  ],
  ["an invalid config", line("config reload skipped (invalid config): gateway.port: expected number"), { ok: false, why: "invalid" }],
  ["no config", line("config reload skipped (config file not found)"), { ok: false, why: "missing" }],
  ["a reload", line("config hot reload applied (channels.telegram)", { level: "INFO" }), { of: "config-reload", ok: true, why: null }],
  ["one that is read as it is used", line("config change applied (dynamic reads: agents)", { level: "INFO" }), { ok: true }],
  [
    "a credential put aside",
    line("auth profile failure state updated", {
      subsystem: "agent/embedded",
      facts: {
        event: "auth_profile_failure_state_updated",
        profileId: "sha256:1",
        provider: "openai",
        reason: "rate_limit",
        cooldownUntil: 77,
      },
    }),
    { of: "cooldown", provider: "openai", reason: "rate_limit", untilAt: 77 },
  ],
  [
    "one put aside for longer",
    line("auth profile failure state updated", { facts: { provider: "openai", reason: "billing", cooldownUntil: 5, disabledUntil: 99 } }),
    { reason: "billing", untilAt: 99 },
  ],
])("%s", (_name, raw, expected) => {
  expect(read(raw).work.notes).toEqual([expect.objectContaining({ at: AT, ...expected })]);
});

test.each([
  ["nothing of the kind", line("ready")],
  [
    "a session nobody knows",
    line("stalled session: sessionId=unknown sessionKey=unknown state=processing age=9s queueDepth=0 reason=x recovery=none"),
  ],
  ["a reload that the operator turned off", line("config reload disabled (gateway.reload.mode=off)")],
  ["an account of no channel", line("[default] auto-restart attempt 1/10 in 5s", { subsystem: "gateway" })],
  ["words in the middle of a message", line("embedded run failed: config reload failed: no")],
  ["plain text of a command", "stuck session recovery outcome: status=released action=x sessionKey=agent:main:x"],
])("no note: %s", (_name, raw) => {
  expect(read(raw).work.notes).toEqual([]);
});

test("one line may tell of a restart and of a ladder", () => {
  const log = read(line("[default] auto-restart attempt 1/10 in 5s", { subsystem: "gateway/channels/irc" }));
  expect(log.notes).toEqual([{ at: AT, of: "account", account: "irc/default", reason: "auto-restart" }]);
  expect(log.work.notes).toHaveLength(1);
});

test("errors are counted by minute and subsystem, warnings are not", () => {
  const error = (subsystem: string, at: number, level = "ERROR") => line("it broke", { subsystem, level, at });
  const minute = Math.floor(AT / 60_000) * 60_000;
  const { errors } = read(
    error("channels/irc", minute + 59_999),
    error("channels/irc", minute),
    error("gateway", minute + 1, "FATAL"),
    error("gateway", minute + 60_000),
    line('it says "logLevelName":"ERROR"'),
  ).work;
  expect(errors).toEqual([
    { minute, count: 3, bySubsystem: { "channels/irc": 2, gateway: 1 } },
    { minute: minute + 60_000, count: 1, bySubsystem: { gateway: 1 } },
  ]);
});

test("a line that names its channel and account instead of a subsystem is of the channel", () => {
  const name = JSON.stringify({ channel: "irc", accountId: "default" });
  const raw = JSON.stringify({
    "0": name,
    message: "[default] IRC error: connect ECONNREFUSED 127.0.0.1:6667",
    time: new Date(AT).toISOString(),
    _meta: { name, logLevelName: "ERROR" },
  });
  expect(read(raw).work.errors).toMatchObject([{ count: 1, bySubsystem: { "channels/irc": 1 } }]);
});

test("nothing a line says reaches a terminal as it is", () => {
  const note = read(line("stalled session: sessionId=a sessionKey=agent:\u001b[2Jmain state=x age=1s queueDepth=0 reason=y recovery=none"))
    .work.notes[0];
  expect(note).toMatchObject({ sessionKey: "agent:main" });
});

test("the file it was read from is known, where it is told", () => {
  expect(read().file).toBe("/tmp/openclaw/openclaw.log");
  expect(decodeRestartLog({ cursor: 1, lines: [] }).file).toBeNull();
});
