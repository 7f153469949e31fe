// Money: what today costs beside other days and its budget, who spent it, what is still allowed.
import { describe, expect, test } from "vitest";
import { spentDays, usageBoard } from "../../../../src/data/late/boards/usage.ts";
import { groupedNext, usageGroups, usageView } from "../../../../src/data/late/usage/groups.ts";
import { cost, isUncounted, money } from "../../../../src/data/late/usage/money.ts";
import { quotaRows } from "../../../../src/data/late/usage/quota-rows.ts";
import { meanOf, shareOfDay, todayOf } from "../../../../src/data/late/usage/today.ts";
import { subjectOf } from "../../../../src/data/logs/subject.ts";
import type { ModelAuth } from "../../../../src/data/model/upkeep.ts";
import type { Quota, Usage } from "../../../../src/data/model/usage.ts";
import { detailLines } from "../../../../src/data/select/details.ts";
import type { State } from "../../../../src/data/state.ts";
import { initialState, update } from "../../../../src/data/update.ts";
import { act } from "../../../../src/data/view.ts";
import { sampled, scene, START, well } from "../../../support/scene.ts";
import "../../../support/late.ts";

const day = (date: string, usd: number, tokens = usd * 1_000, unpriced = 0) => ({ date, usd, tokens, unpriced });

describe("money", () => {
  test.each([
    [0, "0"],
    [0.048_5, "0.049"],
    [0.000_31, "0.00031"],
    [0.1, "0.10"],
    [4.207, "4.21"],
    [999.999, "1000.00"],
    [12_345, "12k"],
  ])("%d", (usd, text) => {
    expect(money(usd)).toBe(text);
  });

  test.each([
    ["all has a price", { usd: 4.2, tokens: 9, unpriced: 0 }, "4.20 USD"],
    ["some has none", { usd: 4.2, tokens: 9, unpriced: 2 }, "at least 4.20 USD"],
    ["nothing has one", { usd: 0, tokens: 9, unpriced: 2 }, "no price"],
    ["nothing was spent", { usd: 0, tokens: 0, unpriced: 0 }, "0 USD"],
  ])("%s", (_, figures, text) => {
    expect(cost(figures)).toBe(text);
  });

  test.each([
    ["zeros while it counts", false, { usd: 0, tokens: 0 }, true],
    ["what it has so far", false, { usd: 0, tokens: 4 }, false],
    ["a day on which nothing was spent", true, { usd: 0, tokens: 0 }, false],
  ])("being counted: %s", (_, fresh, figures, uncounted) => {
    expect(isUncounted(fresh, figures)).toBe(uncounted);
  });
});

describe("today", () => {
  test.each([
    ["no day before", [], null],
    ["nothing spent on them", [day("2026-11-19", 0)], null],
    ["a gateway three days old", [day("d", 4), day("d", 0), day("d", 2), day("d", 0), day("d", 0)], { usd: 2, tokens: 2_000, days: 3 }],
    ["only the last seven", [...Array.from({ length: 7 }, () => day("d", 3)), day("d", 100)], { usd: 3, tokens: 3_000, days: 7 }],
  ])("the mean: %s", (_, before, mean) => {
    expect(meanOf(before)).toEqual(mean);
  });

  test.each([
    ["noon in Greenwich", "2026-11-20", Date.UTC(2026, 10, 20, 12), 0.5],
    ["a day that is over everywhere", "2026-11-18", Date.UTC(2026, 10, 20, 12), null],
    ["no date", "today", START, null],
  ])("how much of it is over: %s", (_, date, now, share) => {
    const told = shareOfDay(date, now);
    expect(told === null ? null : Math.round(told * 24) / 24).toBe(share);
  });

  const spent = (...days: readonly ReturnType<typeof day>[]) => scene(...well(), sampled("cost", { fresh: true, days }));

  test("what it comes to by midnight is told after a quarter of it, when all of it has a price", () => {
    // START is 14:00 UTC.
    expect(todayOf(spent(day("2026-11-20", 7)))?.projectedUsd).toBeCloseTo(12, 6);
    const early = { ...spent(day("2026-11-20", 7)), now: Date.UTC(2026, 10, 20, 5) };
    expect(todayOf(early)?.projectedUsd).toBeNull();
    expect(todayOf(spent(day("2026-11-20", 7, 7_000, 3)))?.projectedUsd).toBeNull();
  });

  test("its budget is the limit of the rule", () => {
    const settings = { rules: { "cost-budget": { warn: 5, crit: 10 } } };
    const events = [...well(), sampled("cost", { fresh: true, days: [day("2026-11-20", 7)] })];
    const limited = events.reduce(update, initialState({ now: START, columns: 120, rows: 36, settings }));
    expect(todayOf(limited)?.budget).toEqual({ warn: 5, crit: 10 });
    expect(todayOf(spent(day("2026-11-20", 7)))?.budget).toBeNull();
  });

  test("days are listed newest first", () => {
    expect(spentDays(spent(day("2026-11-18", 1), day("2026-11-19", 2), day("2026-11-20", 3))).map(({ date }) => date)).toEqual([
      "2026-11-20",
      "2026-11-19",
      "2026-11-18",
    ]);
    expect(spentDays(scene(...well()))).toEqual([]);
  });
});

