// Messages a minute, from totals read now and then.

/** `total`: messages counted since gatetop came. */
export type MessageMark = { readonly at: number; readonly total: number };

const MINUTE_MS = 60_000;

/** The marks of the last minute and the newest one before it. After the clock was set back it begins anew. */
export function marked(marks: readonly MessageMark[], mark: MessageMark): readonly MessageMark[] {
  const newest = marks.at(-1);
  if (newest !== undefined && (mark.at < newest.at || mark.total < newest.total)) return [mark];
  const all = [...marks, mark];
  const before = all.findLastIndex(({ at }) => mark.at - at >= MINUTE_MS);
  return before < 0 ? all : all.slice(before);
}

/** Over the last minute, or longer when nobody looked; null until a minute was watched. */
export function perMinute(marks: readonly MessageMark[]): number | null {
  const [first] = marks;
  const last = marks.at(-1);
  if (first === undefined || last === undefined || last.at - first.at < MINUTE_MS) return null;
  return ((last.total - first.total) * MINUTE_MS) / (last.at - first.at);
}
