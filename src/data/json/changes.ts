// `gatetop watch`, schema gatetop-watch/1: what is another now than a moment ago, one value a change. Times epoch ms.
import { alertKey } from "../alerts/advance.ts";
import type { Alert, AlertStates } from "../alerts/alert.ts";
import { muteFor } from "../alerts/muted.ts";
import { ladder, type Rung } from "../ladder.ts";
import type { LinkState } from "../link-state.ts";
import type { State } from "../state.ts";
import { verdict, type Verdict } from "../verdict.ts";
import { rounded } from "./origin.ts";

/** `subject`: of several changes of one type and subject the newest says how it is. */
export type Change = {
  readonly type: "verdict" | "rung" | "alert" | "link" | "boot" | "run" | "guard" | "gap";
  readonly at: number;
  readonly subject: string;
} & Readonly<Record<string, unknown>>;

/** Ages in the sentence move by themselves: they are no change. */
const verdictMark = ({ level, subject, more }: Verdict): string => JSON.stringify([level, subject, more]);

function verdictChanges(before: State, after: State): readonly Change[] {
  const is = verdict(after);
  if (verdictMark(verdict(before)) === verdictMark(is)) return [];
  const { level, subject, summary, more, since, remedy } = is;
  return [{ type: "verdict", at: after.now, subject: "gateway", level, about: subject, summary, more, since, remedy }];
}

const rungMark = ({ status, note }: Rung): string => (status === "bad" ? `bad ${note ?? ""}` : status);

function rungChanges(before: State, after: State): readonly Change[] {
  const was = ladder(before);
  return ladder(after).flatMap((rung, index): readonly Change[] => {
    const old = was[index];
    if (old !== undefined && rungMark(old) === rungMark(rung)) return [];
    const { status, ms, why, note } = rung;
    return [{ type: "rung", at: after.now, subject: rung.rung, status, was: old?.status ?? null, ms: rounded(ms, 2), why, note }];
  });
}

const severities = { crit: "critical", warn: "warning", info: "info" } as const;
const raisedIn = (alerts: AlertStates, key: string): Alert | null => {
  const alert = alerts.get(key);
  return alert?.raised === true ? alert : null;
};

type AlertChange = "raised" | "cleared" | "critical" | "eased" | "muted" | "heard";

function alertChange(key: string, before: State, after: State): { readonly change: AlertChange; readonly alert: Alert } | null {
  const [was, is] = [raisedIn(before.alerts, key), raisedIn(after.alerts, key)];
  if (is === null) return was === null ? null : { change: "cleared", alert: was };
  if (was === null) return { change: "raised", alert: is };
  if (was.severity !== is.severity) return { change: is.severity === "crit" ? "critical" : "eased", alert: is };
  const [muted, mutes] = [muteFor(before, key) !== null, muteFor(after, key) !== null];
  return muted === mutes ? null : { change: mutes ? "muted" : "heard", alert: is };
}

function alertChanges(before: State, after: State): readonly Change[] {
  const silence = before.mutes.length > 0 || after.mutes.length > 0;
  if (before.alerts === after.alerts && !silence) return [];
  const keys = new Set([...before.alerts.keys(), ...after.alerts.keys()]);
  return [...keys].flatMap((key): readonly Change[] => {
    const found = alertChange(key, before, after);
    if (found === null) return [];
    const { id, subject, severity, message, since, remedy } = found.alert;
    const fields = { change: found.change, rule: id, about: subject, severity: severities[severity], message, since, remedy };
    return [{ type: "alert", at: after.now, subject: alertKey(id, subject), ...fields, muted: muteFor(after, key) !== null }];
  });
}

const whyOf = (link: LinkState): string | null =>
  link.phase === "waiting" ? link.why : link.phase === "refused" ? link.refusal.why : null;
const linkMark = (link: LinkState): string => (link.phase === "open" ? `open ${link.generation}` : link.phase);

function linkChanges({ link: was }: State, { link, now }: State): readonly Change[] {
  // Between two dials it waits and connects, again and again: that is one state.
  const dials = (phase: LinkState["phase"]): boolean => phase === "waiting" || phase === "connecting";
  if (linkMark(was) === linkMark(link) || (dials(was.phase) && dials(link.phase))) return [];
  const announced = link.phase === "waiting" ? link.announced : null;
  const bootId = link.phase === "open" ? link.hello.bootId : null;
  return [
    {
      type: "link",
      at: now,
      subject: "link",
      phase: link.phase,
      was: was.phase,
      why: whyOf(link),
      announced: announced?.kind ?? null,
      bootId,
    },
  ];
}

function bootChanges(before: State, { boots, link, lastProcess, now }: State): readonly Change[] {
  if (boots === before.boots) return [];
  const known = new Set(before.boots.map(({ at, kind }) => `${kind} ${at}`));
  const bootId = link.phase === "open" ? link.hello.bootId : null;
  const pid = lastProcess?.pid ?? null;
  return boots
    .filter(({ at, kind }) => !known.has(`${kind} ${at}`))
    .map(({ at, kind, from }): Change => ({ type: "boot", at: now, subject: `${kind} ${at}`, kind, bootAt: at, from, bootId, pid }));
}

const gapChanges = (before: State, after: State): readonly Change[] =>
  after.gaps > before.gaps ? [{ type: "gap", at: after.now, subject: "events", gaps: after.gaps - before.gaps }] : [];

/** In the order in which a person would tell it: what happened, what follows, and what it comes to. */
export function changesBetween(before: State, after: State): readonly Change[] {
  if (before === after) return [];
  return [linkChanges, bootChanges, gapChanges, rungChanges, alertChanges, verdictChanges].flatMap((changes) => changes(before, after));
}
