// Help and details: a panel over the whole body, scrolled by the state.
import { cell } from "../../data/select/cell.ts";
import { overlayLines } from "../../data/select/overlay.ts";
import type { State } from "../../data/state.ts";
import { focused } from "../../data/view.ts";
import { innerHeight, Panel } from "../parts/panel.tsx";
import type { Look } from "../theme.ts";

type OverlayProps = { readonly state: State; readonly width: number; readonly height: number; readonly look: Look };

export function OverlayPanel({ state, width, height, look }: OverlayProps) {
  const { overlay } = state.view;
  if (overlay.kind === "none") return null;
  const lines = overlayLines(state);
  const high = innerHeight(height);
  const from = Math.max(0, Math.min(overlay.scroll, lines.length - high));
  const below = lines.length - from - high;
  const title = overlay.kind === "details" ? `${focused(state.view)} · details` : overlay.kind;
  const right = below > 0 ? cell(`${below} more below`, "accent") : from > 0 ? cell("end", "dim") : null;
  return (
    <Panel
      title={title}
      right={right}
      lines={lines.slice(from, from + high).map((spans) => ({ spans }))}
      width={width}
      height={height}
      focused
      look={look}
    />
  );
}
