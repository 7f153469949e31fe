// The one line a tired person reads: how bad, what, since when, what to do.
import { cell, type Mark, type Tone } from "../../data/select/cell.ts";
import { remedyWords } from "../../data/select/remedy.ts";
import { sessionName } from "../../data/select/sessions.ts";
import { cut, settled, widthOf, wrapped } from "../../data/select/text.ts";
import type { State } from "../../data/state.ts";
import { verdict, type Level } from "../../data/verdict.ts";
import { Block } from "../parts/panel.tsx";
import { sharedWidths } from "../parts/shared-row.ts";
import { marks, paint, type Look, type Span } from "../theme.ts";

type VerdictProps = { readonly state: State; readonly columns: number; readonly rows: number; readonly look: Look };

const faces: { readonly [L in Level]: { readonly mark: Mark; readonly tone: Tone; readonly word: string; readonly badge: boolean } } = {
  ok: { mark: "ok", tone: "good", word: "OK", badge: false },
  warning: { mark: "warn", tone: "warn", word: "WARNING", badge: true },
  critical: { mark: "bad", tone: "bad", word: "CRITICAL", badge: true },
  unknown: { mark: "partial", tone: "dim", word: "UNKNOWN", badge: false },
};

const ARROW = "  → ";
/** From here on the count of the other problems is spelled out. */
const ROOMY = 160;

const spansWidth = (spans: readonly Span[]): number => spans.reduce((sum, span) => sum + widthOf(span.text), 0);

/** Both, or both cut: the remedy is not the first thing to go. */
function sharedSpans(text: string, remedy: string | null, room: number, tone: Tone): readonly Span[] {
  const told = settled(text);
  if (remedy === null || remedy === "") return [cell(cut(told, room), tone)];
  const todo = settled(remedy);
  const [left, right] = sharedWidths(widthOf(told), widthOf(todo), room - widthOf(ARROW));
  return [cell(cut(told, left), tone), cell(ARROW, "dim"), cell(cut(todo, right), "accent")];
}

/** `more` stands at the right end. */
function line(spans: readonly Span[], more: string, columns: number, look: Look): string {
  const gap = " ".repeat(Math.max(0, columns - spansWidth(spans) - widthOf(more)));
  return paint([...spans, cell(gap), cell(more, "dim")], columns, look);
}

export function VerdictLine({ state, columns, rows, look }: VerdictProps) {
  const { level, subject, summary, more: others, ...todo } = verdict(state);
  const remedy = remedyWords(state, todo, look.still === true);
  const face = faces[level];
  // The person reads `main › telegram:4411`, not the key.
  const told = subject === null ? summary : summary.replace(subject, () => sessionName(subject));
  const start: readonly Span[] = [{ ...cell(` ${marks[face.mark]} ${face.word} `, face.tone), badge: face.badge }, cell(" ")];
  const more = others === 0 ? "" : columns < ROOMY ? `  +${others} ! ` : `  +${others} more: ! `;
  const room = Math.max(0, columns - spansWidth(start) - Math.max(1, widthOf(more)));
  const tone: Tone = level === "unknown" ? "dim" : "strong";
  if (rows === 1) return <Block text={line([...start, ...sharedSpans(told, remedy, room, tone)], more, columns, look)} />;
  const [first = "", ...rest] = wrapped(told, room);
  const below =
    rest.length === 0 && remedy !== null
      ? [cell("→ ", "dim"), cell(remedy, "accent")]
      : sharedSpans(rest.join(" "), remedy, columns - 2, "plain");
  const lines = [line([...start, cell(first, tone)], more, columns, look), paint([cell(" "), ...below], columns, look)];
  return <Block text={lines.slice(0, rows).join("\n")} />;
}
