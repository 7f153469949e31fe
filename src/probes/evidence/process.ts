// The gateway's process as evidence: which one, since when, and whether it holds the port.
import type { SystemInfo } from "../../data/model/gateway.ts";
import type { ProcessEvidence } from "../../data/restart/evidence.ts";
import type { Source, Values } from "../../data/snapshot.ts";
import type { Target } from "../../data/target.ts";
import { createPidFinder } from "../local/find-pid.ts";
import { holdsSocket } from "../local/port-owner.ts";
import { createElsewhere } from "../local/process-elsewhere.ts";
import { createSocketWatch, type Urgency } from "../local/socket-watch.ts";
import type { ProbeContext, World } from "../probe.ts";

/** The socket tables of a run are of this second, not of the last quarter of a minute: it is over soon. */
const urgency = "urgent";

/** `reported`: system.info of the open connection. Null when no process is found. */
export type ProcessLook = (reported: SystemInfo | null) => Promise<ProcessEvidence | null>;

export function createProcessLook(world: World, target: Target): ProcessLook {
  const find = createPidFinder();
  const watch = createSocketWatch();
  const readElsewhere = createElsewhere();

  const contextOf = (reported: SystemInfo | null): ProbeContext => ({
    target,
    last: <K extends Source>(source: K) => (source === "systemInfo" ? (reported as Values[K] | null) : null),
    reportedPid: reported?.pid ?? null,
  });

  return async (reported) => {
    if (!target.local) return null;
    const context = contextOf(reported);
    if (world.platform !== "linux") {
      const reading = await readElsewhere(world, context);
      return reading.found ? { pid: reading.pid, startTicks: null, state: null, evidence: reading.evidence, ownsPort: null } : null;
    }
    const sockets = (asked: Parameters<typeof watch>[2]) => watch(world, target, asked === "calm" ? urgency : asked);
    const { stat, ...how } = await find(world, context, sockets);
    if (stat === null || !("evidence" in how)) return null;
    const owns = async (howUrgent: Urgency): Promise<boolean | null> => {
      const { listeners } = await watch(world, target, howUrgent);
      return listeners.length === 0
        ? false
        : holdsSocket(
            world,
            stat.pid,
            listeners.map(({ inode }) => inode),
          );
    };
    // A port that was opened this moment is not in a table of a second ago: a no would speak against the boot that owns it.
    const kept = await owns(urgency);
    const ownsPort = kept === false ? await owns("now") : kept;
    return { pid: stat.pid, startTicks: stat.startTicks, state: stat.state, evidence: how.evidence, ownsPort };
  };
}
