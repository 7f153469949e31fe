// ` gatetop  host · OpenClaw 2026.9.6 · pid 2815 · gateway up 4h12m            ● live  rpc 3 ms  14:03:22`
import { cell, toneOf } from "../../data/select/cell.ts";
import { clockWords, headerClauses, linkWords, rateWords, replayWords, rpcWords, type Clause } from "../../data/select/header.ts";
import { cut, settled, widthOf } from "../../data/select/text.ts";
import type { State } from "../../data/state.ts";
import { age } from "../../data/units.ts";
import { Block } from "../parts/panel.tsx";
import { marks, paint, type Look, type Span } from "../theme.ts";

type HeaderProps = {
  /** The state drawn, and how long it has been frozen; null while it lives. */
  readonly state: State;
  readonly frozenMs: number | null;
  readonly columns: number;
  readonly look: Look;
};

const spansWidth = (spans: readonly Span[]): number => spans.reduce((sum, span) => sum + widthOf(settled(span.text)), 0);

function joined(clauses: readonly Clause[]): readonly Span[] {
  return clauses.flatMap(({ cell: own }, index) => (index === 0 ? [own] : [cell(" · ", "dim"), own]));
}

/** Clauses that fit, the lightest dropped first; the heaviest is cut rather than dropped. */
function fitting(clauses: readonly Clause[], room: number): readonly Span[] {
  let kept = [...clauses];
  while (kept.length > 1 && spansWidth(joined(kept)) > room) {
    const lightest = Math.min(...kept.map((clause) => clause.weight));
    kept = kept.filter((clause) => clause.weight !== lightest);
  }
  return spansWidth(joined(kept)) <= room ? joined(kept) : kept.map(({ cell: own }) => cell(cut(settled(own.text), room), own.tone));
}

function leftSpans(state: State, columns: number): readonly Span[] {
  const demo = state.target?.demo ?? null;
  const name: Span = cell("gatetop", "accent");
  const badges = [
    ...(demo === null ? [] : [columns < 60 ? " DEMO " : ` DEMO ${demo} `]),
    ...(state.readonly === null ? [] : [" READ-ONLY "]),
  ];
  // On a small screen what is special about this one comes before its own name.
  const start = columns < 60 && state.readonly !== null ? [] : [cell(" "), name];
  return [...start, ...badges.flatMap((badge): readonly Span[] => [cell(" "), { ...cell(badge, "warn"), badge: true }]), cell("  ")];
}

function rightSpans(state: State, frozenMs: number | null, columns: number): readonly Span[] {
  const replay = replayWords(state);
  if (replay !== null) return [{ ...cell(` ${replay} `, "warn"), badge: true }, cell(`  ${clockWords(state.now)} `)];
  const words = linkWords(state);
  const link = columns < 60 ? { ...words, text: words.text.split(",")[0] ?? "" } : words;
  const rate = columns >= 60 ? rateWords(state.view.rate) : null;
  const rpc = columns >= 72 ? rpcWords(state) : null;
  const live: readonly Span[] =
    frozenMs === null
      ? [cell(`${marks[link.mark]} ${link.text}`, toneOf[link.mark])]
      : [{ ...cell(` FROZEN ${age(frozenMs)} `, "warn"), badge: true }];
  return [
    ...live,
    ...(rpc === null || frozenMs !== null ? [] : [cell(`  ${rpc}`, "dim")]),
    ...(rate === null ? [] : [cell(`  ${rate}`, "warn")]),
    cell(`  ${clockWords(state.now)} `, columns >= 60 ? "plain" : "dim"),
  ];
}

export function Header({ state, frozenMs, columns, look }: HeaderProps) {
  const left = leftSpans(state, columns);
  const right = rightSpans(state, frozenMs, columns);
  const room = columns - spansWidth(left) - spansWidth(right) - 2;
  const middle = room >= 4 ? fitting(headerClauses(state), room) : [];
  const gap = Math.max(1, columns - spansWidth(left) - spansWidth(middle) - spansWidth(right));
  return <Block text={paint([...left, ...middle, cell(" ".repeat(gap)), ...right], columns, look)} />;
}
