// What happened in the last hour, from everything that keeps times: alerts, boots, the journal, cron jobs, accounts, errors in the log.
import type { JournalEntry } from "../action/journal.ts";
import type { ActionRequest } from "../action/request.ts";
import { lastValue } from "../reading.ts";
import type { State } from "../state.ts";

export type Moment = { readonly at: number; readonly what: string };

const HOUR_MS = 3_600_000;
const MOST = 200;
/** Fewer errors a minute than this are usual. */
const BURST = 5;

/** Turns alternate, raised first. */
function ofAlerts({ alerts, past }: State): readonly Moment[] {
  return [...past, ...alerts.values()].flatMap(({ turns, topic, subject, severity, message }) =>
    turns.map((at, index): Moment => ({
      at,
      what: `${index % 2 === 0 ? `${severity} raised` : "cleared"}: ${topic} ${subject} ${message}`,
    })),
  );
}

function ofRestarts({ restarts, boots }: State): readonly Moment[] {
  if (restarts === null) return boots.map(({ at, kind, from }) => ({ at, what: `the gateway came back: ${kind}, ${from}` }));
  return restarts.items.map(({ at, cause, from, reason }) => ({
    at,
    what: `the gateway restarted: ${cause} (${from.join(", ")})${reason === null ? "" : `: ${reason}`}`,
  }));
}

const asked = (request: ActionRequest): string => {
  switch (request.action) {
    case "restart":
      return `restart ${request.aim}`;
    case "channel":
      return `channel ${request.verb} ${request.channel}/${request.account}`;
    case "abort":
      return `abort run of ${request.sessionKey}`;
  }
};

function ofJournalEntry(entry: JournalEntry): string {
  if (entry.entry === "began") return `asked with gatetop: ${asked(entry.request)}`;
  if (entry.entry === "left") return `gatetop left while under way: ${asked(entry.request)}`;
  return `over: ${asked(entry.request)}: ${entry.verdict?.sentence ?? entry.outcome?.sentence ?? "nothing known"}`;
}

const ofJournal = ({ late }: State): readonly Moment[] => late.journal.map((entry) => ({ at: entry.at, what: ofJournalEntry(entry) }));

const ofCron = ({ snapshot }: State): readonly Moment[] =>
  (lastValue(snapshot.cron) ?? []).flatMap(({ name, lastRunAt, lastStatus }) =>
    lastRunAt === null ? [] : [{ at: lastRunAt, what: `cron job ${name} ran: ${lastStatus ?? "unknown"}` }],
  );

const ofAccounts = ({ accounts }: State): readonly Moment[] =>
  [...accounts].flatMap(([key, { changes }]) =>
    changes.slice(1).map(({ at, state }, index) => ({ at, what: `channel ${key}: ${changes[index]?.state ?? "unknown"} → ${state}` })),
  );

const ofLog = ({ snapshot }: State): readonly Moment[] =>
  (lastValue(snapshot.restartLog)?.work.errors ?? [])
    .filter(({ count }) => count >= BURST)
    .map(({ minute, count, bySubsystem }) => {
      const by = Object.entries(bySubsystem)
        .sort(([, a], [, b]) => b - a)
        .slice(0, 3)
        .map(([name, times]) => `${name} ×${times}`);
      return { at: minute, what: `${count} errors in the log within a minute: ${by.join(", ")}` };
    });

const ofRun = ({ run }: State): readonly Moment[] =>
  run === null
    ? []
    : run.milestones.map(({ name, ms, detail }) => ({ at: run.at + ms, what: `restart: ${name}${detail === null ? "" : ` (${detail})`}` }));

/** Oldest first; the newest 200 of the last hour. */
export function momentsOf(state: State): readonly Moment[] {
  const all = [ofAlerts, ofRestarts, ofJournal, ofCron, ofAccounts, ofLog, ofRun].flatMap((of) => of(state));
  return all
    .filter(({ at }) => at <= state.now && state.now - at < HOUR_MS)
    .sort((a, b) => a.at - b.at)
    .slice(-MOST);
}
