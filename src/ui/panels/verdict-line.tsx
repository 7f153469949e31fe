// The one line a tired person reads: how bad, what, since when, what to do.
import { cell, type Mark, type Tone } from "../../data/select/cell.ts";
import { sessionName } from "../../data/select/sessions.ts";
import { cut, settled, widthOf, wrapped } from "../../data/select/text.ts";
import type { State } from "../../data/state.ts";
import { verdict, type Level } from "../../data/verdict.ts";
import { Block } from "../parts/panel.tsx";
import { marks, paint, type Look, type Span } from "../theme.ts";

type VerdictProps = { readonly state: State; readonly columns: number; readonly rows: number; readonly look: Look };

const faces: { readonly [L in Level]: { readonly mark: Mark; readonly tone: Tone; readonly word: string; readonly badge: boolean } } = {
  ok: { mark: "ok", tone: "good", word: "OK", badge: false },
  warning: { mark: "warn", tone: "warn", word: "WARNING", badge: true },
  critical: { mark: "bad", tone: "bad", word: "CRITICAL", badge: true },
  unknown: { mark: "partial", tone: "dim", word: "UNKNOWN", badge: false },
};

const LEAST_REMEDY = 28;

export function VerdictLine({ state, columns, rows, look }: VerdictProps) {
  const judged = verdict(state);
  const face = faces[judged.level];
  // The person reads `main › telegram:4411`, not the key.
  const told = judged.subject === null ? judged.summary : judged.summary.replace(judged.subject, sessionName(judged.subject));
  const badge: Span = { ...cell(` ${marks[face.mark]} ${face.word} `, face.tone), badge: face.badge };
  const more = judged.more > 0 ? `+${judged.more} more: ! ` : "";
  const room = Math.max(0, columns - widthOf(badge.text) - 2);
  const tone: Tone = judged.level === "unknown" ? "dim" : "strong";
  if (rows > 1) {
    const [first = "", ...rest] = wrapped(told, room);
    const second = [
      cell(" "),
      cell(rest.join(" ")),
      cell(judged.remedy === null ? "" : `${rest.length > 0 ? "  " : ""}→ ${judged.remedy}`, "accent"),
    ];
    const lines = [[badge, cell(" "), cell(first, tone)], rest.length > 0 || judged.remedy !== null ? second : []];
    return (
      <Block
        text={lines
          .slice(0, rows)
          .map((line) => paint(line, columns, look))
          .join("\n")}
      />
    );
  }
  const body = Math.max(0, room - widthOf(more) - (more === "" ? 0 : 2));
  const summary = cut(settled(told), body);
  const left = body - widthOf(summary) - 4;
  const remedy = judged.remedy !== null && left >= LEAST_REMEDY ? cut(settled(judged.remedy), left) : "";
  const spans: readonly Span[] = [
    badge,
    cell(" "),
    cell(summary, tone),
    ...(remedy === "" ? [] : [cell("  → ", "dim"), cell(remedy, "accent")]),
  ];
  const used = spans.reduce((sum, span) => sum + widthOf(span.text), 0);
  return (
    <Block text={paint([...spans, cell(" ".repeat(Math.max(0, columns - used - widthOf(more)))), cell(more, "dim")], columns, look)} />
  );
}
