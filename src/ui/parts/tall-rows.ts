// Rows of different heights around a chosen one.

export type Tall<Row> = { readonly index: number; readonly row: Row; readonly height: number };

type Given<Row> = {
  readonly count: number;
  readonly selected: number;
  readonly height: number;
  readonly at: (index: number) => { readonly row: Row; readonly height: number } | null;
};

/** As many rows as fit, the chosen one about in the middle, or at an end where there is no more. */
export function tallWindow<Row>({ count, selected, height, at }: Given<Row>): readonly Tall<Row>[] {
  const chosen = Math.max(0, selected);
  const first = chosen < count ? at(chosen) : null;
  if (first === null) return [];
  // Taller than everything there is: its beginning is drawn.
  const out: Tall<Row>[] = [{ index: chosen, ...first }];
  let used = first.height;
  /** Rows from `from` on in one direction, until so many lines are used, or one does not fit. */
  const take = (from: number, step: 1 | -1, until: number): number => {
    let index = from;
    for (; used < until && index >= 0 && index < count; index += step) {
      const made = at(index);
      if (made === null || used + made.height > height) break;
      used += made.height;
      if (step === 1) out.push({ index, ...made });
      else out.unshift({ index, ...made });
    }
    return index;
  };
  const above = take(chosen - 1, -1, Math.ceil((height - 1) / 2) + first.height);
  take(chosen + 1, 1, height);
  take(above, -1, height);
  return out;
}
