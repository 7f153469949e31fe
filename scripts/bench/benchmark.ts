// What a benchmark is: a row that can be opened, run in rounds, and judged against its goals.
import type { Home } from "../../test/support/program.ts";

/** One contestant's figures in one round, by metric. */
export type Figures = Readonly<Record<string, number>>;
/** By contestant; all of them have run under the same conditions, as far as a machine allows. */
export type Round = Readonly<Record<string, Figures>>;

export type Metric = { readonly label: string; readonly unit: string; readonly digits: number };

export type Goal = {
  readonly what: string;
  readonly limit: number;
  readonly unit: string;
  /** Null when a contestant is missing on this machine. */
  readonly of: (round: Round) => number | null;
  /** A promise about every time is judged by the worst round, one about cost by the median. */
  readonly over: "median" | "worst";
};

export type Gateway = { readonly url: string; readonly tokenFile: string; readonly pid: number };

/** What every benchmark is given. */
export type Bench = {
  readonly home: Home;
  /** A copy of the built program: a build in the middle of a run changes nothing. */
  readonly program: string;
  readonly nodes: readonly { readonly name: string; readonly path: string }[];
  /** A real gateway, when the person named one. It is only looked at, but for a row that disturbs. */
  readonly gateway: Gateway | null;
  readonly long: boolean;
};

export type Opened = {
  readonly round: (number: number) => Promise<Round>;
  readonly close: () => Promise<void>;
  /** What the reader of the figures has to know: what is missing, how long a window was. */
  readonly remarks: readonly string[];
};

export type Benchmark = {
  readonly id: string;
  readonly what: string;
  /** It changes what it measures, or installs something: run only when it is named. */
  readonly disturbs?: true;
  readonly rounds: number;
  readonly metrics: Readonly<Record<string, Metric>>;
  readonly goals: readonly Goal[];
  /** A sentence when it cannot be run here. */
  readonly open: (bench: Bench) => Promise<Opened | string>;
};

/** `a` of one contestant over `b` of another, or null when one of them is missing. */
export function ratio(round: Round, [above, metricAbove]: readonly [string, string], [below, metricBelow]: readonly [string, string]) {
  const numerator = round[above]?.[metricAbove];
  const denominator = round[below]?.[metricBelow];
  return numerator === undefined || denominator === undefined || denominator === 0 ? null : numerator / denominator;
}

export const figure = (round: Round, contestant: string, metric: string): number | null => round[contestant]?.[metric] ?? null;

/** What a promise about the program itself is judged by. */
export const ofGatetop =
  (metric: string) =>
  (round: Round): number | null =>
    figure(round, "gatetop", metric);
