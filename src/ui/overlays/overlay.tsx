// What is open over the screen: a panel over the whole body, scrolled by the state, with what must stay in sight below.
import { cell, type Cell } from "../../data/select/cell.ts";
import { overlayView, type OverlayView } from "../../data/select/overlay.ts";
import type { State } from "../../data/state.ts";
import { Panel, type PanelLine } from "../parts/panel.tsx";
import type { Look } from "../theme.ts";

type OverlayProps = { readonly state: State; readonly width: number; readonly height: number; readonly look: Look };

/** How much is out of sight comes before what the panel is of. */
function corner({ right }: OverlayView, from: number, below: number, width: number): Cell | null {
  if (below > 0) return cell(width < 60 ? `+${below}` : `${below} more below`, "accent");
  return right ?? (from > 0 ? cell("end", "dim") : null);
}

export function OverlayPanel({ state, width, height, look }: OverlayProps) {
  const { overlay } = state.view;
  if (overlay.kind === "none") return null;
  const view = overlayView(state);
  const { lines, foot, rows, selected } = view;
  const from = Math.max(0, Math.min(overlay.scroll, lines.length - rows));
  const below = lines.length - from - rows;
  const seen = lines.slice(from, from + rows).map((spans, index): PanelLine => ({ spans, selected: from + index === selected }));
  return (
    <Panel
      title={view.title}
      right={corner(view, from, below, width)}
      lines={[...seen, ...foot.map((spans) => ({ spans }))]}
      width={width}
      height={height}
      focused
      look={look}
    />
  );
}
