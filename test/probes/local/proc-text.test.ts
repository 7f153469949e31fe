import { readFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import {
  isDead,
  parseAuxv,
  parseChildren,
  parseCpuTotals,
  parseLoad1,
  parseMaxOpenFiles,
  parseMemory,
  parsePidStat,
} from "../../../src/probes/local/proc-text.ts";

const tail =
  "S 1 2343 2343 0 -1 4194560 420259 108403 0 4 3060 751 151 79 20 0 17 0 13629 23130263552 191627 18446744073709551615 7626752 52430497";

describe("/proc/PID/stat", () => {
  test.each([
    [
      "a gateway",
      `2343 (openclaw-gatewa) ${tail}\n`,
      { pid: 2343, state: "S", parentPid: 1, cpuTicks: 3811, reapedTicks: 230, threads: 17, startTicks: 13629, rssPages: 191627 },
    ],
    ["a name with spaces and parentheses", `77 (a) S 9 (b c) ${tail}\n`, { pid: 77, state: "S", startTicks: 13629 }],
    ["a name with a newline", `77 (a\n) R) ${tail}\n`, { pid: 77, state: "S", threads: 17 }],
    ["a stopped process", `5 (node) T${tail.slice(1)}\n`, { state: "T" }],
  ])("%s", (_, text, expected) => {
    expect(parsePidStat(text)).toMatchObject(expected);
  });

  test.each([
    ["nothing", ""],
    ["no name", "2343 openclaw S 1"],
    ["cut short", "2343 (openclaw) S 1 2343 2343"],
    ["no pid", `x (openclaw) ${tail}`],
  ])("%s is no process", (_, text) => {
    expect(parsePidStat(text)).toBeNull();
  });

  test.each([
    ["Z", true],
    ["X", true],
    ["T", false],
    ["S", false],
  ])("state %s: dead is %s", (state, dead) => {
    const stat = parsePidStat(`5 (node) ${state}${tail.slice(1)}`);
    expect(stat !== null && isDead(stat)).toBe(dead);
  });
});

describe("/proc/stat", () => {
  test.each([
    [
      "two processors",
      "cpu  100 0 50 800 40 0 5 5 30 0\ncpu0 1\ncpu1 1\nintr 1 2\nbtime 1795172719\n",
      { busyTicks: 160, totalTicks: 1000, cpuCount: 2, bootAt: 1795172719000 },
    ],
    ["an old kernel with four figures", "cpu 1 2 3 4\ncpu0 1 2 3 4\n", { busyTicks: 6, totalTicks: 10, cpuCount: 1, bootAt: null }],
  ])("%s", (_, text, expected) => {
    expect(parseCpuTotals(text)).toEqual(expected);
  });

  test.each([
    ["empty", ""],
    ["not figures", "cpu a b c d\n"],
  ])("%s is unknown", (_, text) => {
    expect(parseCpuTotals(text)).toBeNull();
  });
});

test.each([
  [
    "a usual host",
    "MemTotal:       16384 kB\nMemFree:   1 kB\nMemAvailable:    4096 kB\n",
    { totalBytes: 16_777_216, usedBytes: 12_582_912 },
  ],
  [
    "no MemAvailable: the use is unknown, not zero",
    "MemTotal:       16384 kB\nMemFree:   1 kB\n",
    { totalBytes: 16_777_216, usedBytes: null },
  ],
  ["empty", "", { totalBytes: null, usedBytes: null }],
])("/proc/meminfo: %s", (_, text, expected) => {
  expect(parseMemory(text)).toEqual(expected);
});

test.each([
  ["0.52 0.40 0.30 2/345 6789\n", 0.52],
  ["", null],
])("/proc/loadavg %j is %s", (text, expected) => {
  expect(parseLoad1(text)).toBe(expected);
});

describe("/proc/self/auxv", () => {
  const pairs = [
    [33, 4096],
    [6, 16_384],
    [17, 100],
    [0, 0],
  ] as const;
  const image = (wordBytes: 4 | 8, littleEndian: boolean): string => {
    const bytes = Buffer.alloc(pairs.length * 2 * wordBytes);
    for (const [index, value] of pairs.flat().entries()) {
      const at = index * wordBytes;
      if (wordBytes === 8) bytes[littleEndian ? "writeBigUInt64LE" : "writeBigUInt64BE"](BigInt(value), at);
      else bytes[littleEndian ? "writeUInt32LE" : "writeUInt32BE"](value, at);
    }
    return bytes.toString("latin1");
  };

  test.each([
    [8, true],
    [8, false],
    [4, true],
    [4, false],
  ] as const)("words of %i bytes, little endian %s", (wordBytes, littleEndian) => {
    expect(parseAuxv(image(wordBytes, littleEndian))).toEqual({ ticksPerSecond: 100, pageBytes: 16_384 });
  });

  test.each([
    ["empty", ""],
    ["noise", "\u0001\u0002\u0003"],
  ])("%s is unknown", (_, text) => {
    expect(parseAuxv(text)).toBeNull();
  });

  test.runIf(process.platform === "linux")("this machine's own agrees with getconf", () => {
    const getconf = (name: string): number => Number(execFileSync("getconf", [name], { encoding: "utf8" }));
    expect(parseAuxv(readFileSync("/proc/self/auxv", "latin1"))).toEqual({
      ticksPerSecond: getconf("CLK_TCK"),
      pageBytes: getconf("PAGESIZE"),
    });
  });
});

describe("/proc/PID/limits and the lists of children", () => {
  const limits = (soft: string): string =>
    `Limit                     Soft Limit           Hard Limit           Units     \nMax processes             96000                96000                processes \nMax open files            ${soft.padEnd(21)}524288               files     \n`;

  test.each([
    ["a number", limits("1024"), 1_024],
    ["unlimited is no limit", limits("unlimited"), null],
    ["not told", "Max processes             96000                96000                processes \n", null],
    ["unreadable", "", null],
  ])("files a process may open: %s", (_, text, expected) => {
    expect(parseMaxOpenFiles(text)).toBe(expected);
  });

  test.runIf(process.platform === "linux")("this process's own agrees with the shell", () => {
    const told = execFileSync("/bin/sh", ["-c", "ulimit -n"], { encoding: "utf8" });
    expect(parseMaxOpenFiles(readFileSync("/proc/self/limits", "utf8"))).toBe(Number(told));
  });

  test.each([
    ["", []],
    ["311 ", [311]],
    ["311 4711 ", [311, 4_711]],
  ])("children %j", (text, pids) => {
    expect(parseChildren(text)).toEqual(pids);
  });
});
