// A rounded box with its title in the border. One text node a panel: the lines inside have their exact width already.
import { Text } from "ink";
import { memo } from "react";
import { cell } from "../../data/select/cell.ts";
import { cut, settled, widthOf } from "../../data/select/text.ts";
import { paint, type Look, type Span } from "../theme.ts";

/** A line inside a panel: spans, or text painted already (charts). */
export type PanelLine = { readonly spans: readonly Span[]; readonly selected?: boolean } | { readonly painted: string };

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
  const edge = face.focused ? "accent" : "dim";
  const bar = paint([cell("│", edge)], 1, face.look);
  const width = innerWidth(face.width);
  if (line === undefined) return `${bar}${" ".repeat(width + 2)}${bar}`;
  if ("painted" in line) return `${bar} ${line.painted} ${bar}`;
  const lead = paint([cell(line.selected === true ? "▸" : " ", face.focused ? "accent" : "dim")], 1, face.look);
  return `${bar}${lead}${paint(line.spans, width, face.look)} ${bar}`;
}

/** The whole box as text: `height` lines of `width` columns. */
export function panelText(face: PanelFace): string {
  const body = Array.from({ length: innerHeight(face.height) }, (_, index) => row(face.lines[index], face));
  const edge = face.focused ? "accent" : "dim";
  const lower = paint([cell(`╰${"─".repeat(Math.max(0, face.width - 2))}╯`, edge)], face.width, face.look);
  return [upperBorder(face), ...body, lower].join("\n");
}

/** Text that is `width` wide already. */
export const Block = memo(function Block({ text }: { readonly text: string }) {
  return <Text wrap="truncate">{text}</Text>;
});

export function Panel(face: PanelFace) {
  return <Block text={panelText(face)} />;
}
