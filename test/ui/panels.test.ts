// What panels must not say: a remedy that is gone, old as new, one cause with two marks.
import { describe, expect, test } from "vitest";
import type { Event } from "../../src/data/events.ts";
import { decodeReadyz } from "../../src/data/gateway/decode/http.ts";
import { snapshotJson } from "../../src/data/json/snapshot-json.ts";
import type { LinkState } from "../../src/data/link-state.ts";
import { newest } from "../../src/data/series.ts";
import type { State } from "../../src/data/state.ts";
import { sharedWidths } from "../../src/ui/parts/shared-row.ts";
import { renderFrame } from "../../src/ui/text-frame.tsx";
import {
  account,
  answered,
  clock,
  gatewayProcess,
  lane,
  link,
  readyz,
  record,
  sampled,
  scene,
  session,
  silent,
  START,
  task,
  ticks,
  waitingLink,
  well,
} from "../support/scene.ts";

const frame = (state: State, columns = 120, rows = 36): readonly string[] =>
  renderFrame(state, { columns, rows, look: { color: false, ascii: false } }).split("\n");
const coloured = (state: State, columns = 120, rows = 36): readonly string[] =>
  renderFrame(state, { columns, rows, look: { color: true, ascii: false } }).split("\n");
const row = (lines: readonly string[], part: string): string => lines.find((line) => line.includes(part)) ?? "";

const nearlyFull = { rssBytes: 9e9, memoryLimit: { bytes: 1e10, from: "cgroup memory.max" } };
const stopped: readonly Event[] = [
  sampled("process", gatewayProcess({ ...nearlyFull, state: "T" }), START + 8_000),
  sampled("port", { outcome: "open", ms: 1, why: null }, START + 8_000),
  ...(["healthz", "startupz", "readyz"] as const).map((source) => sampled(source, silent(), START + 8_000)),
];
/** Memory is short as well, since before. */
const hung = scene(
  ...well(),
  ...ticks(7).flatMap((tick, second) => [tick, sampled("process", gatewayProcess(nearlyFull), START + (second + 1) * 1_000)]),
  ...stopped,
  clock(START + 8_500),
);

describe("the remedy", () => {
  test.each([
    [30, 20, 60, [30, 20]],
    [66, 80, 100, [58, 42]],
    [66, 20, 80, [60, 20]],
    [20, 90, 80, [20, 60]],
    [200, 200, 50, [29, 21]],
  ])("message of %i and remedy of %i columns in %i", (first, second, room, widths) => {
    expect(sharedWidths(first, second, room)).toEqual(widths);
  });

  test.each([
    [200, 50],
    [120, 36],
    [100, 32],
    [80, 24],
  ])("stands in line 1 beside the count of the rest at %i×%i", (columns, rows) => {
    const lines = frame(hung, columns, rows);
    const verdict = lines.slice(1, 3).join("\n");
    expect(verdict).toContain("was stopped by a signal");
    expect(verdict).toMatch(/→ kill -CONT 2815/u);
    expect(verdict).toMatch(/\+\d(?: more:)? !/u);
  });

  test("stands in the row of the problem when both must be cut", () => {
    expect(row(frame(hung), "│▸✖")).toMatch(/was stopped by a signal.*→ kill -CONT 2815/u);
  });
});

describe("while the connection is tried again", () => {
  const waiting = (attempt: number): LinkState => waitingLink({ retryAt: START + 10_500, attempt, why: "connect ECONNREFUSED" });
  const tries: readonly LinkState[] = [
    waiting(1),
    { phase: "connecting", attempt: 0, since: START + 10_000 },
    waiting(60),
    { phase: "connecting", attempt: 61, since: START + 10_000 },
  ];

  test("nothing on the screen changes from try to try", () => {
    const frames = tries.map((one) =>
      frame(scene(...well(), link(waiting(1), START + 1_000), link(one, START + 10_000), clock(START + 10_000))).filter(
        (line) => !/^ [✖▲◐]|│[▸ ][✖▲◐] +(?:\d|ws)| ws /u.test(line),
      ),
    );
    expect(frames[0]?.[0]).toMatch(/✖ down, trying +10s/u);
    for (const one of frames) expect(one).toEqual(frames[0]);
  });

  test("the age does not move what stands beside it", () => {
    const at = (ms: number): string => frame(scene(...well(), link(waiting(1), START + 1_000), clock(START + ms)))[0] ?? "";
    const left = [9_000, 59_000, 372_000, 754_000].map((ms) => at(ms).indexOf("✖"));
    expect(new Set(left).size).toBe(1);
  });
});

