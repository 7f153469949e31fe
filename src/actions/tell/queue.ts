// The tells that wait for one sink: one attempt at a time, the most urgent first, each tried a bounded number of times.
import { createAlarm, type Timers } from "../../data/gateway/timers.ts";
import { tellings, type Tell } from "../../data/guard/tell.ts";
import type { Sink } from "./sink.ts";

/** Between a failed attempt and the next one; after the last of them a tell is dropped. */
const PAUSES_MS = [2_000, 10_000, 30_000] as const;
const WAITING_MAX = 50;

export type QueueOptions = {
  readonly sink: Sink;
  readonly timers: Timers;
  /** A sentence for the log: what could not be delivered, and why. */
  readonly said: (sentence: string) => void;
  readonly pausesMs?: readonly number[];
};

export type Queue = {
  /** Returns at once. A tell that waits already is not put in twice. */
  readonly put: (tell: Tell) => void;
  /** Resolves when nothing waits and nothing is under way. */
  readonly idle: () => Promise<void>;
  /** Drops what waits and gives up what is under way; resolves when nothing of it is left. */
  readonly stop: () => Promise<void>;
};

type Waiting = { readonly tell: Tell; readonly turn: number; readonly tries: number; readonly notBefore: number };

const severities: readonly Tell["severity"][] = ["info", "warning", "critical"];
const urgency = ({ tell }: Waiting): number => tellings.indexOf(tell.what);
const moreUrgent = (a: Waiting, b: Waiting): number => urgency(a) - urgency(b) || a.turn - b.turn;
const lessMissed = (a: Waiting, b: Waiting): number =>
  severities.indexOf(a.tell.severity) - severities.indexOf(b.tell.severity) || a.turn - b.turn;

const named = ({ what, subject }: Tell): string => `${what}/${subject}`;

export function createQueue({ sink, timers, said, pausesMs = PAUSES_MS }: QueueOptions): Queue {
  let waiting: readonly Waiting[] = [];
  let underWay: Waiting | null = null;
  let attempting: Promise<void> = Promise.resolve();
  let ended = false;
  let turns = 0;
  const alarm = createAlarm(timers);
  const stopping = new AbortController();
  let released: (() => void)[] = [];

  const isIdle = (): boolean => ended || (underWay === null && waiting.length === 0);
  function release(): void {
    const all = released;
    released = [];
    for (const resolve of all) resolve();
  }

  function enter(one: Waiting): void {
    waiting = [...waiting, one].toSorted(moreUrgent);
    if (waiting.length <= WAITING_MAX) return;
    const [least] = waiting.toSorted(lessMissed);
    waiting = waiting.filter((one) => one !== least);
    if (least !== undefined) said(`${sink.name}: more than ${WAITING_MAX} tells wait, ${named(least.tell)} was dropped`);
  }

  /** Always the first: a less urgent one does not overtake it in its pause, or the end of a thing came before its beginning. */
  function next(): void {
    if (underWay !== null || ended) return;
    const [first] = waiting;
    if (first === undefined) {
      release();
      return;
    }
    const leftMs = first.notBefore - timers.monotonicMs();
    if (leftMs > 0) {
      alarm.set(next, leftMs);
      return;
    }
    alarm.clear();
    waiting = waiting.slice(1);
    underWay = first;
    attempting = attempt(first);
  }

  async function attempt(one: Waiting): Promise<void> {
    const result = await sink.deliver(one.tell, stopping.signal);
    underWay = null;
    if (ended) return;
    if (result.outcome !== "delivered") {
      const pauseMs = result.outcome === "again" ? pausesMs[one.tries] : undefined;
      if (pauseMs === undefined || result.outcome === "never") said(`${sink.name}: ${named(one.tell)} was not delivered: ${result.why}`);
      else {
        const notBefore = timers.monotonicMs() + Math.max(pauseMs, result.afterMs ?? 0);
        said(`${sink.name}: ${named(one.tell)} is tried again: ${result.why}`);
        enter({ ...one, tries: one.tries + 1, notBefore });
      }
    }
    next();
  }

  return {
    put: (tell) => {
      if (ended || underWay?.tell.id === tell.id || waiting.some((one) => one.tell.id === tell.id)) return;
      turns += 1;
      enter({ tell, turn: turns, tries: 0, notBefore: 0 });
      next();
    },
    idle: () => (isIdle() ? Promise.resolve() : new Promise((resolve) => void released.push(resolve))),
    stop: () => {
      if (ended) return attempting;
      const left = waiting.length + (underWay === null ? 0 : 1);
      ended = true;
      waiting = [];
      alarm.clear();
      stopping.abort();
      if (left > 0) said(`${sink.name}: the guard ended with ${left} ${left === 1 ? "tell" : "tells"} not delivered`);
      release();
      return attempting;
    },
  };
}
