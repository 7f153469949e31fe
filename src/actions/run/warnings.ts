// What a person would want to know before confirming a restart, besides what it interrupts.
import { wouldBeNth } from "../../data/restart/breaker.ts";
import { atLeast } from "../../data/restart/version.ts";
import { duration } from "../../data/units.ts";
import type { PerformedAim } from "./perform-aim.ts";
import type { RestartFacts } from "./restart-facts.ts";

/** `underWay`: a restart that was asked for before. */
export type Circumstances = { readonly facts: RestartFacts; readonly underWay: string | null; readonly now: number };
type Warn = (circumstances: Circumstances) => string | null;

const asked: readonly PerformedAim[] = ["graceful", "signal", "force"];

const workUnknown: Warn = ({ facts: { work } }) => (work.known ? null : `what is running could not be read: ${work.why}`);

/** systemctl comes back only then, and the gateway refuses new work meanwhile. */
const slowStop: Warn = ({ facts: { supervisor } }) => {
  const stopMs = supervisor?.found === true ? supervisor.facts.stopTimeoutMs : null;
  return stopMs === null ? null : `may take up to ${duration(stopMs)} while running work is finished`;
};

const delayed: Warn = ({ facts: { version } }) =>
  atLeast(version, "2026.8.1") === false ? "this release restarts up to 28 s later when it restarted within the last 30 s" : null;

const unclean: Warn = ({ facts: { boots }, now }) => {
  const nth = boots === null ? null : wouldBeNth(boots, now);
  if (nth === null || nth < 2) return null;
  return nth >= 3
    ? `would be unclean boot number ${nth} within 5 minutes: the gateway comes back with its channels kept down`
    : "would be the second unclean boot within 5 minutes; after the third the gateway keeps its channels down";
};

const lingering: Warn = ({ facts: { supervisor } }) => supervisor?.problems.find(({ problem }) => problem === "no-linger")?.why ?? null;

const latched: Warn = ({ facts: { supervisor } }) => supervisor?.problems.find(({ problem }) => problem === "start-limit")?.why ?? null;

const another: Warn = ({ underWay }) => underWay;

const rows: readonly { readonly aims: readonly PerformedAim[]; readonly warn: Warn }[] = [
  { aims: [...asked, "service", "kill", "clean-up", "start", "stop"], warn: another },
  { aims: [...asked, "service", "stop"], warn: workUnknown },
  { aims: ["service", "stop"], warn: slowStop },
  { aims: ["graceful"], warn: delayed },
  { aims: ["kill", "clean-up"], warn: unclean },
  { aims: ["service", "start"], warn: latched },
  { aims: ["service", "start", "kill", "clean-up"], warn: lingering },
];

export function warningsFor(aim: PerformedAim, circumstances: Circumstances): readonly string[] {
  return rows.flatMap(({ aims, warn }) => {
    const warning = aims.includes(aim) ? warn(circumstances) : null;
    return warning === null ? [] : [warning];
  });
}
