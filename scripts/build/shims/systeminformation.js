// The four things gatetop asks where there is no /proc. The package's own index evaluates all there is to ask, Bluetooth and printers too.
export { currentLoad } from "systeminformation/lib/cpu";
export { mem } from "systeminformation/lib/memory";
export { networkConnections } from "systeminformation/lib/network";
export { processes } from "systeminformation/lib/processes";
