// Starts in the last hour: unknown is not zero, and the screen and the JSON say the same.
import { describe, expect, test } from "vitest";
import { startsLastHour } from "../../src/data/channel-starts.ts";
import { snapshotJson } from "../../src/data/json/snapshot-json.ts";
import { renderFrame } from "../../src/ui/text-frame.tsx";
import { account, clock, sampled, scene, START, well } from "../support/scene.ts";

const HOUR = 3_600_000;
const board = (at: number, lastStartAt: number | null) =>
  sampled("channels", { accounts: [account({ lastStartAt })], issues: [], partial: false }, at);

const scenes = {
  "just attached": scene(...well()),
  "an hour was watched": scene(...well(), ...well(START + HOUR), board(START + HOUR, START - 60_000)),
  "two starts in ten minutes": scene(...well(), board(START + 1_000, START + 500), board(START + 600_000, START + 599_000)),
  "an hour, and the release tells no starts": scene(...well(), board(START + HOUR, null)),
} as const;

describe.each<[keyof typeof scenes, number | null, string]>([
  ["just attached", null, "–"],
  ["an hour was watched", 0, "0"],
  ["two starts in ten minutes", 2, "2"],
  ["an hour, and the release tells no starts", null, "–"],
])("%s", (name, count, drawn) => {
  const state = scenes[name];

  test("is the same number everywhere", () => {
    expect(startsLastHour(state, account({ lastStartAt: name.endsWith("tells no starts") ? null : START })).count).toBe(count);
    expect(snapshotJson(state).channels?.[0]?.restartsLastHour).toBe(count);
    const frame = renderFrame(state, { columns: 120, rows: 36, look: { color: false, ascii: false } });
    expect(/telegram\/poll .* (\S+) ││/u.exec(frame)?.[1]).toBe(drawn);
  });
});

test("a start counts for an hour", () => {
  const started = scene(...well(), board(START + 1_000, START + 500));
  const later = scene(...well(), board(START + 1_000, START + 500), ...well(START + HOUR + 10_000), clock(START + HOUR + 10_000));
  expect(startsLastHour(started, account()).count).toBe(1);
  expect(startsLastHour(later, account()).count).toBe(0);
});
