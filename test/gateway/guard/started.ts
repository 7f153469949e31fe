// The guards a test started: none outlives it, however it ends.
import type { Home } from "../../support/program.ts";
import type { RealGateway } from "../gateway.ts";
import { startGuard, type GuardProcess, type GuardStart } from "./guard-process.ts";

export type Started = {
  readonly start: (gateway: RealGateway, home: Home, start?: GuardStart) => GuardProcess;
  /** For `afterEach`. */
  readonly end: () => Promise<void>;
};

export function trackGuards(): Started {
  const running = new Set<GuardProcess>();
  return {
    start: (gateway, home, start = {}) => {
      const guard = startGuard(gateway, home, start);
      running.add(guard);
      return guard;
    },
    end: async () => {
      for (const guard of running) await guard.kill9();
      running.clear();
    },
  };
}
