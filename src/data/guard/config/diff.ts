// What is different between two texts, line by line, as `diff -u` shows it.

/** `left-out`: lines that are the same on both sides, too far from any change to be shown. */
export type DiffLine = { readonly kind: "same" | "gone" | "new" | "left-out"; readonly text: string };

/** Beyond it (two thousand changed lines on each side) the whole of the middle counts as changed. */
const MOST_COMPARED = 4_000_000;
const CONTEXT = 2;

type Edit = { readonly kind: "same" | "gone" | "new"; readonly index: number };

const edits = (kind: Edit["kind"], from: number, to: number): readonly Edit[] =>
  Array.from({ length: to - from }, (_, step) => ({ kind, index: from + step }));

/** The end of the last line is not a line of its own. */
const linesOf = (text: string): readonly string[] => text.replace(/\r?\n$/u, "").split("\n");

/** `lengths[a * width + b]`: of the longest sequence that `before` from a and `after` from b share. */
function sharedLengths(before: readonly string[], after: readonly string[]): { readonly lengths: Uint16Array; readonly width: number } {
  const width = after.length + 1;
  const lengths = new Uint16Array((before.length + 1) * width);
  for (let a = before.length - 1; a >= 0; a -= 1) {
    for (let b = after.length - 1; b >= 0; b -= 1) {
      const below = lengths[(a + 1) * width + b] ?? 0;
      const beside = lengths[a * width + b + 1] ?? 0;
      lengths[a * width + b] = before[a] === after[b] ? (lengths[(a + 1) * width + b + 1] ?? 0) + 1 : Math.max(below, beside);
    }
  }
  return { lengths, width };
}

function middleEdits(before: readonly string[], after: readonly string[], offset: number): readonly Edit[] {
  const all = { gone: edits("gone", offset, offset + before.length), new: edits("new", offset, offset + after.length) };
  if (before.length * after.length > MOST_COMPARED) return [...all.gone, ...all.new];
  const { lengths, width } = sharedLengths(before, after);
  const out: Edit[] = [];
  let a = 0;
  let b = 0;
  while (a < before.length && b < after.length) {
    const below = lengths[(a + 1) * width + b] ?? 0;
    const beside = lengths[a * width + b + 1] ?? 0;
    if (before[a] === after[b]) {
      out.push({ kind: "same", index: offset + b });
      a += 1;
      b += 1;
    } else if (below >= beside) {
      out.push({ kind: "gone", index: offset + a });
      a += 1;
    } else {
      out.push({ kind: "new", index: offset + b });
      b += 1;
    }
  }
  return [...out, ...edits("gone", offset + a, offset + before.length), ...edits("new", offset + b, offset + after.length)];
}

function editsBetween(before: readonly string[], after: readonly string[]): readonly Edit[] {
  const least = Math.min(before.length, after.length);
  let head = 0;
  while (head < least && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < least - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  const middle = middleEdits(before.slice(head, before.length - tail), after.slice(head, after.length - tail), head);
  return [...edits("same", 0, head), ...middle, ...edits("same", after.length - tail, after.length)];
}

/**
 * Compared as the lines are, shown as `shown` has them, which keeps their number: a value that is hidden on both sides is still seen
 * to be another one. Empty: no line is different.
 */
export function diffOf(before: string, after: string, shown: (text: string) => string = (text) => text): readonly DiffLine[] {
  const all = editsBetween(linesOf(before), linesOf(after));
  const changed = all.flatMap(({ kind }, at) => (kind === "same" ? [] : [at]));
  if (changed.length === 0) return [];
  const near = new Set(changed.flatMap((at) => Array.from({ length: 2 * CONTEXT + 1 }, (_, step) => at - CONTEXT + step)));
  const texts = { gone: linesOf(shown(before)), new: linesOf(shown(after)) };
  const out: DiffLine[] = [];
  let skipped = 0;
  const tellSkipped = (): void => {
    if (skipped > 0) out.push({ kind: "left-out", text: skipped === 1 ? "1 line" : `${skipped} lines` });
    skipped = 0;
  };
  for (const [at, { kind, index }] of all.entries()) {
    if (!near.has(at)) {
      skipped += 1;
      continue;
    }
    tellSkipped();
    out.push({ kind, text: texts[kind === "gone" ? "gone" : "new"][index] ?? "" });
  }
  tellSkipped();
  return out;
}
