// The log as a source: whole once, then on from where the last read ended, and not at all while its file stays as it is.
import { expect, test } from "vitest";
import type { RestartLog } from "../../src/data/restart/restart-log.ts";
import type { ProbeContext, World } from "../../src/probes/probe.ts";
import { restartLogProbe } from "../../src/probes/rpc/restart-log.ts";

const NOW = Date.parse("2026-11-20T10:00:00Z");
const FILE = "/tmp/openclaw/openclaw.log";
const line = (time: string, message: string): string => JSON.stringify({ 0: '{"subsystem":"gateway"}', 1: message, time, message });

type Here = { readonly now?: number; readonly size?: number | null; readonly local?: boolean; readonly cursor?: number };

async function read(
  before: RestartLog | null,
  lines: readonly string[],
  { now = NOW, size = null, local = true, cursor = 900 }: Here = {},
) {
  const asked: unknown[] = [];
  const world = {
    now: () => now,
    fileSize: (path: string) => (path === FILE && size !== null ? Promise.resolve(size) : Promise.reject(new Error("EACCES"))),
    request: (method: string, params: unknown) => {
      asked.push([method, params]);
      return Promise.resolve({ file: FILE, cursor, size: cursor, lines, truncated: false, reset: false });
    },
  } as Partial<World> as World;
  const context = { last: () => before, target: { local } } as unknown as ProbeContext;
  const log = await restartLogProbe.read(world, context);
  return { log, asked, againMs: restartLogProbe.again?.(log) ?? null };
}

test("the first read asks for what one answer holds, the next for what came since", async () => {
  const first = await read(null, [line("2026-11-20T09:30:00Z", "ready"), line("2026-11-20T09:40:00Z", "received SIGUSR2; restarting")]);
  expect(first.asked).toEqual([["logs.tail", { limit: 5_000 }]]);
  expect(first.log).toEqual({
    cursor: 900,
    file: FILE,
    watched: false,
    askedAt: NOW,
    reachesBackTo: Date.parse("2026-11-20T09:30:00Z"),
    notes: [{ at: Date.parse("2026-11-20T09:40:00Z"), of: "gateway", said: "restarting", run: null }],
    work: { notes: [], errors: [] },
  });

  const next = await read(first.log, [line("2026-11-20T09:59:00Z", "closed: restart (SIGUSR2: gatetop 3f9a2c)")]);
  expect(next.asked).toEqual([["logs.tail", { limit: 5_000, cursor: 900 }]]);
  expect(next.log.notes.map((note) => (note.of === "gateway" ? note.run : null))).toEqual([null, "3f9a2c"]);
  expect(next.log.reachesBackTo).toBe(first.log.reachesBackTo);
});

test.each<[string, Here, { readonly asks: boolean; readonly quick: boolean }]>([
  ["as it was", { size: 900 }, { asks: false, quick: true }],
  ["grown", { size: 950, cursor: 950 }, { asks: true, quick: true }],
  ["grown by half a line", { size: 910 }, { asks: true, quick: false }],
  ["rotated", { size: 20, cursor: 20 }, { asks: true, quick: true }],
  ["as it was for a minute: another may be in its place", { size: 900, now: NOW + 60_000 }, { asks: true, quick: true }],
  ["as it was, the clock set back", { size: 900, now: NOW - 60_000 }, { asks: true, quick: true }],
  ["not for us to see", { size: null }, { asks: true, quick: false }],
  ["of the same name, the gateway far away", { size: 900, local: false }, { asks: true, quick: false }],
])("a file %s", async (_name, here, { asks, quick }) => {
  const { log } = await read(null, []);
  const next = await read(log, [], here);
  expect(next.asked).toEqual(asks ? [["logs.tail", { limit: 5_000, cursor: 900 }]] : []);
  expect(next.againMs).toBe(quick ? 2_000 : null);
});

test("what nobody added to is the same value", async () => {
  const { log } = await read(null, [line("2026-11-20T09:40:00Z", "received SIGUSR2; restarting")]);
  const seen = await read(log, [], { size: 900 });
  expect((await read(seen.log, [], { size: 900 })).log).toBe(seen.log);
});
