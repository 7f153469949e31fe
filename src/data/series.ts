// A bounded series of samples in constant memory: chunks are shared between states, only the newest one is copied.

const CHUNK = 64;
/** 70 chunks of 64 samples: 4 480 samples, over an hour at 1 Hz. */
const CHUNKS = 70;

export type Sample = { readonly at: number; readonly value: number };
export type Series = { readonly chunks: readonly (readonly Sample[])[] };

export const emptySeries: Series = { chunks: [] };

/** Samples older than the newest by more than this come from a clock that was set back. */
const SET_BACK_MS = 2_000;

/**
 * Appends; a sample within half a second of the last one replaces its value, so bursts cannot shorten the hour. After the clock was
 * set back, samples of what is the future again are dropped: nothing new would be seen before they are reached.
 */
export function push(series: Series, sample: Sample): Series {
  const last = series.chunks.at(-1);
  const newest = last?.at(-1);
  if (last === undefined || newest === undefined) return { chunks: [[sample]] };
  if (sample.at < newest.at - SET_BACK_MS) {
    const past = series.chunks.map((chunk) => chunk.filter(({ at }) => at < sample.at)).filter((chunk) => chunk.length > 0);
    return push({ chunks: past }, sample);
  }
  const before = series.chunks.slice(0, -1);
  if (sample.at - newest.at < 500) return { chunks: [...before, [...last.slice(0, -1), { at: newest.at, value: sample.value }]] };
  if (last.length < CHUNK) return { chunks: [...before, [...last, sample]] };
  return { chunks: [...series.chunks.slice(-CHUNKS + 1), [sample]] };
}

export function newest(series: Series): Sample | null {
  return series.chunks.at(-1)?.at(-1) ?? null;
}

/** Samples newer than `from`, oldest first. */
export function since(series: Series, from: number): readonly Sample[] {
  const out: Sample[] = [];
  for (const chunk of series.chunks) {
    if ((chunk.at(-1)?.at ?? 0) < from) continue;
    for (const sample of chunk) if (sample.at >= from) out.push(sample);
  }
  return out;
}

/** When the first of `columns` columns that end at `now` begins: aligned to the epoch, so that none changes its content from frame to frame. */
const firstColumn = (now: number, spanMs: number, columns: number): number => {
  const width = spanMs / columns;
  return Math.ceil(now / width) * width - spanMs;
};

/** Which of `columns` columns that end at `now` a moment falls in; null outside. */
export function columnOf(at: number, now: number, spanMs: number, columns: number): number | null {
  const index = Math.floor((at - firstColumn(now, spanMs, columns)) / (spanMs / columns));
  return index >= 0 && index < columns ? index : null;
}

/** The peak of each column, null where nothing was measured. */
export function peaks(samples: readonly Sample[], now: number, spanMs: number, columns: number): readonly (number | null)[] {
  const out: (number | null)[] = Array.from({ length: columns }, () => null);
  for (const { at, value } of samples) {
    const index = columnOf(at, now, spanMs, columns);
    if (index !== null) out[index] = Math.max(out[index] ?? value, value);
  }
  return out;
}

/** One value per column for the `columns` buckets that end at `now`; null where nothing was measured. Each bucket keeps its peak. */
export const buckets = (series: Series, now: number, spanMs: number, columns: number): readonly (number | null)[] =>
  peaks(since(series, firstColumn(now, spanMs, columns)), now, spanMs, columns);
