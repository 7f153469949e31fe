// A process that is up for days says nothing of a gateway that restarted in it a minute ago.
import { describe, expect, test } from "vitest";
import type { Event } from "../../../src/data/events.ts";
import { snapshotJson } from "../../../src/data/json/snapshot-json.ts";
import { gatewayRows } from "../../../src/data/select/gateway.ts";
import { headerClauses } from "../../../src/data/select/header.ts";
import type { State } from "../../../src/data/state.ts";
import { answered, clock, gatewayProcess, link, openLink, readyz, sampled, scene, START, systemInfo, target } from "../../support/scene.ts";

const DAY = 86_400_000;
const at = START + 60_000;

const words = (state: State): string =>
  headerClauses(state)
    .map(({ cell }) => cell.text)
    .filter((text) => text.includes("up "))
    .join(" · ");
const inPanel = (state: State): string =>
  gatewayRows(state)
    .find(({ label }) => label === "up")
    ?.cells.map(({ text }) => text)
    .join(" · ") ?? "";

const local: readonly Event[] = [
  { type: "target", at, target },
  link(openLink(at, { uptimeMs: 9 * DAY }), at),
  sampled("process", gatewayProcess({ startedAt: at - 9 * DAY }), at),
  sampled("readyz", answered(readyz({ uptimeMs: 90_000 })), at),
];
const away = { ...target, local: false };
const elsewhere = sampled("systemInfo", systemInfo({ uptimeMs: 9 * DAY }), at);
const bare = answered(readyz({ uptimeMs: null }));

describe("both uptimes, each by its own name", () => {
  test.each<readonly [string, readonly Event[], string]>([
    ["on its host", local, "gateway up 1m30s · process up 9d"],
    [
      "elsewhere, with the credential in HTTP",
      [
        { type: "target", at, target: away },
        link(openLink(at), at),
        elsewhere,
        sampled("readyz", answered(readyz({ uptimeMs: 90_000 })), at),
      ],
      "gateway up 1m30s · process up 9d",
    ],
    [
      "elsewhere, where HTTP tells strangers only that it is ready: the gateway's own is not made up",
      [{ type: "target", at, target: away }, link(openLink(at), at), elsewhere, sampled("readyz", bare, at)],
      "process up 9d",
    ],
    [
      "before 2026.7.1 the handshake tells the process's",
      [{ type: "target", at, target: away }, link(openLink(at, { uptimeMs: 2 * DAY, bootId: null }), at)],
      "process up 2d",
    ],
    ["nothing answers", [{ type: "target", at, target: away }], ""],
  ])("%s", (_, events, expected) => {
    expect(words(scene(...events, clock(at)))).toBe(expected);
  });

  test("elsewhere, a restart that was seen is when the gateway began; the process goes on", () => {
    const again = link(openLink(at + 30_000, { bootId: "619b0000-0000-0000-0000-000000000000" }), at + 30_000);
    const first = [{ type: "target", at, target: away } as const, link(openLink(at), at), elsewhere];
    const state = scene(
      ...first,
      again,
      sampled("systemInfo", systemInfo({ uptimeMs: 9 * DAY + 30_000 }), at + 30_000),
      clock(at + 75_000),
    );
    expect(words(state)).toBe("gateway up 45s · process up 9d");
    expect(inPanel(state)).toBe("gateway 45s · process 9d");
    expect(snapshotJson(state).gateway).toMatchObject({ uptimeMs: 45_000, processUptimeMs: 9 * DAY + 75_000 });
  });

  test("without a boot id another restart could have gone by unseen: unknown", () => {
    const old = (ms: number) => link(openLink(ms, { bootId: null }), ms);
    const restarted = [
      sampled("readyz", answered(readyz({ uptimeMs: 90_000 })), at),
      sampled("readyz", answered(readyz({ uptimeMs: 10 })), at + 1_000),
    ];
    const state = scene(
      { type: "target", at, target: away },
      old(at),
      ...restarted,
      sampled("readyz", bare, at + 2_000),
      clock(at + 3_000),
    );
    expect(state.boots).toHaveLength(1);
    expect(inPanel(state)).toContain("gateway –");
  });
});
