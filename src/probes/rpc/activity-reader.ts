// The newest page of the audit ledger, from the method this release has.
import { decodeActivity } from "../../data/gateway/decode/activity.ts";
import type { ActivityPage } from "../../data/model/activity.ts";
import { sources } from "../../data/snapshot.ts";
import { Missing, RpcFailure, type World } from "../probe.ts";

const PAGE = 100;
/** The older one knows nothing of messages. */
const OLD_METHOD = "audit.list";
const methods: readonly string[] = [sources.activity.from, OLD_METHOD];

/** In the order they are tried; a release that lists its methods is asked only for one it has. */
function candidates(world: World): readonly string[] {
  const listed = world.methods() ?? [];
  return listed.length === 0 ? methods : methods.filter((method) => listed.includes(method)).slice(0, 1);
}

const isUnknown = (error: unknown): boolean => error instanceof RpcFailure && error.message.includes("unknown method");

export async function readActivity(world: World): Promise<ActivityPage> {
  for (const method of candidates(world)) {
    try {
      return decodeActivity(method, await world.request(method, { limit: PAGE }, sources.activity.timeoutMs));
    } catch (error) {
      if (!isUnknown(error)) throw error;
    }
  }
  throw new Missing("this release keeps no audit ledger: OpenClaw 2026.7.1 and newer do");
}
