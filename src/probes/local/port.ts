// Does the kernel accept connections on the gateway's port? Says nothing of the process behind it.
import { sources } from "../../data/snapshot.ts";
import type { Probe } from "../probe.ts";

export const portProbe: Probe<"port"> = {
  source: "port",
  read: (world, { target }) => world.connect(target.host, target.port, sources.port.timeoutMs),
};
