// Traffic over the events it is counted from; on a small screen the one that keys act on.
import type { BandRow, Need } from "../layout.ts";

const BOTH = 16;
const TRAFFIC_LEAST = 6;
const TRAFFIC_MOST = 18;

const alone = (panel: "events" | "traffic", min: number, want: number, grow: number): BandRow => ({
  panels: [panel],
  shares: [1],
  min,
  want,
  grow,
});

export function eventsBands({ panel }: Need, rows: number): readonly BandRow[] {
  if (rows < BOTH) return [alone(panel === "traffic" ? "traffic" : "events", 3, 3, 1)];
  const traffic = Math.max(TRAFFIC_LEAST, Math.min(TRAFFIC_MOST, Math.floor(rows / 2)));
  return [alone("traffic", TRAFFIC_LEAST, traffic, 0), alone("events", 5, 5, 1)];
}
