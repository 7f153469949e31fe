import { expect, test, vi } from "vitest";
import { decodeHello } from "../../src/data/gateway/decode/hello.ts";
import { sourceNames, sources } from "../../src/data/snapshot.ts";
import { Missing, RpcFailure } from "../../src/probes/probe.ts";
import { answersAfter, build, never, open } from "../support/schedule-rig.ts";
import { target } from "../support/target.ts";

test("at the start everything that needs no link is asked at once, and no RPC", async () => {
  const r = build();
  r.schedule.start();
  await r.pass(0);
  expect(new Set(r.askedSince(0))).toEqual(new Set(sourceNames.filter((source) => sources[source].via !== "rpc")));
});

test("steady: each source at its own pace, one event an attempt", async () => {
  const r = build();
  r.schedule.start();
  r.link(open(1));
  await r.pass(60_000);
  for (const source of sourceNames) {
    const expected = 60_000 / sources[source].everyMs;
    expect(r.asked(source).length, source).toBeGreaterThanOrEqual(Math.floor(expected * 0.9));
    expect(r.asked(source).length, source).toBeLessThanOrEqual(Math.ceil(expected * 1.1) + 2);
    expect(r.outcomes(source)).toHaveLength(r.asked(source).length);
  }
  expect(r.seen.most).toBe(1);
});

test("what was not read whole is asked for again soon, and then in its time", async () => {
  const r = build();
  r.again.sessions = 300;
  r.schedule.start();
  r.link(open(1));
  await r.pass(0);
  expect(r.asked("sessions")).toHaveLength(1);
  delete r.again.sessions;
  await r.pass(310);
  expect(r.asked("sessions")).toHaveLength(2);
  await r.pass(5_000);
  expect(r.asked("sessions")).toHaveLength(2);
});

test("a slower refresh rate asks half as often", async () => {
  const r = build();
  r.slow(2);
  r.schedule.start();
  r.link(open(1));
  await r.pass(60_000);
  expect(r.asked("stability").length).toBeLessThanOrEqual(8);
});

test("when the link opens every RPC is asked at once, the ones on screen first", async () => {
  const r = build();
  r.schedule.start();
  await r.pass(700);
  r.link(open(1));
  const from = r.now();
  await r.pass(0);
  expect(r.askedSince(from)).toEqual(expect.arrayContaining(["channels", "sessions", "tasks", "lanes", "systemInfo", "stability"]));
  expect(r.askedSince(from)).not.toContain("health");
  await r.pass(200);
  for (const source of sourceNames) if (sources[source].via === "rpc") expect(r.asked(source), source).toHaveLength(1);
});

test("a new generation is a new burst; the same one is not", async () => {
  const r = build();
  r.schedule.start();
  r.link(open(1));
  await r.pass(500);
  r.link(open(1));
  await r.pass(200);
  expect(r.asked("presence")).toHaveLength(1);
  r.link(open(2));
  await r.pass(200);
  expect(r.asked("presence")).toHaveLength(2);
});

test("the boots are read again once the link is back: it may be another one that answers", async () => {
  const r = build();
  r.schedule.start();
  r.link(open(1));
  await r.pass(1_000);
  const from = r.now();
  r.link(open(2));
  await r.pass(1_000);
  expect(r.askedSince(from)).toContain("bootHistory");
});

test("without a link no RPC is asked and no RPC event is sent", async () => {
  const r = build();
  r.schedule.start();
  await r.pass(30_000);
  for (const source of sourceNames) if (sources[source].via === "rpc") expect(r.outcomes(source)).toEqual([]);
});

test("a method the gateway does not list is missing, once, with the release", async () => {
  const r = build();
  r.schedule.start();
  r.link(open(1), ["health", "status"]);
  await r.pass(10_000);
  expect(r.asked("lanes")).toEqual([]);
  expect(r.outcomes("lanes")).toMatchObject([{ type: "missing", why: "OpenClaw 2026.5.7 has no diagnostics.lanes" }]);
  expect(r.asked("health").length).toBeGreaterThan(0);
  r.link(open(2), ["diagnostics.lanes"]);
  await r.pass(100);
  expect(r.asked("lanes")).toHaveLength(1);
});

test.each([
  [
    "lanes",
    new RpcFailure("INVALID_REQUEST", "diagnostics.lanes: unknown method: diagnostics.lanes", true),
    "OpenClaw 2026.5.7 has no diagnostics.lanes",
  ],
  ["tasks", new RpcFailure("INVALID_REQUEST", "tasks.list: missing scope: operator.admin", true), "OpenClaw 2026.5.7 has no tasks.list"],
  [
    "status",
    new RpcFailure("MISSING_SCOPE", "status: missing scope: operator.read", true),
    'status needs the scope operator.read, which this connection was not granted: on the gateway\'s host, run "openclaw devices list" and approve gatetop',
  ],
  ["unit", new Missing("no service manager here"), "no service manager here"],
] as const)("%s: what cannot be answered is missing and not asked again until the person asks", async (source, error, why) => {
  const r = build();
  r.script[source] = () => Promise.reject(error);
  r.schedule.start();
  r.link(open(1));
  await r.pass(30_000);
  expect(r.outcomes(source)).toMatchObject([{ type: "missing", source, why }]);
  r.schedule.refresh("all");
  await r.pass(100);
  expect(r.outcomes(source)).toHaveLength(2);
});

