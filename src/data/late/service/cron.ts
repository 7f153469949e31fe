// Cron jobs: when each runs next, how it last went, and what the rule of the problems list finds wrong with it.
import { checked } from "../../alerts/advance.ts";
import type { Finding } from "../../alerts/alert.ts";
import { cronSubject, upkeepRules } from "../../alerts/upkeep-rules.ts";
import { clockAheadMs } from "../../channels/deaf-accounts.ts";
import type { CronJob } from "../../model/upkeep.ts";
import { lastValue } from "../../reading.ts";
import type { Mark } from "../../select/cell.ts";
import { field, fieldsOf, originOf } from "../../select/section.ts";
import type { State } from "../../state.ts";
import { age, duration } from "../../units.ts";
import type { ServiceRow, ServiceRows } from "./row.ts";

function troubles(state: State): ReadonlyMap<string, Finding> {
  const rule = upkeepRules.find(({ id }) => id === "cron");
  const check = rule === undefined ? null : checked(rule, state);
  return new Map(check?.kind === "judged" ? check.findings.map((finding) => [finding.subject, finding]) : []);
}

const markOf = (job: CronJob, trouble: Finding | undefined): Mark => {
  if (trouble !== undefined) return trouble.severity === "crit" ? "bad" : "warn";
  if (!job.enabled) return "off";
  return job.runningAt === null ? "ok" : "partial";
};

function nextWords({ enabled, nextRunAt, runningAt }: CronJob, now: number): string {
  if (runningAt !== null) return `runs for ${age(now - runningAt)}`;
  if (!enabled) return "off";
  if (nextRunAt === null) return "no next run";
  return nextRunAt > now ? `next in ${age(nextRunAt - now)}` : `due ${age(now - nextRunAt)} ago`;
}

const lastWords = ({ lastRunAt, lastStatus }: CronJob, now: number): string =>
  lastRunAt === null ? "never ran" : `last ${lastStatus ?? "run"} ${age(now - lastRunAt)} ago`;

const order: readonly Mark[] = ["bad", "warn", "partial", "ok", "off"];

export function cronRows(state: State): ServiceRows {
  const jobs = lastValue(state.snapshot.cron);
  const { cron } = state.snapshot;
  if (jobs === null) return { rows: [], why: cron.kind === "absent" ? cron.why : null };
  const found = troubles(state);
  const now = state.now + clockAheadMs(state);
  const rows = jobs.map((job): ServiceRow => {
    const trouble = found.get(cronSubject(job, jobs));
    const every = job.everyMs === null ? "" : `every ${duration(job.everyMs)}`;
    return {
      key: job.id,
      mark: markOf(job, trouble),
      name: job.name,
      words: trouble?.message ?? nextWords(job, now),
      tone: trouble === undefined ? "plain" : trouble.severity === "crit" ? "bad" : "warn",
      note: [trouble === undefined ? "" : nextWords(job, now), lastWords(job, now), every].filter(Boolean).join(" · "),
      source: "cron",
      sections: () => [
        {
          title: job.name,
          origin: originOf(state, "cron"),
          fields: [...(trouble === undefined ? [] : [field("problem", trouble.message, "warn")]), ...fieldsOf(job, now)],
        },
      ],
      value: job,
    };
  });
  return { rows: rows.sort((a, b) => order.indexOf(a.mark) - order.indexOf(b.mark)), why: null };
}
