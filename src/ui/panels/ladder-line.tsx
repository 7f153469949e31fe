// `unit ● › pid ● › port ● 1ms › healthz ✖ TCP accepts, HTTP does not answer › …`: the first bad rung is named in words.
import { ladder, type Rung } from "../../data/ladder.ts";
import { cell, toneOf, type Mark } from "../../data/select/cell.ts";
import { rungMark } from "../../data/select/explain.ts";
import { cut, settled, widthOf } from "../../data/select/text.ts";
import type { State } from "../../data/state.ts";
import { Block } from "../parts/panel.tsx";
import { marks, paint, type Look, type Span } from "../theme.ts";

type LadderProps = { readonly state: State; readonly columns: number; readonly look: Look };

type Marked = Rung & { readonly mark: Mark };

/** How much is said of each rung, from talkative to terse; the first form that fits is drawn. */
type Form = { readonly ms: boolean; readonly between: string; readonly names: boolean };
const forms: readonly Form[] = [
  { ms: true, between: " › ", names: true },
  { ms: false, between: " › ", names: true },
  { ms: false, between: " ", names: true },
  { ms: false, between: " ", names: false },
];
/** Columns for the words of the first bad rung, in the order they are tried. */
const GOOD_WORDS = 56;
const LEAST_WORDS = 24;

const millis = (ms: number): string => (ms < 0.95 ? "<1ms" : ms < 9_950 ? `${Math.round(ms)}ms` : `${Math.round(ms / 1000)}s`);

function rungSpans(rung: Marked, form: Form, worst: boolean): readonly Span[] {
  const { mark } = rung;
  const bad = rung.status === "bad";
  const glyph = rung.status === "skipped" ? "–" : marks[mark];
  const ms = form.ms && rung.status === "ok" && rung.ms !== null ? ` ${millis(rung.ms)}` : "";
  const name = form.names || worst ? `${rung.rung} ` : "";
  return [cell(name, bad ? "strong" : "dim"), cell(glyph, toneOf[mark]), cell(ms, "dim")];
}

const widthOfAll = (spans: readonly Span[]): number => spans.reduce((sum, span) => sum + widthOf(settled(span.text)), 0);

function spansIn(form: Form, rungs: readonly Marked[], worst: Marked | null, columns: number, least: number): readonly Span[] | null {
  const parts = rungs.map((rung) => rungSpans(rung, form, rung === worst));
  const fixed = parts.reduce((sum, spans) => sum + widthOfAll(spans), 1 + form.between.length * (rungs.length - 1));
  const room = columns - fixed - 2;
  if (room < (worst === null ? -1 : least)) return null;
  return parts.flatMap((spans, index): readonly Span[] => {
    const rung = rungs[index];
    const words = rung === worst && rung?.why ? [cell(` ${cut(settled(rung.why), Math.max(0, room))}`, toneOf[rung.mark])] : [];
    return [cell(index === 0 ? " " : form.between, "dim"), ...spans, ...words];
  });
}

export function LadderLine({ state, columns, look }: LadderProps) {
  const rungs = ladder(state).map((rung): Marked => ({ ...rung, mark: rungMark(state, rung) }));
  const worst = rungs.find((rung) => rung.status === "bad") ?? null;
  const words = widthOf(settled(worst?.why ?? ""));
  const rooms = [GOOD_WORDS, LEAST_WORDS, 0].map((room) => Math.min(room, words));
  const tried = rooms.flatMap((room) => forms.map((form) => spansIn(form, rungs, worst, columns, room)));
  return <Block text={paint(tried.find((spans) => spans !== null) ?? [], columns, look)} />;
}
