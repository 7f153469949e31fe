// How the five lists of board 8 share the screen.
import type { ServicePanelId } from "../../data/late/boards/service.ts";
import type { BandRow, Need } from "../layout.ts";

const WIDE = 100;
/** From here on all five have room for a few rows. */
const HIGH = 24;
const order: readonly ServicePanelId[] = ["supervisor", "unit", "boots", "cron", "upkeep"];

const alone = (panel: ServicePanelId, min: number, grow: number): BandRow => ({ panels: [panel], shares: [1], min, want: min, grow });

/** Small: the one keys act on, and the next when there is room. */
function small({ panel }: Need, rows: number): readonly BandRow[] {
  const at = Math.max(
    0,
    order.findIndex((one) => one === panel),
  );
  const first = order[at] ?? "supervisor";
  const next = order[(at + 1) % order.length] ?? "unit";
  return rows < 14 ? [alone(first, 3, 1)] : [alone(first, 8, 2), alone(next, 5, 1)];
}

export function serviceBands(need: Need, rows: number, columns: number): readonly BandRow[] {
  if (columns < WIDE || rows < HIGH) return small(need, rows);
  return [
    { panels: ["supervisor", "unit"], shares: [0.4, 0.6], min: 12, want: 18, grow: 1 },
    { panels: ["boots", "cron", "upkeep"], shares: [0.34, 0.3, 0.36], min: 8, want: 10, grow: 1 },
  ];
}
