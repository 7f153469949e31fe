// What the gateway's answers to an action mean, in words for the person.
import type { AbortOutcome, ChannelOutcome, ChannelStart } from "../data/action/outcome.ts";
import { lookUp } from "../data/gateway/look-up.ts";

/** Reasons of a start that was not carried out, as the gateway names them. */
const skipped: Readonly<Record<string, string>> = {
  disabled: "it is disabled in the configuration",
  unconfigured: "it is not configured",
  unlinked: "it is not logged in",
  unsupported: "this channel cannot be started while the gateway runs",
  "secret-unavailable": "a secret it needs cannot be read",
  "autostart-suppressed": "the gateway keeps channels down after too many crashes",
  "ambient-suppressed": "the gateway was started without channels",
  "manual-stop": "somebody stopped it meanwhile",
};
const retry: Readonly<Record<string, string>> = {
  "task-owned": "it runs already",
  "stop-in-flight": "it is still stopping",
};

/** "the gateway is starting it", "it runs already", "it is disabled in the configuration". */
function startWords({ status, reason }: ChannelStart): string {
  if (status === "handed-off") return "the gateway is starting it";
  if (status === "retry") return lookUp(retry, reason) ?? `the gateway tries by itself (${reason ?? "it does not say why"})`;
  if (status === "skipped") return lookUp(skipped, reason) ?? `the gateway skipped it (${reason ?? "it does not say why"})`;
  return "the gateway answered in words gatetop does not know";
}

/** What a channel that is not up after its start is called; null: up, or nobody can say. */
const notUp: Readonly<Record<string, string>> = {
  starting: "still starting",
  offline: "running, not connected yet",
  recovering: "trying to connect",
  blocked: "blocked: it needs new credentials",
  stopped: "not running",
};

const lasts = "until somebody starts it or the gateway restarts";

export function channelSentence(outcome: ChannelOutcome): string {
  const { verb, stopped, started, start, lifecycle } = outcome;
  const name = `${outcome.channel}/${outcome.account}`;
  if (stopped === false) return `${name} was asked to stop and still runs`;
  if (verb === "stop") return `${name} is stopped, ${lasts}`;
  const was = verb === "restart" ? "stopped and started" : "started";
  const why = start === null ? null : startWords(start);
  const up = lifecycle === "ready" ? "ready" : lookUp(notUp, lifecycle);
  if (start?.status === "skipped" || (start === null && started === false)) {
    const not = verb === "restart" ? "was stopped and did not start again" : "was not started";
    return `${name} ${not}${why === null ? "" : `: ${why}`}`;
  }
  if (start?.status === "retry") return `${name}: ${why}`;
  return up === undefined ? `${name} was ${was}${why === null ? "" : `: ${why}`}` : `${name} was ${was}: ${up}`;
}

/** `withIt`: other clients' runs of the session that were aborted too, because the run had no id; null: not known. */
export function abortSentence({ sessionKey, status, queuedBehind }: AbortOutcome, withIt: number | null): string {
  if (status === "no-active-run") return `nothing was running in ${sessionKey}`;
  if (withIt === null) return `what ran in ${sessionKey} was aborted; this release does not tell what was queued behind it`;
  if (withIt > 0) return `what ran in ${sessionKey} was aborted, and ${withIt} more that had not begun`;
  const behind =
    queuedBehind === null || queuedBehind === 0 ? "" : `; ${queuedBehind} queued behind it ${queuedBehind === 1 ? "goes" : "go"} on`;
  return `the run in ${sessionKey} was aborted${behind}`;
}
