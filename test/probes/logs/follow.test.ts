// How often a log is read, and how far back, while somebody looks at it.
import { afterEach, expect, test } from "vitest";
import fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LateEvent } from "../../../src/data/late/late-event.ts";
import { createLogFollow, type LogFollow } from "../../../src/probes/logs/follow.ts";
import { createWorld } from "../../../src/probes/world.ts";
import { logFiles } from "../../../src/probes/world/open-file.ts";
import { target } from "../../support/target.ts";

type Timer = { readonly ms: number; readonly run: () => void; off: boolean };

const started: { readonly follow: LogFollow; readonly dir: string }[] = [];
afterEach(async () => {
  for (const { follow, dir } of started.splice(0)) {
    await follow.stop();
    fs.rmSync(dir, { recursive: true, force: true });
  }
});

/** A clock whose next timer runs when the test says so; `events` resolves with those that came by then. */
function rig(text: string, unreadable = false) {
  const dir = fs.mkdtempSync(join(tmpdir(), "gatetop-follow-"));
  const file = join(dir, "openclaw.log");
  fs.writeFileSync(file, text);
  const configPath = join(dir, "openclaw.json");
  fs.writeFileSync(configPath, JSON.stringify({ logging: { file } }));
  const timers: Timer[] = [];
  let armed: () => void = () => {};
  const events: LateEvent[] = [];
  const crashes: unknown[] = [];
  const follow = createLogFollow({
    world: {
      ...createWorld({ request: () => Promise.reject(new Error("not connected")), methods: () => null }),
      ...logFiles,
      ...(unreadable ? { open: () => Promise.reject(Object.assign(new Error("bad disk"), { code: "EIO" })) } : {}),
    },
    target: { ...target, local: true, configPath, profile: "gatetop-test-follow" },
    tap: (event) => events.push(event),
    clock: {
      after: (ms, run) => {
        const timer: Timer = { ms, run, off: false };
        timers.push(timer);
        armed();
        return () => {
          timer.off = true;
        };
      },
    },
    secrets: () => [],
    unit: () => null,
    onCrash: (error) => crashes.push(error),
  });
  started.push({ follow, dir });
  /** The pause the follower waits for after what it does now. */
  const paused = (): Promise<number> =>
    new Promise((resolve) => {
      armed = () => resolve(timers.at(-1)?.ms ?? 0);
    });
  const tick = (): Promise<number> => {
    const next = paused();
    timers.at(-1)?.run();
    return next;
  };
  return { follow, file, events, crashes, timers, paused, tick };
}

const lines = (from: number, to: number): string => Array.from({ length: to - from }, (_, index) => `line ${from + index}\n`).join("");
const messages = (events: readonly LateEvent[]): readonly string[] =>
  events.flatMap((event) => (event.type === "log" ? event.batch.lines.map(({ message }) => message) : []));

test("looked at: read back in haste, then five times a second; looked away from: rarely, then not at all", async () => {
  const { follow, file, events, timers, paused, tick } = rig(lines(0, 3));
  const first = paused();
  follow.look("at it");
  expect(await first).toBe(100);
  // The beginning of the log: there is nothing older, and the haste is over.
  expect(await tick()).toBe(200);
  fs.appendFileSync(file, lines(3, 4));
  await tick();
  expect(messages(events)).toEqual(lines(0, 4).trimEnd().split("\n"));
  follow.look("near");
  expect(timers.at(-1)?.ms).toBe(5_000);
  follow.look("away");
  expect(timers.filter(({ off }) => !off).every((timer) => timer.ms !== 5_000)).toBe(true);
});

test("no event for a look that finds nothing", async () => {
  const { follow, events, paused, tick } = rig(lines(0, 3));
  const first = paused();
  follow.look("at it");
  await first;
  await tick();
  const told = events.length;
  for (let count = 0; count < 10; count += 1) await tick();
  expect(events).toHaveLength(told);
});

test("fifty thousand lines are read back without being asked, and no more", async () => {
  const { follow, events, paused, tick } = rig(lines(0, 300_000));
  const first = paused();
  follow.look("at it");
  await first;
  for (let turns = 0; turns < 100 && (await tick()) === 100; turns += 1) expect(turns).toBeLessThan(90);
  const held = messages(events).length;
  expect(held).toBeGreaterThanOrEqual(50_000);
  expect(held).toBeLessThan(220_000);
});

test("what the file system refuses is said once, and is no crash", async () => {
  const { follow, events, crashes, paused, tick } = rig(lines(0, 3), true);
  const first = paused();
  follow.look("at it");
  await first;
  await tick();
  expect(events).toMatchObject([{ type: "no-log", why: "the log cannot be read: EIO" }]);
  expect(crashes).toEqual([]);
});
