// `unit ● › pid ● › port ● 1ms › healthz ✖ TCP accepts, HTTP does not answer › …`: the first bad rung is named in words.
import { firstBad, ladder, type Rung } from "../../data/ladder.ts";
import { cell, toneOf } from "../../data/select/cell.ts";
import { rungMark } from "../../data/select/explain.ts";
import { cut, settled, widthOf } from "../../data/select/text.ts";
import type { State } from "../../data/state.ts";
import { Block } from "../parts/panel.tsx";
import { marks, paint, type Look, type Span } from "../theme.ts";

type LadderProps = { readonly state: State; readonly columns: number; readonly look: Look };

/** How much is said of each rung, from talkative to terse; the first form that fits is drawn. */
type Form = { readonly ms: boolean; readonly notes: boolean; readonly between: string; readonly short: boolean };
const forms: readonly Form[] = [
  { ms: true, notes: true, between: " › ", short: false },
  { ms: false, notes: true, between: " › ", short: false },
  { ms: false, notes: false, between: " ", short: false },
  { ms: false, notes: false, between: " ", short: true },
];
const LEAST_WORDS = 24;

const short: Readonly<Record<Rung["rung"], string>> = {
  unit: "un",
  pid: "pi",
  port: "po",
  healthz: "he",
  startupz: "st",
  readyz: "re",
  ws: "ws",
  rpc: "rp",
};

const millis = (ms: number): string => (ms < 0.95 ? "<1ms" : ms < 9_950 ? `${Math.round(ms)}ms` : `${Math.round(ms / 1000)}s`);

function rungSpans(rung: Rung, form: Form, named: boolean): readonly Span[] {
  const mark = rungMark(rung);
  const bad = rung.status === "bad";
  const glyph = rung.status === "skipped" ? "–" : marks[mark];
  const ms = form.ms && rung.status === "ok" && rung.ms !== null ? ` ${millis(rung.ms)}` : "";
  const note = form.notes && bad && !named && rung.note !== null ? ` ${rung.note}` : "";
  return [
    cell(`${form.short ? short[rung.rung] : rung.rung}${form.short ? "" : " "}`, bad ? "strong" : "dim"),
    cell(glyph, toneOf[mark]),
    cell(`${ms}${note}`, bad ? toneOf[mark] : "dim"),
  ];
}

const widthOfAll = (spans: readonly Span[]): number => spans.reduce((sum, span) => sum + widthOf(settled(span.text)), 0);

function spansIn(form: Form, rungs: readonly Rung[], worst: Rung | null, columns: number, least: number): readonly Span[] | null {
  const parts = rungs.map((rung) => rungSpans(rung, form, rung === worst));
  const fixed = parts.reduce((sum, spans) => sum + widthOfAll(spans), 1 + form.between.length * (rungs.length - 1));
  const room = columns - fixed - 2;
  if (room < (worst === null ? -1 : least)) return null;
  return parts.flatMap((spans, index): readonly Span[] => {
    const rung = rungs[index];
    const words = rung === worst && rung?.why ? [cell(` ${cut(settled(rung.why), Math.max(0, room))}`, toneOf[rungMark(rung)])] : [];
    return [cell(index === 0 ? " " : form.between, "dim"), ...spans, ...words];
  });
}

export function LadderLine({ state, columns, look }: LadderProps) {
  const rungs = ladder(state);
  const worst = firstBad(rungs);
  const whole = Math.min(LEAST_WORDS, widthOf(settled(worst?.why ?? "")));
  const long = Math.min(70, widthOf(settled(worst?.why ?? "")));
  const spans =
    forms.map((form) => spansIn(form, rungs, worst, columns, long)).find((found) => found !== null) ??
    forms.map((form) => spansIn(form, rungs, worst, columns, whole)).find((found) => found !== null) ??
    forms.map((form) => spansIn(form, rungs, worst, columns, 0)).find((found) => found !== null) ??
    [];
  return <Block text={paint(spans, columns, look)} />;
}
