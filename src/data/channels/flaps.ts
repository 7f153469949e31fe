// The last hour of one account as columns: what share of each it was ready.
import type { ChannelState } from "../model/channels.ts";
import type { AccountWatch } from "./account-watch.ts";

const HOUR_MS = 3_600_000;

/** An account that is off, or that nobody looked at, was neither up nor down. */
const counts: { readonly [S in ChannelState]: 0 | 1 | null } = {
  ready: 1,
  recovering: 0,
  stopped: 0,
  starting: 0,
  offline: 0,
  blocked: 0,
  disabled: null,
  unconfigured: null,
  unknown: null,
};

type Span = { readonly from: number; readonly to: number; readonly up: 0 | 1 };

function spansOf({ changes }: AccountWatch, until: number): readonly Span[] {
  return changes.flatMap(({ at, state }, index): readonly Span[] => {
    const up = counts[state];
    const to = Math.min(changes[index + 1]?.at ?? until, until);
    return up === null || to <= at ? [] : [{ from: at, to, up }];
  });
}

/** `seenAt`: the last look, our clock; what came after is not known. Null where nobody looked. Columns are aligned to the epoch. */
export function flaps(watch: AccountWatch, now: number, seenAt: number, columns: number): readonly (number | null)[] {
  const width = HOUR_MS / columns;
  const end = Math.ceil(now / width) * width;
  const spans = spansOf(watch, Math.min(now, seenAt));
  return Array.from({ length: columns }, (_, index) => {
    const from = end - HOUR_MS + index * width;
    let seen = 0;
    let up = 0;
    for (const span of spans) {
      const ms = Math.min(span.to, from + width) - Math.max(span.from, from);
      if (ms <= 0) continue;
      seen += ms;
      up += ms * span.up;
    }
    return seen === 0 ? null : up / seen;
  });
}
