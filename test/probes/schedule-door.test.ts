import { expect, test } from "vitest";
import type { Source } from "../../src/data/snapshot.ts";
import { RpcFailure } from "../../src/probes/probe.ts";
import { answersAfter, build, healthy, never, open, waiting } from "../support/schedule-rig.ts";

test("killed: the closed port is known at once, then looked at four times a second, and its opening within half a second", async () => {
  const r = build();
  r.schedule.start();
  r.link(open(1));
  await r.pass(3_000);
  const refused = { outcome: "refused", ms: 0, why: "refused" };
  r.script.port = () => refused;
  r.script.healthz = () => ({ ...refused, status: null, body: null });
  r.link(waiting);
  const lost = r.now();
  await r.pass(0);
  expect(r.askedSince(lost)).toEqual(expect.arrayContaining(["port", "healthz", "process"]));
  for (let i = 0; i < 100; i += 1) {
    await r.pass(100);
    r.link(waiting);
  }
  const looks = r.asked("port").filter((at) => at > lost).length;
  expect(looks).toBeGreaterThanOrEqual(38);
  expect(looks, "a link that knocks is no reason to look more often").toBeLessThanOrEqual(41);
  await r.pass(110_000);
  const last = r.asked("port").at(-1) ?? 0;
  expect(r.now() - last).toBeLessThanOrEqual(400);
  r.script.port = healthy.port ?? never;
  r.script.healthz = healthy.healthz ?? never;
  const back = r.now();
  await r.pass(410);
  expect(r.askedSince(back)).toEqual(expect.arrayContaining(["port", "healthz", "startupz", "readyz", "process"]));
  expect(r.seen.reachable).toBeGreaterThanOrEqual(1);
  await r.pass(5_000);
  expect(r.asked("startupz").filter((at) => at >= back).length, "booting is followed closely again").toBeGreaterThanOrEqual(18);
});

test("frozen gateway: named by HTTP within five seconds, the accept queue is spared, its first word is heard at once", async () => {
  const r = build();
  const timeout = { outcome: "timeout", status: null, ms: 2_000, why: "no answer", body: null };
  const silent = (): Promise<unknown> => answersAfter(2_000, timeout);
  r.schedule.start();
  r.link(open(1));
  await r.pass(10_100);
  for (const source of ["healthz", "startupz", "readyz"] as const) r.script[source] = silent;
  const froze = r.now();
  await r.pass(5_000);
  const named = r.outcomes("healthz").at(-1);
  expect(named).toMatchObject({ type: "sampled", value: { outcome: "timeout" } });
  const namedAt = froze + 5_000;
  // The evidence is fetched with the name: is the port open, what state is the process in.
  const fellSilent = r.asked("healthz").find((at) => at >= froze) ?? 0;
  expect(r.asked("port").find((at) => at >= fellSilent + 2_000)).toBeLessThan(fellSilent + 2_050);
  expect(r.asked("process").some((at) => at >= fellSilent + 2_000 && at <= namedAt)).toBe(true);
  await r.pass(55_000);
  const connections = ["port", "healthz", "startupz", "readyz"].flatMap((source) => r.asked(source as Source).filter((at) => at >= froze));
  expect(connections.length).toBeLessThanOrEqual(70);
  for (const source of ["healthz", "startupz", "readyz"] as const) r.script[source] = healthy[source] ?? never;
  const thawed = r.now();
  await r.pass(4_000);
  const spoke = r.asked("healthz").find((at) => at >= thawed) ?? 0;
  expect(r.asked("readyz").find((at) => at >= spoke)).toBeLessThanOrEqual(spoke + 50);
});

test("an RPC that times out makes it look at the door at once", async () => {
  const r = build();
  r.schedule.start();
  r.link(open(1));
  await r.pass(1_000);
  r.script.sessions = () => Promise.reject(new RpcFailure("TIMEOUT", "sessions.list: no answer within 10 s", true));
  const from = r.now();
  r.schedule.refresh("sessions");
  await r.pass(1);
  expect(r.askedSince(from)).toEqual(expect.arrayContaining(["sessions", "port", "healthz", "process"]));
});
