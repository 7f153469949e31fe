// What a restart would interrupt, as a person reads it: the gateway's own words without its spelling.
import type { Blocker } from "../restart/observation.ts";

const id = /\b([0-9a-f]{8})-[0-9a-f-]{27}\b/giu;
/** `taskId=… status=running runtime=cli runId=…`: all the gateway says of a task once its title is cut off. */
const field = (message: string, name: string): string | null => new RegExp(`\\b${name}=(\\S+)`, "u").exec(message)?.[1] ?? null;

function taskWords(message: string): string | null {
  const task = field(message, "taskId");
  if (task === null) return null;
  return ["task", task, field(message, "status"), field(message, "runtime")].filter((part) => part !== null).join(" ");
}

/** `1 active embedded run`, `task 33cfca5d running cli`. */
export function blockerWords({ message, count }: Blocker): string {
  return (taskWords(message) ?? message).replace(id, "$1").replaceAll("(s)", count === 1 ? "" : "s");
}
