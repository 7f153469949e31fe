// One frame: a function of the state and the size. layout.ts has the map; this file puts panels into its boxes.
import { Box } from "ink";
import type { ReactElement } from "react";
import type { BoardId, EarlyBoardId } from "../data/boards/board.ts";
import { problemRows } from "../data/alerts/problems.ts";
import { focused } from "../data/focus.ts";
import { cell } from "../data/select/cell.ts";
import { channelRows } from "../data/select/channels.ts";
import { explanation, type Explanation } from "../data/select/explain.ts";
import { overlayColumns } from "../data/select/overlay.ts";
import { laneRows } from "../data/select/queues.ts";
import { isEarly } from "../data/select/rows.ts";
import { wrapped } from "../data/select/text.ts";
import type { EarlyPanelId, PanelId, State } from "../data/state.ts";
import { verdict } from "../data/verdict.ts";
import { drawn } from "../data/view.ts";
import { ChannelsBoard } from "./boards/channels-board.tsx";
import { LanesBoard } from "./boards/lanes-board.tsx";
import { SessionsBoard } from "./boards/sessions-board.tsx";
import { layoutFor, type Band, type Layout, type PanelBox } from "./layout.ts";
import { latePanels } from "./late/late-panels.ts";
import { OverlayPanel } from "./overlays/overlay.tsx";
import { ChannelsPanel } from "./panels/channels.tsx";
import { ChartsPanel } from "./panels/charts.tsx";
import { Essentials } from "./panels/essentials.tsx";
import { ExplainPanel } from "./panels/explain.tsx";
import { Footer } from "./panels/footer.tsx";
import { GatewayPanel } from "./panels/gateway.tsx";
import { Header } from "./panels/header.tsx";
import { LadderLine } from "./panels/ladder-line.tsx";
import type { PanelProps } from "./panels/panel-props.ts";
import { ProblemsPanel } from "./panels/problems.tsx";
import { QueuesPanel } from "./panels/queues.tsx";
import { SessionsPanel } from "./panels/sessions.tsx";
import { VerdictLine } from "./panels/verdict-line.tsx";
import { Block } from "./parts/panel.tsx";
import { SeenContext, type Seen } from "./seen.ts";
import { inTheme, paint, type Look } from "./theme.ts";

export type ScreenProps = {
  readonly state: State;
  readonly look: Look;
  readonly columns: number;
  readonly rows: number;
  readonly seen?: Seen | null;
};

const panels: { readonly [P in EarlyPanelId]: (props: PanelProps) => ReactElement } = {
  problems: ProblemsPanel,
  gateway: GatewayPanel,
  charts: ChartsPanel,
  channels: ChannelsPanel,
  queues: QueuesPanel,
  sessions: SessionsPanel,
};

/** What a panel looks like with a board to itself. */
const boards: { readonly [B in EarlyBoardId]: Partial<Record<EarlyPanelId, (props: PanelProps) => ReactElement>> } = {
  overview: {},
  channels: { channels: ChannelsBoard },
  sessions: { queues: LanesBoard, sessions: SessionsBoard },
};

function drawnBy(panel: PanelId, board: BoardId): ((props: PanelProps) => ReactElement) | null {
  if (!isEarly(panel)) return latePanels()?.panels[panel] ?? null;
  return (board === "overview" || board === "channels" || board === "sessions" ? boards[board][panel] : undefined) ?? panels[panel];
}

type Drawing = { readonly state: State; readonly look: Look; readonly explained: Explanation | null; readonly seen: Seen | null };

/** Tells what it draws to who points at it. */
const sighted = (panel: PanelId, seen: Seen | null, drawn: ReactElement): ReactElement =>
  seen === null ? (
    drawn
  ) : (
    <SeenContext key={panel} value={(keys) => seen.set(panel, keys)}>
      {drawn}
    </SeenContext>
  );

