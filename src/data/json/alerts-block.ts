// Problems of the JSON, every one by itself: whoever reads it groups as it likes. Ids are those of docs/alerts.md.
import { alertKey } from "../alerts/advance.ts";
import { muteFor } from "../alerts/muted.ts";
import { problems } from "../alerts/problems.ts";
import { isFlapping } from "../alerts/turns.ts";
import type { State } from "../state.ts";

const severities = { crit: "critical", warn: "warning", info: "info" } as const;

/** Raised ones, worst first. `rule`: the id in docs/alerts.md; `id` names this problem, `rule/subject`. */
export function alertsBlock(state: State) {
  return problems(state).map((alert) => {
    const id = alertKey(alert.id, alert.subject);
    const mute = muteFor(state, id);
    return {
      id,
      rule: alert.id,
      severity: severities[alert.severity],
      subject: alert.subject,
      message: alert.message,
      since: alert.since,
      acknowledged: mute !== null,
      muted: mute === null ? null : { kind: mute.kind, until: mute.until, by: mute.by, reason: mute.reason },
      flapping: isFlapping(alert.turns, state.now),
      cause: alert.cause,
      evidence: alert.evidence,
      remedy: alert.remedy,
      unknown: alert.unknownWhy,
      source: "gatetop",
      at: state.now,
    };
  });
}
