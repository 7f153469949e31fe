// The guards a test started: none outlives it, however it ends.
import type { Home } from "../../support/program.ts";
import type { RealGateway } from "../gateway.ts";
import { signsOf, type Signs } from "../restart/signs.ts";
import type { UnitGateway } from "../systemd/unit.ts";
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

/** For `beforeEach`: whatever the test before did to it, it is up and nothing runs. */
export async function settledDown(gateway: UnitGateway): Promise<void> {
  await gateway.unit("reset-failed");
  await gateway.answers(90_000);
  await gateway.idle(90_000);
}

/** A boot answers HTTP before it lets anybody in. */
export async function signsOnceLetIn(gateway: UnitGateway): Promise<Signs> {
  await gateway.answers(60_000);
  return signsOf(gateway);
}
