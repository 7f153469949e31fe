import type { State } from "../../data/state.ts";
import type { Look } from "../theme.ts";

/** What every panel is given: it draws exactly `width` × `height`. */
export type PanelProps = {
  readonly state: State;
  readonly width: number;
  readonly height: number;
  readonly focused: boolean;
  readonly look: Look;
};
