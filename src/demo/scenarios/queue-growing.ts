import { wobble } from "../noise.ts";
import type { Scenario } from "../scenario.ts";
import { base, ordinary } from "./base.ts";
import { having, turns, who } from "./sessions.ts";

/** Everybody asks at once: one conversation a person. */
const crowd = Array.from({ length: 44 }, (_, person) => {
  const peer = String(300_417 + person * 1_913);
  return {
    ...who.support,
    key: `agent:support:telegram:客服:direct:${peer}`,
    kind: "direct",
    classification: "direct",
    title: peer,
  } as const;
});
const sinceMs = -840_000;

export const queueGrowing: Scenario = {
  ...base,
  name: "queue-growing",
  summary: "messages arrive faster than four slots can answer: the queue and the waiting time grow",
  sessions: [
    ...crowd.map((session, nth) =>
      having(session, { pattern: "flood", nth, of: crowd.length, sinceMs, arriveEveryMs: 3_500, serveEveryMs: 7_000, runMs: 28_000 }),
    ),
    turns(who.digest, 120_000, 21_000, -930_000),
  ],
  // Every waiting run costs a little, and the loop begins to feel it.
  gauges: (ms, running) => {
    const calm = ordinary(ms, running);
    const strain = Math.min(1, Math.max(0, (ms - sinceMs) / 1_200_000));
    return {
      ...calm,
      rssBytes: Math.round(calm.rssBytes * (1 + 0.22 * strain)),
      cpuCores: calm.cpuCores + 0.62 * strain + 0.05 * wobble(ms, 4_000, "strain"),
      loopDelayMs: calm.loopDelayMs + 190 * strain + 70 * strain * wobble(ms, 6_000, "delay"),
      utilization: Math.min(0.98, 0.3 + 0.62 * strain),
      openHandles: calm.openHandles + Math.round(120 * strain),
    };
  },
};
