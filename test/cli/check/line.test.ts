// What a monitoring system reads: the line, its grammar, and the level behind it.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { judgedLook } from "../../../src/cli/check/judged.ts";
import { checkJson, checkLine, headed } from "../../../src/cli/check/line.ts";
import { perfdata } from "../../../src/cli/check/perfdata.ts";
import type { Event } from "../../../src/data/events.ts";
import type { LinkState } from "../../../src/data/link-state.ts";
import * as scene from "../../support/scene.ts";

const { START } = scene;
const line = (events: readonly Event[], credential = true): string => checkLine(judgedLook(scene.scene(...events), credential));
const said = (events: readonly Event[], credential = true): string => line(events, credential).split(" | ")[0] ?? "";
const down = (name: string) => scene.account({ account: name, lifecycle: "blocked", running: true, connected: false, lastError: "401" });
const board = (...accounts: readonly ReturnType<typeof scene.account>[]): Event =>
  scene.sampled("channels", { accounts, issues: [], partial: false });
const refused = (code: string): LinkState => ({
  phase: "refused",
  since: START,
  refusal: { code, why: "the gateway does not accept this token", fix: "give another" },
  retryAt: null,
});
/** One look without a link: what the host and HTTP show. */
const door = scene.well().filter(({ type }) => type !== "link" && type !== "round-trip");
const http = [
  ...door.filter((event) => event.type !== "sampled" || ["port", "healthz", "startupz", "readyz"].includes(event.source)),
  ...(["process", "host", "unit", "supervisor", "bootHistory"] as const).map((source): Event => ({
    type: "missing",
    source,
    at: START,
    why: "the gateway is on another host",
  })),
];

test.each<[string, readonly Event[], boolean, RegExp, number]>([
  ["well", scene.well(), true, /^GATEWAY OK - 1\/1 channels ready · idle/u, 0],
  ["a channel is down", [...scene.well(), board(down("a"))], true, /^GATEWAY CRITICAL - telegram\/a .*401/u, 2],
  [
    "a warning beside what is critical is counted",
    [
      ...scene.well(),
      board(down("a")),
      scene.sampled("readyz", scene.answered(scene.readyz({ eventLoop: scene.eventLoop({ degraded: true }) }))),
    ],
    true,
    /^GATEWAY CRITICAL - .*\(\+1 more\)/u,
    2,
  ],
  [
    "a warning alone",
    [...scene.well(), scene.sampled("readyz", scene.answered(scene.readyz({ eventLoop: scene.eventLoop({ degraded: true }) })))],
    true,
    /^GATEWAY WARNING - event loop degraded/u,
    1,
  ],
  ["nobody listens", [...door, scene.refusedPort], true, /^GATEWAY CRITICAL - .*port 18789/u, 2],
  [
    "a token that is wrong",
    [...door, scene.link(refused("AUTH_TOKEN_MISMATCH"))],
    true,
    /^GATEWAY CRITICAL - .*does not accept this token/u,
    2,
  ],
  [
    "no token: what needs none is judged, and the rest is named",
    [...http, scene.link(refused("AUTH_TOKEN_MISSING"))],
    false,
    /^GATEWAY OK - every rung that needs no token answers · not seen: channels, sessions, queues \(no token\)$/u,
    0,
  ],
  [
    "no token, and it is not ready",
    [
      ...http,
      scene.sampled("readyz", scene.answered(scene.readyz({ ready: false, failing: ["telegram:poll"] }), 503)),
      scene.link(refused("AUTH_TOKEN_MISSING")),
    ],
    false,
    /^GATEWAY (?:WARNING|CRITICAL) - .*not seen: channels, sessions, queues \(no token\)$/u,
    -1,
  ],
  [
    "no token, and a release whose pages are no JSON",
    [
      ...http.filter((event) => event.type !== "sampled" || event.source === "port"),
      scene.sampled("healthz", { outcome: "not-json", status: 200, ms: 1, why: "a web page", body: null }),
      scene.link(refused("AUTH_TOKEN_MISSING")),
    ],
    false,
    /^GATEWAY UNKNOWN - it listens, and without a token it does not tell how it is/u,
    3,
  ],
  ["another server on its port", [...http, scene.link(refused("NOT_A_GATEWAY"))], false, /^GATEWAY CRITICAL - /u, 2],
])("%s", (_, events, credential, expected, exit) => {
  expect(said(events, credential)).toMatch(expected);
  if (exit >= 0) expect(checkJson(judgedLook(scene.scene(...events), credential)).exit).toBe(exit);
});

