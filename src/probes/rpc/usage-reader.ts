// RPC sessions.usage and usage.status.
import { decodeQuotas } from "../../data/gateway/decode/quotas.ts";
import { decodeUsage } from "../../data/gateway/decode/usage.ts";
import type { Quota, Usage } from "../../data/model/usage.ts";
import { sources } from "../../data/snapshot.ts";
import { RpcFailure, type World } from "../probe.ts";

const SESSIONS = 100;
/** Without the scope it tells of the default agent alone. */
const WEEK = { range: "7d", limit: SESSIONS, mode: "gateway", agentScope: "all" };
/** What every release knows: 30 days, then. */
const MONTH = { limit: SESSIONS, mode: "gateway" };

/** An older release refuses a key it does not know. */
const refusesKeys = (error: unknown): boolean =>
  error instanceof RpcFailure && error.code === "INVALID_REQUEST" && error.message.includes("unexpected property");

export async function readUsage(world: World): Promise<Usage> {
  const { from: method, timeoutMs } = sources.usage;
  const asked = async (params: unknown): Promise<Usage> => decodeUsage(await world.request(method, params, timeoutMs));
  try {
    return await asked(WEEK);
  } catch (error) {
    if (refusesKeys(error)) return asked(MONTH);
    throw error;
  }
}

export async function readQuotas(world: World): Promise<readonly Quota[]> {
  return decodeQuotas(await world.request(sources.quotas.from, {}, sources.quotas.timeoutMs));
}