describe("one truth", () => {
  test("a bad rung before its rule has raised anything: the problems panel does not call it well", () => {
    const state = scene(...well(), sampled("readyz", answered(readyz({ ready: false, failing: ["telegram"] })), START + 500));
    const lines = frame(state);
    expect(lines[1]).toContain("WARNING  readyz: not ready: telegram");
    expect(lines.join("\n")).not.toContain("nothing is wrong");
    expect(row(lines, "nothing raised yet")).toContain("not ready: telegram");
  });

  const full = (at: number): Event => sampled("lanes", { lanes: [lane({ active: 2, queued: 2 })], dynamic: null }, at);

  test("a full lane is work on its way until the alert is raised", () => {
    const early = scene(...well(), full(START + 1_000), clock(START + 1_000));
    expect(frame(early)[1]).toContain("OK");
    expect(row(frame(early), "+2 waiting")).toContain("◐ main");
    expect(row(coloured(early), "+2 waiting")).not.toMatch(/\u001b\[3[13]m/u);
    const seconds = Array.from({ length: 40 }, (_, second) => [full(START + second * 1_000), ...well(START + second * 1_000).slice(1, 9)]);
    const late = scene(...well(), ...seconds.flat(), full(START + 40_000));
    expect(row(frame(late), "+2 waiting")).toContain("▲ main");
    expect(frame(late)[1]).toContain("WARNING");
  });

  test("what is counted is said: lanes, runs behind a run, and the gateway's own operations", () => {
    const state = scene(
      ...well(),
      full(START),
      sampled("sessions", {
        items: [
          session({ key: "agent:main:busy", status: "running", hasActiveRun: true }),
          session({ key: "agent:main:waits", status: "queued" }),
        ],
        total: 2,
      }),
      sampled("tasks", [
        task({ id: "a", sessionKey: "agent:main:busy", startedAt: START }),
        task({ id: "b", sessionKey: "agent:main:busy", execution: "queued", createdAt: START }),
        task({ id: "c", sessionKey: "agent:main:waits", execution: "queued", createdAt: START }),
      ]),
      sampled("preflight", { safe: false, counts: { queueSize: 4, embeddedRuns: 2 }, blockers: [], summary: null }),
    );
    const text = frame(state).join("\n");
    expect(text).toContain("2 waiting in lanes");
    expect(text).toMatch(/in flight +4 queued or active {2}2 runs/u);
    expect(row(frame(state), "main › busy")).toContain("+1");
    expect(row(frame(state), "main › waits")).not.toContain("+");
  });
});

test("a stopped gateway's channels are old at once, whatever their age", () => {
  const state = scene(...well(START), sampled("process", gatewayProcess({ state: "T" }), START + 1_500), clock(START + 2_000));
  const lines = coloured(state);
  expect(row(lines, "─ channels ".slice(1))).toContain("2s old");
  expect(row(lines, "telegram/poll")).not.toMatch(/\u001b\[32m/u);
  expect(frame(state)[0]).toContain("✖ silent");
});

describe("old releases", () => {
  test("a disabled account does not say so twice", () => {
    const off = account({ account: "off", enabled: false, running: false, lifecycle: null, lastError: "disabled" });
    const state = scene(...well(), sampled("channels", { accounts: [account(), off], issues: [], partial: false }));
    expect(row(frame(state), "telegram/off")).toMatch(/○ telegram\/off +disabled +││/u);
  });

  test("a degraded loop with a delay of 0 has no delay that is known", () => {
    const eventLoop = { degraded: true, reasons: ["event_loop_utilization"], delayP99Ms: 0, delayMaxMs: 0 };
    const body = decodeReadyz({ ready: true, failing: [], eventLoop });
    const state = scene(...well(), ...[0, 2_500].map((ms) => sampled("readyz", answered(body), START + ms)));
    const lines = frame(state);
    expect(row(lines, "│ loop")).toMatch(/p99 – .*degraded: busy/u);
    expect(lines.join("\n")).toContain("degraded by event loop utilization");
    expect(lines.join("\n")).not.toContain("0.0 ms");
    expect(snapshotJson(state).gateway.eventLoop).toEqual({ delayP99Ms: null, utilization: null, degraded: true });
    expect(newest(state.history.loopDelayMs)).toBeNull();
  });
});

test("counts of messages say how far back they reach", () => {
  const records = [1, 2].map((seq) => record({ seq, at: START - 12 * 60_000 + seq, outcome: "completed", durationMs: 900 }));
  const state = scene(...well(), sampled("stability", { since: 0, lastSeq: 2, dropped: 0, records }));
  expect(row(frame(state), "messages")).toMatch(/messages 12m .*2 done {2}0 failed/u);
});

test("a session is called by its own name in line 1, whatever signs are in it", () => {
  const items = [session({ key: "agent:main:irc:#$$cash$&", status: "running", startedAt: START - 400_000 })];
  const state = scene(...well(), sampled("sessions", { items, total: 1 }), sampled("tasks", []));
  expect(frame(state)[1]).toContain("main › irc:#$$cash$& stuck: no progress");
});

test("more room shows more of the sessions", () => {
  const heads = (columns: number, rows: number): string => row(frame(scene(...well()), columns, rows), "progress");
  for (const head of ["behind", "model", "tokens", "ctx"]) expect(heads(200, 50)).toContain(head);
  const width = (head: string): number => head.indexOf("ctx") - head.indexOf("session");
  expect(width(heads(200, 50))).toBeGreaterThanOrEqual(width(heads(120, 36)));
});

test("a failed session can be told from a finished one without colour", () => {
  const items = [session({ key: "agent:main:bad", status: "failed" }), session({ key: "agent:main:good", status: "done" })];
  const lines = frame(scene(...well(), sampled("sessions", { items, total: 2 })));
  expect(row(lines, "main › bad")).toContain("✖ failed");
  expect(row(lines, "main › good")).toContain("○ done");
});

test("a share of the host's memory is called that", () => {
  const host = {
    hostname: "h",
    cpuPercent: 1,
    cpuCount: 2,
    memoryUsedBytes: 1,
    memoryTotalBytes: 10_000_000_000,
    load1: 0,
    diskUsedPercent: 1,
  };
  expect(row(frame(scene(...well(), sampled("host", host))), "│ rss")).toContain("10 % of host");
});

test("one refusal has one mark on every rung", () => {
  const refused = { outcome: "refused", status: null, ms: 1, why: null, body: null } as const;
  const probes = (["healthz", "startupz", "readyz"] as const).map((source) => sampled(source, refused, START + 500));
  const line = frame(scene(...well(), ...probes))[2] ?? "";
  expect(line).toMatch(/healthz ✖.*startupz ✖.*readyz ✖/u);
  const unready = scene(...well(), sampled("readyz", answered(readyz({ ready: false, failing: ["telegram"] }), 503), START + 500));
  expect(frame(unready)[2]).toMatch(/readyz ▲ not ready: telegram/u);
});
