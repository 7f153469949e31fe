// Which pushes are a reason to read: those that did not bring the whole news with them.
import type { Push } from "../data/events.ts";

/** Event names probes can name in `on`. A pushed session, task or presence is its own news and has no name here. */
export function newsIn(pushes: readonly Push[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const push of pushes) {
    if (push.push === "other" || push.push === "broken") names.add(push.name);
    else if (push.push === "suspension") names.add("gateway.suspension");
    else if (push.push === "health" || push.push === "shutdown") names.add(push.push);
  }
  return names;
}
