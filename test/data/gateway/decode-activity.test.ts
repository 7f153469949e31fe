// The audit ledger and presence as gateways tell them.
import { describe, expect, test } from "vitest";
import { decodeActivity } from "../../../src/data/gateway/decode/activity.ts";
import { decodePresence } from "../../../src/data/gateway/decode/presence.ts";
import { captured } from "../../support/fixture.ts";

const method = "audit.activity.list";
const row = { sequence: 1, occurredAt: 2, kind: "tool_action" };

describe("the ledger", () => {
  test("2026.9.6: runs, tools and messages, and no more pages", () => {
    const { rows, next } = decodeActivity(method, captured("2026.9.6/audit/audit.activity.list"));
    expect(next).toBeNull();
    expect(new Set(rows.map(({ type }) => type))).toEqual(new Set(["agent_run", "tool_action", "inbound_message", "outbound_message"]));
    expect(rows.find(({ type, status }) => type === "tool_action" && status === "succeeded")).toMatchObject({
      tool: "exec",
      action: "tool.action.finished",
      agent: "main",
      sessionKey: "agent:main:s7",
      by: "agent main",
      error: null,
      durationMs: null,
    });
    expect(rows.find(({ status }) => status === "blocked")).toMatchObject({ error: "run_blocked" });
    expect(rows.find(({ type, error }) => type === "outbound_message" && error !== null)).toMatchObject({
      status: "unknown",
      error: "at queue",
    });
  });

  test("a conversation and a sender are eight characters, never the whole reference", () => {
    const { rows } = decodeActivity(method, captured("2026.9.6/audit/audit.activity.list"));
    const inbound = rows.filter(({ type }) => type === "inbound_message");
    expect(inbound.length).toBeGreaterThan(0);
    for (const { conversation, by } of inbound) {
      expect(conversation).toMatch(/^[0-9a-f]{8}$/u);
      expect(by).toMatch(/^channel sender [0-9a-f]{8}$/u);
    }
  });

  test("2026.7.1: audit.list, whose rows have a kind and no event type", () => {
    const { rows, method: from } = decodeActivity("audit.list", captured("2026.7.1/audit.list"));
    expect(from).toBe("audit.list");
    expect(rows.map(({ type, action, status }) => [type, action, status])).toEqual([
      ["agent_run", "agent.run.finished", "succeeded"],
      ["agent_run", "agent.run.started", "started"],
      ["agent_run", "agent.run.started", "started"],
    ]);
  });

  test("where the next page begins is kept as it came", () => {
    expect(decodeActivity(method, { events: [row], nextCursor: "1" }).next).toBe("1");
  });

  test.each([
    [{}, "audit.activity.list: events is missing"],
    [{ events: [{ occurredAt: 2 }] }, "audit.activity.list: events[0].sequence is missing"],
    [{ events: [{ sequence: 1 }] }, "audit.activity.list: events[0].occurredAt is missing"],
  ])("%j is not a page", (payload, why) => {
    expect(() => decodeActivity(method, payload)).toThrow(why);
  });

  test("texts from outside are fit for a terminal", () => {
    const [one] = decodeActivity(method, { events: [{ ...row, toolName: "ex\u001b[31mec\u202e", status: "fai\u0007led" }] }).rows;
    expect(one).toMatchObject({ tool: "exec", status: "failed" });
  });
});

test("presence: who left stays, with its rights; a person is a name or an id, never an address", () => {
  const entries = decodePresence(captured("2026.9.6/audit/presence"));
  expect(entries.map(({ reason, clientId, scopes, user }) => ({ reason, clientId, scopes: scopes.length, user }))).toEqual([
    { reason: "self", clientId: null, scopes: 0, user: null },
    { reason: "disconnect", clientId: expect.any(String) as string, scopes: 1, user: expect.any(String) as string },
    { reason: "connect", clientId: "gateway-client", scopes: 2, user: "gateway-owner" },
  ]);
  const [named] = decodePresence([{ ts: 1, user: { id: "u-1", name: "Ana", email: "ana@example.com" } }]);
  expect(named?.user).toBe("Ana");
  expect(JSON.stringify(named)).not.toContain("example.com");
});
