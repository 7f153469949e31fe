// When boots of the gateway began, as far as anyone tells: the boot table best, then what was counted or seen.
import { lastValue } from "../reading.ts";
import type { State } from "../state.ts";

/** Two sources tell of one boot within so long. */
const SAME_MS = 15_000;

/** Epoch ms, oldest first. */
export function bootTimes(state: State): readonly number[] {
  const table = (lastValue(state.snapshot.bootHistory) ?? []).map(({ startedAt }) => startedAt);
  const counted = (state.restarts?.items ?? []).map(({ at }) => at);
  const times: number[] = [];
  for (const at of [...table, ...counted, ...state.boots.map((mark) => mark.at)]) {
    if (!times.some((known) => Math.abs(known - at) < SAME_MS)) times.push(at);
  }
  return times.sort((a, b) => a - b);
}
