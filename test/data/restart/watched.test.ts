// A run as the screen shows it while it goes: phase by phase, milestone by milestone.
import { describe, expect, test } from "vitest";
import type { Seen } from "../../../src/data/restart/observation.ts";
import type { RestartRun } from "../../../src/data/restart/run.ts";
import { watched } from "../../../src/data/restart/watched.ts";
import { begun, observed, restartCase, watchedAll } from "../../support/restart-case.ts";

/** Each run of equal phases once, with when it began. */
function phases(name: string): readonly string[] {
  const given = restartCase(name);
  let run: RestartRun = begun(given);
  const told: string[] = [run.phase];
  for (const observation of observed(given)) {
    run = watched(run, observation);
    if (told.at(-1) !== run.phase) told.push(run.phase);
  }
  return told;
}

test.each<[string, readonly string[]]>([
  ["rpc-idle", ["asked", "draining", "down", "booting", "over"]],
  ["rpc-with-channels", ["asked", "draining", "down", "booting", "settling", "over"]],
  ["usr2-deferred-released", ["asked", "draining", "down", "booting", "over"]],
  ["rpc-forced-after-300s", ["asked", "waiting", "draining", "down", "booting", "over"]],
  ["rpc-deferred", ["asked", "waiting", "over"]],
  ["kill-ladder", ["asked", "down", "booting", "over"]],
  ["stop-no-return", ["asked", "waiting", "draining", "down", "over"]],
  ["liar-proxy-flaps", ["asked", "down", "booting", "asked", "over"]],
])("%s goes through %j", (name, expected) => {
  expect(phases(name)).toEqual(expected);
});

test("the timeline of a restart with channels, in the order it happened", () => {
  const { milestones } = watchedAll(restartCase("rpc-with-channels"));
  expect(milestones).toEqual([
    { name: "requested", ms: 0, detail: "rpc" },
    { name: "accepted", ms: 9, detail: "scheduled" },
    { name: "draining", ms: 30, detail: null },
    { name: "shutdown announced", ms: 33, detail: "restarting" },
    { name: "closed", ms: 48, detail: "1012" },
    { name: "port down", ms: 101, detail: null },
    { name: "port up", ms: 5748, detail: null },
    { name: "http", ms: 5819, detail: "/startupz 503" },
    { name: "ready", ms: 6134, detail: null },
    { name: "hello", ms: 6143, detail: "boot f5d0… → 388b…" },
    { name: "startupz", ms: 6194, detail: "/startupz" },
    { name: "telegram/hook back", ms: 6700, detail: null },
    { name: "irc/default back", ms: 7204, detail: null },
    { name: "telegram/poll back", ms: 7204, detail: null },
  ]);
});

describe("while it waits", () => {
  const deferred = restartCase("rpc-deferred");
  const until = (ms: number): RestartRun =>
    observed(deferred)
      .filter((observation) => observation.ms <= ms)
      .reduce(watched, begun(deferred));
  const see = (run: RestartRun, ms: number, seen: Seen): RestartRun => watched(run, { ms, at: deferred.at + ms, seen });

  test("it counts down to the moment the gateway forces it", () => {
    expect(until(13)).toMatchObject({ phase: "waiting", forcedAtMs: 300_009, workLeft: 5, verdict: null });
  });

  test("work that ends is seen", () => {
    const run = see(until(13), 4_000, { kind: "work", left: 0, safe: true, blockers: [] });
    expect(run).toMatchObject({ phase: "waiting", workLeft: 0, blockers: [] });
  });

  test("a second, targeted request of the same run is carried out at once", () => {
    const answer = { status: "emitted", delayMs: 0, signal: null, pid: 6365, blockers: [] } as const;
    const run = see(until(13), 9_000, { kind: "answered", answer });
    expect(run.forcedAtMs).toBe(9_000);
    expect(run.milestones.find(({ name }) => name === "accepted")?.detail).toBe("deferred → emitted");
  });

  test("hastened after minutes, it is not called refuted before it could begin", () => {
    const answer = { status: "emitted", delayMs: 0, signal: null, pid: 6365, blockers: [] } as const;
    const waiting = until(13);
    const patient: RestartRun = { ...waiting, deadlines: { ...waiting.deadlines, waitMs: null } };
    const run = see(patient, 200_000, { kind: "answered", answer });
    const answers = { kind: "http", path: "/readyz", outcome: "answered", httpStatus: 200, status: "started" } as const;
    const soon = see(run, 200_040, { ...answers, uptimeMs: 900_000, failing: [], suppressed: [] });
    expect(see(soon, 201_000, { kind: "clock" })).toMatchObject({ phase: "waiting", verdict: null });
  });

  test("a second request that is refused does not end the first", () => {
    const run = see(until(13), 9_000, { kind: "unanswered", sent: true, code: "INVALID_REQUEST", why: "stale target" });
    expect(run).toMatchObject({ phase: "waiting", verdict: null });
  });
});

