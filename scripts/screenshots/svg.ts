// A terminal screen as an SVG: each run of equal cells is one <text>, with its length pinned so that fonts cannot shift it.
import xterm from "@xterm/headless";

/** A terminal's own sixteen colours, and the two it draws with when nothing is said. */
type Scheme = { readonly palette: readonly string[]; readonly foreground: string; readonly background: string };

const schemes = {
  dark: {
    palette: [
      "#1c2128",
      "#f47067",
      "#8ddb8c",
      "#daaa3f",
      "#6cb6ff",
      "#dcbdfb",
      "#76e3ea",
      "#adbac7",
      "#768390",
      "#ff938a",
      "#b4f1b4",
      "#f2cc60",
      "#96d0ff",
      "#eedcff",
      "#b3f0ff",
      "#f0f6fc",
    ],
    foreground: "#cdd9e5",
    background: "#1c2128",
  },
  light: {
    palette: [
      "#24292f",
      "#cf222e",
      "#116329",
      "#9a6700",
      "#0969da",
      "#8250df",
      "#1b7c83",
      "#6e7781",
      "#57606a",
      "#a40e26",
      "#1a7f37",
      "#633c01",
      "#218bff",
      "#a475f9",
      "#3192aa",
      "#8c959f",
    ],
    foreground: "#1f2328",
    background: "#ffffff",
  },
} as const satisfies Readonly<Record<string, Scheme>>;

export type SchemeName = keyof typeof schemes;

const cell = { width: 8.43, height: 16.4, font: 14 } as const;
const margin = 12;

type Style = { readonly color: string; readonly fill: string | null; readonly bold: boolean; readonly dim: boolean };
type Run = Style & { readonly column: number; readonly cells: number; readonly text: string };

type Line = NonNullable<ReturnType<InstanceType<typeof xterm.Terminal>["buffer"]["active"]["getLine"]>>;
type Cell = NonNullable<ReturnType<Line["getCell"]>>;

function styleOf(cell: Cell, { palette, foreground, background }: Scheme): Style {
  const front = cell.isFgDefault() ? foreground : (palette[cell.getFgColor()] ?? foreground);
  const back = cell.isBgDefault() ? null : (palette[cell.getBgColor()] ?? null);
  const inverse = cell.isInverse() !== 0;
  return {
    color: inverse ? (back ?? background) : front,
    fill: inverse ? front : back,
    bold: cell.isBold() !== 0,
    dim: cell.isDim() !== 0,
  };
}

const sameStyle = (a: Style, b: Style): boolean => a.color === b.color && a.fill === b.fill && a.bold === b.bold && a.dim === b.dim;

/** Wide characters stand alone: their own run keeps what follows in its column. */
function runsOf(line: Line, columns: number, scheme: Scheme): readonly Run[] {
  const runs: Run[] = [];
  for (let column = 0; column < columns; column += 1) {
    const at = line.getCell(column);
    if (!at || at.getWidth() === 0) continue;
    const text = at.getChars() || " ";
    const style = styleOf(at, scheme);
    const last = runs.at(-1);
    const joins =
      last &&
      at.getWidth() === 1 &&
      last.cells === Array.from(last.text).length &&
      last.column + last.cells === column &&
      sameStyle(last, style);
    if (joins) runs[runs.length - 1] = { ...last, text: last.text + text, cells: last.cells + 1 };
    else runs.push({ ...style, column, cells: at.getWidth(), text });
  }
  return runs;
}

const escape = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const number = (value: number): string => String(Math.round(value * 100) / 100);

function drawRun(run: Run, row: number): string {
  const x = margin + run.column * cell.width;
  const y = margin + row * cell.height;
  const width = run.cells * cell.width;
  const box =
    run.fill === null
      ? ""
      : `<rect x="${number(x)}" y="${number(y)}" width="${number(width)}" height="${cell.height}" fill="${run.fill}"/>`;
  if (run.text.trim() === "") return box;
  // Fonts fall back for braille and the like, with other widths: there each glyph gets its own place.
  const plain = /^[\u0020-\u007e]*$/u.test(run.text);
  const step = run.cells / Array.from(run.text).length;
  const xs = plain
    ? number(x)
    : Array.from(run.text)
        .map((_, index) => number(x + index * step * cell.width))
        .join(" ");
  const fit = plain ? ` textLength="${number(width)}" lengthAdjust="spacingAndGlyphs"` : "";
  const weight = run.bold ? ' font-weight="bold"' : "";
  const opacity = run.dim ? ' opacity="0.6"' : "";
  return `${box}<text x="${xs}" y="${number(y + 12.8)}"${fit} fill="${run.color}"${weight}${opacity}>${escape(run.text)}</text>`;
}

/** `ansi`: what a program wrote to a terminal of this size. */
export async function screenSvg(ansi: string, columns: number, rows: number, title: string, name: SchemeName = "dark"): Promise<string> {
  const scheme: Scheme = schemes[name];
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, convertEol: true });
  await new Promise<void>((resolve) => terminal.write(ansi, resolve));
  const lines: string[] = [];
  for (let row = 0; row < rows; row += 1) {
    const line = terminal.buffer.active.getLine(terminal.buffer.active.baseY + row);
    if (line)
      lines.push(
        runsOf(line, columns, scheme)
          .map((run) => drawRun(run, row))
          .join(""),
      );
  }
  terminal.dispose();
  const width = number(columns * cell.width + 2 * margin);
  const height = number(rows * cell.height + 2 * margin);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escape(title)}</title>`,
    `<rect width="100%" height="100%" rx="8" fill="${scheme.background}"/>`,
    `<g font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="${cell.font}" xml:space="preserve">`,
    ...lines.filter((line) => line !== ""),
    "</g></svg>",
    "",
  ].join("\n");
}
