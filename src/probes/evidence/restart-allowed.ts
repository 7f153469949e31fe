// `commands.restart`: whether the gateway obeys a restart signal from outside. The running gateway knows best, its file next.
import { decodeCommandsRestart } from "../../data/gateway/decode/config-restart.ts";
import { DecodeError } from "../../data/gateway/decode/field.ts";
import { RpcFailure, type World } from "../probe.ts";
import { isRecord, readConfigFile, type Json } from "./config-file.ts";

const METHOD = "config.get";

async function askGateway(world: World, timeoutMs: number): Promise<boolean | null> {
  const methods = world.methods();
  if (methods === null || (methods.length > 0 && !methods.includes(METHOD))) return null;
  try {
    return decodeCommandsRestart(await world.request(METHOD, {}, timeoutMs));
  } catch (error) {
    if (error instanceof RpcFailure || error instanceof DecodeError) return null;
    throw error;
  }
}

/** A file that does not say so allows it; one that includes others may say it there. */
function restartIn(config: Json): boolean | null {
  const commands = config["commands"] ?? {};
  if (!isRecord(commands)) return null;
  const restart = commands["restart"];
  if (typeof restart === "boolean") return restart;
  return restart === undefined && !("$include" in config) && !("$include" in commands) ? true : null;
}

/** `paths`: the config the gateway's own lock names, then the one found here. Null: not known. */
export async function readRestartAllowed(world: World, paths: readonly (string | null)[], timeoutMs: number): Promise<boolean | null> {
  const told = await askGateway(world, timeoutMs);
  if (told !== null) return told;
  const config = await readConfigFile(world, paths);
  return config === null ? null : restartIn(config);
}
