// The guard's block of config.json5: seconds in the file, milliseconds inside; what is wrong is named, the rest applies.
import { expect, test } from "vitest";
import { merged } from "../../../src/data/config/merge.ts";
import { isTimeZone, minutesOfDay, sizeBytes } from "../../../src/data/config/quantities.ts";
import { defaultGuard, fastGuard, type GuardSettings } from "../../../src/data/guard/settings.ts";

const read = (guard: unknown) => merged({ guard }, [], () => null);
const restart = (given: Partial<GuardSettings["restart"]>): GuardSettings => ({
  ...defaultGuard,
  restart: { ...defaultGuard.restart, ...given },
});

test.each<[string, unknown, GuardSettings]>([
  ["nothing", {}, defaultGuard],
  ["acting", { act: true }, { ...defaultGuard, act: true }],
  [
    "seconds, also parts of one",
    { intervalSeconds: 2.5, debounceSeconds: 10, backOffSeconds: [1, 60], killWindowSeconds: 600 },
    { ...defaultGuard, intervalMs: 2_500, debounceMs: 10_000, backOffMs: [1_000, 60_000], killWindowMs: 600_000 },
  ],
  ["fast, and what is said beside it", { fast: true, debounceSeconds: 7 }, { ...defaultGuard, ...fastGuard, debounceMs: 7_000 }],
  ["fewer forced ends", { kills: 0 }, { ...defaultGuard, kills: 0 }],
  ["a command", { start: ["openclaw", "gateway"] }, { ...defaultGuard, start: ["openclaw", "gateway"] }],
  [
    "a schedule",
    { restart: { every: "8h", at: ["16:00", "04:30", "16:00"], timeZone: "Europe/Berlin", within: "0s", advise: true } },
    restart({ everyMs: 28_800_000, at: [270, 960], timeZone: "Europe/Berlin", withinMs: 0, advise: true }),
  ],
  ["memory by its trend", { restart: { onMemory: "trend" } }, restart({ onMemory: { bytes: null } })],
  ["memory by its size", { restart: { onMemory: "1.5GiB" } }, restart({ onMemory: { bytes: 1_610_612_736 } })],
  ["no flag file", { flagFiles: [] }, { ...defaultGuard, flagFiles: [] }],
  [
    "who is told",
    {
      tell: [
        { to: "exec", argv: ["/usr/local/bin/page", "--now"] },
        { to: "webhook", format: "ntfy", url: "https://ntfy.example.org/gateway", token: { file: "/run/secrets/ntfy" } },
        { to: "webhook", format: "slack", url: { env: "SLACK_URL" } },
        { to: "syslog" },
      ],
    },
    {
      ...defaultGuard,
      tell: [
        { to: "exec", argv: ["/usr/local/bin/page", "--now"] },
        { to: "webhook", format: "ntfy", url: "https://ntfy.example.org/gateway", token: { file: "/run/secrets/ntfy" } },
        { to: "webhook", format: "slack", url: { env: "SLACK_URL" }, token: null },
        { to: "syslog" },
      ],
    },
  ],
])("%s", (_, guard, expected) => {
  expect(read(guard)).toMatchObject({ wrong: [], config: { guard: expected } });
  expect(read(guard).config.guard).toEqual(expected);
});

const hook = "https://hooks.example.org/services/T/B/canary";

