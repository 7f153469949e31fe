import { expect, test } from "vitest";
import type { Push } from "../../../src/data/events.ts";
import { decodePush } from "../../../src/data/gateway/decode/push.ts";
import { captured } from "../../support/fixture.ts";

type Captured = { readonly event: string; readonly payload: unknown };

const events = captured("2026.9.6/events") as readonly Captured[];
const AT = 1_795_165_000_000;

/** What is kept of an event, on one line. */
function brief(push: Push): string {
  switch (push.push) {
    case "session":
      return `session ${push.session.key} ${push.session.status} ${push.reason}`;
    case "task":
      return `task ${push.task.sessionKey} ${push.task.status} ${push.task.execution}`;
    case "progress":
      return `progress ${push.sessionKey} ${push.stream} ${push.phase}${push.failed ? " FAILED" : ""}`;
    case "presence":
      return `presence ${push.entries.length}`;
    case "suspension":
      return `suspension ${push.phase}`;
    case "shutdown":
      return `shutdown ${push.announced.kind} ${push.announced.expectedMs}`;
    case "other":
      return `other ${push.name}`;
    default:
      return push.push;
  }
}

test("every captured event kind of 2026.9.6", () => {
  expect(`\n${events.map(({ event, payload }) => brief(decodePush(event, payload, AT))).join("\n")}\n`).toMatchInlineSnapshot(`
    "
    task agent:main:main running unknown
    other chat.metadata.changed
    progress agent:main:main lifecycle start
    progress agent:main:main lifecycle model
    progress agent:main:main assistant null
    progress agent:main:main chat delta
    progress agent:main:main usage null
    progress agent:main:main lifecycle finishing
    progress agent:main:main lifecycle end
    progress agent:main:main chat final
    task agent:main:main completed finished
    tick
    other skills.changed
    health
    progress agent:main:s3 chat status
    progress agent:main:s3 run_status preparing_workspace
    progress agent:main:s3 run_status preparing_context
    progress agent:main:s3 lifecycle error FAILED
    progress agent:main:s3 chat error
    task agent:main:s3 failed finished
    progress agent:main:s3 run_status starting_model
    progress agent:main:s2 run_status retrying
    progress agent:main:s7 item start
    progress agent:main:s7 item update
    progress agent:main:s7 command_output delta
    progress agent:main:s7 item end
    progress agent:main:s7 command_output end
    other cron
    other heartbeat
    other cron
    other cron
    other device.pair.resolved
    presence 2
    session agent:main:main running create
    session agent:main:main running send
    session agent:main:main running participants
    session agent:main:main running agent.run.started
    progress agent:main:main message null
    session agent:main:main running start
    session agent:main:main done agent.input.settled
    session agent:main:irc:group:#lab queued run-capacity
    session agent:main:s4 done placement
    other sessions.changed
    progress agent:main:s7 tool start
    update
    other cron
    other sessions.changed
    suspension preparing
    suspension prepared
    suspension accepting
    shutdown restart 1500
    shutdown stop null
    "
  `);
});

const keyless = ["sessions.changed", "chat.metadata.changed", "skills.changed", "plugins.changed", "update.available"];

test.each(["2026.2.26", "2026.3.23", "2026.5.7", "2026.7.1", "2026.9.1"])("no captured event of %s is broken", (release) => {
  const samples = Object.entries(captured(`${release}/event-samples`) as Readonly<Record<string, unknown>>);
  expect(samples.length).toBeGreaterThan(0);
  for (const [name, payload] of samples) {
    const push = decodePush(name, payload, AT);
    expect(push).not.toMatchObject({ push: "broken" });
    if (push.push === "other") expect(keyless).toContain(push.name);
  }
});

test("no message text gets past: not what was written, not what was answered, not what a command printed", () => {
  const kept = JSON.stringify(events.map(({ event, payload }) => decodePush(event, payload, AT)));
  expect(JSON.stringify(events)).toMatch(/hello lab.*pong from lab-model/u);
  for (const said of ["hello lab", "pong", "echo hi", "LABMODE", "second message"]) expect(kept).not.toContain(said);
});

test.each([
  ["shutdown", { reason: "gateway restarting", restartExpectedMs: 1_500 }, { kind: "restart", expectedMs: 1_500, at: AT }],
  ["shutdown", { reason: "gateway stopping" }, { kind: "stop", expectedMs: null, reason: "gateway stopping" }],
  ["shutdown", {}, { kind: "stop", reason: "no reason given" }],
])("%s %j is announced", (name, payload, announced) => {
  expect(decodePush(name, payload, AT)).toMatchObject({ push: "shutdown", announced });
});

test.each([
  ["sessions.changed", { reason: "delete", sessionKey: "agent:main:x" }, { push: "session-removed", key: "agent:main:x" }],
  ["sessions.changed", { reason: "profile-identity" }, { push: "other", name: "sessions.changed" }],
  ["sessions.changed", { session: {} }, { push: "broken", name: "sessions.changed", why: "sessions.changed: key is missing" }],
  ["task", { action: "deleted", taskId: "t" }, { push: "other", name: "task" }],
  ["task", { action: "restored" }, { push: "other", name: "task" }],
  ["task", { action: "upserted" }, { push: "broken", name: "task", why: "task: the payload is missing" }],
  ["agent", { stream: "assistant", data: { text: "secret" } }, { push: "other", name: "agent" }],
  ["agent", null, { push: "broken", name: "agent", why: "agent: the payload is missing" }],
  ["presence", { presence: "all" }, { push: "broken", name: "presence", why: "system-presence: presence is not a list" }],
  ["gateway.suspension", { phase: 3 }, { push: "broken", name: "gateway.suspension", why: "gateway.suspension: phase has the wrong type" }],
  ["tick", undefined, { push: "tick" }],
  ["a.new\u001b[2J.event", { anything: 1 }, { push: "other", name: "a.new.event" }],
  ["toString", {}, { push: "other", name: "toString" }],
])("%s %j", (name, payload, push) => {
  expect(decodePush(name, payload, AT)).toEqual(push);
});
