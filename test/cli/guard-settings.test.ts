// Flags over the config file over what holds by itself.
import { expect, test } from "vitest";
import { guardSettings } from "../../src/cli/guard-settings.ts";
import { parseArguments, type Options } from "../../src/cli/options.ts";
import { defaultGuard, fastGuard, type GuardSettings } from "../../src/data/guard/settings.ts";

function flags(...argv: string[]): Options {
  const parsed = parseArguments(["guard", ...argv]);
  if (parsed.kind !== "run") throw new Error(`expected options, got ${JSON.stringify(parsed)}`);
  return parsed.options;
}

const file: GuardSettings = {
  ...defaultGuard,
  act: true,
  intervalMs: 9_000,
  strikes: 5,
  debounceMs: 60_000,
  restart: { everyMs: 28_800_000, at: [240], timeZone: "Europe/Berlin", withinMs: 600_000, advise: false, onMemory: { bytes: 1e9 } },
};
const withRestart = (from: GuardSettings, restart: Partial<GuardSettings["restart"]>): GuardSettings => ({
  ...from,
  restart: { ...from.restart, ...restart },
});

test.each<[string, GuardSettings, string[], GuardSettings]>([
  ["nothing is said: it only tells", defaultGuard, [], defaultGuard],
  ["the file alone", file, [], file],
  ["acting is switched on", defaultGuard, ["--act"], { ...defaultGuard, act: true }],
  ["a dry run beats the file", file, ["--dry-run"], { ...file, act: false }],
  ["fast is fast, whatever the file says", file, ["--fast"], { ...file, ...fastGuard }],
  ["an interval of its own beats fast", file, ["--fast", "--interval", "2.5"], { ...file, ...fastGuard, intervalMs: 2_500 }],
  ["strikes", file, ["--strikes", "2"], { ...file, strikes: 2 }],
  ["logs", file, ["--clean-logs"], { ...file, cleanLogs: true }],
  [
    "a schedule takes the place of the whole one in the file",
    file,
    ["--restart-at", "04:30"],
    withRestart(file, { everyMs: null, at: [270] }),
  ],
  ["the zone and the wait stay", file, ["--restart-every", "1d"], withRestart(file, { everyMs: 86_400_000, at: [] })],
  [
    "both of a schedule",
    defaultGuard,
    ["--restart-every", "8h", "--restart-at", "04:00", "--time-zone", "UTC", "--restart-within", "5m", "--advise"],
    withRestart(defaultGuard, { everyMs: 28_800_000, at: [240], timeZone: "UTC", withinMs: 300_000, advise: true }),
  ],
  ["the trend alone, where the file has a limit", file, ["--restart-on", "memory"], withRestart(file, { onMemory: { bytes: null } })],
])("%s", (_, from, argv, expected) => {
  expect(guardSettings(from, flags(...argv))).toEqual(expected);
});
