// Today beside its budget and the days before it.
import { isUncounted, cost as costWords, money } from "../../data/late/usage/money.ts";
import { spentDays } from "../../data/late/boards/usage.ts";
import { todayOf, type Day, type Today } from "../../data/late/usage/today.ts";
import { cell, type Tone } from "../../data/select/cell.ts";
import { oldness } from "../../data/select/known.ts";
import { listed, selectedIndex } from "../../data/select/rows.ts";
import { count, percent } from "../../data/units.ts";
import { absence, faded } from "../parts/absence.ts";
import { meter } from "../parts/meter.ts";
import { innerHeight, innerWidth, Panel, type PanelLine } from "../parts/panel.tsx";
import { placed, tableRow, windowOf, type Column } from "../parts/table.ts";
import type { PanelProps } from "../panels/panel-props.ts";
import type { Look, Span } from "../theme.ts";

const COUNTING = "being counted";
const METER = 14;
const LABEL = 10;

const label = (text: string): Span => cell(text.padEnd(LABEL), "dim");

/** The nearest limit that was not passed yet, else the graver one. */
function budgetLine({ today, budget }: Today, width: number, look: Look): readonly PanelLine[] {
  if (budget === null) return [];
  const { warn, crit } = budget;
  const over = (limit: number | null): boolean => limit !== null && today.usd > limit;
  const limit = over(warn) && crit !== null ? crit : (warn ?? crit ?? 0);
  const tone: Tone = over(crit) ? "bad" : over(warn) ? "warn" : "good";
  const share = limit === 0 ? 1 : today.usd / limit;
  const bar = width >= 50 ? [...meter(share, METER, tone, look), cell(" ")] : [];
  return [{ spans: [label("budget"), ...bar, cell(percent(share), tone), cell(` of ${money(limit)} USD`)] }];
}

function usualLine({ today, mean, share }: Today): PanelLine {
  if (mean === null) return { spans: [label("usual"), cell("nothing was spent on the days before", "dim")] };
  const usual = `${money(mean.usd)} USD a day`;
  const byNow = share === null ? null : mean.usd * share;
  const times = byNow === null || byNow === 0 || today.unpriced > 0 ? null : today.usd / byNow;
  const beside = times === null ? "" : `, ${money(byNow ?? 0)} by now: ${times.toFixed(1)} × that`;
  return { spans: [label("usual"), cell(usual), cell(beside, times !== null && times > 2 ? "warn" : "dim")] };
}

function todayLines(told: Today, width: number, look: Look): readonly PanelLine[] {
  const { today, fresh, projectedUsd } = told;
  if (isUncounted(fresh, today)) return [{ spans: [label("today"), cell(COUNTING, "accent")] }];
  const tokens = ` · ${count(today.tokens)} tokens${fresh ? "" : " so far counted"}`;
  const ahead: readonly PanelLine[] =
    projectedUsd === null ? [] : [{ spans: [label("midnight"), cell(`about ${money(projectedUsd)} USD at this pace`, "dim")] }];
  return [
    { spans: [label("today"), cell(costWords(today), "strong"), cell(tokens)] },
    ...budgetLine(told, width, look),
    usualLine(told),
    ...ahead,
  ];
}

const columnsFor = (most: number, fresh: boolean, look: Look): readonly Column<Day>[] => {
  const words = (day: Day, text: string): string => (isUncounted(fresh, day) ? "" : text);
  return [
    { head: "", width: 10, cell: ({ date }) => cell(date, "dim") },
    { head: "", width: "content", least: 8, align: "right", cell: (day) => cell(words(day, costWords(day))) },
    { head: "", width: "content", least: 4, align: "right", giveWay: 1, cell: (day) => cell(words(day, count(day.tokens)), "dim") },
    {
      head: "",
      width: "flex",
      least: 6,
      giveWay: 2,
      cell: ({ usd }) =>
        cell((look.ascii ? "#" : "█").repeat(most === 0 ? 0 : Math.max(usd > 0 ? 1 : 0, Math.round((usd / most) * 24))), "accent"),
    },
  ];
};

export function SpentPanel({ state, width, height, focused, look }: PanelProps) {
  const told = todayOf(state);
  const old = oldness(state, "cost");
  const inside = innerWidth(width);
  const high = innerHeight(height);
  const top = told === null ? [] : todayLines(told, inside, look).slice(0, high);
  const rows = spentDays(state);
  const selected = selectedIndex(state, "spent", listed(rows.map(({ date }) => date)));
  const { from, to } = windowOf(rows.length, selected, high - top.length);
  const seen = rows.slice(from, to);
  const most = rows.reduce((largest, { usd }) => Math.max(largest, usd), 0);
  const table = placed(columnsFor(most, told?.fresh ?? true, look), inside, seen);
  const body = seen.map((row, index): PanelLine => ({ spans: tableRow(table, row), selected: focused && from + index === selected }));
  const lines = [...top, ...body].map((line) => ("spans" in line ? { ...line, spans: faded(line.spans, old !== null) } : line));
  const right = old ?? (told?.fresh === false ? cell(COUNTING, "accent") : null);
  return (
    <Panel
      title="spent"
      right={right}
      lines={told === null ? absence(state, "cost", "the gateway tells of no day", width) : lines}
      width={width}
      height={height}
      focused={focused}
      look={look}
    />
  );
}
