// Which row stood on which line of a panel when it was drawn last: a click is on what the person saw, not on what is there now.
import { createContext } from "react";
import type { PanelId } from "../data/state.ts";

/** Of each line inside the borders the key of its row; null: it has none. */
export type Seen = Map<PanelId, readonly (string | null)[]>;

/** Told by a panel of its lines while it is drawn; null: nobody points at anything. */
export const SeenContext = createContext<((keys: readonly (string | null)[]) => void) | null>(null);
