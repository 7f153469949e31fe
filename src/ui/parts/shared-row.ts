// Two texts in one row: what is wrong, and what to do about it. Neither may push the other out.

/** Of the room both have, when it is too small for both. */
const SECOND_SHARE = 0.42;

/** Columns of each; they add up to at most `room`. */
export function sharedWidths(first: number, second: number, room: number): readonly [number, number] {
  const right = Math.min(second, Math.max(Math.floor(room * SECOND_SHARE), room - first));
  return [Math.min(first, room - right), right];
}
