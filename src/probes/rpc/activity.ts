// What agents did, as the gateway's audit ledger has it. How it is read is loaded with the board that shows it.
import type { Probe } from "../probe.ts";

/** Two methods answer it, by release: which one is told by the reader. No push hastens it. */
export const activityProbe: Probe<"activity"> = {
  source: "activity",
  read: async (world) => (await import("./activity-reader.ts")).readActivity(world),
};
