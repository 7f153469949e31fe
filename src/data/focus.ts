// The panel that keys act on.
import type { PanelId, View } from "./state.ts";

export const focused = (view: View): PanelId => (view.problemsOnly ? "problems" : view.panel);
