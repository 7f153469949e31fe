// The newest runs; where the gateway has more of them, also every one that goes on: the oldest that waits may not be among the newest.
import { decodeTaskPage } from "../../data/gateway/decode/tasks.ts";
import type { Task } from "../../data/model/sessions.ts";
import { again } from "../../data/pace.ts";
import { sources } from "../../data/snapshot.ts";
import { RpcFailure, type Probe, type World } from "../probe.ts";

const METHOD = "tasks.list";
/** What one answer may hold. */
const LIMIT = 500;

async function unfinished(world: World): Promise<readonly Task[]> {
  try {
    return decodeTaskPage(await world.request(METHOD, { status: ["queued", "running"], limit: LIMIT }, sources.tasks.timeoutMs / 2)).tasks;
  } catch (error) {
    // The newest are known, as from a release that takes no such parameter.
    if (error instanceof RpcFailure) return [];
    throw error;
  }
}

export const tasksProbe: Probe<"tasks"> = {
  source: "tasks",
  method: METHOD,
  on: ["task"],
  again: again("tasks"),
  read: async (world) => {
    const { tasks, more } = decodeTaskPage(await world.request(METHOD, {}, sources.tasks.timeoutMs));
    if (!more) return tasks;
    const newest = new Set(tasks.map(({ id }) => id));
    return [...tasks, ...(await unfinished(world)).filter(({ id }) => !newest.has(id))];
  },
};
