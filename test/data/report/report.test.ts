import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { askedErrors } from "../../../src/cli/report/error-lines.ts";
import { loadLate } from "../../../src/cli/late.ts";
import { markdownOf } from "../../../src/cli/report/report.ts";
import { RpcFailure } from "../../../src/data/gateway/rpc-failure.ts";
import { pseudonyms } from "../../../src/data/recording/names.ts";
import { momentsOf } from "../../../src/data/report/moments.ts";
import { auditUnit } from "../../../src/data/service/audit.ts";
import type { State } from "../../../src/data/state.ts";
import { update } from "../../../src/data/update.ts";
import type { ScenarioName } from "../../../src/demo/scenarios.ts";
import { faultsOf, settingsOf } from "../service/unit-files.ts";
import { dir, first, folded, played } from "../../cli/replay/scene.ts";

beforeAll(loadLate);
afterAll(() => rmSync(dir, { recursive: true }));

const states = new Map<ScenarioName, State>();
function after(name: ScenarioName): State {
  const state = states.get(name) ?? folded(played(name));
  states.set(name, state);
  return state;
}

const headings = (report: string): readonly string[] => [...report.matchAll(/^## (.*)$/gmu)].map(([, title]) => title ?? "");
const part = (report: string, title: string): string => report.split(/^## /mu).find((text) => text.startsWith(title)) ?? "";

test("tells everything in its order", () => {
  expect(headings(markdownOf(after("channel-down"), false, null))).toEqual([
    "Verdict",
    "Ladder",
    "Problems",
    "The last hour",
    "Versions",
    "Gateway",
    "Channels",
    "Unit",
    "Last errors in the log",
    "What could not be seen",
  ]);
});

describe.each(["channel-down", "stuck-session", "restart-drain", "cost-cron-credentials"] as const)("%s", (name) => {
  test("every problem stands in it, with what it is known by", () => {
    const state = after(name);
    const report = markdownOf(state, false, null);
    const raised = [...state.alerts.values()].filter((alert) => alert.raised);
    expect(raised.length).toBeGreaterThan(0);
    for (const { id } of raised) expect(part(report, "Problems")).toContain(` ${id}: `);
    expect(part(report, "Problems")).toContain("since 2026-11-20 ");
  });

  test("no name of an account or a session does", () => {
    const report = markdownOf(after(name), false, null);
    expect(report).not.toMatch(/telegram\/(?:poll|hook|ops)|4411|prod-vps/u);
  });
});

test("with real names, they do", () => {
  const report = markdownOf(after("channel-down"), true, null);
  expect(part(report, "Channels")).toContain("telegram/poll");
  expect(report).toContain("Real names stand in this report.");
});

test("the last hour is told in order, and nothing older", () => {
  const state = after("channel-down");
  const moments = momentsOf(state);
  const times = moments.map(({ at }) => at);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(Math.min(...times)).toBeGreaterThan(state.now - 3_600_000);
  expect(moments.some(({ what }) => what.startsWith("crit raised: ") || what.startsWith("warn raised: "))).toBe(true);
  expect(momentsOf(update(state, { type: "clock", at: state.now + 7_200_000 })).some(({ at }) => times.includes(at))).toBe(false);
});

test("what came and went is told with both words", () => {
  const state = after("channel-down");
  const [[key, alert] = []] = [...state.alerts].filter(([, { raised }]) => raised);
  if (key === undefined || alert === undefined) throw new Error("nothing is wrong");
  const turns = [state.now - 60_000, state.now - 30_000];
  const over = { ...state, alerts: new Map(state.alerts).set(key, { ...alert, turns }) };
  const hour = part(markdownOf(over, false, null), "The last hour");
  expect(hour).toMatch(/^- [\d:]{8} (?:crit|warn) raised: \w+ /mu);
  expect(hour).toMatch(/^- [\d:]{8} cleared: \w+ /mu);
});

test.each(Object.keys(faultsOf))("of the unit %s every word of ours stays, and every fault is there", (name) => {
  const names = pseudonyms();
  for (const { id, setting, wanted, why } of auditUnit(settingsOf(name)))
    for (const text of [id, setting, wanted, why]) expect(names.sentence(text)).toBe(text);
  const findings = auditUnit(settingsOf(name));
  const state = update(first(), {
    type: "sampled",
    source: "unitAudit",
    at: first().now,
    from: "systemctl",
    tookMs: 1,
    value: { settings: settingsOf(name), findings, why: null },
  });
  const unit = part(markdownOf(state, false, null), "Unit");
  for (const { id, status } of findings) if (status === "fault") expect(unit).toMatch(new RegExp(`\\*\\* ${id}: .*wanted: `, "u"));
});

test("what was not seen is said, of every source", () => {
  const unseen = part(markdownOf(first(), false, null), "What could not be seen");
  for (const source of ["health (health)", "process (/proc)", "unitAudit"]) expect(unseen).toContain(source);
  expect(part(markdownOf(first(), false, null), "Last errors")).toContain("The log was not read.");
});

test("the newest twenty errors, redacted", () => {
  const lines = Array.from({ length: 30 }, (_, index) => ({
    at: index * 1_000,
    subsystem: "gateway/ws",
    message: `failed ${index}: call +49 170 9988776`,
  }));
  const text = part(markdownOf(first(), false, lines), "Last errors");
  expect(text.match(/^- /gmu)).toHaveLength(20);
  expect(text).toContain("00:00:29 gateway/ws: failed 29: call …");
});

test("text from outside is no Markdown", () => {
  const text = part(markdownOf(first(), true, [{ at: null, subsystem: null, message: "<b>`rm` | [x](y) # *z*" }]), "Last errors");
  expect(text).toContain("no time unknown: \\<b\\>\\`rm\\` \\| \\[x\\](y) \\# \\*z\\*");
});

describe("errors asked of the gateway", () => {
  const line = (level: string, message: string): string =>
    JSON.stringify({ time: "2026-11-20T14:00:00.000Z", message, _meta: { logLevelName: level } });

  test("are the grave lines of the tail, without secrets", async () => {
    const lines = [line("INFO", "fine"), line("ERROR", "first secret-1"), "no JSON", line("FATAL", "second")];
    const asked = await askedErrors(() => Promise.resolve({ lines }), ["secret-1"]);
    expect(asked).toEqual([
      { at: Date.UTC(2026, 10, 20, 14), subsystem: null, message: "first [hidden]" },
      { at: Date.UTC(2026, 10, 20, 14), subsystem: null, message: "second" },
    ]);
  });

  test.each([[{}], [null], [{ lines: 7 }]])("%j has none", async (payload) => {
    expect(await askedErrors(() => Promise.resolve(payload), [])).toBeNull();
  });

  test("a refusal is not told", async () => {
    expect(await askedErrors(() => Promise.reject(new RpcFailure("FORBIDDEN", "no", true)), [])).toBeNull();
  });
});
