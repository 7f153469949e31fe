// Board 8: five lists of one kind of row.
import { serviceRows, type ServicePanelId, type ServiceView } from "../../data/late/boards/service.ts";
import type { ServiceRow } from "../../data/late/service/row.ts";
import { cell, toneOf, type Cell } from "../../data/select/cell.ts";
import { oldness } from "../../data/select/known.ts";
import { listed, selectedIndex } from "../../data/select/rows.ts";
import type { Source } from "../../data/snapshot.ts";
import type { State } from "../../data/state.ts";
import { absence, faded } from "../parts/absence.ts";
import { filterLines } from "../parts/filter-line.ts";
import { innerHeight, innerWidth, Panel, type PanelLine } from "../parts/panel.tsx";
import { placed, tableRow, windowOf, type Column } from "../parts/table.ts";
import type { PanelProps } from "../panels/panel-props.ts";
import { marks } from "../theme.ts";

type Face = {
  readonly title: string;
  readonly source: Source;
  /** What is said when there is truly nothing. */
  readonly none: string;
  readonly columns: readonly Column<ServiceRow>[];
  readonly corner?: (view: ServiceView) => Cell | null;
};

const mark: Column<ServiceRow> = { head: "", width: 1, cell: (row) => cell(marks[row.mark], toneOf[row.mark]) };
const name = (most: number): Column<ServiceRow> => ({ head: "", width: "content", most, cell: (row) => cell(row.name, "dim") });
const words = (most: number): Column<ServiceRow> => ({
  head: "",
  width: "content",
  least: 12,
  most,
  cell: (row) => cell(row.words, row.tone),
});
const note: Column<ServiceRow> = { head: "", width: "flex", least: 10, giveWay: 1, cell: (row) => cell(row.note, "dim") };
/** What to type leads the eye. */
const fix: Column<ServiceRow> = { ...note, cell: (row) => cell(row.note, "accent") };

const counted = (rows: readonly ServiceRow[], wanted: ServiceRow["mark"]): number => rows.filter((row) => row.mark === wanted).length;

function auditCorner({ rows }: ServiceView): Cell | null {
  if (rows.length === 0) return null;
  const critical = counted(rows, "bad");
  const warnings = counted(rows, "warn");
  if (critical + warnings === 0) return cell("nothing is wrong", "good");
  const parts = [critical > 0 ? `${critical} critical` : "", warnings > 0 ? `${warnings} to mend` : ""].filter(Boolean);
  return cell(parts.join(" · "), critical > 0 ? "bad" : "warn");
}

const faces: { readonly [P in ServicePanelId]: Face } = {
  supervisor: { title: "service", source: "supervisor", none: "", columns: [mark, name(12), words(44), note] },
  unit: { title: "unit audit", source: "unitAudit", none: "", columns: [mark, name(18), words(64), fix], corner: auditCorner },
  boots: { title: "boots", source: "bootHistory", none: "no boot is known", columns: [mark, name(12), words(44), note] },
  cron: { title: "cron", source: "cron", none: "no jobs", columns: [mark, name(30), words(44), note] },
  upkeep: { title: "upkeep", source: "health", none: "", columns: [mark, name(12), words(44), note] },
};

function emptyLines(state: State, { source, none }: Face, { total, why }: ServiceView): readonly PanelLine[] {
  if (total > 0) return [{ spans: [cell("no row matches", "dim")] }];
  return why === null ? absence(state, source, none) : [{ spans: [cell("– ", "dim"), cell(why, "dim")] }];
}

function panelOf(panel: ServicePanelId) {
  const face = faces[panel];
  return function ServicePanel({ state, width, height, focused, look }: PanelProps) {
    const view = serviceRows(state, panel);
    const { rows, total } = view;
    const old = panel === "upkeep" ? null : oldness(state, face.source);
    const selected = selectedIndex(state, panel, listed(rows.map(({ key }) => key)));
    const inside = innerWidth(width);
    const filter = focused ? filterLines(state.view, { shown: rows.length, total }, inside) : [];
    const { from, to } = windowOf(rows.length, selected, innerHeight(height) - filter.length);
    const seen = rows.slice(from, to);
    const table = placed(face.columns, inside, seen);
    const body = seen.map((row, index): PanelLine => ({
      spans: faded(tableRow(table, row), old !== null),
      selected: focused && from + index === selected,
    }));
    const lines = [...filter, ...(rows.length === 0 ? emptyLines(state, face, view) : body)];
    const right = old ?? face.corner?.(view) ?? null;
    return <Panel title={face.title} right={right} lines={lines} width={width} height={height} focused={focused} look={look} />;
  };
}

export const servicePanels = {
  supervisor: panelOf("supervisor"),
  unit: panelOf("unit"),
  boots: panelOf("boots"),
  cron: panelOf("cron"),
  upkeep: panelOf("upkeep"),
} as const;
