// Twenty channels that fail for one reason are one problem.
import type { Alert } from "./alert.ts";
import type { Mute } from "./mute.ts";

const LEAST = 3;

export type Ranked = { readonly alert: Alert; readonly mute: Mute | null };
export type Group = { readonly key: string; readonly cause: string | null; readonly members: readonly [Ranked, ...Ranked[]] };

const keyOf = ({ id, subject }: Alert): string => `${id}/${subject}`;
const causeKey = ({ id, cause }: Alert): string => `${id}/*${cause ?? ""}`;
/** One that is worse, or that somebody has seen to, is not hidden behind the others of its cause. */
const groupKey = ({ alert, mute }: Ranked): string => [causeKey(alert), alert.severity, mute === null ? "" : "muted"].join(" ");

/** In the order given; three or more of one rule, cause and severity are together where the first of them stands. */
export function grouped(ranked: readonly Ranked[]): readonly Group[] {
  const byCause = gathered(ranked);
  const taken = new Set<string>();
  const out: Group[] = [];
  for (const one of ranked) {
    const [first, ...others] = byCause.get(groupKey(one)) ?? [];
    if (one.alert.cause === null || others.length + 1 < LEAST) {
      out.push({ key: keyOf(one.alert), cause: null, members: [one] });
      continue;
    }
    if (first !== one) continue;
    const plain = causeKey(one.alert);
    out.push({ key: taken.has(plain) ? groupKey(one) : plain, cause: one.alert.cause, members: [one, ...others] });
    taken.add(plain);
  }
  return out;
}

function gathered(ranked: readonly Ranked[]): ReadonlyMap<string, readonly Ranked[]> {
  const groups = new Map<string, Ranked[]>();
  for (const one of ranked) {
    const list = groups.get(groupKey(one));
    if (list) list.push(one);
    else groups.set(groupKey(one), [one]);
  }
  return groups;
}
