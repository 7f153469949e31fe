import * as fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { type CellDiff, cellDiff } from "../../src/ui/cell-diff.ts";
import { emulator } from "../support/emulator.ts";
import { type FakeTty, fakeTty } from "../support/fake-tty.ts";

const ENTER = "\u001b[?1049h";
const LEAVE = "\u001b[?1049l";
const HIDE = "\u001b[?25l";
const SHOW = "\u001b[?25h";

const ticked = () => new Promise((resolve) => process.nextTick(resolve));
const eraseLines = (count: number) => `${Array.from({ length: count }, () => "\u001b[2K").join("\u001b[1A")}${count > 0 ? "\u001b[G" : ""}`;
/** A frame as Ink's default renderer writes it: begin, erase the last one line by line, all lines, end. */
const frameParts = (lines: readonly string[], before: number) => ["\u001b[?2026h", eraseLines(before) + lines.join("\n"), "\u001b[?2026l"];
const frame = (lines: readonly string[], before: number) => frameParts(lines, before).join("");

function draw(screen: CellDiff, lines: readonly string[], before = lines.length): void {
  for (const part of frameParts(lines, before)) screen.write(part);
}

/** Frames are drawn over one another by Ink, so line `before` of it is the number of lines on the screen. */
async function opened(columns: number, rows: number): Promise<{ tty: FakeTty; screen: CellDiff }> {
  const tty = fakeTty(columns, rows);
  const screen = cellDiff(tty);
  screen.write(ENTER);
  screen.write(HIDE);
  await ticked();
  return { tty, screen };
}

