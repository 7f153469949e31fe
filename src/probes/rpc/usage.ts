// What was spent by whom, and what the providers still allow. How they are read is loaded with the board that shows them.
import { again } from "../../data/pace.ts";
import type { Probe } from "../probe.ts";

/** Every release answers sessions.usage and none lists it among its methods: it is asked without looking there. */
export const usageProbe: Probe<"usage"> = {
  source: "usage",
  again: again("usage"),
  read: async (world) => (await import("./usage-reader.ts")).readUsage(world),
};

export const quotasProbe: Probe<"quotas"> = {
  source: "quotas",
  method: "usage.status",
  read: async (world) => (await import("./usage-reader.ts")).readQuotas(world),
};
