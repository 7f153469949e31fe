// What calls a person who is not looking: a new critical problem, once; and the window's title, which carries the verdict.
import { muteFor } from "./alerts/muted.ts";
import type { Alert } from "./alerts/alert.ts";
import { harmless } from "./harmless.ts";
import { sessionName } from "./select/sessions.ts";
import type { State } from "./state.ts";
import { verdict } from "./verdict.ts";

/** The same problem calls once in this time, however often it comes and goes. */
const AGAIN_MS = 5 * 60_000;
/** Twenty channels that go at once are one call. */
const APART_MS = 1_000;
/** What is wrong when a person opens gatetop is in front of them. */
const OPENED_MS = 5_000;
const TEXT_MAX = 160;

export type Called = {
  /** Keys of the critical problems that were there at the last look. */
  readonly critical: ReadonlySet<string>;
  /** Key → when it last called. */
  readonly calledAt: ReadonlyMap<string, number>;
  readonly lastAt: number | null;
  /** New ones that wait for the last call to be over. */
  readonly waiting: ReadonlySet<string>;
};

/** `text`: for a notification. */
export type Call = { readonly text: string };

export const nothingCalled: Called = { critical: new Set(), calledAt: new Map(), lastAt: null, waiting: new Set() };

/** Also one that seems gone for a moment: what comes back within its clear time is not new. */
const isCritical = ({ raised, severity }: Alert): boolean => raised && severity === "crit";

/** What nobody has muted. */
function criticalNow(state: State): ReadonlyMap<string, Alert> {
  const found = new Map<string, Alert>();
  for (const [key, alert] of state.alerts) if (isCritical(alert) && muteFor(state, key) === null) found.set(key, alert);
  return found;
}

/** Semicolons end a part of the sequence that carries it. */
const spoken = (text: string): string => harmless(text.replaceAll(";", ","), TEXT_MAX);

function noticeOf(state: State, alerts: readonly Alert[]): string {
  const [first] = alerts;
  const more = alerts.length > 1 ? ` (+${alerts.length - 1} more)` : "";
  const host = state.target === null ? "" : ` ${state.target.name}`;
  return spoken(first === undefined ? "" : `gatetop${host}: ${sessionName(first.subject)} ${first.message}${more}`);
}

/** What calls now that the state is this one; null: nothing. A clock that was set back calls again sooner, never later. */
export function calls(state: State, before: Called): { readonly called: Called; readonly call: Call | null } {
  const { now } = state;
  const critical = criticalNow(state);
  const lately = new Map([...before.calledAt].filter(([, at]) => at <= now && now - at < AGAIN_MS));
  const isNew = (key: string): boolean => !before.critical.has(key) && !lately.has(key);
  const fresh = [...critical.keys()].filter((key) => before.waiting.has(key) || isNew(key));
  const settled: Called = { critical: new Set(critical.keys()), calledAt: lately, lastAt: before.lastAt, waiting: new Set(fresh) };
  if (fresh.length === 0) return { called: settled, call: null };
  const told = new Map([...lately, ...fresh.map((key) => [key, now] as const)]);
  if (now - state.startedAt < OPENED_MS) return { called: { ...settled, calledAt: told, waiting: new Set() }, call: null };
  if (before.lastAt !== null && before.lastAt <= now && now - before.lastAt < APART_MS) return { called: settled, call: null };
  const alerts = fresh.flatMap((key) => critical.get(key) ?? []).sort((a, b) => a.since - b.since);
  return {
    called: { ...settled, calledAt: told, lastAt: now, waiting: new Set() },
    call: { text: noticeOf(state, alerts) },
  };
}

const words = { ok: "ok", warning: "WARNING", critical: "CRITICAL", unknown: "unknown" } as const;

/** `CRITICAL telegram/poll +2 · gatetop prod-vps`: no ages in it, so that it changes when the verdict does. */
export function titleOf(state: State): string {
  const { level, subject, more } = verdict(state);
  const what = [words[level], subject === null ? "" : sessionName(subject), more > 0 ? `+${more}` : ""].filter((part) => part !== "");
  return spoken(`${what.join(" ")} · gatetop${state.target === null ? "" : ` ${state.target.name}`}`);
}
