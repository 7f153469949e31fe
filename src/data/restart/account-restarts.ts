// Restarts of channel accounts by the gateway itself in the last hour, by its own reasons, from its log.
import type { AccountRestarts } from "./counters.ts";
import type { RestartLog } from "./restart-log.ts";

const HOUR_MS = 3_600_000;

/** `limit`: what this release allows itself; a log line that says "hit N restarts/hour limit" knows better. */
export function accountsIn(log: RestartLog | null, limit: number | null, now: number): readonly AccountRestarts[] {
  if (log === null) return [];
  const wholeHour = log.reachesBackTo !== null && now - log.reachesBackTo >= HOUR_MS;
  const accounts = new Map<string, AccountRestarts>();
  for (const note of log.notes) {
    if (note.of === "gateway" || now - note.at >= HOUR_MS) continue;
    const known = accounts.get(note.account) ?? { account: note.account, count: 0, wholeHour, byReason: {}, limit };
    const next =
      note.of === "limit"
        ? { ...known, limit: note.limit }
        : {
            ...known,
            count: (known.count ?? 0) + 1,
            byReason: { ...known.byReason, [note.reason]: (known.byReason[note.reason] ?? 0) + 1 },
          };
    accounts.set(note.account, next);
  }
  return [...accounts.values()];
}
