// Loaded into a gateway before its own code: when its port is open, and before it answers anybody, its boot goes on at the cost of a whole
// core for as long as $HOME/slow-boot.order says, in milliseconds, as that of a slow host does. Once for each order.
import { existsSync, readFileSync, rmSync } from "node:fs";
import { Server } from "node:net";
import { isMainThread } from "node:worker_threads";

const order = `${process.env["HOME"]}/slow-boot.order`;
const listen = Object.getOwnPropertyDescriptor(Server.prototype, "listen")?.value as (...given: readonly unknown[]) => Server;

function goOn(this: Server): void {
  const address = this.address();
  const isGateway = address !== null && typeof address === "object" && String(address.port) === process.env["OPENCLAW_GATEWAY_PORT"];
  if (!isGateway || !existsSync(order)) return;
  const until = performance.now() + Number(readFileSync(order, "utf8"));
  rmSync(order);
  while (performance.now() < until);
}

if (isMainThread) {
  Server.prototype.listen = function (this: Server, ...given: readonly unknown[]): Server {
    this.once("listening", goOn);
    return Reflect.apply(listen, this, given);
  };
}
