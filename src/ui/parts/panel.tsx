// A rounded box with its title in the border. The lines inside have their exact width already: nothing is measured here.
import { Box, Text } from "ink";
import { memo, useContext } from "react";
import { cell } from "../../data/select/cell.ts";
import { cut, settled, widthOf } from "../../data/select/text.ts";
import { SeenContext } from "../seen.ts";
import { paint, within, type Look, type Span } from "../theme.ts";

/** A line inside a panel: spans, or text painted already (charts). `key`: of its row, for who points at it. */
export type PanelLine =
  | { readonly spans: readonly Span[]; readonly selected?: boolean; readonly key?: string | undefined }
  | { readonly painted: string };

export type PanelFace = {
  readonly title: string;
  /** At the right end of the upper border: counts, age. */
  readonly right?: Span | null;
  readonly lines: readonly PanelLine[];
  readonly width: number;
  readonly height: number;
  readonly focused: boolean;
  readonly look: Look;
};

/** Columns for content: borders, and one column inside each. */
export const innerWidth = (width: number): number => Math.max(0, width - 4);
export const innerHeight = (height: number): number => Math.max(0, height - 2);

function upperBorder(face: PanelFace): string {
  const edge = face.focused ? "accent" : "dim";
  const room = face.width - 4;
  const title = cut(` ${settled(face.title)} `, room);
  const right = face.right === null || face.right === undefined ? "" : ` ${settled(face.right.text)} `;
  const rightRoom = room - widthOf(title) - 2;
  const shown = rightRoom < 6 ? "" : cut(right, rightRoom);
  const rule = "─".repeat(Math.max(0, face.width - 4 - widthOf(title) - widthOf(shown)));
  const spans: readonly Span[] = [
    cell(face.focused ? "╭▸" : "╭─", edge),
    cell(title, face.focused ? "accent" : "strong"),
    cell(rule, edge),
    cell(shown, face.right?.tone ?? "dim"),
    cell("─╮", edge),
  ];
  return paint(spans, face.width, face.look);
}

function row(line: PanelLine | undefined, face: PanelFace): string {
  const bar = cell("│", face.focused ? "accent" : "dim");
  const width = innerWidth(face.width);
  if (line === undefined) return paint([bar, cell(" ".repeat(width + 2)), bar], face.width, face.look);
  if ("painted" in line) {
    const edge = paint([bar], 1, face.look);
    return `${edge} ${line.painted} ${edge}`;
  }
  const lead = cell(line.selected === true ? "▸" : " ", face.focused ? "accent" : "dim");
  return paint([bar, lead, ...within(line.spans, width), cell(" "), bar], face.width, face.look);
}

/** The whole box as text: `height` lines of `width` columns. */
function panelText(face: PanelFace): string {
  const body = Array.from({ length: innerHeight(face.height) }, (_, index) => row(face.lines[index], face));
  const edge = face.focused ? "accent" : "dim";
  const lower = paint([cell(`╰${"─".repeat(Math.max(0, face.width - 2))}╯`, edge)], face.width, face.look);
  return [upperBorder(face), ...body, lower].join("\n");
}

const Line = memo(function Line({ text }: { readonly text: string }) {
  return <Text wrap="truncate">{text === "" ? " " : text}</Text>;
});

/** Lines that have their width already. One node a line: Ink reads each line once a frame, and only changed ones are laid out. */
export function Block({ text }: { readonly text: string }) {
  return (
    <Box flexDirection="column">
      {text.split("\n").map((line, row) => (
        // A line is its place on the screen.
        // oxlint-disable-next-line react/no-array-index-key
        <Line key={row} text={line} />
      ))}
    </Box>
  );
}

export function Panel(face: PanelFace) {
  useContext(SeenContext)?.(face.lines.map((line) => ("key" in line ? (line.key ?? null) : null)));
  return <Block text={panelText(face)} />;
}
