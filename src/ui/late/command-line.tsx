// The line after `:` in the place of the footer, and above it what tab can put there.
import { askedBy } from "../../data/command/asked.ts";
import { candidates, type Candidate } from "../../data/command/complete.ts";
import { closed, lineOf } from "../../data/command/typist.ts";
import { cell } from "../../data/select/cell.ts";
import { settled, widthOf } from "../../data/select/text.ts";
import type { State } from "../../data/state.ts";
import { Block } from "../parts/panel.tsx";
import { paint, type Look, type Span } from "../theme.ts";

const CURSOR = "_";
const MORE = 2;

/** The candidates that fit, those around the chosen one: whole pages, so that they stand still while tab goes over them. */
function page(all: readonly Candidate[], chosen: number, width: number): { readonly from: number; readonly to: number } {
  let from = 0;
  let used = 0;
  for (const [index, { label }] of all.entries()) {
    const wide = widthOf(settled(label)) + 2;
    if (used + wide > width - MORE && index > from) {
      if (chosen < index) return { from, to: index };
      from = index;
      used = 0;
    }
    used += wide;
  }
  return { from, to: all.length };
}

function candidateSpans(all: readonly Candidate[], chosen: number, width: number): readonly Span[] {
  const { from, to } = page(all, chosen, width);
  const shown = all
    .slice(from, to)
    .map(({ label }, index): Span =>
      from + index === chosen ? { ...cell(` ${label} `, "accent"), badge: true } : cell(` ${label} `, "plain"),
    );
  return to < all.length ? [...shown, cell("…", "dim")] : shown;
}

/** What is wrong with the line, or what it would do. */
function told(state: State, all: readonly Candidate[], line: string): Span {
  if (state.note !== null) return cell(state.note.text, "warn");
  const chosen = all.find((one) => one.line === line) ?? (all.length === 1 ? all[0] : undefined);
  if (chosen !== undefined) return cell(chosen.about, "dim");
  const asked = all.length === 0 ? askedBy(closed(state), line) : null;
  return asked !== null && "wrong" in asked ? cell(asked.wrong, "warn") : cell("tab completes · enter does it · esc leaves", "dim");
}

export function CommandLineRows({ state, columns, look }: { readonly state: State; readonly columns: number; readonly look: Look }) {
  const { command } = state.view;
  if (command === null) return null;
  const line = lineOf(state);
  const all = candidates(state, command.past > 0 ? line : command.text);
  const chosen = all.findIndex((one) => one.line === command.chosen);
  const says = told(state, all, line);
  const written = settled(line);
  // The end of a long line is where it is written.
  const room = Math.max(8, columns - Math.min(widthOf(settled(says.text)) + 4, Math.floor(columns / 2)) - 2);
  const tail = widthOf(written) > room ? `…${written.slice(-(room - 1))}` : written;
  const gap = " ".repeat(Math.max(2, columns - widthOf(tail) - 2 - widthOf(settled(says.text)) - 1));
  const rows = [
    paint(candidateSpans(all, chosen, columns), columns, look),
    paint([cell(":", "accent"), cell(`${tail}${CURSOR}`, "strong"), cell(gap), says], columns, look),
  ];
  return <Block text={rows.join("\n")} />;
}
