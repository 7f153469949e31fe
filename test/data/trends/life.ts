// A gateway's life as its gauges tell it.
import type { Event } from "../../../src/data/events.ts";
import type { ProcessReading } from "../../../src/data/model/local.ts";
import type { State } from "../../../src/data/state.ts";
import { foldSampled } from "../../../src/data/fold.ts";
import { gatewayProcess, sampled, scene, START, target } from "../../support/scene.ts";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const MIB = 1024 ** 2;

type Figures = Partial<Extract<ProcessReading, { found: true }>>;

type Life = {
  readonly minutes: number;
  /** Between two readings; default 10 s. */
  readonly everyMs?: number;
  /** What is read so many hours after the beginning. */
  readonly at: (hours: number) => Figures;
};

/** When gatetop came, long after the process began. */
const readings = ({ minutes, everyMs = 10_000, at }: Life): readonly Event[] =>
  Array.from({ length: Math.floor((minutes * MINUTE) / everyMs) + 1 }, (_, index) => {
    const ms = index * everyMs;
    return sampled("process", gatewayProcess({ startedAt: START - 9 * 24 * HOUR, ...at(ms / HOUR) }), START + ms);
  });

/** Folded but not judged: what is wrong is not asked here, and a day has many readings. */
export const lived = (life: Life): State =>
  readings(life).reduce(
    (state, event) => (event.type === "sampled" ? foldSampled({ ...state, now: event.at }, event) : state),
    scene({ type: "target", at: START, target }),
  );
