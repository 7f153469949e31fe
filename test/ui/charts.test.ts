// A restart is marked wherever time is drawn, and what was measured before it is not mistaken for what runs now.
import { describe, expect, test } from "vitest";
import type { Event } from "../../src/data/events.ts";
import { restartColumns, restartTimes } from "../../src/data/restart-marks.ts";
import { buckets } from "../../src/data/series.ts";
import type { State } from "../../src/data/state.ts";
import { update } from "../../src/data/update.ts";
import { sparkline } from "../../src/ui/parts/sparkline.ts";
import { renderFrame } from "../../src/ui/text-frame.tsx";
import { answered, clock, eventLoop, gatewayProcess, readyz, sampled, scene, START, well } from "../support/scene.ts";

const plain = { color: false, ascii: false };
const ascii = { color: false, ascii: true };
const MINUTE = 60_000;

/** A reading each five seconds; another process from minute `restart` on. */
function lived(minutes: number, restart: number): readonly Event[] {
  return Array.from({ length: minutes * 12 + 1 }, (_, index) => index * 5_000).flatMap((ms): readonly Event[] => {
    const young = ms >= restart * MINUTE;
    const born = young ? START + restart * MINUTE : START - 3_600_000;
    const process = gatewayProcess({ pid: young ? 77 : 2815, startedAt: born, rssBytes: (young ? 300 : 900) * 1024 ** 2, cpuCores: 0.4 });
    const body = readyz({ uptimeMs: START + ms - born, eventLoop: eventLoop() });
    return [sampled("process", process, START + ms), sampled("readyz", answered(body), START + ms)];
  });
}

const restarted = (minutes: number, restart: number): State =>
  scene(...well(), ...lived(minutes, restart), ...well(START + minutes * MINUTE).slice(1, 4), clock(START + minutes * MINUTE));
const lines = (state: State, look = plain): readonly string[] => renderFrame(state, { columns: 120, rows: 36, look }).split("\n");

/** Columns of the frame in which a restart is drawn. */
const marksIn = (shown: readonly string[]): readonly number[] =>
  [...new Set(shown.flatMap((line) => Array.from(line).flatMap((char, column) => (char === "┊" ? [column] : []))))].sort((a, b) => a - b);

describe("restarts are marked", () => {
  test("in each of the three charts, at the place of its time, and counted at their border", () => {
    const shown = lines(restarted(10, 5));
    const marks = marksIn(shown);
    expect(marks).toHaveLength(3);
    expect(shown.join("\n")).toContain("15 min · 1 restart marked");
    // Ten minutes of fifteen are over, five of them since the restart: two thirds of each chart.
    const widths = marks.map((mark, index) => mark - (marks[index - 1] ?? 0));
    expect(Math.abs((widths[1] ?? 0) - (widths[2] ?? 0))).toBeLessThanOrEqual(1);
  });

  test("in the small ones beside cpu and loop, while it is not two minutes ago", () => {
    const shown = lines(restarted(10, 9.5)).filter((line) => /^│ (?:cpu|loop) /u.test(line));
    expect(shown).toHaveLength(2);
    for (const line of shown) expect(line.split("││")[0]).toContain("┊");
    for (const line of lines(restarted(10, 7)).filter((one) => /^│ (?:cpu|loop) /u.test(one))) {
      expect(line.split("││")[0]).not.toContain("┊");
    }
  });

  test("never without one", () => {
    const shown = lines(scene(...well(), ...lived(10, 99), ...well(START + 10 * MINUTE).slice(1, 4), clock(START + 10 * MINUTE)));
    expect(marksIn(shown)).toEqual([]);
    expect(shown.join("\n")).toContain("15 min ─");
  });

  test("in ASCII by a sign that is no bar", () => {
    expect(sparkline([1, 2, 8, null, 4], 8, plain, [1, 3])).toBe("▁┊█┊▄");
    expect(sparkline([1, 2, 8, null, 4], 8, ascii, [1, 3])).toBe(".|#|=");
    expect(lines(restarted(10, 5), ascii).join("\n")).not.toMatch(/[^\u0020-\u007e\n]/u);
  });

  test("those that other sources tell of are marked as well, each once", () => {
    const table = [
      { bootId: "b", pid: 66, startedAt: START - 6 * MINUTE, completedAt: null, outcome: null, reason: null, startupReason: null },
      {
        bootId: "a",
        pid: 66,
        startedAt: START - 60 * MINUTE,
        completedAt: START - 6 * MINUTE,
        outcome: null,
        reason: null,
        startupReason: null,
      },
    ] as const;
    const state = scene(...well(), sampled("bootHistory", table));
    expect(restartTimes(state)).toEqual([START - 6 * MINUTE]);
    expect(restartColumns(state, 15 * MINUTE, 15)).toHaveLength(1);
    expect(restartColumns(state, 2 * MINUTE, 15)).toEqual([]);
  });

  test("in the column whose bucket holds what was measured then", () => {
    const state = restarted(10, 5);
    const [column = -1] = restartColumns(state, 15 * MINUTE, 90);
    const values = buckets(state.history.rssBytes, state.now, 15 * MINUTE, 90);
    expect([values[column - 1], values[column + 1]]).toEqual([900 * 1024 ** 2, 300 * 1024 ** 2]);
  });
});

describe("the details of the charts", () => {
  const opened = (state: State): string => {
    const keys = ["next-panel", "next-panel", "details"] as const;
    const open = keys.reduce((before, action) => update(before, { type: "acted", at: before.now, action }), state);
    return renderFrame(open, { columns: 120, rows: 120, look: plain });
  };

  test("have a quarter of an hour, an hour and a day, the day drawn, and where it goes", () => {
    const text = opened(restarted(80, 30));
    const rss = text.slice(text.indexOf(" rss "), text.indexOf(" cpu "));
    expect(rss).toMatch(/last 15 min +300 MiB to 300 MiB/u);
    expect(rss).toMatch(/last 1 h +300 MiB to 900 MiB/u);
    expect(rss).toMatch(/last 24 h +300 MiB to 954 MiB/u);
    expect(rss).toMatch(/peak of each hour\s+┊▃/u);
    expect(rss).toMatch(/trend +neither rises nor falls/u);
    expect(text).toMatch(/new process · pid 2815 → 77/u);
  });

  test("say why there is no trend yet", () => {
    expect(opened(restarted(10, 5))).toMatch(/trend +not seen for 10 minutes since it started/u);
  });

  test("have no row for what was never measured", () => {
    expect(opened(restarted(10, 99))).not.toContain("heap in use");
  });
});

test("a slope that is more than a guess stands beside rss, and handles that pile up have a mark", () => {
  const leaking = Array.from({ length: 45 * 12 + 1 }, (_, index) => {
    const ms = index * 5_000;
    const process = gatewayProcess({ rssBytes: (700 + ms / 100_000) * 1024 ** 2, openHandles: 100 + Math.round(ms / 20_000) });
    return sampled("process", process, START + ms);
  });
  const end = START + 45 * MINUTE;
  const shown = lines(scene(...well(), ...leaking, ...well(end).slice(1, 4), clock(end)));
  expect(shown.join("\n")).toContain("rss 727 MiB +36 MiB/h");
  expect(shown.find((line) => line.includes("│ fds"))).toMatch(/fds +235 ▲/u);
});