const spentBy = (name: string, usd: number, tokens = 10) => ({ name, usd, tokens, unpriced: 0 });
const usage: Usage = {
  fresh: true,
  from: "2026-11-14",
  to: "2026-11-20",
  total: { usd: 10, tokens: 100, unpriced: 0 },
  byModel: [spentBy("sonnet", 8), spentBy("mini", 2)],
  byProvider: [spentBy("anthropic", 8), spentBy("openai", 2)],
  byAgent: [spentBy("main", 10)],
  byChannel: [spentBy("telegram", 4)],
  bySession: [spentBy("agent:main:a", 6), spentBy("agent:main:telegram:7", 4)],
};
const open = (given: Partial<Usage> = {}): State => act(scene(...well(), sampled("usage", { ...usage, ...given })), "usage-board");

describe("who spent it", () => {
  test("s goes round the groupings, each with its own rows and none chosen", () => {
    const names: string[][] = [];
    let state = act(open(), "down");
    for (const _ of usageGroups) {
      names.push(usageView(state).rows.map(({ name }) => name));
      state = act(state, "usage-group");
      expect(state.view.selected.usage).toBeUndefined();
    }
    expect(names.map(([first]) => first)).toEqual(["sonnet", "anthropic", "main", "telegram", "agent:main:a"]);
    expect(state.view.late.usage.by).toBe("model");
  });

  test.each([
    ["of the cost of all", {}, [0.8, 0.2]],
    ["of its tokens where something has no price", { total: { usd: 10, tokens: 100, unpriced: 3 } }, [0.1, 0.1]],
    ["of its tokens where nothing costs", { total: { usd: 0, tokens: 100, unpriced: 0 } }, [0.1, 0.1]],
    ["of nothing", { total: { usd: 0, tokens: 0, unpriced: 0 } }, [null, null]],
  ])("shares: %s", (_, given, shares) => {
    expect(usageView(open(given)).rows.map(({ share }) => share)).toEqual(shares);
  });

  const nothing = { total: { usd: 0, tokens: 0, unpriced: 0 }, byModel: [] };
  const daily = (fresh: boolean, tokens: number) => sampled("cost", { fresh, days: [day("2026-11-20", 0, tokens)] });

  test.each([
    ["nothing, and the days have nothing", nothing, daily(true, 0), true],
    ["nothing, while the days are counted", nothing, daily(false, 0), false],
    ["nothing, while the days know of tokens", nothing, daily(true, 40), false],
    ["figures, while the days are counted", {}, daily(false, 0), true],
    ["figures it calls unfinished", { fresh: false }, daily(true, 40), false],
  ])("called fresh by the gateway: %s", (_, given, cost, whole) => {
    const state = act(scene(...well(), sampled("usage", { ...usage, ...given }), cost), "usage-board");
    expect(usageView(state).whole).toBe(whole);
  });

  test("a filter leaves rows out, not their share", () => {
    const filtered = Array.from("son").reduce((now, key) => update(now, { type: "typed", at: START, key }), act(open(), "filter"));
    expect(usageView(filtered)).toMatchObject({ total: 2, rows: [{ name: "sonnet", share: 0.8 }] });
  });

  test("a session's row leads to the session", () => {
    const bySession = groupedNext(groupedNext(groupedNext(groupedNext(open()))));
    const text = detailLines(bySession, 100).map((line) => line.map((cell) => cell.text).join(""));
    expect(text.join("\n")).toMatch(/agent:main:a[\s\S]+60 %[\s\S]+session\n\s+sessions\.list/u);
  });

  test("what is copied is the row, and its log is that of the session", () => {
    expect(usageBoard.copied(act(open(), "down"), "usage")).toMatchObject({ name: "mini", usd: 2 });
    const bySession = groupedNext(groupedNext(groupedNext(groupedNext(open()))));
    expect(subjectOf(bySession)).toMatchObject({ words: "session agent:main:a" });
  });
});

describe("quotas", () => {
  const quota = (given: Partial<Quota>): Quota => ({
    provider: "anthropic",
    plan: null,
    window: "5h",
    usedPercent: 10,
    resetsAt: null,
    why: null,
    ...given,
  });
  const auth = (given: Partial<ModelAuth>): ModelAuth => ({
    provider: "anthropic",
    profile: null,
    status: "ok",
    renewed: false,
    expiresAt: null,
    ...given,
  });
  const rows = (quotas: readonly Quota[], auths: readonly ModelAuth[]) =>
    quotaRows(scene(...well(), sampled("quotas", quotas), sampled("modelAuth", auths)));

  test.each<[string, Partial<Quota>, Partial<ModelAuth>, string]>([
    ["enough left", {}, {}, "ok"],
    ["four fifths used", { usedPercent: 80 }, {}, "warn"],
    ["all but gone", { usedPercent: 97 }, {}, "bad"],
    ["credentials that end", {}, { status: "expiring", expiresAt: START + 3_600_000 }, "warn"],
    ["those it renews itself", {}, { status: "expiring", renewed: true }, "ok"],
    ["expired ones, whatever is left", {}, { status: "expired" }, "bad"],
    ["a provider that did not answer", { usedPercent: null, why: "HTTP 500" }, {}, "warn"],
  ])("%s", (_, given, credentials, mark) => {
    expect(rows([quota(given)], [auth(credentials)])[0]?.mark).toBe(mark);
  });

  test("a row a window, credentials on the first; a provider without a quota has its row too", () => {
    const all = rows(
      [quota({ resetsAt: START + 60_000 }), quota({ window: "Week" })],
      [auth({}), auth({ provider: "openai", status: "static" })],
    );
    expect(all.map(({ provider, quota: told, auth: own }) => [provider, told?.window ?? null, own?.status ?? null])).toEqual([
      ["anthropic", "5h", "ok"],
      ["anthropic", "Week", null],
      ["openai", null, "static"],
    ]);
    expect(all[0]?.resetsInMs).toBe(60_000);
  });
});