const styles = [
  "1",
  "2",
  "3",
  "4",
  "7",
  "9",
  "22",
  "23",
  "24",
  "27",
  "29",
  "0",
  "",
  "31",
  "39",
  "42",
  "49",
  "94",
  "103",
  "38;5;200",
  "48;2;1;20;255",
  "1;33",
  "0;36",
];
const texts = ["a", "Z", " ", "  ", "      ", "│", "─", "⣿", "●", "漢", "ひ", "한", "é", "Ａ", "0123456789", "~"];
const wide = /[\u1100-\u11ff\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60]/u;
const width = (text: string) =>
  text
    .replace(/\u001b\[[\d;]*m/gu, "")
    .split("")
    .reduce((sum, char) => sum + (wide.test(char) ? 2 : 1), 0);

const pieceOf = fc.oneof(
  fc.constantFrom(...texts),
  fc.constantFrom(...styles).map((style) => `\u001b[${style}m`),
);
const linesOf = (columns: number, rows: number) =>
  fc.array(
    fc.array(pieceOf, { maxLength: 16 }).map((pieces) => {
      let line = "";
      for (const piece of pieces) if (width(line + piece) <= columns) line += piece;
      return `${line}\u001b[m`;
    }),
    { minLength: rows, maxLength: rows },
  );

describe("the screen is the same as if the frames had been written plainly", () => {
  test("random frames, one after the other", async () => {
    const sizes = fc.constantFrom<[number, number]>([20, 5], [7, 3], [2, 1], [33, 8]);
    const cases = sizes.chain(([columns, rows]) =>
      fc.tuple(fc.constant([columns, rows] as const), fc.array(linesOf(columns, rows), { minLength: 1, maxLength: 6 })),
    );
    await fc.assert(
      fc.asyncProperty(cases, async ([[columns, rows], frames]) => {
        const [plain, diffed] = [emulator(columns, rows), emulator(columns, rows)];
        const { tty, screen } = await opened(columns, rows);
        await plain.write(ENTER + HIDE);
        for (const [index, lines] of frames.entries()) {
          draw(screen, lines, index === 0 ? 0 : rows);
          await ticked();
          await diffed.write(tty.taken());
          await plain.write(frame(lines, index === 0 ? 0 : rows));
          expect(diffed.cells()).toEqual(plain.cells());
        }
        plain.dispose();
        diffed.dispose();
        screen.close();
      }),
      {
        numRuns: 80,
        // A wide character whose right half has not changed, in a row drawn in runs.
        examples: [
          [
            [
              [20, 5],
              [
                ["", "", "Ａひ0123456789", "", ""],
                ["", "", "한한0123456789a", "", ""],
              ],
            ],
          ],
        ],
      },
    );
  }, 60_000);

  test("random cursor moves and erasures", async () => {
    const move = fc
      .tuple(fc.constantFrom("A", "B", "C", "D", "E", "F", "G", "d", "H", "J", "K"), fc.integer({ min: 0, max: 12 }))
      .map(([final, n]) => `\u001b[${final === "J" || final === "K" ? n % 3 : n || ""}${final === "H" ? `;${n}` : ""}${final}`);
    const script = fc.array(fc.oneof(move, pieceOf, fc.constantFrom("\n", "\r", "\b", "\t")), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(script, fc.boolean(), async (parts, visible) => {
        // A line that is exactly full is where terminals differ; none is made here.
        const [plain, diffed] = [emulator(250, 3), emulator(250, 3)];
        const { tty, screen } = await opened(250, 3);
        const data = (visible ? SHOW : "") + parts.join("");
        screen.write(data);
        await ticked();
        await plain.write(ENTER + data);
        await diffed.write(tty.taken());
        expect(diffed.cells()).toEqual(plain.cells());
        if (visible) expect(diffed.cursor()).toEqual(plain.cursor());
        screen.close();
      }),
      {
        numRuns: 100,
        // What cuts a wide character in two leaves its own background in the other half.
        examples: [[["ひ", "\u001b[42m", "\b", "a"], false]],
      },
    );
  }, 60_000);
});

describe("what goes over the line", () => {
  test("an unchanged frame costs nothing, a changed digit a few bytes, in one write", async () => {
    const { tty, screen } = await opened(40, 10);
    const lines = (n: number) => Array.from({ length: 10 }, (_, row) => `\u001b[32mrow ${row}\u001b[39m ${row === 4 ? n : "-"}`);
    draw(screen, lines(1), 0);
    await ticked();
    tty.taken();
    const before = tty.writes();
    draw(screen, lines(1));
    expect(tty.taken()).toBe("");
    draw(screen, lines(2));
    expect(tty.taken()).toBe("\u001b[?2026h\u001b[5;7H2\u001b[?2026l");
    expect(tty.writes() - before).toBe(1);
  });

  test("modes, titles and clipboard sequences pass, and cost no redraw", async () => {
    const { tty, screen } = await opened(20, 3);
    draw(screen, ["one", "two", "three"], 0);
    await ticked();
    tty.taken();
    const passing = "\u001b[?2004h\u001b]52;c;YQ==\u0007\u001b]0;title\u001b\\";
    screen.write(passing);
    await ticked();
    draw(screen, ["one", "two", "three"]);
    expect(tty.taken()).toBe(passing);
  });

  test("a sequence split over two writes is whole again", async () => {
    const { tty, screen } = await opened(20, 3);
    screen.write("\u001b[3");
    screen.write("1mred");
    await ticked();
    expect(tty.taken()).toContain("\u001b[31mred");
  });

  test("a sequence that is not understood passes in its place, and the next frame is drawn in full", async () => {
    const { tty, screen } = await opened(20, 3);
    draw(screen, ["one", "two", "three"], 0);
    await ticked();
    tty.taken();
    screen.write("\u001b[2;3r");
    await ticked();
    expect(tty.taken()).toContain("\u001b[2;3r");
    draw(screen, ["one", "two", "three"]);
    await ticked();
    screen.repaint();
    expect(tty.taken()).toMatch(/one.*two.*three/su);
  });

  test("a cursor that can be seen moves although nothing else changes", async () => {
    const { tty, screen } = await opened(20, 3);
    draw(screen, ["> ab", "", ""], 0);
    screen.write(`${SHOW}\u001b[1;4H`);
    await ticked();
    tty.taken();
    screen.write(`${HIDE}\u001b[1;3H${SHOW}`);
    expect(tty.taken()).toBe("\u001b[;3H");
  });

  test("hyperlinks lose the link and keep the text", async () => {
    const { tty, screen } = await opened(20, 1);
    draw(screen, ["\u001b]8;;http://x\u001b\\here\u001b]8;;\u001b\\"], 0);
    await ticked();
    expect(tty.taken()).not.toContain("]8;");
  });

  test("a line stays straight on a terminal that draws a character narrower or wider than we think", async () => {
    // The emulator here draws emoji one cell wide; the frame was laid out for two.
    const { tty, screen } = await opened(12, 1);
    const terminal = emulator(12, 1);
    for (const [index, line] of ["│🦀 crab  │", "│🦀 cram  │", "│xy cram  │", "│👩‍👩‍👧 n 1   │", "│👩‍👩‍👧 n 2   │"].entries()) {
      draw(screen, [line], index === 0 ? 0 : 1);
      await ticked();
      await terminal.write(tty.taken());
      expect(terminal.lines()[0]?.replace(/[^│]/gu, "")).toBe("││");
      expect(terminal.cells().findLastIndex((cell) => cell.startsWith("│"))).toBe(10);
    }
  });
});

describe("entering and leaving", () => {
  test("outside of the alternate screen everything passes unchanged", () => {
    const tty = fakeTty(20, 3);
    const screen = cellDiff(tty);
    screen.write("\u001b[31mplain\n");
    expect(tty.taken()).toBe("\u001b[31mplain\n");
  });

  test("over a picture the launcher has drawn: no second entry, every line written, no clearing", async () => {
    const tty = fakeTty(20, 3);
    const screen = cellDiff(tty, { alternateShown: true });
    const terminal = emulator(20, 3);
    await terminal.write(`${ENTER}${HIDE}╭──────────────────╮\n│ loading          │`);
    screen.write(ENTER);
    screen.write(HIDE);
    draw(screen, ["one", "", "three"], 0);
    await ticked();
    const bytes = tty.taken();
    await terminal.write(bytes);
    expect(terminal.lines()).toEqual(["one", "", "three"]);
    expect(bytes).not.toMatch(/\?1049h|\?25l|\u001b\[\d?J/u);
  });

  test("leaving shows the cursor, and what follows is plain", async () => {
    const { tty, screen } = await opened(20, 3);
    const terminal = emulator(20, 3);
    await terminal.write(`before\n${tty.taken()}`);
    draw(screen, ["\u001b[31mone", "two", "three"], 0);
    screen.write(SHOW);
    screen.write(LEAVE);
    screen.write("after");
    await ticked();
    await terminal.write(tty.taken());
    expect(terminal.isAlternate()).toBe(false);
    expect(terminal.lines()).toEqual(["before", "after", ""]);
    expect(terminal.cells()[20]).toBe("a///");
  });

  test("suspended and resumed, the whole frame is there again", async () => {
    const { tty, screen } = await opened(20, 2);
    draw(screen, ["one", "two"], 0);
    await ticked();
    screen.write(LEAVE);
    screen.write(ENTER);
    draw(screen, ["one", "two"], 0);
    await ticked();
    const terminal = emulator(20, 2);
    await terminal.write(tty.taken());
    expect(terminal.lines()).toEqual(["one", "two"]);
  });
});

describe("a terminal that does not read", () => {
  test("frames are skipped; when it reads again it gets the newest, and nothing was queued", async () => {
    const { tty, screen } = await opened(20, 2);
    const terminal = emulator(20, 2);
    draw(screen, ["frame 0", "-"], 0);
    await ticked();
    tty.stall();
    draw(screen, ["frame 1", "-"]);
    const before = tty.writes();
    const done = vi.fn();
    for (let n = 2; n < 1000; n++) draw(screen, [`frame ${n}`, `only ${n}`]);
    screen.write("", done);
    expect(tty.writes()).toBe(before);
    expect(done).not.toHaveBeenCalled();
    await tty.drain();
    expect(tty.writes()).toBe(before + 1);
    await terminal.write(tty.taken());
    expect(terminal.lines()).toEqual(["frame 999", "only 999"]);
    expect(done).toHaveBeenCalledOnce();
  });

  test("leaving does not wait for it", async () => {
    const { tty, screen } = await opened(20, 2);
    tty.stall();
    draw(screen, ["one", "two"], 0);
    draw(screen, ["three", "four"]);
    const done = vi.fn();
    screen.write(LEAVE);
    screen.write("", done);
    await ticked();
    expect(tty.taken().endsWith(LEAVE)).toBe(true);
    expect(done).toHaveBeenCalledOnce();
  });
});

describe("resize", () => {
  const onFakeClock = async (act: () => void) => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    act();
    vi.useRealTimers();
    await ticked();
  };

  test("a drag counts when it has come to rest; then everything is drawn for the new size", async () => {
    const { tty, screen } = await opened(20, 3);
    const terminal = emulator(20, 3);
    draw(screen, ["a".repeat(20), "b".repeat(20), "c".repeat(20)], 0);
    await ticked();
    await terminal.write(tty.taken());
    const sizes: string[] = [];
    screen.on("resize", () => {
      sizes.push(`${screen.columns}x${screen.rows}`);
      draw(screen, ["A".repeat(screen.columns), "B", "C", "D"], 3);
    });
    terminal.resize(30, 4);
    await onFakeClock(() => {
      for (let columns = 21; columns <= 30; columns++) {
        tty.resize(columns, 4);
        vi.advanceTimersByTime(20);
      }
      draw(screen, ["z".repeat(20), "y", "x"]);
      expect(tty.taken()).toBe("");
      vi.advanceTimersByTime(100);
    });
    await terminal.write(tty.taken());
    expect(sizes).toEqual(["30x4"]);
    expect(terminal.lines()).toEqual(["A".repeat(30), "B", "C", "D"]);
  });

  test("back at the old size the frame is drawn again although Ink sees no change", async () => {
    const { tty, screen } = await opened(20, 2);
    draw(screen, ["one", "two"], 0);
    await ticked();
    tty.taken();
    await onFakeClock(() => {
      tty.resize(10, 2);
      tty.resize(20, 2);
      vi.advanceTimersByTime(100);
    });
    const terminal = emulator(20, 2);
    await terminal.write(ENTER + tty.taken());
    expect(terminal.lines()).toEqual(["one", "two"]);
  });

  test.each([
    ["no size is 80x24", 0, 0, 80, 24],
    ["a size is taken", 100, 30, 100, 30],
  ])("%s", (_, columns, rows, expectedColumns, expectedRows) => {
    const screen = cellDiff(fakeTty(columns, rows));
    expect([screen.columns, screen.rows]).toEqual([expectedColumns, expectedRows]);
  });
});