test("facts of this host are missing when the gateway is on another one", async () => {
  const r = build({ target: { ...target, local: false } });
  r.schedule.start();
  await r.pass(5_000);
  for (const source of ["process", "host", "unit"] as const) {
    expect(r.outcomes(source)).toMatchObject([{ type: "missing", why: "the gateway is on another host" }]);
  }
  expect(r.outcomes("port").length).toBeGreaterThan(1);
});

test("failures back off to four intervals and a success ends it", async () => {
  const r = build();
  r.script.stability = () => Promise.reject(new RpcFailure("UNAVAILABLE", "diagnostics.stability: busy", true));
  r.schedule.start();
  r.link(open(1));
  await r.pass(120_000);
  const gaps = r.asked("stability").map((at, index, all) => at - (all[index - 1] ?? at));
  expect(gaps.slice(3).every((gap) => gap >= 19_000 && gap <= 21_050)).toBe(true);
  expect(r.outcomes("stability")[0]).toMatchObject({ type: "failed", why: "diagnostics.stability: busy" });
  r.script.stability = () => ({ since: 0, lastSeq: 0, dropped: 0, records: [] });
  const from = r.asked("stability").length;
  await r.pass(45_000);
  expect(r.asked("stability").length - from).toBeGreaterThanOrEqual(6);
});

test("a payload that cannot be read fails that reading alone, with the path", async () => {
  const r = build();
  r.script.lanes = () => decodeHello({ server: {} });
  r.schedule.start();
  r.link(open(1));
  await r.pass(100);
  expect(r.outcomes("lanes")).toMatchObject([{ type: "failed", why: "hello-ok: version is missing" }]);
  expect(r.outcomes("channels")).toMatchObject([{ type: "sampled" }]);
});

test("a bug in a probe is a failed reading, not the end of the program", async () => {
  const r = build();
  r.script.lanes = () => {
    throw new TypeError("x is\u001b[2J not a function");
  };
  r.schedule.start();
  r.link(open(1));
  await r.pass(100);
  expect(r.outcomes("lanes")).toMatchObject([{ type: "failed", why: "could not be read: x is not a function" }]);
});

test("a probe that hangs is overdue after its time, and is asked again", async () => {
  const r = build();
  r.script.host = never;
  r.schedule.start();
  await r.pass(2_499);
  expect(r.outcomes("host")).toEqual([]);
  await r.pass(1);
  expect(r.outcomes("host")).toMatchObject([{ type: "failed", why: "/proc: no answer within 2 s" }]);
  await r.pass(10_000);
  expect(r.asked("host").length).toBeGreaterThan(1);
});

test("a refresh while an attempt is under way is one more attempt after it, never two at a time", async () => {
  const r = build();
  let finish: (value: unknown) => void = () => {};
  r.script.presence = () => new Promise((resolve) => (finish = resolve));
  r.schedule.start();
  r.link(open(1));
  await r.pass(300);
  r.schedule.refresh("presence");
  r.schedule.refresh("presence");
  await r.pass(300);
  expect(r.asked("presence")).toHaveLength(1);
  finish([]);
  await r.pass(10);
  expect(r.asked("presence")).toHaveLength(2);
  expect(r.seen.most).toBe(1);
});

test("frozen: nothing is asked; thawed: what is due is asked within a second", async () => {
  const r = build();
  r.schedule.start();
  r.link(open(1));
  await r.pass(5_000);
  r.freeze(true);
  const from = r.now();
  await r.pass(30_000);
  expect(r.askedSince(from + 1)).toEqual([]);
  r.freeze(false);
  await r.pass(1_000);
  expect(r.askedSince(from + 1)).toEqual(expect.arrayContaining(["lanes", "process", "readyz"]));
});

test("a source nobody looks at is not asked", async () => {
  const r = build({ visible: (source) => source !== "preflight" });
  r.schedule.start();
  r.link(open(1));
  await r.pass(20_000);
  expect(r.asked("preflight")).toEqual([]);
  expect(r.asked("stability").length).toBeGreaterThan(3);
});

test("a gap in the pushes re-reads what pushes feed", async () => {
  const r = build();
  r.schedule.start();
  r.link(open(1));
  await r.pass(1_000);
  const from = r.now();
  r.schedule.heard({ type: "gap", at: 0, from: 3, to: 9 });
  await r.pass(0);
  expect(r.askedSince(from)).toEqual(expect.arrayContaining(["sessions", "tasks", "presence"]));
});

