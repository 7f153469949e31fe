// Ten thousand sessions come in pages; one answer with all of them would be over the gateway's limit for a message.
import { expect, test } from "vitest";
import type { SessionList } from "../../src/data/model/sessions.ts";
import { RpcFailure, type ProbeContext, type World } from "../../src/probes/probe.ts";
import { sessionsProbe } from "../../src/probes/rpc/sessions.ts";
import { target } from "../support/target.ts";

type Params = { readonly limit?: number; readonly offset?: number };

/** Answers as 2026.6.11 and later do: the newest 100, or the page asked for. `tookMs` of each answer. */
function gateway(count: number, given: { readonly tookMs?: number; readonly failsAt?: number } = {}) {
  const asked: Params[] = [];
  let now = 1_000;
  const request = (_method: string, params: Params): Promise<unknown> => {
    asked.push(params);
    now += given.tookMs ?? 0;
    const { limit, offset } = { limit: 100, offset: 0, ...params };
    if (given.failsAt !== undefined && offset >= given.failsAt) return Promise.reject(new RpcFailure("UNAVAILABLE", "no page", true));
    const sessions = Array.from({ length: Math.max(0, Math.min(limit, count - offset)) }, (_, index) => ({ key: `s${offset + index}` }));
    const next = offset + sessions.length;
    return Promise.resolve({ sessions, totalCount: count, limitApplied: limit, nextOffset: next < count ? next : null });
  };
  const world = { now: () => now, request } as unknown as World;
  return { world, asked, later: (ms: number) => void (now += ms) };
}

const context = (last: () => SessionList | null): ProbeContext => ({ target, last: () => last() as never, reportedPid: null });

test("a hundred or fewer: one request, and no more until their time", async () => {
  const { world, asked } = gateway(100);
  const list = await sessionsProbe.read(
    world,
    context(() => null),
  );
  expect(asked).toEqual([{}]);
  expect(list).toMatchObject({ total: 100, pass: { whole: true } });
  expect(sessionsProbe.again?.(list)).toBeNull();
});

test("ten thousand: the first page at once, all others soon after it, none over 500 rows", async () => {
  const { world, asked, later } = gateway(10_000);
  const first = await sessionsProbe.read(
    world,
    context(() => null),
  );
  expect(first.items).toHaveLength(100);
  expect(sessionsProbe.again?.(first)).toBeLessThan(1_000);
  const all = await sessionsProbe.read(
    world,
    context(() => first),
  );
  expect(all.items).toHaveLength(10_000);
  expect(new Set(all.items.map(({ key }) => key)).size).toBe(10_000);
  expect(Math.max(...asked.map(({ limit }) => limit ?? 0))).toBe(500);
  expect(sessionsProbe.again?.(all)).toBeNull();

  asked.length = 0;
  later(15_000);
  const next = await sessionsProbe.read(
    world,
    context(() => all),
  );
  expect(asked).toEqual([{}]);
  expect(next.items).toHaveLength(10_000);
  later(600_000);
  await sessionsProbe.read(
    world,
    context(() => next),
  );
  expect(asked.length).toBeGreaterThan(10);
});

test("a slow gateway: what came in time is kept, and it is not asked for all again at once", async () => {
  const { world } = gateway(10_000, { tookMs: 1_000 });
  const first = await sessionsProbe.read(
    world,
    context(() => null),
  );
  const part = await sessionsProbe.read(
    world,
    context(() => first),
  );
  expect(part.items.length).toBeGreaterThan(1_000);
  expect(part.items.length).toBeLessThan(10_000);
  expect(part).toMatchObject({ total: 10_000, pass: { whole: false } });
  expect(sessionsProbe.again?.(part)).toBeNull();
});

test("a page that does not come: the newest are there", async () => {
  const { world } = gateway(2_000, { failsAt: 1_100 });
  const first = await sessionsProbe.read(
    world,
    context(() => null),
  );
  const part = await sessionsProbe.read(
    world,
    context(() => first),
  );
  expect(part).toMatchObject({ total: 2_000, pass: { whole: false } });
  expect(part.items).toHaveLength(1_100);
});

test("a release without pages: what it shows, and it is not asked over and over", async () => {
  const world = {
    now: () => 0,
    request: () => Promise.resolve({ sessions: [{ key: "a" }], count: 1, totalCount: 300, limitApplied: 100 }),
  } as unknown as World;
  const list = await sessionsProbe.read(
    world,
    context(() => null),
  );
  expect(list).toMatchObject({ total: 300, items: [{ key: "a" }] });
  expect(sessionsProbe.again?.(list)).toBeNull();
});