test("a delay of an old release is a countdown, not silence", () => {
  const given = restartCase("rpc-idle");
  const answer = { status: "scheduled", delayMs: 27_858, signal: "SIGUSR1", pid: 15_570, blockers: [] } as const;
  const asked = [
    { ms: 0, at: given.at, seen: { kind: "requested", by: "rpc" } },
    { ms: 25, at: given.at, seen: { kind: "answered", answer } },
  ] as const;
  const run = asked.reduce(watched, begun(given));
  expect(run).toMatchObject({ phase: "waiting", delayMs: 27_883, verdict: null });
  expect(run.milestones.at(-1)).toEqual({ name: "accepted", ms: 25, detail: "scheduled, in 27.9 s" });
  const idle = watched(run, { ms: 31_000, at: given.at, seen: { kind: "clock" } });
  expect(idle.verdict).toBeNull();
});

test("what repeats itself is kept twice, and never more than 500 are", () => {
  const given = restartCase("rpc-deferred");
  let run = watchedAll({ ...given, waitMs: null });
  const before = run.seen.length;
  for (let i = 0; i < 2_000; i += 1) {
    run = watched(run, { ms: 20_000 + i, at: given.at, seen: { kind: "port", open: true, why: null } });
  }
  expect(run.seen.length).toBe(before + 2);
  expect(run.seen.at(-1)?.ms).toBe(21_999);
  for (let i = 0; i < 2_000; i += 1) {
    run = watched(run, { ms: 22_000 + i, at: given.at, seen: { kind: "work", left: i, safe: false, blockers: [] } });
  }
  expect(run.seen.length).toBe(500);
  expect(run.seen[0]?.seen.kind).toBe("requested");
});

describe("start and stop of the service", () => {
  const captured = restartCase("systemd-rpc");
  const { before } = captured;
  const gone = { ...before, link: null, serving: null, process: null };

  test("a start is proved by the boot that answers", () => {
    const observations = [
      { ms: 0, seen: { kind: "requested", by: "command" } as const },
      { ms: 20, seen: { kind: "port", open: false, why: "ECONNREFUSED" } as const },
      ...captured.observations.filter(({ ms, seen }) => ms > 5_000 && seen.kind !== "boot"),
    ];
    const run = watchedAll({ ...captured, aim: "start", before: gone, observations });
    expect(run.verdict?.kind).toBe("proved-new-process");
    expect(run.verdict?.sentence).toBe("started: boot 3c0c…, pid 3973, serving after 12.9 s");
  });

  test("a stop is done when process and port are gone, not before", () => {
    const stop = restartCase("stop-no-return");
    const until = stop.observations.filter(({ seen }) => !["answered", "process", "clock"].includes(seen.kind));
    const closed = watchedAll({ ...stop, aim: "stop", observations: until });
    expect(closed.verdict).toBeNull();
    const ended = watched(closed, { ms: 2_273, at: stop.at, seen: { kind: "process", process: null } });
    expect(ended.verdict).toMatchObject({ kind: "stopped", wanted: true });
    expect(ended.verdict?.sentence).toBe("stopped as asked: pid 24448 has ended and nothing listens on its port");
  });
});

test("channels the breaker keeps down are told and not waited for", () => {
  const given = restartCase("rpc-with-channels");
  const suppressed = given.observations
    .filter(({ seen }) => seen.kind !== "channel" || seen.account === "irc/default")
    .map(({ ms, seen }) => ({ ms, seen: seen.kind === "http" && seen.path === "/readyz" ? { ...seen, suppressed: ["telegram"] } : seen }));
  const run = watchedAll({ ...given, observations: suppressed });
  expect(run.phase).toBe("over");
  expect(run.verdict).toMatchObject({ suppressed: ["telegram"] });
  expect(run.verdict?.sentence).toBe(
    "restarted: boot f5d0… → 388b…, pid 17280 kept (in-process), down 6.1 s, 1/1 channels back after 7.2 s, but the crash-loop breaker keeps telegram down",
  );
});
