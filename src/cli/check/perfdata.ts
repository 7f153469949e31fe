// Performance data, as monitoring plugins print it: label=value[unit];warn;crit;min;max. Unknown is U, never 0.
import type { AlertId } from "../../data/alerts/ids.ts";
import { problems } from "../../data/alerts/problems.ts";
import { ruleById } from "../../data/alerts/rules.ts";
import { settled } from "../../data/alerts/setting.ts";
import * as facts from "../../data/facts.ts";
import { channelState } from "../../data/model/channels.ts";
import type { State } from "../../data/state.ts";

type Metric = {
  readonly label: string;
  readonly unit: "MB" | "ms" | "s" | "";
  readonly digits: number;
  readonly value: (state: State) => number | null;
  readonly most?: (state: State) => number | null;
  /** Whose limits are the metric's, and how many of its unit one of the limit's is; null: unknown now. */
  readonly rule?: { readonly id: AlertId; readonly unit: (state: State) => number | null };
};

const MB = 1e6;
const HOUR_S = 3_600;

const scaled = (fact: facts.Fact<number> | null, by: number): number | null => (fact === null ? null : fact.value / by);
const memoryLimitMb = (state: State): number | null => scaled(facts.memoryLimitFact(state), MB);

function channelsDown(state: State): number | null {
  const board = facts.current(state, "channels");
  if (board.kind !== "ok") return null;
  const used = board.value.accounts.map(channelState).filter((is) => is !== "disabled" && is !== "unconfigured");
  return used.filter((is) => is !== "ready" && is !== "starting" && is !== "unknown").length;
}

function mostHandles(state: State): number | null {
  const process = facts.current(state, "process");
  return process.kind === "ok" && process.value.found ? process.value.maxOpenHandles : null;
}

const metrics: readonly Metric[] = [
  {
    label: "rss",
    unit: "MB",
    digits: 0,
    value: (state) => scaled(facts.rssFact(state), MB),
    most: memoryLimitMb,
    rule: { id: "memory", unit: (state) => scaled(facts.memoryLimitFact(state), MB * 100) },
  },
  { label: "loop_p99", unit: "ms", digits: 1, value: (state) => facts.eventLoopFact(state)?.value.delayP99Ms ?? null },
  { label: "cpu", unit: "", digits: 2, value: (state) => scaled(facts.cpuFact(state), 1), rule: { id: "cpu", unit: () => 1 } },
  { label: "handles", unit: "", digits: 0, value: (state) => scaled(facts.openHandlesFact(state), 1), most: mostHandles },
  { label: "rpc", unit: "ms", digits: 1, value: (state) => (state.link.phase === "open" ? (state.rpcMs?.ms ?? null) : null) },
  { label: "channels_down", unit: "", digits: 0, value: channelsDown },
  {
    label: "queued",
    unit: "",
    digits: 0,
    value: (state) => scaled(facts.queuedFact(state), 1),
    rule: { id: "queue-depth", unit: () => 1 },
  },
  {
    label: "uptime",
    unit: "s",
    digits: 0,
    // Since its last boot. Not of its process where that is not told: a graph would leap.
    value: (state) => scaled(facts.servingUptimeFact(state), 1_000),
    rule: { id: "uptime", unit: () => HOUR_S },
  },
  { label: "alerts", unit: "", digits: 0, value: (state) => problems(state).filter(({ severity }) => severity !== "info").length },
];

/** Without an exponent, and without zeros behind the point. */
const written = (value: number, digits: number): string => String(Number(value.toFixed(digits)));

function limits(state: State, { rule, digits }: Metric): readonly [string, string] {
  const row = rule && ruleById(rule.id);
  const threshold = row && settled(row, state.settings)?.threshold;
  const unit = rule?.unit(state) ?? null;
  const text = (limit: number | null | undefined): string =>
    limit === null || limit === undefined || unit === null ? "" : written(limit * unit, digits);
  return [text(threshold?.warn), text(threshold?.crit)];
}

function one(state: State, metric: Metric): string {
  const { label, unit, digits, value, most } = metric;
  const now = value(state);
  // Nothing that is measured is so large, and it would be written with an exponent.
  if (now === null || !(Math.abs(now) <= Number.MAX_SAFE_INTEGER)) return `${label}=U`;
  const max = most?.(state) ?? null;
  const fields = [`${label}=${written(now, digits)}${unit}`, ...limits(state, metric), "0", max === null ? "" : written(max, digits)];
  return fields.join(";").replace(/;+$/u, "");
}

export const perfdata = (state: State): string => metrics.map((metric) => one(state, metric)).join(" ");
