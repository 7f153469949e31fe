// One rule's limits in events: what is just inside, what is just outside, and what leaves it unjudged.
import type { AlertId } from "../../../../src/data/alerts/ids.ts";
import type { RuleSetting } from "../../../../src/data/alerts/settings.ts";
import type { Event } from "../../../../src/data/events.ts";
import * as s from "../../../support/scene.ts";

export type Case = {
  readonly id: AlertId;
  /** After all is well: nothing to find yet. */
  readonly under: readonly Event[];
  /** After all is well: the least that is found. */
  readonly over: readonly Event[];
  /** What it then says, of whom, and how bad. */
  readonly says: RegExp;
  readonly subject: string;
  readonly severity: "crit" | "warn" | "info";
  /** The whole scene; a sentence where there is always something to judge. */
  readonly unknown: readonly Event[] | string;
  /** Off until this is set; also the setting of all other rows. */
  readonly on?: RuleSetting;
  /** `looser`: `over` is then inside. `tighter`: `under` is then outside. */
  readonly own?: { readonly looser: RuleSetting; readonly tighter: RuleSetting };
};

/** Nothing was read for two minutes. */
export const old: readonly Event[] = [...s.well(), s.clock(s.START + 120_000)];
const HOUR_MS = 3_600_000;

/** An hour of the process from then on; `share` goes from 0 to 1. */
export function hour(reading: (share: number) => Parameters<typeof s.gatewayProcess>[0]): readonly Event[] {
  const steps = 60;
  return Array.from({ length: steps + 1 }, (_, step) =>
    s.sampled("process", s.gatewayProcess(reading(step / steps)), s.START + (step * HOUR_MS) / steps),
  );
}
