// Repeatable noise.

/** Even between 0 and 1 (mulberry32). */
function even(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Of deviation 1: the sum of twelve even ones is nearly normal. */
export function noise(seed: number): () => number {
  const next = even(seed);
  return () => Array.from({ length: 12 }, next).reduce((sum, value) => sum + value, -6);
}
