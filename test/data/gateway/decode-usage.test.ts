// What was spent and what is allowed, as real gateways tell it.
import { describe, expect, test } from "vitest";
import { decodeQuotas } from "../../../src/data/gateway/decode/quotas.ts";
import { decodeUsage } from "../../../src/data/gateway/decode/usage.ts";
import { captured } from "../../support/fixture.ts";

describe("sessions.usage", () => {
  test.each([
    ["2026.2.26", true, 39_000, 0.1160016, ["lab-model"], [], 2],
    ["2026.5.7", true, 16_261, 0.0485334, ["lab-model"], [], 1],
    ["2026.7.1", false, 0, 0, [], [], 0],
    ["2026.9.6/upkeep", true, 315_721, 0.939645, ["lab-model"], ["telegram", "irc"], 4],
  ])("%s", (name, fresh, tokens, usd, models, channels, sessions) => {
    const usage = decodeUsage(captured(`${name}/sessions.usage`));
    expect(usage.fresh).toBe(fresh);
    expect(usage.total.tokens).toBe(tokens);
    expect(usage.total.usd).toBeCloseTo(usd, 6);
    expect(usage.byModel.map(({ name: model }) => model)).toEqual(models);
    expect(usage.byChannel.map(({ name: channel }) => channel)).toEqual(channels);
    expect(usage.bySession).toHaveLength(sessions);
    expect([usage.from, usage.to]).toEqual(["2026-10-22", "2026-11-20"]);
  });

  test("a session that is not counted yet has no row; a payload without sessions is none of this method", () => {
    expect(decodeUsage({ sessions: [{ key: "agent:main:a", usage: null }] }).bySession).toEqual([]);
    expect(() => decodeUsage({ totals: {} })).toThrow("sessions.usage: sessions is missing");
  });

  test("the dearest first, then the longest; at most a hundred sessions", () => {
    const row = (key: string, totalCost: number, totalTokens: number) => ({
      key,
      usage: { totalCost, totalTokens, missingCostEntries: 1 },
    });
    const few = decodeUsage({ sessions: [row("a", 1, 5), row("b", 2, 5), row("c", 1, 9)] });
    expect(few.bySession.map(({ name }) => name)).toEqual(["b", "c", "a"]);
    expect(few.bySession[0]).toEqual({ name: "b", usd: 2, tokens: 5, unpriced: 1 });
    const many = decodeUsage({ sessions: Array.from({ length: 300 }, (_, index) => row(`s${index}`, index, 0)) });
    expect(many.bySession).toHaveLength(100);
    expect(many.bySession[0]?.name).toBe("s299");
  });

  test("names are fit for a terminal, and what was said stays out", () => {
    const usage = decodeUsage({
      sessions: [{ key: "agent:\u001b[31mmain", label: "Lab (@labuser)", origin: { from: "telegram:555" }, usage: { totalCost: 1 } }],
      aggregates: { byModel: [{ model: "m\u0007", totals: {} }] },
    });
    expect(JSON.stringify(usage)).not.toMatch(/\\u00|labuser|555/u);
  });
});

describe("usage.status", () => {
  test("no provider tells a quota", () => {
    expect(decodeQuotas({ updatedAt: 1, providers: [] })).toEqual([]);
  });

  test("windows, a plan, one that could not be asked, one without windows", () => {
    const providers = [
      {
        provider: "anthropic",
        displayName: "Claude",
        plan: "Max",
        windows: [
          { label: "5h", usedPercent: 42, resetAt: 9 },
          { label: "Week", usedPercent: 3 },
        ],
      },
      { provider: "zai", displayName: "z.ai", windows: [], error: "HTTP 401" },
      { provider: "minimax", displayName: "MiniMax" },
    ];
    const none = { plan: null, window: null, usedPercent: null, resetsAt: null, why: null };
    expect(decodeQuotas({ providers })).toEqual([
      { provider: "anthropic", plan: "Max", window: "5h", usedPercent: 42, resetsAt: 9, why: null },
      { provider: "anthropic", plan: "Max", window: "Week", usedPercent: 3, resetsAt: null, why: null },
      { ...none, provider: "zai", why: "HTTP 401" },
      { ...none, provider: "minimax" },
    ]);
  });

  test("an answer without providers is an error with its place", () => {
    expect(() => decodeQuotas({})).toThrow("usage.status: providers is missing");
  });
});
