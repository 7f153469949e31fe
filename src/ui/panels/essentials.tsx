// A screen too small for panels: the few numbers that matter, one a line.
import { cell, toneOf, UNKNOWN, type Cell } from "../../data/select/cell.ts";
import { channelRows } from "../../data/select/channels.ts";
import { gatewayRows } from "../../data/select/gateway.ts";
import { oldness } from "../../data/select/known.ts";
import { laneRows } from "../../data/select/queues.ts";
import { sessionView } from "../../data/select/sessions.ts";
import { lastValue } from "../../data/reading.ts";
import type { Source } from "../../data/snapshot.ts";
import type { State } from "../../data/state.ts";
import { count, percent } from "../../data/units.ts";
import { faded } from "../parts/absence.ts";
import { Block } from "../parts/panel.tsx";
import { marks, paint, type Look, type Span } from "../theme.ts";
import { sessionTotals } from "./sessions.tsx";

const LABEL = 10;

function channelCells(state: State): readonly Cell[] {
  const rows = channelRows(state).filter((row) => row.mark !== "off");
  if (rows.length === 0) return [cell(UNKNOWN, "dim")];
  const worst = rows[0];
  const ready = rows.filter((row) => row.state === "ready").length;
  const named = worst === undefined || worst.mark === "ok" ? [] : [cell(`  ${marks[worst.mark]} ${worst.key}`, toneOf[worst.mark])];
  return [cell(`${ready}/${rows.length} ready`, ready === rows.length ? "plain" : "warn"), ...named];
}

function laneCells(state: State): readonly Cell[] {
  const [worst] = laneRows(state);
  if (worst === undefined) return [cell(UNKNOWN, "dim")];
  const { lane, tone } = worst;
  const waits = lane.queued > 0 ? [cell(`  +${count(lane.queued)} waiting`, tone)] : [];
  return [cell(`${lane.lane} ${lane.active}/${lane.limit ?? "–"}`), ...waits];
}

function processCells(state: State): readonly Cell[] {
  const rows = gatewayRows(state);
  const rss = rows.find((row) => row.label === "rss");
  const cpu = rows.find((row) => row.label === "cpu");
  const share = rss?.meter?.own !== true ? [] : [cell(` ${percent(rss.meter.share)}`, rss.meter.tone)];
  return [...(rss?.cells.slice(0, 1) ?? []), ...share, cell("  cpu", "dim"), ...(cpu?.cells.slice(0, 1) ?? [])];
}

function loopCells(state: State): readonly Cell[] {
  return (
    gatewayRows(state)
      .find((row) => row.label === "loop")
      ?.cells.slice(0, 2) ?? []
  );
}

function sessionCells(state: State): readonly Cell[] {
  return lastValue(state.snapshot.sessions) === null ? [cell(UNKNOWN, "dim")] : [sessionTotals(sessionView(state))];
}

/** `source`: where a row stands or falls with one; the others say the age of each value themselves. */
type Row = { readonly label: string; readonly source: Source | null; readonly cells: (state: State) => readonly Cell[] };

const rows: readonly Row[] = [
  { label: "rss", source: null, cells: processCells },
  { label: "channels", source: "channels", cells: channelCells },
  { label: "sessions", source: "sessions", cells: sessionCells },
  { label: "lanes", source: "lanes", cells: laneCells },
  { label: "loop", source: null, cells: loopCells },
];

function rowSpans(state: State, { label, source, cells }: Row): readonly Span[] {
  const old = source === null ? null : oldness(state, source);
  const age = old === null || state.snapshot[source ?? "channels"].kind === "pending" ? [] : [cell(`  ${old.text}`, old.tone)];
  return [cell(` ${label.padEnd(LABEL)}`, "dim"), ...faded(spaced(cells(state)), old !== null), ...age];
}

function spaced(cells: readonly Cell[]): readonly Span[] {
  return cells.flatMap((one, index) => (index === 0 || one.text.startsWith(" ") ? [one] : [cell(" "), one]));
}

export function Essentials({
  state,
  columns,
  height,
  look,
}: {
  readonly state: State;
  readonly columns: number;
  readonly height: number;
  readonly look: Look;
}) {
  const lines = rows.slice(0, height).map((row) => paint(rowSpans(state, row), columns, look));
  return <Block text={lines.join("\n")} />;
}