test("a maintenance window takes the alarm back, as in the dashboard", () => {
  const window: Event = {
    type: "mutes",
    at: START,
    mutes: [{ id: "a1b2c3", kind: "maintenance", key: null, since: START, until: START + 60_000, by: "ann", reason: "disk swap" }],
  };
  expect(said([...scene.well(), board(down("a")), window])).toMatch(/^GATEWAY WARNING - muted: 1 problem/u);
});

test("limits are the configured ones, unknown is U, nothing is zero that is not known", () => {
  const settings: Event = { type: "settings", at: START, settings: { rules: { memory: { warn: 50 }, uptime: { warn: 2 } } } };
  const limited = scene.gatewayProcess({
    rssBytes: 1_298_000_000,
    memoryLimit: { bytes: 1_536_000_000, from: "MemoryMax" },
    openHandles: 141,
  });
  expect(perfdata(scene.scene(...scene.well(), scene.sampled("process", limited), settings))).toBe(
    "rss=1298MB;768;1459;0;1536 loop_p99=U cpu=0.1;0.9;;0 handles=141;;;0;524288 rpc=3ms;;;0 channels_down=0;;;0 queued=0;;100;0 uptime=60s;7200;;0 alerts=0;;;0",
  );
  expect(perfdata(scene.scene())).toBe("rss=U loop_p99=U cpu=U handles=U rpc=U channels_down=U queued=U uptime=U alerts=0;;;0");
});

const value = String.raw`(?:U|-?\d+(?:\.\d+)?(?:MB|ms|s)?(?:;(?:\d+(?:\.\d+)?)?){0,4})`;
const grammar = new RegExp(String.raw`^GATEWAY (?:OK|WARNING|CRITICAL|UNKNOWN) - [^|\n\r]+ \| (?:[a-z_0-9]+=${value} ?)+$`, "u");

test("whatever the gateway says, it stays one line with one bar", () => {
  const nasty = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("a|b=1", "x\ny | z=0;0", "\u001b[31m|", "\u2028", ""));
  fc.assert(
    fc.property(nasty, nasty, fc.double({ noNaN: false }), (name, error, rss) => {
      const bad = { ...down(name), lastError: error };
      const process = scene.sampled("process", scene.gatewayProcess({ rssBytes: rss }));
      expect(line([...scene.well(), board(bad), process])).toMatch(grammar);
    }),
    { numRuns: 100 },
  );
});

test("the head alone cannot be broken either", () => {
  expect(headed("unknown", "no\nconfig | at=all")).toBe("GATEWAY UNKNOWN - no config / at=all");
});

test("the JSON is the snapshot, with this look's verdict, exit and what it did not see", () => {
  const { schema, verdict, exit, notSeen, ladder } = checkJson(
    judgedLook(scene.scene(...http, scene.link(refused("AUTH_TOKEN_MISSING"))), false),
  );
  expect({ schema, level: verdict.level, exit, notSeen }).toEqual({
    schema: "gatetop/1",
    level: "ok",
    exit: 0,
    notSeen: [{ source: "channels, sessions, queues", why: "no token" }],
  });
  expect(ladder.map(({ rung, status }) => `${rung} ${status}`)).toContain("healthz ok");
});
