// The figures of one benchmark as two Markdown tables: by contestant, and against the goals.
import type { Benchmark, Goal, Metric, Round } from "./benchmark.ts";
import { median } from "./statistics.ts";

export type Judged = { readonly goal: Goal; readonly value: number | null; readonly met: boolean | null };

export function judge({ goals }: Benchmark, rounds: readonly Round[]): readonly Judged[] {
  return goals.map((goal) => {
    const values = rounds.map(goal.of).filter((value) => value !== null);
    if (values.length === 0) return { goal, value: null, met: null };
    const value = goal.over === "worst" ? Math.max(...values) : median(values);
    return { goal, value, met: value <= goal.limit };
  });
}

export function section(benchmark: Benchmark, rounds: readonly Round[], remarks: readonly string[]): string {
  const judged = judge(benchmark, rounds);
  const goals = judged.map(({ goal, value, met }) => [
    goal.what,
    `≤ ${withUnit(String(goal.limit), goal.unit)}`,
    value === null ? "not measured" : withUnit(short(value), goal.unit),
    met === null ? "–" : met ? "met" : "**missed**",
  ]);
  const count = rounds.length === 1 ? "One round." : `${rounds.length} rounds; median [least–most].`;
  return [
    `${benchmark.what}. ${count}`,
    table(...figureTable(benchmark, rounds)),
    table(["goal", "limit", "measured", ""], goals),
    ...remarks.map((remark) => remark),
  ].join("\n\n");
}

function figureTable({ metrics }: Benchmark, rounds: readonly Round[]): [readonly string[], readonly (readonly string[])[]] {
  const contestants = [...new Set(rounds.flatMap((round) => Object.keys(round)))];
  const valuesOf = (contestant: string, metric: string): readonly number[] =>
    rounds.map((round) => round[contestant]?.[metric]).filter((value) => value !== undefined);
  const cells = (contestant: string): readonly string[] =>
    Object.entries(metrics).map(([key, metric]) => cell(valuesOf(contestant, key), metric));
  const heads = Object.values(metrics).map(({ label, unit }) => (unit === "" ? label : `${label}, ${unit}`));
  return [["", ...heads], contestants.map((contestant) => [contestant, ...cells(contestant)])];
}

function cell(values: readonly number[], { digits }: Metric): string {
  if (values.length === 0) return "";
  const [least, middle, most] = [Math.min(...values), median(values), Math.max(...values)].map((value) => value.toFixed(digits));
  return least === most ? (middle ?? "") : `${middle} [${least}–${most}]`;
}

const withUnit = (text: string, unit: string): string => (unit === "" ? text : unit === "×" ? `${text}×` : `${text} ${unit}`);
/** Three digits that mean something, whole numbers whole. */
const short = (value: number): string =>
  String(Number.isInteger(value) || Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3)));

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Replaces what stands between the row's markers. */
export function withSection(document: string, id: string, text: string): string {
  const [begin, end] = [`<!-- bench:begin ${id} -->`, `<!-- bench:end ${id} -->`];
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/performance.md has no place for ${id}: ${begin} … ${end}`);
  return `${document.slice(0, from + begin.length)}\n\n${text}\n\n${document.slice(to)}`;
}
