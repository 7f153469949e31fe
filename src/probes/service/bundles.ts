// The stability bundles the gateway leaves when something went wrong.
import { Missing, type Probe } from "../probe.ts";

/** Missing for a gateway elsewhere. A folder that is not there holds none: it is made with the first. */
export const bundlesProbe: Probe<"bundles"> = {
  source: "bundles",
  read: async (world, { target }) => {
    if (target.stateDir === null || target.demo !== null) throw new Missing("the gateway's state directory is not on this host");
    const { readBundles } = await import("./read-bundles.ts");
    return readBundles(world, target.stateDir);
  },
};
