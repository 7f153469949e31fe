// Board 8: five lists of one kind of row.
import { serviceRows, type ServicePanelId, type ServiceView } from "../../data/late/boards/service.ts";
import type { ServiceRow } from "../../data/late/service/row.ts";
import { cell, toneOf, type Cell } from "../../data/select/cell.ts";
import { oldness } from "../../data/select/known.ts";
import { listed, selectedIndex } from "../../data/select/rows.ts";
import { cutFront, fit, settled, wholeClauses, widthOf, wrapped } from "../../data/select/text.ts";
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

const GAP = 2;
/** The mark, and the space after it. */
const MARK = 2;

const widest = (texts: readonly string[], most: number): number =>
  Math.min(most, Math.max(1, ...texts.map((text) => widthOf(settled(text)))));

type Widths = { readonly name: number; readonly words: number; readonly rest: number };

const noteOf = (row: ServiceRow): string => (row.fix ? "" : row.note);

/** Names give way to words when that lets them stand whole; notes stand under each other where the words leave them room. */
function widthsFor(rows: readonly ServiceRow[], inside: number, mostOfName: number): Widths {
  const [names, said] = [rows.map(({ name }) => name), rows.map(({ words }) => words)];
  const [room, half] = [inside - MARK - GAP, Math.floor(inside / 2)];
  const spared = room - widest(said, room);
  const most = spared < Math.floor(inside / 3) ? half : Math.min(half, spared);
  const name = widest(names, Math.min(mostOfName, most));
  const rest = Math.max(1, room - name);
  const noted = rows.filter((row) => noteOf(row) !== "").map((row) => row.words);
  return { name, words: widest(noted, Math.floor(rest / 2)), rest };
}

/** Half a clause says nothing, and of a path the end says most. */
function wordsIn(text: string, room: number): string {
  const words = settled(text);
  if (widthOf(words) <= room) return words;
  if (/^\/\S+$/u.test(words)) return cutFront(words, room);
  return wholeClauses(words, room) || fit(words, room);
}

/** Words are never cut for a note: what does not fit is left to the details. */
function rowSpans(row: ServiceRow, { name, words, rest }: Widths): readonly Span[] {
  const said = wordsIn(row.words, rest);
  const note = settled(noteOf(row));
  const aligned = Math.max(words, widthOf(said));
  const under = wholeClauses(note, rest - aligned - GAP);
  const beside = wholeClauses(note, rest - widthOf(said) - GAP);
  const shown = widthOf(beside) > widthOf(under) ? beside : under;
  return [
    cell(marks[row.mark], toneOf[row.mark]),
    cell(` ${fit(settled(row.name), name)}${" ".repeat(GAP)}`, "dim"),
    cell(shown === under && shown !== "" ? fit(said, aligned) : said, row.tone),
    ...(shown === "" ? [] : [cell(`${" ".repeat(GAP)}${shown}`, "dim")]),
  ];
}

const FIX = "    fix  ";

const fixRoom = (inside: number): number => Math.max(1, inside - FIX.length);

/** The whole of it when there is room for the whole of all of them. */
function fixSpans({ note }: ServiceRow, inside: number, whole: boolean): readonly (readonly Span[])[] {
  const lines = whole ? wrapped(note, fixRoom(inside)) : [fit(settled(note), fixRoom(inside))];
  return lines.map((line, at) => [cell(at === 0 ? FIX : " ".repeat(FIX.length), "dim"), cell(line, "accent")]);
}

function wholeFixesFit(rows: readonly ServiceRow[], inside: number, room: number): boolean {
  const faults = rows.filter((row) => row.fix);
  return faults.reduce((lines, { note }) => lines + 1 + wrapped(note, fixRoom(inside)).length, 0) <= room;
}

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
    const whole = wholeFixesFit(rows, inside, room);
    const fixOf = (row: ServiceRow): readonly (readonly Span[])[] =>
      room >= ROWS_FOR_FIXES && row.fix ? fixSpans(row, inside, whole) : [];
    const drawn = tallWindow<ServiceRow>({
      count: rows.length,
      selected,
      height: room,
      at: (index) => {
        const row = rows[index];
        return row === undefined ? null : { row, height: 1 + fixOf(row).length };
      },
    });
    const body = drawn.flatMap(({ row, index }): readonly PanelLine[] => [
      { spans: faded(rowSpans(row, widths), old !== null), selected: focused && index === selected, key: row.key },
      ...fixOf(row).map((spans): PanelLine => ({ spans: faded(spans, old !== null), key: row.key })),
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