test.each<[string, unknown, string, RegExp]>([
  ["a key with a slip", { strike: 3 }, "strike", /no such key/u],
  ["half a strike", { strikes: 2.5 }, "strikes", /2\.5 is not a whole number from 2 to 20/u],
  ["one strike", { strikes: 1 }, "strikes", /whole number from 2 to 20/u],
  ["more forced ends than the gateway's breaker allows", { kills: 3 }, "kills", /from 0 to 2/u],
  ["a shorter window for them", { killWindowSeconds: 60 }, "killWindowSeconds", /from 300 to 86400/u],
  ["a command without a word", { start: [] }, "start", /nothing is in it/u],
  ["a command as a text", { start: "openclaw gateway" }, "start", /"openclaw gateway" is not a list/u],
  ["a pause that is none", { backOffSeconds: [5, 0] }, "backOffSeconds.1", /0 is not a number from 1 to 3600/u],
  ["a span in words", { restart: { every: "8 hours" } }, "restart.every", /"8 hours" is not a span of time/u],
  ["a span that is too short", { restart: { every: "10s" } }, "restart.every", /a minute is the least/u],
  ["a wait of two days", { restart: { within: "2d" } }, "restart.within", /a day is the most/u],
  ["a time that does not exist", { restart: { at: ["04:00", "25:00"] } }, "restart.at.1", /"25:00" is not a time of day/u],
  ["a zone that does not exist", { restart: { timeZone: "Mars/Base" } }, "restart.timeZone", /"Mars\/Base" is no time zone/u],
  ["an offset for a zone", { restart: { timeZone: "+02:00" } }, "restart.timeZone", /no time zone/u],
  ["a size without a unit", { restart: { onMemory: "1200" } }, "restart.onMemory", /is not trend, or a size/u],
  ["an empty path", { flagFiles: [" "] }, "flagFiles.0", /is not a path/u],
  ["nowhere to tell", { tell: [{ argv: ["x"] }] }, "tell.0", /it has no to: there are exec, webhook, syslog/u],
  ["somewhere unknown", { tell: [{ to: "mail" }] }, "tell.0.to", /"mail" is not one of exec, webhook, syslog/u],
  ["a hook without an address", { tell: [{ to: "webhook" }] }, "tell.0", /it has no url/u],
  [
    "a token in the file",
    { tell: [{ to: "webhook", url: "https://a.example.org", token: "canary" }] },
    "tell.0.token",
    /what stands here is not an object/u,
  ],
  ["an address without a scheme", { tell: [{ to: "webhook", url: "hooks.example.org/canary" }] }, "tell.0.url", /is not an http:/u],
  [
    "a secret of two kinds",
    { tell: [{ to: "webhook", url: { file: "a", env: "B" } }] },
    "tell.0.url",
    /exactly one of file, env belongs here/u,
  ],
  ["a Slack address in the file", { tell: [{ to: "webhook", format: "slack", url: hook }] }, "tell.0.url", /Slack webhook is a secret/u],
  ["a login in an address", { tell: [{ to: "webhook", url: "https://me:canary@a.example.org" }] }, "tell.0.url", /a secret stands in it/u],
  [
    "a token in an address",
    { tell: [{ to: "webhook", url: "https://a.example.org/?token=canary" }] },
    "tell.0.url",
    /a secret stands in it/u,
  ],
])("%s is refused, and what holds without it stays", (_, guard, path, why) => {
  const { wrong, config } = read(guard);
  expect(wrong).toEqual([
    { path: ["guard", ...path.split(".")], at: expect.any(String) as string, why: expect.stringMatching(why) as string },
  ]);
  expect(config.guard.act).toBe(false);
  expect(config.guard.tell).toEqual([]);
  expect(config.guard.restart.onMemory).toBeNull();
  // Whatever is wrong with it, a secret is not repeated.
  expect(JSON.stringify(wrong)).not.toContain("canary");
});

test("what is right beside what is wrong counts", () => {
  const { config } = read({ act: true, restart: { every: "8h", at: ["4"] }, tell: [{ to: "mail" }, { to: "syslog" }] });
  expect(config.guard).toMatchObject({ act: true, restart: { everyMs: 28_800_000, at: [] }, tell: [{ to: "syslog" }] });
});

test.each<[string, number | null]>([
  ["1200MB", 1_200_000_000],
  ["1.5GB", 1_500_000_000],
  ["512MiB", 536_870_912],
  ["1200", null],
  ["MB", null],
  ["1e3MB", null],
  ["1200 MB", null],
])("the size %s", (text, bytes) => {
  expect(sizeBytes(text)).toBe(bytes);
});

test.each<[string, number | null]>([
  ["00:00", 0],
  ["04:30", 270],
  ["23:59", 1_439],
  ["24:00", null],
  ["4:30", null],
  ["04:60", null],
])("the time %s", (text, minutes) => {
  expect(minutesOfDay(text)).toBe(minutes);
});

test.each([
  ["Europe/Berlin", true],
  ["America/Argentina/Buenos_Aires", true],
  ["UTC", true],
  ["Etc/GMT+3", true],
  ["+02:00", false],
  ["Mars/Base", false],
  ["", false],
])("the zone %s", (name, known) => {
  expect(isTimeZone(name)).toBe(known);
});
