// (columns, rows) → which panels, where, how big. Widths are decided here and passed down; nothing is measured while drawing.
//
//  120×36 and up                                   80×24                            40×10
//  ┌ header ─────────────────────────────────┐     ┌ header ──────────────────┐     ┌ header ───────────┐
//  │ verdict                                 │     │ verdict                  │     │ verdict (2 rows)  │
//  │ ladder                                  │     │ ladder                   │     │ ladder            │
//  │ problems                                │     │ problems                 │     │                   │
//  │ gateway      │ charts                   │     │ the panel chosen         │     │ essentials        │
//  │ channels                 │ queues       │     │ with tab, the next one   │     │                   │
//  │ sessions                                │     │ when there is room       │     │                   │
//  └ footer ─────────────────────────────────┘     └ footer ──────────────────┘     └ footer ───────────┘
//
//  200×50: gateway │ charts │ channels, below them queues │ sessions. Below 40×10: one sentence.
//  80×24 gives the verdict a second row when there is something to do.
//  A board has the rows between ladder and footer for itself: channels, or lanes (at most a third) over sessions; what does not fit is
//  left to tab.
//  Without a connection `explain` takes the place of problems, and panels that never had a value are left out.
import type { BoardId, EarlyBoardId } from "../data/boards/board.ts";
import { isEarly } from "../data/select/rows.ts";
import type { EarlyPanelId, PanelId } from "../data/state.ts";
import { latePanels } from "./late/late-panels.ts";

type BoxId = PanelId | "explain";
export type PanelBox = { readonly panel: BoxId; readonly width: number; readonly height: number };
/** Panels side by side, all of one height. */
export type Band = { readonly height: number; readonly boxes: readonly PanelBox[] };

export type Layout = {
  readonly kind: "wide" | "overview" | "single" | "tiny" | "too-small";
  readonly columns: number;
  readonly rows: number;
  readonly verdictRows: number;
  readonly ladderRows: number;
  readonly bands: readonly Band[];
  /** Rows between the ladder and the footer. */
  readonly bodyRows: number;
};

/** What the layout must know of the state to give rows where they are needed. */
export type Need = {
  readonly problems: number;
  /** The verdict says what to do. */
  readonly remedy: boolean;
  readonly channels: number;
  readonly lanes: number;
  readonly panel: PanelId;
  readonly board: BoardId;
  /** Lines of the explanation; 0 while there is a connection. */
  readonly explain: number;
  /** The gateway answered at least once, so its panels have something to show. */
  readonly seen: boolean;
  /** Rows below everything; one without it. */
  readonly foot?: number;
};

export type BandRow = {
  readonly panels: readonly BoxId[];
  /** Shares of the width, in the order of `panels`. */
  readonly shares: readonly number[];
  readonly min: number;
  /** Rows it would fill, borders included. */
  readonly want: number;
  /** Share of the rows left over when all wants are met. */
  readonly grow: number;
};

type Breakpoint = {
  readonly kind: Layout["kind"];
  readonly columns: number;
  readonly rows: number;
  readonly verdictRows: number;
  readonly ladderRows: number;
  readonly bands: (need: Need) => readonly BandRow[];
};

const BORDERS = 2;
const full = [1];
const alone = (panel: BoxId, min: number, want: number, grow = 0): BandRow => ({ panels: [panel], shares: full, min, want, grow });

/** What is wrong, or why there is no connection: never cut while other panels have rows to give. */
function topRows(need: Need, most: number): BandRow {
  if (need.explain === 0) return alone("problems", 3, Math.max(1, Math.min(need.problems, most)) + BORDERS);
  return alone("explain", Math.min(need.explain, 14) + BORDERS, need.explain + BORDERS, need.seen ? 0 : 1);
}

/** Panels that only the gateway's own answers can fill. */
const hasBoards = (need: Need): boolean => need.explain === 0 || need.seen;
const whenSeen = (need: Need, bands: readonly BandRow[]): readonly BandRow[] => (hasBoards(need) ? bands : []);
const gatewayRows: BandRow = { panels: ["gateway", "charts"], shares: [0.38, 0.62], min: 8, want: 10, grow: 1 };
const boardRows = (need: Need): number => Math.max(need.channels, need.lanes + 3, 4) + BORDERS;

/** A small screen: what tab chose, then the next panel when rows are left over. */
const singles: { readonly [P in EarlyPanelId]: (need: Need) => readonly BandRow[] } = {
  problems: (need) => [alone("gateway", 7, 8), ...whenSeen(need, [alone("channels", 6, 6, 1)])],
  gateway: () => [alone("gateway", 6, 10), alone("charts", 6, 6, 1)],
  charts: () => [alone("charts", 6, 12, 1)],
  channels: (need) => [alone("channels", 6, need.channels + BORDERS + 1), alone("queues", 6, 7, 1)],
  queues: (need) => [alone("queues", 6, need.lanes + BORDERS + 4), alone("sessions", 6, 6, 1)],
  sessions: () => [alone("sessions", 6, 10, 1)],
};

/** On a small screen the panel chosen with tab comes before the end of an explanation. */
function smallTop(need: Need): BandRow {
  const top = topRows(need, 5);
  return need.panel === "problems" || need.explain === 0 ? top : { ...top, min: 7 };
}

