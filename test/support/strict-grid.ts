// A terminal's text cells at their strictest: whatever touches one half of a wide character blanks the other half.

export type StrictGrid = {
  readonly write: (bytes: string) => void;
  /** Cell by cell; "" is the right half of the wide character before it. */
  readonly cells: () => readonly (readonly string[])[];
};

const SEQUENCE = /(\u001b\[[\d;]*[A-Za-z]|\r|\n)/;
const segmenter = new Intl.Segmenter();

/** `widthOf` says how many cells this terminal gives a grapheme. Nothing wraps; a sequence it does not know is an error. */
export function strictGrid(columns: number, rows: number, widthOf: (grapheme: string) => number): StrictGrid {
  const grid = Array.from({ length: rows }, () => Array.from({ length: columns }, () => " "));
  const cursor = { row: 0, column: 0 };
  const line = (): string[] => {
    const cells = grid[cursor.row];
    if (cells === undefined) throw new Error(`the cursor left the screen at row ${cursor.row}`);
    return cells;
  };

  /** Blanks both halves of a wide character the boundary left of `at` goes through. */
  function split(at: number): void {
    const cells = line();
    if (cells[at] === "") cells.fill(" ", at - 1, at + 1);
  }

  function put(grapheme: string): void {
    const width = widthOf(grapheme);
    if (cursor.column + width > columns) throw new Error(`${grapheme} does not fit at column ${cursor.column}`);
    split(cursor.column);
    split(cursor.column + width);
    line().splice(cursor.column, width, grapheme, ...Array.from({ length: width - 1 }, () => ""));
    cursor.column += width;
  }

  const effects: Readonly<Record<string, (first: number, second: number) => void>> = {
    "\r": () => (cursor.column = 0),
    "\n": () => (cursor.row += 1),
    B: (n) => (cursor.row += n || 1),
    C: (n) => (cursor.column = Math.min(columns - 1, cursor.column + (n || 1))),
    D: (n) => (cursor.column = Math.max(0, cursor.column - (n || 1))),
    H: (row, column) => Object.assign(cursor, { row: (row || 1) - 1, column: (column || 1) - 1 }),
    K: () => {
      split(cursor.column);
      line().fill(" ", cursor.column);
    },
    m: () => {},
  };

  return {
    write: (bytes) => {
      for (const part of bytes.split(SEQUENCE)) {
        if (!SEQUENCE.test(part)) for (const { segment } of segmenter.segment(part)) put(segment);
        else {
          const effect = effects[part.at(-1) ?? ""];
          if (effect === undefined) throw new Error(`no effect is known for ${JSON.stringify(part)}`);
          const [first = 0, second = 0] = part
            .replace(/[^\d;]/g, "")
            .split(";")
            .map(Number);
          effect(first, second);
        }
      }
    },
    cells: () => grid,
  };
}
