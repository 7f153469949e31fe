// A terminal emulator to look at what a person would see.
import { Terminal } from "@xterm/headless";

export type Emulator = {
  readonly write: (data: string) => Promise<void>;
  readonly resize: (columns: number, rows: number) => void;
  /** The visible lines, trailing blanks cut. */
  readonly lines: () => string[];
  /** Every visible cell with the colours and attributes that can be seen on it. */
  readonly cells: () => string[];
  readonly cursor: () => { row: number; column: number };
  readonly isAlternate: () => boolean;
  readonly dispose: () => void;
};

/** LF goes to the start of the next line, as the tty driver makes it. */
export function emulator(columns: number, rows: number): Emulator {
  const terminal = new Terminal({ cols: columns, rows, convertEol: true, allowProposedApi: true, scrollback: 0 });
  const line = (row: number) => terminal.buffer.active.getLine(terminal.buffer.active.baseY + row);
  return {
    write: (data) => new Promise((resolve) => terminal.write(data, resolve)),
    resize: (columns, rows) => terminal.resize(columns, rows),
    lines: () => Array.from({ length: terminal.rows }, (_, row) => line(row)?.translateToString(true, 0, terminal.cols) ?? ""),
    cells: () =>
      Array.from({ length: terminal.rows * terminal.cols }, (_, at) => cellText(line(Math.floor(at / terminal.cols)), at % terminal.cols)),
    cursor: () => ({ row: terminal.buffer.active.cursorY, column: terminal.buffer.active.cursorX }),
    isAlternate: () => terminal.buffer.active.type === "alternate",
    dispose: () => terminal.dispose(),
  };
}

type Line = NonNullable<ReturnType<Terminal["buffer"]["active"]["getLine"]>>;

function cellText(line: Line | undefined, column: number): string {
  const cell = line?.getCell(column);
  if (cell === undefined) return "none";
  const text = cell.getWidth() === 0 ? "" : cell.getChars() || " ";
  const on = {
    bold: cell.isBold(),
    dim: cell.isDim(),
    italic: cell.isItalic(),
    underline: cell.isUnderline(),
    inverse: cell.isInverse(),
    strike: cell.isStrikethrough(),
    overline: cell.isOverline(),
  };
  const foreground = cell.isFgDefault() ? "" : `${cell.getFgColorMode()}:${cell.getFgColor()}`;
  const background = cell.isBgDefault() ? "" : `${cell.getBgColorMode()}:${cell.getBgColor()}`;
  const attributes = Object.entries(on).flatMap(([name, value]) => (value ? name : []));
  const lined = on.underline || on.inverse || on.strike || on.overline;
  return text === " " && !lined ? ` /${background}` : `${text}/${foreground}/${background}/${attributes.join("+")}`;
}