/** First row that fits wins. */
const breakpoints: readonly Breakpoint[] = [
  {
    kind: "wide",
    columns: 180,
    rows: 40,
    verdictRows: 1,
    ladderRows: 1,
    bands: (need) => [
      topRows(need, 10),
      hasBoards(need)
        ? {
            panels: ["gateway", "charts", "channels"],
            shares: [0.28, 0.36, 0.36],
            min: 8,
            want: Math.max(12, need.channels + BORDERS),
            grow: 1,
          }
        : { ...gatewayRows, shares: [0.28, 0.72] },
      ...whenSeen(need, [{ panels: ["queues", "sessions"], shares: [0.3, 0.7], min: 10, want: Math.max(14, boardRows(need)), grow: 2 }]),
    ],
  },
  {
    kind: "overview",
    columns: 100,
    rows: 32,
    verdictRows: 1,
    ladderRows: 1,
    bands: (need) => [
      topRows(need, 8),
      gatewayRows,
      ...whenSeen(need, [
        { panels: ["channels", "queues"], shares: [0.6, 0.4], min: 6, want: Math.min(12, boardRows(need)), grow: 0 },
        alone("sessions", 5, 8, 2),
      ]),
    ],
  },
  {
    kind: "single",
    columns: 60,
    rows: 18,
    verdictRows: 1,
    ladderRows: 1,
    bands: (need) => [smallTop(need), ...(isEarly(need.panel) ? singles[need.panel] : singles.problems)(need)],
  },
  { kind: "tiny", columns: 40, rows: 10, verdictRows: 2, ladderRows: 1, bands: () => [] },
  { kind: "too-small", columns: 0, rows: 0, verdictRows: 0, ladderRows: 0, bands: () => [] },
];

/** Below this the lanes and the sessions are two screens. */
const ROWS_FOR_BOTH = 12;
const TABLE_HEAD = 1;

const boardBands: { readonly [B in Exclude<EarlyBoardId, "overview">]: (need: Need, rows: number) => readonly BandRow[] } = {
  channels: () => [alone("channels", 3, 3, 1)],
  sessions: (need, rows) => {
    if (rows < ROWS_FOR_BOTH) return [alone(need.panel === "queues" ? "queues" : "sessions", 3, 3, 1)];
    const lanes = Math.min(need.lanes + TABLE_HEAD + BORDERS, Math.floor(rows / 3));
    return [alone("queues", 3, lanes), alone("sessions", 5, 5, 1)];
  },
};

const earlyBands = (board: keyof typeof boardBands, need: Need, rows: number): readonly BandRow[] =>
  hasBoards(need) ? boardBands[board](need, rows) : [topRows(need, rows)];

/** Logs, unit and own journal can be read with the gateway dead: then most of all. */
const bandsOf = (board: Exclude<BoardId, "overview">, need: Need, rows: number, columns: number): readonly BandRow[] =>
  board === "channels" || board === "sessions" ? earlyBands(board, need, rows) : (latePanels()?.bands[board]?.(need, rows, columns) ?? []);

function bandsFor(point: Breakpoint, need: Need, rows: number, columns: number): readonly BandRow[] {
  if (need.board === "overview") return point.bands(need);
  return bandsOf(need.board, need, rows, columns);
}

const HEADER = 1;
const FOOTER = 1;

const minimum = (bands: readonly BandRow[]): number => bands.reduce((sum, band) => sum + band.min, 0);

/** Never more than `total`: wants shrink from the last band up to their minimum, then last bands go; what is left over goes by `grow`. */
function shareRows(bands: readonly BandRow[], total: number): readonly number[] {
  if (bands.length === 1) return [total];
  if (minimum(bands) > total) return shareRows(bands.slice(0, -1), total);
  const heights = bands.map((band) => Math.max(band.min, band.want));
  let over = heights.reduce((sum, height) => sum + height, 0) - total;
  for (let index = heights.length - 1; index >= 0 && over > 0; index -= 1) {
    const give = Math.min(over, (heights[index] ?? 0) - (bands[index]?.min ?? 0));
    heights[index] = (heights[index] ?? 0) - give;
    over -= give;
  }
  return over < 0 ? grown(heights, bands, -over) : heights;
}

function grown(heights: readonly number[], bands: readonly BandRow[], spare: number): readonly number[] {
  const weight = bands.reduce((sum, band) => sum + band.grow, 0);
  let given = 0;
  const out = heights.map((height, index) => {
    const more = weight === 0 ? 0 : Math.floor((spare * (bands[index]?.grow ?? 0)) / weight);
    given += more;
    return height + more;
  });
  const last = bands.reduce((found, band, index) => (band.grow > 0 ? index : found), out.length - 1);
  return out.map((height, index) => (index === last ? height + spare - given : height));
}

/** Widths add up to `columns`; the last panel takes what rounding left. */
function shareColumns(shares: readonly number[], columns: number): readonly number[] {
  const widths = shares.map((share) => Math.floor(share * columns));
  const rest = columns - widths.reduce((sum, width) => sum + width, 0);
  return widths.map((width, index) => (index === widths.length - 1 ? width + rest : width));
}

export function layoutFor(columns: number, rows: number, need: Need): Layout {
  const fits = breakpoints.find((point) => columns >= point.columns && rows >= point.rows) ?? breakpoints.at(-1);
  if (fits === undefined) throw new Error("the breakpoint table is empty");
  const verdictRows = fits.kind === "single" && need.remedy ? 2 : fits.verdictRows;
  const bodyRows = Math.max(0, rows - HEADER - verdictRows - fits.ladderRows - (need.foot ?? FOOTER));
  const bandRows = fits.kind === "too-small" ? [] : bandsFor(fits, need, bodyRows, columns);
  const heights = shareRows(bandRows, bodyRows);
  const bands = bandRows.slice(0, heights.length).map((band, index): Band => {
    const height = heights[index] ?? 0;
    const widths = shareColumns(band.shares, columns);
    return { height, boxes: band.panels.map((panel, at) => ({ panel, width: widths[at] ?? 0, height })) };
  });
  return { kind: fits.kind, columns, rows, verdictRows, ladderRows: fits.ladderRows, bands, bodyRows };
}
