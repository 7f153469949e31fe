import { describe, expect, test } from "vitest";
import { newest } from "../../src/data/series.ts";
import { marked, perMinute, type MessageMark } from "../../src/data/message-rate.ts";
import { record, sampled, scene, START } from "../support/scene.ts";

const watched = (totals: readonly (readonly [second: number, total: number])[]): number | null =>
  perMinute(totals.reduce<readonly MessageMark[]>((marks, [second, total]) => marked(marks, { at: second * 1_000, total }), []));

describe("messages a minute", () => {
  test.each([
    ["nobody looked twice", [[0, 5]], null],
    [
      "less than a minute was watched: unknown, not zero",
      [
        [0, 5],
        [30, 9],
      ],
      null,
    ],
    [
      "what was there before does not count",
      [
        [0, 500],
        [60, 506],
      ],
      6,
    ],
    [
      "quiet",
      [
        [0, 5],
        [30, 5],
        [60, 5],
      ],
      0,
    ],
    [
      "only the last minute",
      [
        [0, 0],
        [60, 100],
        [120, 103],
      ],
      3,
    ],
    [
      "after a pause: spread over it",
      [
        [0, 0],
        [60, 0],
        [660, 50],
      ],
      5,
    ],
    [
      "the clock was set back: anew",
      [
        [600, 0],
        [660, 6],
        [10, 7],
      ],
      null,
    ],
  ] as const)("%s", (_, totals, expected) => {
    expect(watched(totals)).toBe(expected);
  });

  test("of the diagnostics ring: received, or on old releases processed", () => {
    const slice = (second: number, since: number, types: readonly string[]) => {
      const records = types.map((type, index) => record({ seq: since + index + 1, at: START + second * 1_000, type }));
      return sampled("stability", { since, lastSeq: since + types.length, dropped: 0, records }, START + second * 1_000);
    };
    const came = ["message.received", "message.received", "message.processed"];
    expect(newest(scene(slice(0, 0, []), slice(60, 0, came)).history.messagesPerMinute)?.value).toBe(2);
    const old = ["message.processed", "message.processed", "message.processed"];
    expect(newest(scene(slice(0, 0, []), slice(60, 0, old)).history.messagesPerMinute)?.value).toBe(3);
  });
});
