// The last hour of an account as columns.
import { expect, test } from "vitest";
import type { AccountWatch, StateChange } from "../../../src/data/channels/account-watch.ts";
import { flaps } from "../../../src/data/channels/flaps.ts";
import type { ChannelState } from "../../../src/data/model/channels.ts";

const HOUR = 3_600_000;
const MINUTE = 60_000;
/** On a column's edge for twelve columns: five minutes each. */
const NOW = 1_000 * HOUR;

const watch = (...changes: readonly (readonly [agoMin: number, state: ChannelState])[]): AccountWatch => ({
  since: NOW - 2 * HOUR,
  changes: changes.map(([ago, state]): StateChange => ({ at: NOW - ago * MINUTE, state })),
  inboundGapsMs: [],
  transportGaps: [],
  transportPeriodMs: null,
  deliveries: [],
});
const columns = (seen: AccountWatch, now = NOW, seenAt = now) => flaps(seen, now, seenAt, 12);
const times = (count: number, value: number | null): readonly (number | null)[] => Array.from({ length: count }, () => value);

test.each<[string, AccountWatch, readonly (number | null)[]]>([
  ["up all the hour", watch([90, "ready"]), times(12, 1)],
  ["down all the hour", watch([90, "recovering"]), times(12, 0)],
  ["seen for the last quarter only", watch([15, "ready"]), [...times(9, null), ...times(3, 1)]],
  ["down for one minute of a column", watch([90, "ready"], [9, "recovering"], [8, "ready"]), [...times(10, 1), 0.8, 1]],
  ["down over an edge", watch([90, "ready"], [11, "stopped"], [9, "ready"]), [...times(9, 1), 0.8, 0.8, 1]],
  ["nobody looked for ten minutes", watch([90, "ready"], [20, "unknown"], [10, "ready"]), [...times(8, 1), null, null, 1, 1]],
  ["half a column was looked at", watch([90, "ready"], [10, "unknown"], [7.5, "offline"]), [...times(10, 1), 0, 0]],
  ["switched off: neither up nor down", watch([90, "ready"], [30, "disabled"]), [...times(6, 1), ...times(6, null)]],
  ["starting is not up", watch([90, "ready"], [5, "starting"]), [...times(11, 1), 0]],
  ["never seen", watch(), times(12, null)],
])("%s", (_, seen, shares) => {
  expect(columns(seen)).toEqual(shares);
});

test("what came after the last look is not known", () => {
  expect(columns(watch([90, "ready"]), NOW, NOW - 10 * MINUTE)).toEqual([...times(10, 1), null, null]);
});

test("columns keep their content while they move", () => {
  const seen = watch([90, "ready"], [31, "recovering"], [29, "ready"]);
  const first = columns(seen);
  const later = columns(seen, NOW + 5 * MINUTE);
  expect(later.slice(0, -1)).toEqual(first.slice(1));
  expect(columns(seen, NOW + 1, NOW + 1).slice(0, -1)).toEqual(first.slice(1));
});

test("a clock set back makes no nonsense of it", () => {
  for (const share of columns(watch([-30, "ready"], [-20, "recovering"]))) expect(share).toBeNull();
});
