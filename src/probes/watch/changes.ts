// What repeats itself is told once: the lock, the process, the unit. What a time is read from (HTTP, a closed port) is told every time.
import type { Seen } from "../../data/restart/observation.ts";

/** Which earlier one it is compared with, and by what; null: always news. */
function sameness(seen: Seen): { readonly slot: string; readonly value: string } | null {
  switch (seen.kind) {
    case "port":
      return { slot: "port", value: String(seen.open) };
    case "process":
      return { slot: "process", value: JSON.stringify(seen.process) };
    case "lock":
      return { slot: "lock", value: JSON.stringify(seen.lock) };
    case "unit":
      return { slot: "unit", value: JSON.stringify(seen.unit) };
    case "boot":
      return { slot: `boot ${seen.boot.bootId}`, value: JSON.stringify(seen.boot) };
    case "channel":
      return { slot: `channel ${seen.account}`, value: `${seen.up} ${seen.state}` };
    case "work":
      return { slot: "work", value: JSON.stringify(seen) };
    case "log":
      return { slot: `log ${seen.said} ${seen.run ?? ""}`, value: "" };
    case "draining":
      return { slot: `draining ${seen.from}`, value: "" };
    default:
      return null;
  }
}

export type Changes = {
  /** True for what was not said before. */
  readonly isNews: (seen: Seen) => boolean;
  /** A new stage: that something is as it was before is news once more. */
  readonly forget: () => void;
};

export function createChanges(): Changes {
  const last = new Map<string, string>();
  return {
    isNews: (seen) => {
      const now = sameness(seen);
      if (now === null) return true;
      const news = last.get(now.slot) !== now.value;
      last.set(now.slot, now.value);
      return news;
    },
    forget: () => last.clear(),
  };
}
