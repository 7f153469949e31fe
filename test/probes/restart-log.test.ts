// The log as a source: whole once, then on from where the last read ended.
import { expect, test } from "vitest";
import type { RestartLog } from "../../src/data/restart/restart-log.ts";
import type { ProbeContext, World } from "../../src/probes/probe.ts";
import { restartLogProbe } from "../../src/probes/rpc/restart-log.ts";

const NOW = Date.parse("2026-11-20T10:00:00Z");
const line = (time: string, message: string): string => JSON.stringify({ 0: '{"subsystem":"gateway"}', 1: message, time, message });

async function read(before: RestartLog | null, lines: readonly string[]) {
  const asked: unknown[] = [];
  const world = {
    now: () => NOW,
    request: (method: string, params: unknown) => {
      asked.push([method, params]);
      return Promise.resolve({ file: "/tmp/openclaw/openclaw.log", cursor: 900, size: 900, lines, truncated: false, reset: false });
    },
  } as Partial<World> as World;
  const context = { last: () => before } as unknown as ProbeContext;
  return { log: await restartLogProbe.read(world, context), asked };
}

test("the first read asks for what one answer holds, the next for what came since", async () => {
  const first = await read(null, [line("2026-11-20T09:30:00Z", "ready"), line("2026-11-20T09:40:00Z", "received SIGUSR2; restarting")]);
  expect(first.asked).toEqual([["logs.tail", { limit: 5_000 }]]);
  expect(first.log).toEqual({
    cursor: 900,
    reachesBackTo: Date.parse("2026-11-20T09:30:00Z"),
    notes: [{ at: Date.parse("2026-11-20T09:40:00Z"), of: "gateway", said: "restarting", run: null }],
  });

  const next = await read(first.log, [line("2026-11-20T09:59:00Z", "closed: restart (SIGUSR2: gatetop 3f9a2c)")]);
  expect(next.asked).toEqual([["logs.tail", { limit: 5_000, cursor: 900 }]]);
  expect(next.log.notes.map((note) => (note.of === "gateway" ? note.run : null))).toEqual([null, "3f9a2c"]);
  expect(next.log.reachesBackTo).toBe(first.log.reachesBackTo);
});
