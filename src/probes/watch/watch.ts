// Watches a gateway go and come back: looks and the link feed observations, each look one at a time and as often as the stage asks.
import type { Watch } from "../../data/action/ports.ts";
import { createAlarm, type Alarm } from "../../data/gateway/timers.ts";
import type { Seen } from "../../data/restart/observation.ts";
import { createChanges } from "./changes.ts";
import { watchLink } from "./from-link.ts";
import { createLooks } from "./looks.ts";
import { everyMs, lookNames, paceName, type Look, type PaceName } from "./pace.ts";
import { stageAfter, type Stage } from "./stage.ts";

const CLOCK_MS = 250;
/** /readyz is asked between two looks at /startupz. */
const OFFSET_MS: Readonly<Partial<Record<Look, number>>> = { readyz: 50 };

/** Of this host, in a millisecond or two each. */
const beforeAnswer: readonly Look[] = ["lock", "process", "boots"];
const FRESH_MS = 250;

type Entry = { readonly alarm: Alarm; startedAt: number; under: Promise<void> | null; useless: boolean };

/** Milliseconds of the observations go on from `run().ms`. */
export const watch: Watch = ({ witness, link, clock, aim, run, saw }) => {
  const beganAt = clock.monotonicMs() - run().ms;
  const since = (): number => clock.monotonicMs() - beganAt;
  const changes = createChanges();
  const looks = createLooks({ witness, link, run });
  const entries = new Map<Look, Entry>();
  const clockAlarm = createAlarm(clock);
  const lateAlarm = createAlarm(clock);
  let stage: Stage = "standing";
  let stageAt = since();
  let pace: PaceName | null = null;
  let stopped = false;

  function tell(seen: Seen): void {
    if (stopped) return;
    const ms = since();
    const next = stageAfter(stage, seen, ms);
    if (next !== stage) {
      stageAt = ms;
      changes.forget();
    }
    stage = next;
    if (changes.isNews(seen)) saw({ ms, at: clock.now(), seen });
    repace();
  }

  /** Only a change of pace moves alarms that are set. */
  function repace(): void {
    const name = paceName(run(), stage, since() - stageAt);
    if (name === pace) return;
    pace = name;
    for (const look of lookNames) arm(look);
  }

  function arm(look: Look): void {
    const entry = entries.get(look);
    if (entry === undefined || entry.under !== null) return;
    const every = pace === null || entry.useless || stopped ? null : everyMs(look, pace, aim, since() - stageAt);
    if (every === null) return entry.alarm.clear();
    entry.alarm.set(() => take(look, entry), Math.max(0, entry.startedAt + every - since()));
  }

  function take(look: Look, entry: Entry): void {
    entry.startedAt = since();
    entry.under = lookNow(look, entry);
  }

  async function lookNow(look: Look, entry: Entry): Promise<void> {
    const found = await looks[look]();
    entry.under = null;
    // A release without this page answers with its web page: once is enough.
    if (found[0]?.kind === "http" && found[0].outcome === "not-json") entry.useless = true;
    for (const seen of found) tell(seen);
    arm(look);
  }

  /** The last piece of a proof: what it is compared with must be of the new boot by then, however quick that was. */
  async function answered(seen: Seen): Promise<void> {
    const fresh = beforeAnswer.map(async (look) => {
      const entry = entries.get(look);
      if (entry === undefined) return;
      // One that is under way may have begun too early.
      await entry.under;
      if (entry.under === null && !stopped) take(look, entry);
      await entry.under;
    });
    const late = new Promise<void>((resolve) => lateAlarm.set(resolve, FRESH_MS));
    await Promise.race([Promise.all(fresh), late]);
    lateAlarm.clear();
    tell(seen);
  }

  const tick = (): void => {
    tell({ kind: "clock" });
    if (!stopped) clockAlarm.set(tick, CLOCK_MS);
  };

  const before = run().before;
  for (const look of lookNames) {
    // No supervisor was found: asking again costs a process each time. Starting one is the exception.
    const useless = look === "unit" && before.unit === null && !["service", "start", "stop", "kill", "clean-up"].includes(aim);
    const every = everyMs(look, "standing", aim, 0);
    // Due as soon as it is wanted; of the two pages one now, the other between.
    const startedAt = every === null ? Number.NEGATIVE_INFINITY : since() - every + (OFFSET_MS[look] ?? 0);
    entries.set(look, { alarm: createAlarm(clock), startedAt, under: null, useless });
  }
  const linkWatch = watchLink({ link, clock, saw: (seen) => (seen.kind === "rpc" ? void answered(seen) : tell(seen)) });
  repace();
  clockAlarm.set(tick, CLOCK_MS);

  return {
    stop: () => {
      stopped = true;
      clockAlarm.clear();
      lateAlarm.clear();
      linkWatch.stop();
      for (const { alarm } of entries.values()) alarm.clear();
    },
  };
};
