// Our own stuck rule: by what was seen of a run, in whatever order it came.
import { array, assert, boolean, integer, nat, option, property, record, shuffledSubarray } from "fast-check";
import { describe, expect, test } from "vitest";
import type { Event, Push } from "../../../src/data/events.ts";
import type { Session, Task } from "../../../src/data/model/sessions.ts";
import type { State } from "../../../src/data/state.ts";
import { update } from "../../../src/data/update.ts";
import { ranIn, runProgress, STALLED_MS, STUCK_MS } from "../../../src/data/stuck.ts";
import { clock, pushed, sampled, scene, session, START, task, well } from "../../support/scene.ts";

const KEY = "agent:main:a";
const MINUTE = 60_000;

const seen = (sessions: readonly Session[], tasks: readonly Task[], ...after: readonly Event[]): State =>
  scene(...well(), sampled("sessions", { items: sessions, total: sessions.length }), sampled("tasks", tasks), ...after);

const running = (startedAgoMs: number, movedAgoMs: number | null): State =>
  seen(
    [session({ key: KEY, status: "running", hasActiveRun: true, startedAt: START - startedAgoMs })],
    [
      task({
        sessionKey: KEY,
        startedAt: START - startedAgoMs,
        lastActivityAt: movedAgoMs === null ? null : START - movedAgoMs,
      }),
    ],
  );

const verdict = (state: State): string | undefined => runProgress(state).get(KEY)?.state;

test.each([
  ["just at the limit", STALLED_MS, "running"],
  ["just over it", STALLED_MS + 1, "stalled"],
  ["five minutes", STUCK_MS, "stalled"],
  ["over five minutes", STUCK_MS + 1, "stuck"],
])("%s without progress", (_, silentMs, is) => {
  expect(verdict(running(20 * MINUTE, silentMs))).toBe(is);
});

test.each([
  ["under the configured limits", 599_000, "running"],
  ["over the first of them", 601_000, "stalled"],
  ["over both", 901_000, "stuck"],
])("boards say what the alert says: %s", (_, silentMs, is) => {
  const settings = { rules: { "session-silent": { warn: 600, crit: 900 } } };
  expect(verdict({ ...running(20 * MINUTE, silentMs), settings })).toBe(is);
});

test("a run that began a moment ago is not older than its start", () => {
  expect(runProgress(running(10_000, null)).get(KEY)).toMatchObject({ state: "running", ageMs: 10_000, silentMs: 10_000 });
});

describe("where a run is", () => {
  test.each([
    ["a run of its own", { runtime: "cli", sessionKey: "p", childSessionKey: "p" }, "p"],
    ["a sub-agent's", { runtime: "subagent", sessionKey: "p", childSessionKey: "c" }, "c"],
    ["an agent of another program's", { runtime: "acp", sessionKey: "p", childSessionKey: "c" }, "c"],
    ["a picture that is made for it, whose child is no session", { runtime: "cli", sessionKey: "p", childSessionKey: "image:1" }, "p"],
    ["nobody's", { runtime: "cron", sessionKey: null, childSessionKey: null }, null],
  ] as const)("%s", (_, given, key) => {
    expect(ranIn(task(given))).toBe(key);
  });

  test("whoever asked a sub-agent is not stuck while the sub-agent is", () => {
    const parent = session({ key: "p", status: "done" });
    const child = session({ key: "c", status: "running", hasActiveRun: true, startedAt: START - 10 * MINUTE });
    const state = seen(
      [parent, child],
      [task({ runtime: "subagent", sessionKey: "p", childSessionKey: "c", startedAt: START - 10 * MINUTE })],
    );
    expect([...runProgress(state).keys()]).toEqual(["c"]);
  });
});

test("work is found by its task also where the list calls the session done", () => {
  const state = seen(
    [session({ key: KEY, status: "done", hasActiveRun: false })],
    [task({ sessionKey: KEY, startedAt: START - 10 * MINUTE, lastActivityAt: START - 10 * MINUTE })],
  );
  expect(verdict(state)).toBe("stuck");
});

describe("laws", () => {
  const order: readonly string[] = ["running", "stalled", "stuck"];
  const progress: Push = { push: "progress", sessionKey: KEY, stream: "assistant", phase: null, failed: false };

  test("progress never makes it more stuck, and what it makes depends on the newest alone", () => {
    assert(
      property(nat(1_200), nat(1_200), integer({ min: 1, max: 900 }), (startedAgo, movedAgo, later) => {
        const before = running(startedAgo * 1_000, Math.min(movedAgo, startedAgo) * 1_000);
        const at = START + later * 1_000;
        const without = update(before, clock(at));
        const moved = update(before, pushed([progress], at));
        expect(order.indexOf(verdict(moved) ?? "")).toBeLessThanOrEqual(order.indexOf(verdict(without) ?? ""));
        expect(runProgress(moved).get(KEY)?.silentMs).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  test("the order in which signs of life arrive does not matter", () => {
    const signs = array(nat(300), { minLength: 1, maxLength: 8 });
    assert(
      property(
        signs.chain((ages) => shuffledSubarray(ages, { minLength: ages.length }).map((shuffled) => [ages, shuffled] as const)),
        ([ages, shuffled]) => {
          const fold = (list: readonly number[]): State =>
            seen(
              [session({ key: KEY, status: "running", startedAt: START - 20 * MINUTE })],
              list.map((ago, index) =>
                task({ id: `t${index}`, sessionKey: KEY, startedAt: START - 20 * MINUTE, lastActivityAt: START - ago * 1_000 }),
              ),
            );
          expect(runProgress(fold(shuffled)).get(KEY)).toEqual(runProgress(fold(ages)).get(KEY));
        },
      ),
      { numRuns: 60 },
    );
  });

  test("what only waits is never stalled or stuck, however long", () => {
    const waiting = record({ ago: nat(86_400), created: boolean() });
    assert(
      property(array(waiting, { minLength: 1, maxLength: 5 }), option(nat(86_400)), (tasks, startedAgo) => {
        const state = seen(
          [session({ key: KEY, status: "queued", startedAt: startedAgo === null ? null : START - startedAgo * 1_000 })],
          tasks.map(({ ago, created }, index) =>
            task({ id: `t${index}`, sessionKey: KEY, execution: "queued", createdAt: created ? START - ago * 1_000 : null }),
          ),
        );
        expect(runProgress(state).get(KEY)).toMatchObject({ state: "queued", silentMs: null, queueDepth: tasks.length });
      }),
      { numRuns: 60 },
    );
  });
});
