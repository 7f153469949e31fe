// The rows a person sees in the lists of the overview: those that pass the filter. Verdict, counts and rules speak of all.
import type { ProblemRow } from "../alerts/alert.ts";
import { problemLine } from "../alerts/problem-line.ts";
import { alertsOf, problemRows } from "../alerts/problems.ts";
import { panelMatcher } from "../boards/panel-filter.ts";
import type { State } from "../state.ts";
import { channelRows, channelWords, type ChannelRow } from "./channels.ts";
import { laneRows, type LaneRow } from "./queues.ts";

function textOf(row: ProblemRow, now: number): string {
  const { topic, subject, message, severity } = problemLine(row, now);
  const members = alertsOf(row).flatMap((alert) => [alert.id, alert.subject, alert.message]);
  return [severity, topic, subject, message, ...members].join(" ");
}

export function listedProblems(state: State): readonly ProblemRow[] {
  const matcher = panelMatcher(state, "problems");
  const rows = problemRows(state);
  return matcher.all ? rows : rows.filter((row) => matcher.matches(textOf(row, state.now)));
}

export function listedChannels(state: State): readonly ChannelRow[] {
  const matcher = panelMatcher(state, "channels");
  const rows = channelRows(state);
  return matcher.all ? rows : rows.filter((row) => matcher.matches(`${row.key} ${channelWords(row)}`));
}

export function listedLanes(state: State): readonly LaneRow[] {
  const matcher = panelMatcher(state, "queues");
  const rows = laneRows(state);
  return matcher.all ? rows : rows.filter(({ lane }) => matcher.matches(`${lane.lane}${lane.draining ? " draining" : ""}`));
}
