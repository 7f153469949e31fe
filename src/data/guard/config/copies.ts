// Which copies of a config are kept: the last few that differ, each named by when it was taken and what is in it.

export type ConfigCopy = {
  readonly name: string;
  /** Epoch ms. */
  readonly at: number;
  /** The first eight hex digits of the SHA-256 of its bytes. */
  readonly hash: string;
};

const pattern = /^(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z-([0-9a-f]{8})\.json5$/u;

export const copyName = (at: number, hash: string): string => `${new Date(at).toISOString().replaceAll(/[:.]/gu, "-")}-${hash}.json5`;

/** Null: it is something else. */
export function parseCopyName(name: string): ConfigCopy | null {
  const [, day, hours, minutes, seconds, ms, hash = ""] = pattern.exec(name) ?? [];
  const at = Date.parse(`${day}T${hours}:${minutes}:${seconds}.${ms}Z`);
  return Number.isNaN(at) ? null : { name, at, hash };
}

/** Newest first. */
export const copiesIn = (names: readonly string[]): readonly ConfigCopy[] =>
  names
    .map(parseCopyName)
    .filter((copy) => copy !== null)
    .toSorted((a, b) => b.at - a.at || (a.name < b.name ? 1 : -1));

export type CopyPlan = { readonly name: string; readonly drop: readonly string[] };

/**
 * `copies` newest first. Null: what is in the file is the newest copy already. The new one is the newest also when the clock was set
 * back, so that it is never the one that falls; an older one of the same content gives way to it.
 */
export function copyPlan(copies: readonly ConfigCopy[], hash: string, now: number, most: number): CopyPlan | null {
  const [newest] = copies;
  if (most < 1 || newest?.hash === hash) return null;
  const at = newest === undefined ? now : Math.max(now, newest.at + 1);
  const others = copies.filter((copy) => copy.hash !== hash);
  const stay = new Set(others.slice(0, most - 1));
  return { name: copyName(at, hash), drop: copies.filter((copy) => !stay.has(copy)).map(({ name }) => name) };
}
