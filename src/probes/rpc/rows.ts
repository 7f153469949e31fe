// The RPC sources. `on` names the pushes after which a source is read at once: those that say something changed and not what.
import { decodeChannels } from "../../data/gateway/decode/channels.ts";
import { decodeHealth, decodeStatus, decodeSystemInfo } from "../../data/gateway/decode/gateway.ts";
import { decodePresence } from "../../data/gateway/decode/presence.ts";
import { decodeLanes, decodePreflight } from "../../data/gateway/decode/work.ts";
import { again } from "../../data/pace.ts";
import { rpcProbe } from "./rpc-probe.ts";

export const healthProbe = rpcProbe({ source: "health", method: "health", decode: decodeHealth });

export const statusProbe = rpcProbe({ source: "status", method: "status", decode: decodeStatus });

export const systemInfoProbe = rpcProbe({ source: "systemInfo", method: "system.info", decode: decodeSystemInfo });

/** Never with `probe: true`: that makes the gateway call every channel's server. */
export const channelsProbe = rpcProbe({
  source: "channels",
  method: "channels.status",
  decode: decodeChannels,
  on: ["health", "host"],
  again: again("channels"),
});

export const lanesProbe = rpcProbe({
  source: "lanes",
  method: "diagnostics.lanes",
  decode: decodeLanes,
  on: ["work", "cron"],
  again: again("lanes"),
});

export const presenceProbe = rpcProbe({ source: "presence", method: "system-presence", decode: decodePresence, on: ["presence"] });

export const preflightProbe = rpcProbe({ source: "preflight", method: "gateway.restart.preflight", decode: decodePreflight });
