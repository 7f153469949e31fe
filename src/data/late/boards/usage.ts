// Board 6: what was spent, by whom, and what is still allowed.
import { listed, selectedIndex } from "../../select/rows.ts";
import type { LatePanelId, State } from "../../state.ts";
import type { UsageGroup } from "../late-state.ts";
import type { LateBoard } from "../late.ts";
import { daySections, quotaSections, usageSections } from "../usage/details.ts";
import { groupedNext, usageView, type UsageRow } from "../usage/groups.ts";
import { quotaRows, type QuotaRow } from "../usage/quota-rows.ts";
import { todayOf, type Day } from "../usage/today.ts";
import type { Section } from "../../select/section.ts";

/** Today first. */
export function spentDays(state: State): readonly Day[] {
  const today = todayOf(state);
  return today === null ? [] : [today.today, ...today.before];
}

type Rows<T> = {
  readonly all: (state: State) => readonly T[];
  readonly keyOf: (row: T) => string;
  readonly details: (state: State, row: T) => readonly Section[];
};

const days: Rows<Day> = { all: spentDays, keyOf: ({ date }) => date, details: daySections };
const usage: Rows<UsageRow> = { all: (state) => usageView(state).rows, keyOf: ({ key }) => key, details: usageSections };
const quotas: Rows<QuotaRow> = { all: quotaRows, keyOf: ({ key }) => key, details: quotaSections };

const inPanel = <T>(rows: Rows<T>, panel: LatePanelId) => {
  const keysOf = (state: State): readonly string[] => rows.all(state).map(rows.keyOf);
  const chosen = (state: State): T | null => rows.all(state)[selectedIndex(state, panel, listed(keysOf(state)))] ?? null;
  return {
    rows: (state: State) => listed(keysOf(state)),
    chosen,
    details: (state: State): readonly Section[] => {
      const row = chosen(state);
      return row === null ? [] : rows.details(state, row);
    },
  };
};

const panels = { usage: inPanel(usage, "usage"), spent: inPanel(days, "spent"), quotas: inPanel(quotas, "quotas") } as const;

const isOwn = (panel: LatePanelId): panel is keyof typeof panels => Object.hasOwn(panels, panel);

/** What the row is of, in the field every other row has for it. */
const named = (by: UsageGroup, name: string): Readonly<Record<string, string>> =>
  by === "session" ? { sessionKey: name } : by === "channel" ? { channel: name } : {};

export const usageBoard: LateBoard = {
  panels: ["usage", "spent", "quotas"],
  rows: (state, panel) => (isOwn(panel) ? panels[panel].rows(state) : listed([])),
  details: (state, panel) => (isOwn(panel) ? panels[panel].details(state) : []),
  copied: (state, panel) => {
    if (panel !== "usage") return isOwn(panel) ? panels[panel].chosen(state) : null;
    const row = panels.usage.chosen(state);
    return row && { ...row, ...named(state.view.late.usage.by, row.name) };
  },
  acts: { "usage-group": groupedNext },
};
