// Liveliness without chance: everything that wiggles is a function of time and a seed, so a moment always looks the same.

type Part = string | number;

function hash(parts: readonly Part[]): number {
  let state = 0x811c9dc5;
  const text = parts.join("|");
  for (let at = 0; at < text.length; at++) state = Math.imul(state ^ text.charCodeAt(at), 0x01000193);
  state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d);
  state = Math.imul(state ^ (state >>> 12), 0x297a2d39);
  return (state ^ (state >>> 15)) >>> 0;
}

/** 0 ≤ x < 1, the same for the same parts. */
export const chance = (...parts: readonly Part[]): number => hash(parts) / 2 ** 32;

/** Smooth, −1…1, changing direction about every `periodMs`. */
export function wobble(ms: number, periodMs: number, seed: Part): number {
  const step = Math.floor(ms / periodMs);
  const within = ms / periodMs - step;
  const eased = within * within * (3 - 2 * within);
  const before = chance(seed, step) * 2 - 1;
  const after = chance(seed, step + 1) * 2 - 1;
  return before + (after - before) * eased;
}

/** A version 4 UUID by shape. */
export function uuid(...parts: readonly Part[]): string {
  const hex = [0, 1, 2, 3]
    .map((word) =>
      hash([...parts, word])
        .toString(16)
        .padStart(8, "0"),
    )
    .join("");
  const variant = "89ab"[hash(parts) % 4] ?? "8";
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export const round = (value: number, digits: number): number => Number(value.toFixed(digits));
