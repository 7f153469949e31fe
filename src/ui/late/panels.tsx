// How the boards 4 to 8 are drawn and laid out, a row each.
import type { LatePanels } from "./late-panels.ts";

export const lateScreens: LatePanels = {
  panels: {},
  bands: {},
};
