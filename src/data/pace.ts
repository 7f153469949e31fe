// Which sources are asked sooner than in their time, judged by what was just read: quick while there is something to see, sparing else.
import type { Source, Values } from "./snapshot.ts";

type Pace<K extends Source> = { readonly ms: number; readonly while: (value: Values[K]) => boolean };

/** What a push announces is read at once besides (`on` of the probe), so that the slow pace hides no beginning. */
export const quick = {
  /** On their way up or down. */
  channels: {
    ms: 2_200,
    while: ({ accounts }) =>
      accounts.some(({ lifecycle, restartPending }) => lifecycle === "recovering" || lifecycle === "starting" || restartPending === true),
  },
  /** Runs are under way or wait. */
  lanes: {
    ms: 2_000,
    while: ({ lanes, dynamic }) =>
      lanes.some(({ active, queued }) => active + queued > 0) || (dynamic?.active ?? 0) + (dynamic?.queued ?? 0) > 0,
  },
  tasks: { ms: 5_000, while: (tasks) => tasks.some(({ endedAt }) => endedAt === null) },
  /** Records keep coming. */
  stability: { ms: 2_000, while: ({ records }) => records.length > 0 },
  /** Looking whether the file grew costs the gateway nothing. */
  restartLog: { ms: 2_000, while: ({ watched }) => watched },
  /** Zeros that the gateway is still working on. */
  cost: { ms: 3_000, while: ({ fresh }) => !fresh },
  usage: { ms: 3_000, while: ({ fresh }) => !fresh },
} as const satisfies { readonly [K in Source]?: Pace<K> };

/** For the `again` of a probe: milliseconds, or null for its own time. */
export function again<K extends keyof typeof quick>(source: K): (value: Values[K]) => number | null {
  const pace = quick[source] as Pace<K>;
  return (value) => (pace.while(value) ? pace.ms : null);
}
