// Today and quotas over the table of who spent it; on a small screen the panel that keys act on, and the table when there is room.
import type { BandRow, Need } from "../layout.ts";

const ALL = 24;
const TWO = 14;

type Own = "spent" | "usage" | "quotas";

const alone = (panel: Own, min: number, want: number, grow: number): BandRow => ({ panels: [panel], shares: [1], min, want, grow });

export function usageBands({ panel }: Need, rows: number): readonly BandRow[] {
  if (rows >= ALL) {
    return [{ panels: ["spent", "quotas"], shares: [0.5, 0.5], min: 8, want: 14, grow: 0 }, alone("usage", 6, 6, 1)];
  }
  const above = panel === "quotas" ? "quotas" : "spent";
  if (rows >= TWO) return [alone(above, 6, 7, 0), alone("usage", 6, 6, 1)];
  return [alone(panel === "usage" ? "usage" : above, 3, 3, 1)];
}
