// Which pushes are a reason to read: those that did not bring the whole news with them.
import type { Push } from "../data/events.ts";

/** Brings its own session, task or progress, and says that there is work: lanes and records will tell of it too. */
const ofWork: ReadonlySet<Push["push"]> = new Set(["session", "session-removed", "task", "progress"]);

/** Event names probes can name in `on`, and `work`. A pushed session, task or presence is its own news and has no other name here. */
export function newsIn(pushes: readonly Push[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const push of pushes) {
    if (push.push === "other" || push.push === "broken") names.add(push.name);
    else if (push.push === "suspension") names.add("gateway.suspension");
    else if (ofWork.has(push.push)) names.add("work");
    else if (push.push === "health" || push.push === "shutdown") names.add(push.push);
  }
  return names;
}
