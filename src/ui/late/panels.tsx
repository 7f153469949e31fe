// How the boards 4 to 8 are drawn and laid out, a row each.
import { CommandLineRows } from "./command-line.tsx";
import type { LatePanels } from "./late-panels.ts";
import { LogsPanel } from "./logs.tsx";

export const lateScreens: LatePanels = {
  panels: { logs: LogsPanel },
  command: CommandLineRows,
  bands: { logs: () => [{ panels: ["logs"], shares: [1], min: 3, want: 3, grow: 1 }] },
};
