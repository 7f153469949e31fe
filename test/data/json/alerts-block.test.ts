import { describe, expect, test } from "vitest";
import { alertIds } from "../../../src/data/alerts/ids.ts";
import type { Mute } from "../../../src/data/alerts/mute.ts";
import { snapshotJson } from "../../../src/data/json/snapshot-json.ts";
import { account, pushed, sampled, scene, START, well } from "../../support/scene.ts";
import { cost } from "../alerts/cases/given.ts";

const blocked = sampled("channels", {
  accounts: [account({ lifecycle: "blocked", running: false, lastError: "Unauthorized" })],
  issues: [],
  partial: false,
});
const update = pushed([{ push: "update", update: { current: "2026.9.6", latest: "2026.9.7", channel: null } }]);
const window: Mute = {
  id: "abcdef",
  kind: "maintenance",
  key: null,
  since: START,
  until: START + 60_000,
  by: "ana",
  reason: "disk swap",
};

describe("alerts of --json", () => {
  const state = scene(...well(), blocked, update);

  test("each by its rule, with cause and evidence; worst first", () => {
    expect(snapshotJson(state).alerts).toMatchObject([
      {
        id: "channel-blocked/telegram/poll",
        rule: "channel-blocked",
        severity: "critical",
        cause: "Unauthorized",
        acknowledged: false,
        muted: null,
        flapping: false,
        evidence: [{ label: "lifecycle", value: "blocked", source: "channels.status", at: START }, {}, {}],
      },
      { id: "update-available/gateway", severity: "info" },
    ]);
  });

  test("every rule named there is in docs/alerts.md", () => {
    for (const { rule } of snapshotJson(state).alerts) expect(alertIds).toContain(rule);
  });

  test("what is muted stays, and says by whom and until when", () => {
    const [alert] = snapshotJson({ ...state, mutes: [window] }).alerts;
    expect(alert).toMatchObject({
      acknowledged: true,
      muted: { kind: "maintenance", until: START + 60_000, by: "ana", reason: "disk swap" },
    });
  });

  test("information makes no verdict", () => {
    expect(snapshotJson(scene(...well(), update)).verdict).toMatchObject({ level: "ok" });
  });
});

test("the cost of today is unknown while the gateway still counts it", () => {
  expect(snapshotJson(scene(...well(), cost(1.5))).usage).toMatchObject({ tokensToday: 1_000, costTodayUsd: 1.5, unpricedToday: 0 });
  expect(snapshotJson(scene(...well(), cost(0, { fresh: false }))).usage).toMatchObject({ tokensToday: null, costTodayUsd: null });
});