test("a push that says only that something changed is a reason to read, a burst of them is one", async () => {
  const r = build();
  r.schedule.start();
  r.link(open(1));
  await r.pass(3_000);
  const before = r.asked("sessions").length;
  for (let i = 0; i < 100; i += 1) r.schedule.heard({ type: "pushed", at: 0, pushes: [{ push: "other", name: "sessions.changed" }] });
  await r.pass(0);
  expect(r.asked("sessions")).toHaveLength(before + 1);
  r.schedule.heard({ type: "pushed", at: 0, pushes: [{ push: "other", name: "sessions.changed" }] });
  await r.pass(1_900);
  expect(r.asked("sessions")).toHaveLength(before + 1);
  await r.pass(200);
  expect(r.asked("sessions")).toHaveLength(before + 2);
});

test("an announced shutdown is looked into at once", async () => {
  const r = build();
  r.schedule.start();
  r.link(open(1));
  await r.pass(500);
  const from = r.now();
  r.schedule.heard({
    type: "pushed",
    at: 0,
    pushes: [{ push: "shutdown", announced: { at: 0, kind: "restart", expectedMs: 1_500, reason: "r" } }],
  });
  await r.pass(0);
  expect(r.askedSince(from)).toEqual(["readyz"]);
});

test("a clock set back by an hour: everything is asked on", async () => {
  const r = build();
  r.schedule.start();
  r.link(open(1));
  await r.pass(10_000);
  vi.setSystemTime(Date.now() - 3_600_000);
  const before = r.asked("stability").length;
  await r.pass(25_000);
  const asked = r.asked("stability").length - before;
  expect(asked).toBeGreaterThanOrEqual(4);
  expect(asked).toBeLessThanOrEqual(7);
});

test("stopped: no event any more, not even from what was under way", async () => {
  const r = build();
  let finish: (value: unknown) => void = () => {};
  r.script.port = () => new Promise((resolve) => (finish = resolve));
  r.schedule.start();
  await r.pass(10);
  r.schedule.stop();
  const count = r.events.length;
  finish({ outcome: "open", ms: 1, why: null });
  await r.pass(10_000);
  expect(r.events).toHaveLength(count);
});

const withHandles = (openHandles: number | null) => () => ({
  found: true,
  pid: 1,
  openHandles,
  rssBytes: null,
  cpuCores: null,
  startedAt: null,
});

test("channels wait for a hint: a handle that came or went is looked into at once, and again while it is young", async () => {
  const r = build();
  r.on.channels = ["host"];
  r.script.process = withHandles(97);
  r.schedule.start();
  r.link(open(1));
  await r.pass(30_000);
  expect(r.asked("channels").filter((at) => at > 8_000).length, "calm").toBeLessThanOrEqual(3);
  r.script.process = withHandles(96);
  const from = r.now();
  await r.pass(12_000);
  const looks = r.asked("channels").filter((at) => at >= from);
  expect(looks[0], "seen within the second of /proc").toBeLessThanOrEqual(from + 1_100);
  expect(looks.length, "and followed for six seconds").toBeGreaterThanOrEqual(4);
  expect(looks.length).toBeLessThanOrEqual(5);
});

test("where this host shows nothing of the gateway, channels are asked every two seconds and a bit", async () => {
  const r = build();
  r.on.channels = ["host"];
  r.script.process = withHandles(null);
  r.schedule.start();
  r.link(open(1));
  await r.pass(22_000);
  expect(r.asked("channels").length).toBeGreaterThanOrEqual(10);
  expect(r.asked("channels").length).toBeLessThanOrEqual(11);
});

test("one answer that came late puts nothing off", async () => {
  const r = build();
  const board = { accounts: [], issues: [], partial: false };
  r.again.channels = 2_000;
  r.script.channels = () => board;
  r.schedule.start();
  r.link(open(1));
  await r.pass(5_000);
  r.script.channels = () => {
    r.script.channels = () => board;
    return answersAfter(400, board);
  };
  await r.pass(3_000);
  const from = r.now();
  await r.pass(8_000);
  expect(r.asked("channels").filter((at) => at >= from).length).toBeGreaterThanOrEqual(3);
});

test("what takes the gateway long is not read at every push", async () => {
  const r = build();
  r.script.channels = () => answersAfter(200, { accounts: [], issues: [], partial: false });
  r.schedule.start();
  r.link(open(1));
  await r.pass(9_000);
  const from = r.now();
  const health = { push: "health", health: {} } as never;
  for (let i = 0; i < 16; i += 1) {
    r.schedule.heard({ type: "pushed", at: Date.now(), pushes: [health] });
    await r.pass(500);
  }
  expect(r.asked("channels").filter((at) => at >= from).length).toBeLessThanOrEqual(2);
});
