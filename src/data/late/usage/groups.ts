// Who spent it: the rows of one grouping, the dearest first.
import { matcherOf } from "../../boards/filter.ts";
import type { Cost } from "../../model/upkeep.ts";
import type { Spent, Usage } from "../../model/usage.ts";
import { lastValue } from "../../reading.ts";
import type { State } from "../../state.ts";
import type { UsageGroup } from "../late-state.ts";

export type UsageRow = Spent & {
  readonly key: string;
  /** Share 0..1 of all of `shareOf`; null: nothing was spent. */
  readonly share: number | null;
};

export type UsageView = {
  readonly by: UsageGroup;
  readonly rows: readonly UsageRow[];
  /** Before the filter. */
  readonly total: number;
  readonly usage: Usage | null;
  /** False: what there is, or that there is nothing, is not the last word. */
  readonly whole: boolean;
  /** The tokens where something has no price: its share of the cost is not known. */
  readonly shareOf: "cost" | "tokens";
};

const listOf: { readonly [G in UsageGroup]: (usage: Usage) => readonly Spent[] } = {
  model: ({ byModel }) => byModel,
  provider: ({ byProvider }) => byProvider,
  agent: ({ byAgent }) => byAgent,
  channel: ({ byChannel }) => byChannel,
  session: ({ bySession }) => bySession,
};

export const usageGroups = Object.keys(listOf) as readonly UsageGroup[];

const basisOf = ({ total }: Usage): UsageView["shareOf"] => (total.unpriced > 0 || total.usd === 0 ? "tokens" : "cost");

function shareIn(usage: Usage, { usd, tokens }: Spent): number | null {
  const [part, all] = basisOf(usage) === "cost" ? [usd, usage.total.usd] : [tokens, usage.total.tokens];
  return all > 0 ? part / all : null;
}

/** A gateway that has not looked at its transcripts yet calls its zeros fresh, while its daily count runs or already knows of tokens. */
function isWhole(usage: Usage, cost: Cost | null): boolean {
  if (usage.total.tokens > 0 || cost === null) return usage.fresh;
  return usage.fresh && cost.fresh && cost.days.every(({ tokens }) => tokens === 0);
}

export function usageView(state: State): UsageView {
  const usage = lastValue(state.snapshot.usage);
  const { by } = state.view.late.usage;
  if (usage === null) return { by, rows: [], total: 0, usage, whole: false, shareOf: "cost" };
  const all = listOf[by](usage);
  const { matches } = matcherOf(state.view.boardViews.usage.filter.text);
  const rows = all
    .filter(({ name }) => matches(name))
    .map((spent) => ({ ...spent, key: `${by}:${spent.name}`, share: shareIn(usage, spent) }));
  return { by, rows, total: all.length, usage, whole: isWhole(usage, lastValue(state.snapshot.cost)), shareOf: basisOf(usage) };
}

/** The next grouping; its rows are others, so none of them was chosen. */
export function groupedNext(state: State): State {
  const { by } = state.view.late.usage;
  const next = usageGroups[(usageGroups.indexOf(by) + 1) % usageGroups.length] ?? by;
  const { usage: _, ...selected } = state.view.selected;
  return { ...state, view: { ...state.view, selected, late: { ...state.view.late, usage: { by: next } } } };
}
