// What the service manager says of the gateway's unit, for the counters.
import type { SupervisorReading } from "../../data/restart/supervisor.ts";
import { sources } from "../../data/snapshot.ts";
import { createSupervisorLook, type SupervisorLook } from "../evidence/supervisor.ts";
import { Missing, type Probe } from "../probe.ts";
import { processProbe } from "./process.ts";

/** No command runs for a gateway outside any service. Missing where there is no service manager gatetop knows. */
export function createSupervisorProbe(): Probe<"supervisor"> {
  let look: SupervisorLook | null = null;
  return {
    source: "supervisor",
    read: async (world, context): Promise<SupervisorReading> => {
      const { target } = context;
      if (world.platform !== "linux" && world.platform !== "darwin") throw new Missing(`no service manager of ${world.platform} is known`);
      if (!target.local || target.demo !== null) throw new Missing("the gateway is on another host");
      look ??= createSupervisorLook(world, target);
      const gateway = context.last("process") ?? (await processProbe.read(world, context));
      return look({ pid: gateway.found ? gateway.pid : null, timeoutMs: sources.supervisor.timeoutMs, thorough: false });
    },
  };
}

export const supervisorProbe = createSupervisorProbe();
