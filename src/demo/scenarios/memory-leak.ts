import type { Scenario } from "../scenario.ts";
import { base, MiB, ordinary } from "./base.ts";

const limitBytes = 1536 * MiB;
const perMinute = 9 * MiB;

export const memoryLeak: Scenario = {
  ...base,
  name: "memory-leak",
  summary: "memory climbs by 9 MiB a minute towards the unit's limit of 1.5 GiB",
  gauges: (ms, running) => {
    const calm = ordinary(ms, running);
    // Each collection gives back less than was taken since the last one.
    const collection = 14 * MiB * ((((ms / 47_000) % 1) + 1) % 1);
    const leaked = (ms / 60_000) * perMinute;
    const rssBytes = Math.min(limitBytes - 4 * MiB, 1290 * MiB + leaked + collection + (calm.rssBytes - 830 * MiB) * 0.3);
    const pressure = Math.max(0, rssBytes / limitBytes - 0.75) * 4;
    return {
      ...calm,
      rssBytes: Math.round(rssBytes),
      cpuCores: calm.cpuCores + 0.16 * pressure,
      loopDelayMs: calm.loopDelayMs + 60 * pressure,
      openHandles: calm.openHandles + Math.round(Math.max(0, ms + 900_000) / 20_000),
    };
  },
};