function boxed(box: PanelBox, { state, look, explained, seen }: Drawing): ReactElement | null {
  const focus = focused(state.view);
  const props = { state, look, width: box.width, height: box.height };
  if (box.panel === "explain") {
    return explained === null ? null : <ExplainPanel key="explain" {...props} focused={focus === "problems"} explanation={explained} />;
  }
  const Drawn = drawnBy(box.panel, state.view.board);
  if (Drawn === null) return null;
  return sighted(box.panel, seen, <Drawn key={box.panel} {...props} focused={focus === box.panel} />);
}

const bandOf = (band: Band, drawing: Drawing): ReactElement => (
  <Box key={band.boxes.map((box) => box.panel).join()} height={band.height} flexShrink={0}>
    {band.boxes.map((box) => (
      <Box key={box.panel} width={box.width} height={band.height} flexShrink={0}>
        {boxed(box, drawing)}
      </Box>
    ))}
  </Box>
);

function Body({ layout, drawing }: { readonly layout: Layout; readonly drawing: Drawing }) {
  const { state, look, explained, seen } = drawing;
  const { columns, bodyRows: height } = layout;
  if (state.view.problemsOnly) {
    return sighted("problems", seen, <ProblemsPanel state={state} look={look} width={columns} height={height} focused />);
  }
  if (layout.kind !== "tiny" || state.view.board !== "overview") return <>{layout.bands.map((band) => bandOf(band, drawing))}</>;
  if (explained === null) return <Essentials state={state} look={look} columns={columns} height={height} />;
  const lines = explained.lines.slice(0, height).map((line) => paint([cell(" "), ...line], columns, look));
  return <Block text={lines.join("\n")} />;
}

function TooSmall({ columns, rows, look }: Omit<ScreenProps, "state">) {
  const text = `gatetop needs 40×10, this is ${columns}×${rows}: please make the window larger (q quits)`;
  const lines = wrapped(text, columns).slice(0, rows);
  return <Block text={lines.map((line) => paint([cell(line)], columns, look)).join("\n")} />;
}

/** What is typed after `:`, and above it what can stand there. */
const COMMAND_ROWS = 2;

/** Of a state as it is drawn. */
export function layoutOf(state: State, explained = explanation(state, overlayColumns(state.view))): Layout {
  return layoutFor(state.view.columns, state.view.rows, {
    problems: problemRows(state).length,
    remedy: verdict(state).remedy !== null,
    channels: channelRows(state).length + 1,
    lanes: laneRows(state).filter((row) => row.mark !== "off").length + 1,
    panel: state.view.panel,
    board: state.view.board,
    explain: explained?.lines.length ?? 0,
    seen: state.hello !== null,
    foot: state.view.command === null ? 1 : COMMAND_ROWS,
  });
}

export function Screen({ state: live, look: asked, columns, rows, seen = null }: ScreenProps) {
  const sized: State = live.view.columns === columns && live.view.rows === rows ? live : { ...live, view: { ...live.view, columns, rows } };
  const state = drawn(sized);
  const look = inTheme(asked, state.view.theme);
  const explained = explanation(state, overlayColumns({ columns }));
  const layout = layoutOf(state, explained);
  if (layout.kind === "too-small") return <TooSmall columns={columns} rows={rows} look={look} />;
  const frozenMs = state.view.frozen === null ? null : live.now - state.view.frozen.now;
  const Command = state.view.command === null ? null : (latePanels()?.command ?? null);
  const open = state.view.overlay.kind !== "none";
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Header state={state} frozenMs={frozenMs} columns={columns} look={look} />
      {open ? (
        <OverlayPanel state={state} look={look} width={columns} height={rows - 1 - (Command === null ? 1 : COMMAND_ROWS)} />
      ) : (
        <>
          <VerdictLine state={state} columns={columns} rows={layout.verdictRows} look={look} />
          <LadderLine state={state} columns={columns} look={look} />
          <Body layout={layout} drawing={{ state, look, explained, seen }} />
        </>
      )}
      {Command === null ? <Footer state={state} columns={columns} look={look} /> : <Command state={state} columns={columns} look={look} />}
    </Box>
  );
}
