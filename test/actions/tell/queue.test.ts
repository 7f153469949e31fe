import { describe, expect, test } from "vitest";
import { createQueue, type Queue } from "../../../src/actions/tell/queue.ts";
import { again, delivered, never, type Delivered, type Sink } from "../../../src/actions/tell/sink.ts";
import type { Tell } from "../../../src/data/guard/tell.ts";
import { manualTimers, type ManualTimers } from "../../data/gateway/manual-timers.ts";
import { tellOf } from "../../support/tells.ts";

type Played = {
  readonly queue: Queue;
  readonly timers: ManualTimers;
  readonly tried: { readonly at: number; readonly tell: Tell }[];
  readonly said: string[];
  /** Lets the attempt that is under way end. */
  readonly answer: (result: Delivered) => void;
};

/** Each attempt waits for its answer; with `answers` they come by themselves, the last one for ever. */
function played(...answers: readonly Delivered[]): Played {
  const timers = manualTimers();
  const tried: { readonly at: number; readonly tell: Tell }[] = [];
  const said: string[] = [];
  let pending: ((result: Delivered) => void) | null = null;
  const sink: Sink = {
    name: "exec hook",
    deliver: (tell) => {
      tried.push({ at: timers.monotonicMs(), tell });
      const result = answers[tried.length - 1] ?? answers.at(-1);
      return result === undefined ? new Promise((resolve) => (pending = resolve)) : Promise.resolve(result);
    },
  };
  const queue = createQueue({ sink, timers, said: (sentence) => said.push(sentence) });
  return { queue, timers, tried, said, answer: (result) => pending?.(result) };
}

const subjects = ({ tried }: Played): readonly string[] => tried.map(({ tell }) => tell.subject);

/** One attempt after the other until nothing waits. */
async function answerAll(one: Played, result: Delivered = delivered): Promise<void> {
  const idle = one.queue.idle().then(() => true);
  const turn = (): Promise<boolean> => new Promise((resolve) => setImmediate(() => resolve(false)));
  do one.answer(result);
  while (!(await Promise.race([idle, turn()])));
}

test("tried at once and after 2, 10 and 30 s, then dropped and said", async () => {
  const one = played(again("it exited 1"));
  for (const pause of [2_000, 10_000, 30_000]) {
    const waits = one.timers.changed();
    if (pause === 2_000) one.queue.put(tellOf());
    await waits;
    expect(one.said.at(-1)).toBe("exec hook: down/gateway is tried again: it exited 1");
    if (pause < 30_000) one.timers.advance(pause);
  }
  const idle = one.queue.idle();
  one.timers.advance(30_000);
  await idle;
  expect(one.tried.map(({ at }) => at)).toEqual([0, 2_000, 12_000, 42_000]);
  expect(one.said.at(-1)).toBe("exec hook: down/gateway was not delivered: it exited 1");
});

test("what would never work is tried once", async () => {
  const one = played(never("it does not exist"));
  one.queue.put(tellOf());
  await one.queue.idle();
  expect(one.tried).toHaveLength(1);
  expect(one.said).toEqual(["exec hook: down/gateway was not delivered: it does not exist"]);
});

test("the other side may ask for a longer pause", async () => {
  const one = played(again("it answers 429", 20_000), delivered);
  const waits = one.timers.changed();
  one.queue.put(tellOf());
  await waits;
  const idle = one.queue.idle();
  one.timers.advance(19_999);
  expect(one.tried).toHaveLength(1);
  one.timers.advance(1);
  await idle;
  expect(one.tried).toHaveLength(2);
});

test("a failed restart is first, however many wait; then in the order of tellings, then of time", async () => {
  const one = played();
  one.queue.put(tellOf({ what: "guard", severity: "info", subject: "under way" }));
  for (let at = 0; at < 49; at += 1) one.queue.put(tellOf({ what: "logs", severity: "info", subject: `log ${at}` }));
  one.queue.put(tellOf({ what: "restart-failed", subject: "last" }));
  one.answer(delivered);
  await new Promise(setImmediate);
  expect(subjects(one).slice(0, 2)).toEqual(["under way", "last"]);
  await answerAll(one);
  expect(subjects(one).slice(2, 4)).toEqual(["log 0", "log 1"]);
});

test("the oldest news falls when more than fifty wait, and that is said", async () => {
  const one = played();
  one.queue.put(tellOf({ subject: "under way" }));
  one.queue.put(tellOf({ what: "down", severity: "critical", subject: "oldest of all" }));
  for (let at = 0; at < 50; at += 1) one.queue.put(tellOf({ what: "logs", severity: "info", subject: `log ${at}` }));
  expect(one.said).toEqual(["exec hook: more than 50 tells wait, logs/log 0 was dropped"]);
  await answerAll(one);
  expect(subjects(one)).not.toContain("log 0");
  expect(subjects(one)).toContain("oldest of all");
  expect(one.tried).toHaveLength(51);
});

test("the end of a thing never comes before its beginning, which is tried again", async () => {
  const one = played(again("it answers 503"), delivered);
  const waits = one.timers.changed();
  one.queue.put(tellOf({ what: "down", subject: "began" }));
  await waits;
  one.queue.put(tellOf({ what: "recovered", subject: "ended" }));
  const idle = one.queue.idle();
  one.timers.advance(2_000);
  await idle;
  expect(subjects(one)).toEqual(["began", "began", "ended"]);
});

test("what is more urgent does not wait for the pause of another one", async () => {
  const one = played(again("it answers 503"), delivered);
  const waits = one.timers.changed();
  one.queue.put(tellOf({ what: "down", subject: "less" }));
  await waits;
  one.queue.put(tellOf({ what: "gave-up", subject: "more" }));
  expect(subjects(one)).toEqual(["less", "more"]);
});

test("the same tell twice is one", async () => {
  const one = played();
  const [first, second] = [tellOf(), tellOf()];
  for (const tell of [first, first, second, second]) one.queue.put(tell);
  await answerAll(one);
  expect(one.tried.map(({ tell }) => tell.id)).toEqual([first.id, second.id]);
});

describe("at the end", () => {
  test("what was not delivered is counted; nothing is taken any more", async () => {
    const one = played();
    one.queue.put(tellOf());
    one.queue.put(tellOf());
    void one.queue.stop();
    await one.queue.idle();
    expect(one.said).toEqual(["exec hook: the guard ended with 2 tells not delivered"]);
    one.answer(delivered);
    one.queue.put(tellOf());
    await new Promise(setImmediate);
    expect(one.tried).toHaveLength(1);
  });

  test("with nothing left nothing is said", async () => {
    const one = played(delivered);
    one.queue.put(tellOf());
    await one.queue.idle();
    await one.queue.stop();
    expect(one.said).toEqual([]);
  });
});
