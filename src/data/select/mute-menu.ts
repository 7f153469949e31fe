// The menus of silence as lines: what it is about, how long there is to choose from, and the reason while it is typed.
import { maintenance, muteFor } from "../alerts/muted.ts";
import type { Overlay, State } from "../state.ts";
import { timeOfDay } from "../units.ts";
import { muteRows, selectedMute, type MuteRow } from "../view-mute.ts";
import { cell, type Cell } from "./cell.ts";
import { emptyLine, type Line } from "./line.ts";
import { muteWords } from "./mute-words.ts";
import { sessionName } from "./sessions.ts";
import { cut, wrapped } from "./text.ts";

type Menu = Extract<Overlay, { kind: "mute" }>;
export type MuteLine = { readonly line: Line; readonly selected: boolean };

const LABEL = 20;
const silent = {
  snooze: "it stays in the list, rings no bell and does not make the verdict; nothing on the gateway is changed",
  maintenance: "they stay in the list, ring no bell and do not make the verdict; nothing on the gateway is changed",
} as const;

/** What it is about, and what is silent already. */
function headCells(state: State, { menu, keys, about }: Menu): readonly Cell[] {
  const [first] = keys;
  const said = menu === "maintenance" ? maintenance(state) : first === undefined ? null : muteFor(state, first);
  const more = keys.length > 1 ? ` (${keys.length} problems)` : "";
  return [cell(`${sessionName(about)}${more}`, "strong"), ...(said === null ? [] : [cell(`now: ${muteWords(said)}`, "warn")])];
}

/** When it would end. */
function ends({ chosen }: MuteRow, now: number): string {
  if ("forMs" in chosen) return `until ${timeOfDay(now + chosen.forMs)}, with a reason`;
  const [request] = chosen.asks;
  if (request?.ask !== "snooze") return "heard again at once";
  return request.forMs === null ? "as long as it lasts" : `until ${timeOfDay(now + request.forMs)}`;
}

function choiceLines(state: State, menu: Menu, columns: number): readonly MuteLine[] {
  if (menu.forMs !== null) return plain([cell(`maintenance until ${timeOfDay(state.now + menu.forMs)}`, "plain")], columns);
  const selected = selectedMute(state, menu);
  return muteRows(state, menu).map((row, index): MuteLine => {
    const words = columns < LABEL * 2 ? row.label : `${row.label.padEnd(LABEL)}${ends(row, state.now)}`;
    return { line: [cell(cut(words, columns), index === selected ? "strong" : "plain")], selected: index === selected };
  });
}

const plain = (cells: readonly Cell[], columns: number): readonly MuteLine[] =>
  cells.flatMap(({ text, tone }) => wrapped(text, columns).map((part) => ({ line: [cell(part, tone)], selected: false })));

/** Where `rows` are few, the choice is what must be in sight. */
export function muteLines(state: State, menu: Menu, columns: number, rows: number): readonly MuteLine[] {
  const told = headCells(state, menu);
  const choices = choiceLines(state, menu, columns);
  const whole = [...plain([...told, cell(silent[menu.menu], "dim")], columns), { line: emptyLine, selected: false }, ...choices];
  if (whole.length <= rows) return whole;
  const short = told.map(({ text, tone }): MuteLine => ({ line: [cell(cut(text, columns), tone)], selected: false }));
  return [...short.slice(0, Math.max(0, rows - choices.length)), ...choices];
}

/** The reason as it is typed: its end is in sight, however long it gets. */
export function reasonLines({ forMs, typed }: Menu, columns: number): readonly Line[] {
  if (forMs === null) return [];
  const room = Math.max(4, columns - 3);
  const shown = wrapped(typed === "" ? " " : typed, room).at(-1) ?? "";
  const space = typed.endsWith(" ") ? " " : "";
  return [
    [cell(columns < 50 ? "why? then enter" : "why? enter begins it, esc leaves it", "accent")],
    [cell("> ", "accent"), cell(`${shown}${shown.endsWith(" ") ? "" : space}`, "strong"), cell("_", "accent")],
  ];
}
