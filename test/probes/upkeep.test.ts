// The sources asked seldom, and which are asked sooner while there is something to see.
import { expect, test } from "vitest";
import type { Push } from "../../src/data/events.ts";
import type { Source } from "../../src/data/snapshot.ts";
import { attempt } from "../../src/probes/attempt.ts";
import { probes } from "../../src/probes/index.ts";
import { newsIn } from "../../src/probes/news.ts";
import { RpcFailure, type Probe, type ProbeContext, type World } from "../../src/probes/probe.ts";
import { explain } from "../../src/probes/outcome.ts";
import { account, lane, link, openLink, record, scene, session, START, task } from "../support/scene.ts";
import { target } from "../support/target.ts";

const context = { target, last: () => null, reportedPid: null } as ProbeContext;

test.each<[Source, Readonly<Record<string, unknown>>, unknown]>([
  ["cost", { days: 8, agentScope: "all" }, { daily: [] }],
  ["modelAuth", {}, { providers: [] }],
  ["cron", { includeDisabled: true, limit: 200 }, { jobs: [] }],
  ["approvals", {}, []],
])("%s asks with %j", async (source, params, payload) => {
  const asked: unknown[] = [];
  const request = (_method: string, given: unknown) => (asked.push(given), Promise.resolve(payload));
  await probes[source].read({ request } as unknown as World, context);
  expect(asked).toEqual([params]);
});

const failure = (message: string) => new RpcFailure("MISSING_SCOPE", message, true);

test("approvals a connection may not see are missing, with what to do", () => {
  const told = explain(failure("missing scope: operator.approvals"), "exec.approval.list", "OpenClaw 2026.9.6");
  expect(told).toMatchObject({ type: "missing", why: expect.stringContaining("needs the scope operator.approvals") as string });
});

const askedSooner = (source: Source, value: unknown): number | null => (probes[source] as Probe<Source>).again?.(value as never) ?? null;

test.each<[string, Source, unknown, number | null]>([
  ["an idle gateway", "lanes", { lanes: [lane()], dynamic: { laneCount: 2, active: 0, queued: 0 } }, null],
  ["a run", "lanes", { lanes: [lane({ active: 1 })], dynamic: null }, 2_000],
  ["a run that waits", "lanes", { lanes: [lane({ queued: 1 })], dynamic: null }, 2_000],
  ["one that waits behind its own session", "lanes", { lanes: [], dynamic: { laneCount: 1, active: 0, queued: 1 } }, 2_000],
  ["runs that ended", "tasks", [task({ endedAt: 5 })], null],
  ["one that did not", "tasks", [task({ endedAt: 5 }), task()], 5_000],
  ["no new records", "stability", { since: 4, lastSeq: 4, dropped: 0, records: [] }, null],
  ["records that come", "stability", { since: 4, lastSeq: 5, dropped: 0, records: [record({ seq: 5 })] }, 2_000],
  ["zeros the gateway still counts on", "cost", { fresh: false, days: [] }, 3_000],
  ["what was spent", "cost", { fresh: true, days: [] }, null],
  ["channels that are up", "channels", { accounts: [account(), account({ lifecycle: "blocked" })], issues: [], partial: false }, null],
  ["one on its way back", "channels", { accounts: [account(), account({ lifecycle: "recovering" })], issues: [], partial: false }, 2_200],
  ["one the gateway is to start again", "channels", { accounts: [account({ restartPending: true })], issues: [], partial: false }, 2_200],
])("asked again soon: %s", (_name, source, value, ms) => {
  expect(askedSooner(source, value)).toBe(ms);
});

const work: readonly Push[] = [
  { push: "session", session: session(), reason: null },
  { push: "session-removed", key: "agent:main:a" },
  { push: "task", task: task() },
  { push: "progress", sessionKey: "agent:main:a", stream: "assistant", phase: null, failed: false },
];

test.each(work.map((push) => [push.push, push] as const))("a pushed %s is a reason to look at lanes and records", (_name, push) => {
  const news = newsIn([push]);
  expect(["lanes", "stability"].map((source) => probes[source as Source].on?.some((name) => news.has(name)))).toEqual([true, true]);
});

test("a job that ran, and somebody who answered, are looked at at once", () => {
  const read = (name: string) => Object.values(probes).flatMap(({ source, on }) => (on?.includes(name) === true ? [source] : []));
  expect([...newsIn([{ push: "other", name: "cron" }])].flatMap(read)).toEqual(["lanes", "cron"]);
  expect(read("exec.approval.requested")).toEqual(["approvals"]);
  expect([...newsIn([{ push: "tick" }])]).toEqual([]);
});

test.each<[string, readonly string[] | null, boolean]>([
  ["a connection that only reads: the gateway is not even asked", ["operator.read"], false],
  ["one that may", ["operator.read", "operator.approvals"], true],
  ["an administrator's", ["operator.admin"], true],
  ["a release that does not tell the scopes", null, true],
])("approvals: %s", async (_name, scopes, asked) => {
  const seen: string[] = [];
  const request = (method: string) => (seen.push(method), Promise.resolve([]));
  const state = () => scene(link(openLink(START, { scopes })));
  const world = { now: () => START, request, methods: () => [] } as unknown as World;
  const never = new Promise<never>(() => undefined);
  const { event } = await attempt("approvals", { world, probes, target, state }, never);
  expect(seen).toEqual(asked ? ["exec.approval.list"] : []);
  expect(event).toMatchObject(asked ? { type: "sampled" } : { type: "missing", why: expect.stringContaining("ask.approvals") as string });
});
