// How the late boards are drawn; put here when they are loaded, as late.ts has what they are.
import type { ReactElement } from "react";
import type { LateBoardId } from "../../data/boards/board.ts";
import type { LatePanelId, State } from "../../data/state.ts";
import type { BandRow, Need } from "../layout.ts";
import type { PanelProps } from "../panels/panel-props.ts";
import type { Look } from "../theme.ts";

export type LatePanels = {
  readonly panels: { readonly [P in LatePanelId]: (props: PanelProps) => ReactElement };
  /** The line after `:`, two rows in the place of the footer. */
  readonly command: (props: { readonly state: State; readonly columns: number; readonly look: Look }) => ReactElement | null;
  readonly bands: { readonly [B in LateBoardId]: (need: Need, rows: number, columns: number) => readonly BandRow[] };
};

let drawn: LatePanels | null = null;

export function installLatePanels(loaded: LatePanels): void {
  drawn = loaded;
}

export const latePanels = (): LatePanels | null => drawn;
