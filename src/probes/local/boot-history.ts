// The gateway's own table of its boots, for the counters.
import { sources } from "../../data/snapshot.ts";
import { bootTablePath, readBoots } from "../evidence/boot-table.ts";
import { Missing, type Probe } from "../probe.ts";

/** Missing for a gateway elsewhere; fails where there is no table (yet), or this Node cannot read one. */
export const bootHistoryProbe: Probe<"bootHistory"> = {
  source: "bootHistory",
  read: (world, { target }) => {
    if (bootTablePath(target) === null) throw new Missing("the gateway's state directory is not on this host");
    const boots = readBoots(world, target);
    if (boots === null) throw new Error(`${sources.bootHistory.from}: kept since OpenClaw 2026.8, readable from Node 22.5 on`);
    return Promise.resolve(boots);
  },
};
