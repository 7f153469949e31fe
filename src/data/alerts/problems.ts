// What is wrong now, worst first, as rows: one problem, or several of one cause. What the panel, the verdict and --json all show.
import type { State } from "../state.ts";
import type { Alert, AlertStates, ProblemRow } from "./alert.ts";
import { grouped, type Group, type Ranked } from "./group.ts";
import type { Mute } from "./mute.ts";
import { muteFor } from "./muted.ts";
import { isFlapping } from "./turns.ts";

const rank = { crit: 0, warn: 1, info: 2 } as const;

/**
 * What is known now before what cannot be judged any more, causes before consequences, then the oldest; the names only keep the
 * order still.
 */
const order = (a: Alert, b: Alert): number =>
  Number(a.unknownWhy !== null) - Number(b.unknownWhy !== null) ||
  rank[a.severity] - rank[b.severity] ||
  Number(a.follows) - Number(b.follows) ||
  a.since - b.since ||
  a.id.localeCompare(b.id) ||
  a.subject.localeCompare(b.subject);

const raised = (alerts: AlertStates): readonly Alert[] => [...alerts.values()].filter((alert) => alert.raised).sort(order);

/** Raised alerts, worst first, muted or not. */
export const problems = ({ alerts }: State): readonly Alert[] => raised(alerts);

function rowOf({ key, cause, members: [first, ...rest] }: Group, now: number): ProblemRow {
  const alerts: readonly [Alert, ...Alert[]] = [first.alert, ...rest.map(({ alert }) => alert)];
  const flapping = alerts.some(({ turns }) => isFlapping(turns, now));
  if (cause === null) return { kind: "one", key, alert: first.alert, flapping, mute: first.mute };
  return { kind: "group", key, cause, alerts, flapping, mute: first.mute };
}

type Known = { readonly now: number; readonly mutes: readonly Mute[]; readonly rows: readonly ProblemRow[] };
const known = new WeakMap<AlertStates, Known>();

/** Worst first; what is muted comes last. */
export function problemRows(state: State): readonly ProblemRow[] {
  const { alerts, mutes, now } = state;
  const before = known.get(alerts);
  if (before !== undefined && before.now === now && before.mutes === mutes) return before.rows;
  const all = raised(alerts).map((alert): Ranked => ({ alert, mute: muteFor(state, `${alert.id}/${alert.subject}`) }));
  const ranked = [...all.filter(({ mute }) => mute === null), ...all.filter(({ mute }) => mute !== null)];
  const rows = grouped(ranked).map((group) => rowOf(group, now));
  known.set(alerts, { now, mutes, rows });
  return rows;
}

/** Worst first, then oldest. */
export const alertsOf = (row: ProblemRow): readonly [Alert, ...Alert[]] => (row.kind === "one" ? [row.alert] : row.alerts);
