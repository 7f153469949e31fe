import { describe, expect, test } from "vitest";
import { harmless } from "../../src/data/harmless.ts";
import { absent, aged, failed, pending, type Reading } from "../../src/data/reading.ts";
import { buckets, emptySeries, newest, push, since, type Series } from "../../src/data/series.ts";
import { age, bytes, count, duration, latency, percent } from "../../src/data/units.ts";

describe("units", () => {
  test.each([
    [0, "0 B"],
    [999, "999 B"],
    [1023, "1.00 KiB"],
    [1024, "1.00 KiB"],
    [1_048_576, "1.00 MiB"],
    [10_485_760, "10.0 MiB"],
    [770_000_000, "734 MiB"],
    [1_299_227_607, "1.21 GiB"],
    [-2048, "-2.00 KiB"],
  ])("bytes %d → %s", (value, text) => {
    expect(bytes(value)).toBe(text);
  });
  test.each([
    [0, "0ms"],
    [999, "999ms"],
    [1_000, "1.0s"],
    [9_949, "9.9s"],
    [10_000, "10s"],
    [59_499, "59s"],
    [60_000, "1m"],
    [372_000, "6m12s"],
    [3_600_000, "1h"],
    [15_120_000, "4h12m"],
    [788_400_000, "9d3h"],
    [-5_000, "-5.0s"],
  ])("duration %d → %s", (value, text) => {
    expect(duration(value)).toBe(text);
  });
  test.each([
    [0, "0s"],
    [-3, "0s"],
    [9_900, "9s"],
    [61_000, "1m1s"],
  ])("age %d → %s", (value, text) => {
    expect(age(value)).toBe(text);
  });
  test.each([
    [0, "0 ms"],
    [0.42, "0.4 ms"],
    [0.96, "1 ms"],
    [3.2, "3 ms"],
    [999.4, "999 ms"],
    [1_200, "1.2 s"],
  ])("latency %d → %s", (value, text) => {
    expect(latency(value)).toBe(text);
  });
  test.each([
    [999, "999"],
    [1_000, "1.0k"],
    [9_949, "9.9k"],
    [34_000, "34k"],
    [999_499, "999k"],
    [1_000_000, "1.0M"],
  ])("count %d → %s", (value, text) => {
    expect(count(value)).toBe(text);
  });
  test("percent", () => expect(percent(0.805)).toBe("81 %"));
});

describe("readings", () => {
  const ok: Reading<number> = { kind: "ok", at: 1_000, value: 7, from: "x", tookMs: 1 };
  test("a failure keeps the last value and says why it is old", () => {
    expect(failed(ok, "timeout")).toEqual({ kind: "stale", at: 1_000, value: 7, from: "x", why: "timeout" });
  });
  test.each([[pending], [absent("old release")]])("a failure without a value has none to keep", (reading) => {
    expect(failed(reading, "timeout")).toEqual({ kind: "absent", why: "timeout" });
  });
  test.each([
    [4_000, "ok"],
    [4_001, "stale"],
  ])("at %d, three intervals of 1 s after, it is %s", (now, kind) => {
    expect(aged(ok, now, 1_000).kind).toBe(kind);
  });
});

describe("series", () => {
  const fill = (seconds: number): Series => {
    let series = emptySeries;
    for (let i = 0; i < seconds; i += 1) series = push(series, { at: i * 1_000, value: i });
    return series;
  };
  test("holds over an hour at 1 Hz, and no more than it must", () => {
    const series = fill(20_000);
    const samples = since(series, 0);
    expect(samples.at(-1)).toEqual({ at: 19_999_000, value: 19_999 });
    expect(samples.length).toBeGreaterThanOrEqual(3_600);
    expect(samples.length).toBeLessThanOrEqual(4_480);
  });
  test("a burst replaces the newest sample, so it cannot shorten the hour", () => {
    const series = push(push(push(emptySeries, { at: 0, value: 1 }), { at: 1_000, value: 2 }), { at: 1_200, value: 3 });
    expect(since(series, 0)).toEqual([
      { at: 0, value: 1 },
      { at: 1_000, value: 3 },
    ]);
    expect(newest(series)).toEqual({ at: 1_000, value: 3 });
  });
  test("samples four times a second leave two a second", () => {
    let series = emptySeries;
    for (let at = 0; at < 60_000; at += 250) series = push(series, { at, value: at });
    expect(since(series, 0)).toHaveLength(120);
  });
  test("a clock set back: what is measured from then on is seen, and nothing stays in the future", () => {
    const now = 5_000;
    const series = [1, 2, 3].reduce((all, second) => push(all, { at: now + second * 1_000, value: second }), fill(200));
    expect(
      since(series, 0)
        .map(({ at }) => at)
        .filter((at) => at > now + 3_000),
    ).toEqual([]);
    expect(buckets(series, now + 3_000, 4_000, 4)).toEqual([4, 5, 1, 2]);
  });
  test("an old state still sees its own samples", () => {
    const before = fill(3);
    push(before, { at: 3_000, value: 99 });
    expect(newest(before)).toEqual({ at: 2_000, value: 2 });
  });
  test("a bucket keeps its peak; where nothing was measured there is nothing, not zero", () => {
    const series = [
      { at: 100, value: 5 },
      { at: 900, value: 9 },
      { at: 3_100, value: 1 },
    ].reduce(push, emptySeries);
    expect(buckets(series, 4_000, 4_000, 4)).toEqual([9, null, null, 1]);
  });
});

describe("text from outside", () => {
  test.each([
    ["plain", "telegram/poll", "telegram/poll"],
    ["colour", "\u001b[31mred\u001b[0m", "red"],
    ["clear screen and home", "a\u001b[2J\u001b[Hb", "ab"],
    ["window title", "\u001b]0;pwned\u0007x", "x"],
    ["title ended by ST", "\u001b]0;pwned\u001b\\x", "x"],
    ["unended title swallows only itself", "x\u001b]0;pwned", "x"],
    ["eight-bit CSI", "\u009b31mred", "red"],
    ["DCS", "\u001bPq#0\u001b\\x", "x"],
    ["alternate screen", "\u001b[?1049lx", "x"],
    ["lone escape", "a\u001b", "a"],
    ["reset", "a\u001bcb", "ab"],
    ["newlines and tabs become one space", "a\r\n\tb", "a b"],
    ["other controls vanish", "a\u0000\u0008\u007fb", "ab"],
    ["bidi override", "a\u202eb\u2066c", "abc"],
    ["zero width", "a\u200b\ufeffb", "ab"],
    ["wide text stays", "客户支持 🚀", "客户支持 🚀"],
    ["joined emoji stay", "👩‍💻", "👩‍💻"],
    ["lone surrogate", "a\ud800b", "a\ufffdb"],
  ])("%s", (_name, dirty, clean) => {
    expect(harmless(dirty)).toBe(clean);
  });
  test("is bounded, and never ends in half a character", () => {
    expect(harmless("x".repeat(10_000))).toHaveLength(300);
    expect(harmless("🚀".repeat(10), 6)).toBe("🚀🚀…");
    expect(harmless("\u001b[31m".repeat(100_000)).length).toBeLessThanOrEqual(300);
  });
});
