// What the gateway tells of its nodes, its heartbeat and its plugins: asked only while somebody looks at the service board.
import { decodeHeartbeat } from "../../data/gateway/decode/heartbeat.ts";
import { decodeNodes } from "../../data/gateway/decode/nodes.ts";
import { decodePlugins } from "../../data/gateway/decode/plugins.ts";
import { rpcProbe } from "../rpc/rpc-probe.ts";

export const nodesProbe = rpcProbe({ source: "nodes", method: "node.list", decode: decodeNodes });

export const heartbeatProbe = rpcProbe({ source: "heartbeat", method: "last-heartbeat", decode: decodeHeartbeat });

export const pluginsProbe = rpcProbe({ source: "plugins", method: "plugins.list", decode: decodePlugins });
