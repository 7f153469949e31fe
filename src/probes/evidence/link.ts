// The open connection as evidence: hello, and system.info for what hello does not tell.
import { DecodeError } from "../../data/gateway/decode/field.ts";
import { decodeSystemInfo } from "../../data/gateway/decode/gateway.ts";
import type { LinkState } from "../../data/link-state.ts";
import type { SystemInfo } from "../../data/model/gateway.ts";
import type { LinkEvidence } from "../../data/restart/evidence.ts";
import { RpcFailure, type World } from "../probe.ts";

/** Null while no connection is open, before 2026.7.1, or when it does not answer. */
async function askSystemInfo(world: World, timeoutMs: number): Promise<SystemInfo | null> {
  const methods = world.methods();
  if (methods === null || (methods.length > 0 && !methods.includes("system.info"))) return null;
  try {
    return decodeSystemInfo(await world.request("system.info", {}, timeoutMs));
  } catch (error) {
    if (error instanceof RpcFailure || error instanceof DecodeError) return null;
    throw error;
  }
}

export type LinkReading = { readonly link: LinkEvidence | null; readonly info: SystemInfo | null };

export async function readLink(world: World, state: LinkState, timeoutMs: number): Promise<LinkReading> {
  if (state.phase !== "open") return { link: null, info: null };
  const info = await askSystemInfo(world, timeoutMs);
  return { link: linkEvidence(state, info), info };
}

/** `info` null: what hello said, and nothing was asked since. */
export function linkEvidence(state: LinkState, info: SystemInfo | null): LinkEvidence | null {
  if (state.phase !== "open") return null;
  const { bootId, version } = state.hello;
  return { bootId, version, processInstanceId: info?.processInstanceId ?? null, pid: info?.pid ?? null };
}
