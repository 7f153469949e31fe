// The demo's audit ledger: what a real gateway of that release would send, the same rows by the same numbers, page after page.
import { expect, test } from "vitest";
import { decodeActivity } from "../../src/data/gateway/decode/activity.ts";
import { holesIn, ledgerWith, olderFrom } from "../../src/data/late/audit/ledger.ts";
import { emptyLedger } from "../../src/data/model/activity.ts";
import { activityList } from "../../src/demo/payloads/activity.ts";
import { scenarioNames, scenarios } from "../../src/demo/scenarios.ts";
import { worldAt } from "../../src/demo/world.ts";
import { againstCapture, againstSchema } from "./schema.ts";

const startAt = Date.UTC(2026, 10, 20, 14, 3, 0);
const method = "audit.activity.list";
type Answer = { readonly events: readonly { readonly sequence: number }[] };

const newer = scenarioNames.filter((name) => scenarios[name].release === "2026.9.6");

test.each(newer)("%s: rows as the gateway writes them", (name) => {
  for (const elapsedMs of [0, 60_000]) {
    const payload = activityList(worldAt(scenarios[name], elapsedMs, startAt), { limit: 500 }) as Answer;
    expect(payload.events.length).toBeGreaterThan(0);
    expect(againstCapture("2026.9.6", "rpc", method, payload)).toEqual([]);
    for (const row of payload.events) expect(againstSchema("AuditActivityEventV1", row)).toEqual([]);
  }
});

test("a row keeps its number while others come", () => {
  const at = (elapsedMs: number) => activityList(worldAt(scenarios.calm, elapsedMs, startAt), { limit: 500 }) as Answer;
  const before = new Map(at(0).events.map((row) => [row.sequence, row]));
  const after = at(120_000).events.filter(({ sequence }) => before.has(sequence));
  expect(after.length).toBeGreaterThan(100);
  for (const row of after) expect(row).toEqual(before.get(row.sequence));
});

test("its pages lead to the beginning without a hole", () => {
  const world = worldAt(scenarios.calm, 0, startAt);
  let ledger = ledgerWith(emptyLedger, decodeActivity(method, activityList(world, { limit: 100 })), Infinity);
  for (let from = olderFrom(ledger); from !== null; from = olderFrom(ledger)) {
    ledger = ledgerWith(ledger, decodeActivity(method, activityList(world, { limit: 200, cursor: from.cursor })), from.below);
  }
  expect(holesIn(ledger)).toEqual([]);
  expect(ledger.rows.at(-1)?.sequence).toBe(1);
  expect(ledger.rows.some(({ tool }) => tool === "exec")).toBe(true);
});
