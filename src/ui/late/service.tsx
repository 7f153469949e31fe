// Board 8: five lists of one kind of row.
import { serviceRows, type ServicePanelId, type ServiceView } from "../../data/late/boards/service.ts";
import type { ServiceRow } from "../../data/late/service/row.ts";
import { cell, toneOf, type Cell } from "../../data/select/cell.ts";
import { oldness } from "../../data/select/known.ts";
import { listed, selectedIndex } from "../../data/select/rows.ts";
import { fit, settled, widthOf } from "../../data/select/text.ts";
import type { Source } from "../../data/snapshot.ts";
import type { State } from "../../data/state.ts";
import { absence, faded, reasonLines } from "../parts/absence.ts";
import { filterLines } from "../parts/filter-line.ts";
import { innerHeight, innerWidth, Panel, type PanelLine } from "../parts/panel.tsx";
import { tallWindow } from "../parts/tall-rows.ts";
import type { PanelProps } from "../panels/panel-props.ts";
import { marks, type Span } from "../theme.ts";

type Face = {
  readonly title: string;
  readonly source: Source;
  /** What is said when there is truly nothing. */
  readonly none: string;
  /** The most columns a name takes. */
  readonly name: number;
  readonly corner?: (view: ServiceView) => Cell | null;
};

/** Narrower than this a note says nothing. */
const NOTE_LEAST = 8;
const GAP = 2;
/** The mark, and the space after it. */
const MARK = 2;

const widest = (texts: readonly string[], most: number): number =>
  Math.min(most, Math.max(1, ...texts.map((text) => widthOf(settled(text)))));

type Widths = { readonly name: number; readonly words: number; readonly rest: number };

const noteOf = (row: ServiceRow): string => (row.fix ? "" : row.note);

/** Notes stand under each other where the words leave them room. */
function widthsFor(rows: readonly ServiceRow[], inside: number, mostOfName: number): Widths {
  const names = rows.map(({ name }) => name);
  const name = widest(names, Math.min(mostOfName, Math.floor(inside / 2)));
  const rest = Math.max(1, inside - MARK - name - GAP);
  const noted = rows.filter((row) => noteOf(row) !== "").map((row) => row.words);
  return { name, words: widest(noted, Math.floor(rest / 2)), rest };
}

/** Words are never cut for a note: one that has too little room is left to the details. */
function rowSpans(row: ServiceRow, { name, words, rest }: Widths): readonly Span[] {
  const said = settled(row.words);
  const wide = Math.max(words, widthOf(said));
  const room = rest - wide - GAP;
  const note = room < NOTE_LEAST ? "" : noteOf(row);
  return [
    cell(marks[row.mark], toneOf[row.mark]),
    cell(` ${fit(settled(row.name), name)}${" ".repeat(GAP)}`, "dim"),
    cell(fit(said, note === "" ? rest : wide), row.tone),
    ...(note === "" ? [] : [cell(`${" ".repeat(GAP)}${fit(settled(note), room)}`, "dim")]),
  ];
}

const FIX = "    fix  ";

const fixSpans = ({ note }: ServiceRow, inside: number): readonly Span[] => [
  cell(FIX, "dim"),
  cell(fit(settled(note), Math.max(1, inside - FIX.length)), "accent"),
];

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
  supervisor: { title: "service", source: "supervisor", none: "", name: 12 },
  unit: { title: "unit audit", source: "unitAudit", none: "", name: 18, corner: auditCorner },
  boots: { title: "boots", source: "bootHistory", none: "no boot is known", name: 12 },
  cron: { title: "cron", source: "cron", none: "no jobs", name: 28 },
  upkeep: { title: "upkeep", source: "health", none: "", name: 12 },
};

function emptyLines(state: State, { source, none }: Face, { total, why }: ServiceView, width: number): readonly PanelLine[] {
  if (total > 0) return [{ spans: [cell("no row matches", "dim")] }];
  return why === null ? absence(state, source, none, width) : reasonLines(why, width);
}

/** In fewer lines than these the fixes would push the faults out. */
const ROWS_FOR_FIXES = 6;

function panelOf(panel: ServicePanelId) {
  const face = faces[panel];
  return function ServicePanel({ state, width, height, focused, look }: PanelProps) {
    const view = serviceRows(state, panel);
    const { rows, total } = view;
    const old = panel === "upkeep" ? null : oldness(state, face.source);
    const selected = selectedIndex(state, panel, listed(rows.map(({ key }) => key)));
    const inside = innerWidth(width);
    const filter = focused ? filterLines(state.view, { shown: rows.length, total }, inside) : [];
    const room = innerHeight(height) - filter.length;
    const widths = widthsFor(rows, inside, face.name);
    const withFix = room >= ROWS_FOR_FIXES;
    const drawn = tallWindow<ServiceRow>({
      count: rows.length,
      selected,
      height: room,
      at: (index) => {
        const row = rows[index];
        return row === undefined ? null : { row, height: withFix && row.fix ? 2 : 1 };
      },
    });
    const body = drawn.flatMap(({ row, index, height: lines }): readonly PanelLine[] => [
      { spans: faded(rowSpans(row, widths), old !== null), selected: focused && index === selected, key: row.key },
      ...(lines === 2 ? [{ spans: faded(fixSpans(row, inside), old !== null), key: row.key }] : []),
    ]);
    const lines = [...filter, ...(rows.length === 0 ? emptyLines(state, face, view, width) : body)];
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
