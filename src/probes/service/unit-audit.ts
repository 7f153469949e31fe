// How the gateway is run as a service, and what is wrong with it.
import { sources } from "../../data/snapshot.ts";
import { processProbe } from "../local/process.ts";
import { Missing, type Probe } from "../probe.ts";

/** Missing for a gateway elsewhere, and where gatetop knows no service manager. */
export const unitAuditProbe: Probe<"unitAudit"> = {
  source: "unitAudit",
  read: async (world, context) => {
    const { target } = context;
    if (!target.local || target.demo !== null) throw new Missing("the gateway is on another host");
    if (world.platform !== "linux" && world.platform !== "darwin") throw new Missing(`no service manager of ${world.platform} is known`);
    const { readUnitAudit } = await import("./read-unit-audit.ts");
    const gateway = context.last("process") ?? (await processProbe.read(world, context));
    return readUnitAudit(world, target, { pid: gateway.found ? gateway.pid : null, timeoutMs: sources.unitAudit.timeoutMs / 2 });
  },
};
