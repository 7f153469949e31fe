// What one look comes to, for a monitor: a level, a sentence, and what it could not see.
import { raiseForOneShot } from "../../data/alerts/advance.ts";
import { rules } from "../../data/alerts/rules.ts";
import { inForce } from "../../data/alerts/setting.ts";
import { reachedNoGateway } from "../../data/gateway/refusal.ts";
import { ladder } from "../../data/ladder.ts";
import type { State } from "../../data/state.ts";
import { verdict, type Level } from "../../data/verdict.ts";
import { notSeen, type NotSeen } from "./enough.ts";

/** As monitoring plugins have it. */
export const checkExits: { readonly [L in Level]: number } = { ok: 0, warning: 1, critical: 2, unknown: 3 };

export type CheckResult = {
  readonly level: Level;
  readonly summary: string;
  /** Other problems beside the one in the summary. */
  readonly more: number;
  readonly notSeen: readonly NotSeen[];
  /** Judged: with what a one-shot look counts at once. */
  readonly state: State;
};

/** Who gives no credential has asked for what can be seen without one; it is no trouble of the gateway that there is more. */
function withoutLink(state: State): State {
  const alerts = new Map([...state.alerts].filter(([, { id }]) => id !== "link"));
  return { ...state, alerts, link: { phase: "idle" } };
}

/** `credential`: one was given, or the gateway gave this device one. */
export function judgedLook(looked: State, credential: boolean): CheckResult {
  const raised: State = { ...looked, alerts: raiseForOneShot(looked.alerts, inForce(rules, looked.settings)) };
  const { link } = raised;
  const shut = !credential && link.phase === "refused" && !reachedNoGateway(link.refusal);
  const state = shut ? withoutLink(raised) : raised;
  const { level, summary, more } = verdict(state);
  const unseen = notSeen(state, shut ? "no token" : null);
  if (!shut || level !== "unknown") return { level, summary, more, notSeen: unseen, state };
  const answers = ladder(state).some(({ rung, status }) => rung === "healthz" && status === "ok");
  const told = answers ? "every rung that needs no token answers" : "it listens, and without a token it does not tell how it is";
  return { level: answers ? "ok" : "unknown", summary: told, more, notSeen: unseen, state };
}
