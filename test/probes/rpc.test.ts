import { expect, test } from "vitest";
import type { DiagnosticSlice } from "../../src/data/model/sessions.ts";
import { DecodeError } from "../../src/data/gateway/decode/field.ts";
import { sourceNames, sources, type Source } from "../../src/data/snapshot.ts";
import { probes } from "../../src/probes/index.ts";
import type { ProbeContext, World } from "../../src/probes/probe.ts";
import { stabilityProbe } from "../../src/probes/rpc/stability.ts";
import { captured } from "../support/fixture.ts";
import { target } from "../support/target.ts";

const context = (last: DiagnosticSlice | null = null): ProbeContext => ({ target, last: () => last as never, reportedPid: null });

const payloads: Readonly<Record<string, string>> = {
  health: "health",
  status: "status",
  systemInfo: "system.info",
  channels: "channels.status",
  sessions: "sessions.list",
  tasks: "tasks.list",
  lanes: "diagnostics.lanes",
  presence: "system-presence",
  preflight: "gateway.restart.preflight",
};

/** No release lists the first, and two methods answer the second: they are asked without looking whether they are listed. */
const unlisted: ReadonlySet<Source> = new Set<Source>(["usage", "activity"]);

test("every source has its own probe, and RPC probes ask the method the person is shown", () => {
  for (const source of sourceNames) {
    expect(probes[source].source).toBe(source);
    expect(probes[source].method ?? null).toBe(sources[source].via === "rpc" && !unlisted.has(source) ? sources[source].from : null);
  }
});

test.each(Object.entries(payloads))("%s asks %s without parameters and decodes the answer", async (source, file) => {
  const asked: unknown[] = [];
  const world = {
    now: () => 0,
    request: (...call: readonly unknown[]) => {
      asked.push(call);
      return Promise.resolve(captured(`2026.9.6/busy/${file}`));
    },
  } as unknown as World;
  const probe = probes[source as keyof typeof probes];
  expect(await probe.read(world, context())).toBeTypeOf("object");
  expect(asked).toEqual([[probe.method, {}, sources[probe.source].timeoutMs]]);
  await expect(probe.read({ request: () => Promise.resolve("text") } as unknown as World, context())).rejects.toThrow(DecodeError);
});

/** A ring that answers as the gateway does: `count`, `firstSeq` and `lastSeq` speak of the records after `sinceSeq`. */
function ring(seqs: readonly number[]) {
  const asked: unknown[] = [];
  const request = (_method: string, params: unknown): Promise<unknown> => {
    asked.push(params);
    const { sinceSeq, limit } = { sinceSeq: -1, limit: 50, ...(params as object) };
    const newer = seqs.filter((seq) => seq > sinceSeq);
    const events = newer.slice(Math.max(0, newer.length - limit)).map((seq) => ({ seq, ts: seq, type: "session.state" }));
    return Promise.resolve({ capacity: 1_000, count: newer.length, dropped: 77, lastSeq: newer.at(-1), events });
  };
  return { world: { request } as unknown as World, asked };
}

const range = (from: number, to: number): readonly number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index);
const known = (lastSeq: number): DiagnosticSlice => ({ since: 0, lastSeq, dropped: 0, records: [] });

test.each([
  ["first look: the whole ring", null, range(44, 90), { since: 0, lastSeq: 90, dropped: 0 }, 47, [{ limit: 1_000 }]],
  ["an empty ring", null, [], { since: 0, lastSeq: 0, dropped: 0 }, 0, [{ limit: 1_000 }]],
  ["three new records", 90, range(44, 93), { since: 90, lastSeq: 93, dropped: 0 }, 3, [{ sinceSeq: 89, limit: 1_000 }]],
  ["nothing new", 90, range(44, 90), { since: 90, lastSeq: 90, dropped: 0 }, 0, [{ sinceSeq: 89, limit: 1_000 }]],
  [
    "a new process, its ring still shorter",
    900,
    range(44, 60),
    { since: 0, lastSeq: 60, dropped: 0 },
    17,
    [{ sinceSeq: 899, limit: 1_000 }, { limit: 1_000 }],
  ],
  [
    "a new process, its ring already longer, without that very number",
    90,
    [...range(44, 80), ...range(95, 120)],
    { since: 0, lastSeq: 120, dropped: 0 },
    63,
    [{ sinceSeq: 89, limit: 1_000 }, { limit: 1_000 }],
  ],
  [
    "we fell behind by more than a ring",
    90,
    range(500, 1_499),
    { since: 90, lastSeq: 1_499, dropped: 409 },
    1_000,
    [{ sinceSeq: 89, limit: 1_000 }],
  ],
] as const)("the ring: %s", async (_name, last, seqs, expected, count, params) => {
  const { world, asked } = ring(seqs);
  const slice = await stabilityProbe.read(world, context(last === null ? null : known(last)));
  expect(slice).toMatchObject(expected);
  expect(slice.records).toHaveLength(count);
  expect(asked).toEqual(params);
});
