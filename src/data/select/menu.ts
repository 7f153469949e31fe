// The rows of a menu: what each would do here, or why it cannot. The chosen one is told in full, the others as far as there is room.
import type { Preview } from "../action/request.ts";
import { current } from "../facts.ts";
import { freshValue } from "../reading.ts";
import type { Overlay, State } from "../state.ts";
import { age } from "../units.ts";
import { inMenuWords, menuRows, selectedIn, type MenuRow } from "../view-menu.ts";
import { cell, toneOf, type Cell, type Mark } from "./cell.ts";
import { channelRows, channelWords } from "./channels.ts";
import { glyphs } from "./help.ts";
import { emptyLine, type Line } from "./line.ts";
import { verdictFace } from "./proof.ts";
import { workInFlight } from "./queues.ts";
import { cut, fit, settled, wrapped } from "./text.ts";

type Menu = Extract<Overlay, { kind: "menu" }>;
export type MenuLine = { readonly line: Line; readonly selected: boolean };

const LABEL = 20;
const MARK = 2;
/** Narrower than this a row's words stand below its name. */
const BESIDE = 60;

type Told = { readonly mark: Exclude<Mark, "none">; readonly name: Cell; readonly parts: readonly Cell[] };

function told(state: State, row: MenuRow): Told {
  if (row.kind === "timeline") {
    const { run } = state;
    const ago = run === null ? "" : `${age(state.now - run.at)} ago: `;
    const mark = run?.verdict ? verdictFace(run.verdict).mark : "partial";
    return { mark, name: cell(row.label), parts: [cell(`${ago}${run?.verdict?.sentence ?? "its timeline"}`, "dim")] };
  }
  const { preview, label } = row;
  if (preview === null) return { mark: "partial", name: cell(label), parts: [cell("looking at what it would do here", "dim")] };
  const { precondition, does } = preview.choice;
  if (precondition.can) return { mark: "ok", name: cell(label, "strong"), parts: [cell(does)] };
  const fix = precondition.fix === null ? [] : [cell(`→ ${inMenuWords(precondition.fix)}`, "accent")];
  return { mark: "off", name: cell(label, "dim"), parts: [cell(precondition.why, "dim"), ...fix] };
}

const toLines = (parts: readonly Cell[], width: number): readonly Cell[] =>
  parts.flatMap(({ text, tone }) => wrapped(text, width).map((part) => cell(part, tone)));

function wideLines({ mark, name, parts }: Told, columns: number, whole: boolean): readonly Line[] {
  const width = columns - MARK - LABEL;
  const all = toLines(parts, width);
  const [first] = parts;
  const short = first === undefined ? [] : [cell(cut(settled(first.text), width), first.tone)];
  return (whole ? all : short).map((part, index): Line => {
    const lead = index === 0 ? [cell(`${glyphs[mark]} `, toneOf[mark]), cell(fit(settled(name.text), LABEL), name.tone)] : [];
    return index === 0 ? [...lead, part] : [cell(" ".repeat(MARK + LABEL)), part];
  });
}

function narrowLines({ mark, name, parts }: Told, columns: number, whole: boolean): readonly Line[] {
  const lead: Line = [cell(`${glyphs[mark]} `, toneOf[mark]), cell(cut(settled(name.text), columns - MARK), name.tone)];
  return whole ? [lead, ...toLines(parts, columns - MARK).map((part): Line => [cell("  "), part])] : [lead];
}

const underWayIn = (previews: readonly Preview[]): string | null => previews.find(({ underWay }) => underWay !== null)?.underWay ?? null;

/** What must be known also where there is no room for the head. */
function pinnedLines({ previews }: Menu, columns: number): readonly MenuLine[] {
  const other = underWayIn(previews);
  return other === null
    ? []
    : [{ line: [cell(`${glyphs.warn} `, toneOf.warn), cell(cut(other, columns - MARK), "warn")], selected: false }];
}

/** What the menu is about, as it is now. */
function headLines(state: State, { menu, subject, previews }: Menu, columns: number): readonly Line[] {
  if (menu === "channel") {
    const row = channelRows(state).find(({ key }) => key === subject);
    const words = row === undefined ? "not in the gateway's list any more" : channelWords(row);
    return wrapped(`${subject}  ${words}`, columns)
      .slice(0, 3)
      .map((part): Line => [cell(part, row === undefined ? "dim" : toneOf[row.mark])]);
  }
  const work = freshValue(current(state, "preflight"));
  const parts = work === null ? null : workInFlight(work);
  const words = parts === null ? "not known" : parts[0] === "none" ? "none" : parts.join(" · ");
  const other = underWayIn(previews);
  const before = other === null ? [] : wrapped(other, columns - MARK);
  return [
    ...before.map((part, index): Line => [cell(index === 0 ? `${glyphs.warn} ` : "  ", toneOf.warn), cell(part, "warn")]),
    ...wrapped(`work in flight: ${words}`, columns).map((part): Line => [cell(part, "dim")]),
  ];
}

/** The lines that `rows` show, the chosen row among them. */
export function menuLines(state: State, menu: Menu, columns: number, rows: number): readonly MenuLine[] {
  const selected = selectedIn(state, menu);
  const choices = menuRows(state, menu).map((row) => told(state, row));
  const lay = columns < BESIDE ? narrowLines : wideLines;
  const head = [...headLines(state, menu, columns), emptyLine].map((line): MenuLine => ({ line, selected: false }));
  const laid = (whole: boolean): readonly (readonly MenuLine[])[] =>
    choices.map((choice, index) =>
      lay(choice, columns, whole || index === selected).map((line, at) => ({ line, selected: index === selected && at === 0 })),
    );
  const all = laid(true);
  if (head.length + all.flat().length <= rows) return [...head, ...all.flat()];
  const short = laid(false);
  const lines = short.flat();
  if (head.length + lines.length <= rows) return [...head, ...lines];
  const from = short.slice(0, selected).flat().length;
  const until = from + (short[selected]?.length ?? 0);
  const pinned = pinnedLines(menu, columns);
  const room = rows - pinned.length;
  // One more line below it, so that one sees that it goes on.
  const start = Math.min(from, Math.max(0, until + 1 - room));
  return [...pinned, ...lines.slice(start, start + room)];
}
