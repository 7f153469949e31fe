// Pages of the ledger: whatever way it is cut and in whatever order they come, the same rows, each once, and holes where none came.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { holesIn, LEDGER_ROWS, ledgerWith, olderFrom } from "../../../../src/data/late/audit/ledger.ts";
import { emptyLedger, type Activity, type ActivityLedger, type ActivityPage } from "../../../../src/data/model/activity.ts";
import { activity, page } from "../../../ui/audit-moments.ts";

type Asked = { readonly below: number; readonly page: ActivityPage };

/** As the gateway answers: rows below `below`, at most `most`, and where it goes on. */
function asked(rows: readonly Activity[], below: number, most: number): Asked {
  const older = rows.filter(({ sequence }) => sequence < below);
  const shown = older.slice(0, most);
  return { below, page: page(shown, older.length > most ? String(shown.at(-1)?.sequence) : null) };
}

/** All pages from the newest on. */
function pagesOf(rows: readonly Activity[], sizes: readonly number[]): readonly Asked[] {
  const pages = [asked(rows, Infinity, sizes[0] ?? 1)];
  for (let index = 1; pages.at(-1)?.page.next != null; index += 1) {
    pages.push(asked(rows, Number(pages.at(-1)?.page.next), sizes[index % sizes.length] ?? 1));
  }
  return pages;
}

const put = (ledger: ActivityLedger, { page: one, below }: Asked): ActivityLedger => ledgerWith(ledger, one, below);
const joined = (pages: readonly Asked[]): ActivityLedger => pages.reduce(put, emptyLedger);
const sequences = ({ rows }: ActivityLedger): readonly number[] => rows.map(({ sequence }) => sequence);

/** Sequences have gaps: a method that knows no messages leaves theirs out. */
const ledgers = fc
  .uniqueArray(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 80 })
  .map((numbers) => numbers.toSorted((a, b) => b - a).map((sequence) => activity(sequence)));
const sizes = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 5 });

test("any split into pages, in any order, gives the same ledger", () => {
  fc.assert(
    fc.property(ledgers, sizes, fc.infiniteStream(fc.nat(1_000)), (rows, split, chance) => {
      const [newest, ...older] = pagesOf(rows, split);
      const order = older.map((one) => ({ one, at: chance.next().value as number })).toSorted((a, b) => a.at - b.at);
      const ledger = joined([newest, ...order.map(({ one }) => one)].filter((one) => one !== undefined));
      expect(sequences(ledger)).toEqual(rows.map(({ sequence }) => sequence));
      expect(holesIn(ledger)).toEqual([]);
      expect(olderFrom(ledger)).toBeNull();
    }),
  );
});

test("of pages that did not come, a hole is told exactly where their rows would be", () => {
  fc.assert(
    fc.property(ledgers, sizes, fc.infiniteStream(fc.boolean()), (rows, split, chance) => {
      const [newest, ...older] = pagesOf(rows, split);
      const came = older.filter(() => chance.next().value);
      const ledger = joined([newest, ...came].filter((one) => one !== undefined));
      const have = new Set(sequences(ledger));
      const holes = holesIn(ledger);
      const bottom = ledger.spans.at(-1)?.low ?? 0;
      for (const { sequence } of rows.filter((row) => !have.has(row.sequence) && row.sequence > bottom)) {
        expect(holes.some(({ above, below }) => sequence < above && sequence > below)).toBe(true);
      }
      for (const { above, below, count } of holes) {
        expect(sequences(ledger).some((sequence) => sequence < above && sequence > below)).toBe(false);
        expect(count).toBeGreaterThan(0);
      }
    }),
  );
});

test("while it grows: newest pages that overlap leave no hole, one that moved past leaves one, and asking on fills it", () => {
  fc.assert(
    fc.property(
      ledgers,
      fc.integer({ min: 1, max: 20 }),
      fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 8 }),
      (rows, most, growth) => {
        const written = rows.toReversed();
        let end = Math.min(most, written.length);
        let ledger = emptyLedger;
        const read = (): void => {
          ledger = put(ledger, asked(written.slice(0, end).toReversed(), Infinity, most));
        };
        read();
        for (const more of growth) {
          end = Math.min(written.length, end + more);
          read();
        }
        const all = written.slice(0, end).toReversed();
        for (let from = olderFrom(ledger); from !== null; from = olderFrom(ledger))
          ledger = put(ledger, asked(all, Number(from.cursor), most));
        expect(sequences(ledger)).toEqual(all.map(({ sequence }) => sequence));
        expect(holesIn(ledger)).toEqual([]);
      },
    ),
  );
});

const run = (from: number, to: number): readonly Activity[] => Array.from({ length: from - to + 1 }, (_, index) => activity(from - index));

test("a newest page that has moved past is another span, and the next older page begins in the hole", () => {
  const ledger = joined([
    { below: Infinity, page: page(run(20, 11), "11") },
    { below: Infinity, page: page(run(60, 51), "51") },
  ]);
  expect(holesIn(ledger)).toEqual([{ above: 51, below: 20, count: 30 }]);
  expect(olderFrom(ledger)).toEqual({ cursor: "51", below: 51 });
});

test("a ledger put in the place of another begins anew", () => {
  const ledger = joined([
    { below: Infinity, page: page(run(500, 401), "401") },
    { below: Infinity, page: page(run(3, 1)) },
  ]);
  expect(sequences(ledger)).toEqual([3, 2, 1]);
  expect(holesIn(ledger)).toEqual([]);
});

test("at most so many rows are kept, the newest, and nothing older is asked for then", () => {
  let ledger = joined([{ below: Infinity, page: page(run(9_000, 8_901), "8901") }]);
  for (let from = olderFrom(ledger); from !== null; from = olderFrom(ledger)) {
    const below = Number(from.cursor);
    ledger = put(ledger, { below, page: page(run(below - 1, below - 500), String(below - 500)) });
  }
  expect(ledger.rows).toHaveLength(LEDGER_ROWS);
  expect(ledger.rows[0]?.sequence).toBe(9_000);
  expect(ledger.rows.at(-1)?.sequence).toBe(9_000 - LEDGER_ROWS + 1);
  expect(holesIn(ledger)).toEqual([]);
});

test("an empty ledger is no hole", () => {
  const ledger = joined([{ below: Infinity, page: page([]) }]);
  expect([sequences(ledger), holesIn(ledger), olderFrom(ledger)]).toEqual([[], [], null]);
});
