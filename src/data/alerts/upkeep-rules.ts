// What the gateway spends and needs, and who waits: money, credentials, cron jobs, approvals.
import { clockAheadMs } from "../channels/deaf-accounts.ts";
import { current } from "../facts.ts";
import type { CronJob, ModelAuth } from "../model/upkeep.ts";
import type { State } from "../state.ts";
import { age } from "../units.ts";
import type { Check, Finding, Judging, Rule, Threshold } from "./alert.ts";
import { joined, judged, unknown } from "./judged.ts";
import { quotedFrom, read } from "./read-from.ts";
import { beyond, graded } from "./threshold.ts";
import { CREDENTIALS, credentialJudgement } from "./upkeep-limits.ts";

const COST: Threshold = { quantity: "cost of today", unit: "USD", warn: null, crit: null, hysteresis: 0 };

function costBudget(state: State, judging: Judging): Check {
  if (judging.warn === null && judging.crit === null) return unknown("no budget is set: alerts.cost-budget in the config file");
  const cost = current(state, "cost");
  if (cost.kind !== "ok" || !cost.value.fresh) return unknown("the cost was not read lately");
  const today = cost.value.days.at(-1);
  if (today === undefined) return judged();
  const over = beyond(today.usd, COST, judging, "today");
  const least = today.unpriced > 0 ? "at least " : "";
  const budget = over === "crit" ? judging.crit : judging.warn;
  const evidence = cost.value.days.map(({ date, usd }) => quotedFrom(state, "cost", date, `${usd.toFixed(2)} USD`));
  return judged(
    over && { subject: "today", message: `${least}${today.usd.toFixed(2)} USD, over ${budget} USD`, evidence, ...graded(over) },
  );
}

function credential(state: State, auth: ModelAuth, judging: Judging): Finding | null {
  const trouble = credentialJudgement(auth, state.now + clockAheadMs(state), judging);
  const evidence = [quotedFrom(state, "modelAuth", "status", joined(auth.status, auth.profile))];
  return trouble && { subject: auth.provider, evidence, ...trouble };
}

function credentials(state: State, judging: Judging): Check {
  const auth = current(state, "modelAuth");
  if (auth.kind !== "ok") return unknown("the models' credentials were not read lately");
  return judged(...auth.value.map((row) => credential(state, row, judging)));
}

const CRON: Threshold = { quantity: "failed runs in a row", unit: "count", warn: 0, crit: 2, hysteresis: 0 };
const LATE_MS = 60_000;
const LATE_SHARE = 0.1;

/** Told by a list read well after it was due: a job that runs just now is not missed. */
function missedMs({ enabled, nextRunAt, runningAt, everyMs }: CronJob, readAt: number): number | null {
  if (!enabled || nextRunAt === null || runningAt !== null) return null;
  const late = readAt - nextRunAt;
  return late > Math.max(LATE_MS, (everyMs ?? 0) * LATE_SHARE) ? late : null;
}

function cronFinding(state: State, job: CronJob, readAt: number, judging: Judging): Omit<Finding, "subject"> | null {
  const failed = job.enabled || job.autoDisabled !== null ? (job.consecutiveErrors ?? 0) : 0;
  const many = beyond(failed, CRON, judging, job.name);
  const evidence = [
    quotedFrom(state, "cron", "last run", joined(job.lastStatus, job.lastRunAt === null ? null : `${age(state.now - job.lastRunAt)} ago`)),
    quotedFrom(state, "cron", "failed in a row", String(job.consecutiveErrors ?? "not told")),
  ];
  const times = failed === 1 ? "its last run failed" : `failed ${failed} times in a row`;
  if (job.autoDisabled !== null)
    return { severity: "crit", message: `turned off by the gateway: ${job.autoDisabled.replaceAll("_", " ")}`, evidence };
  if (many !== null) return { message: joined(times, job.lastStatus), evidence, ...graded(many) };
  const late = missedMs(job, readAt);
  return late === null ? null : { message: `missed: it was due ${age(late)} ago and did not run`, evidence };
}

/** The job's name, with a piece of its id where several have it. */
export function cronSubject({ id, name }: CronJob, jobs: readonly CronJob[]): string {
  return jobs.filter((job) => job.name === name).length === 1 ? name : `${name} (${id.slice(0, 8)})`;
}

function cron(state: State, judging: Judging): Check {
  const jobs = current(state, "cron");
  if (jobs.kind !== "ok") return unknown("cron jobs were not read lately");
  const readAt = jobs.at + clockAheadMs(state);
  return judged(
    ...jobs.value.map((job): Finding | null => {
      const subject = cronSubject(job, jobs.value);
      const finding = cronFinding(state, { ...job, name: subject }, readAt, judging);
      return finding && { subject, ...finding };
    }),
  );
}

const APPROVALS: Threshold = { quantity: "age of the oldest", unit: "s", warn: 60, crit: null, hysteresis: 0 };

function approvals(state: State, judging: Judging): Check {
  const reading = current(state, "approvals");
  if (reading.kind !== "ok") return unknown(reading.kind === "absent" ? reading.why : "approvals were not read lately");
  const { waiting, oldestAt } = reading.value;
  const waitsMs = oldestAt === null ? 0 : state.now + clockAheadMs(state) - oldestAt;
  const long = waiting > 0 ? beyond(waitsMs / 1_000, APPROVALS, judging, "approvals") : null;
  const since = state.now - waitsMs + (judging.warn ?? judging.crit ?? 0) * 1_000;
  return judged(long && { subject: "approvals", since, message: `${waiting} waiting, the oldest for ${age(waitsMs)}`, ...graded(long) });
}

export const upkeepRules: readonly Rule[] = [
  {
    id: "cost-budget",
    title: "Today costs more than its budget",
    topic: "usage",
    severity: "warn",
    holdMs: 0,
    clearMs: 0,
    offByDefault: true,
    reason: "a run that loops spends a month in a night; the budget is a person's to set",
    remedy: "see which session spends it (sessions), then abort its run",
    threshold: COST,
    readFrom: [read("cost", "daily[].{date,totalCost,missingCostEntries}")],
    check: costBudget,
  },
  {
    id: "credentials",
    title: "A model provider's credentials end",
    topic: "model",
    severity: "warn",
    holdMs: 0,
    clearMs: 0,
    reason: "a day is enough to renew them; without them every run of that provider fails",
    remedy: "openclaw models auth login renews them",
    threshold: CREDENTIALS,
    readFrom: [read("modelAuth", "providers[].{status,expiry.at}", "2026.5")],
    check: credentials,
  },
  {
    id: "cron",
    title: "A cron job fails, or did not run",
    topic: "cron",
    severity: "warn",
    holdMs: 0,
    clearMs: 0,
    reason: "nobody waits for the answer of a cron job: that it fails is seen by nobody",
    remedy: "openclaw cron runs shows its last runs and their errors",
    threshold: CRON,
    readFrom: [read("cron", "jobs[].state.{nextRunAtMs,runningAtMs,lastRunStatus,consecutiveErrors,autoDisabled}")],
    check: cron,
  },
  {
    id: "approvals",
    title: "An approval waits for a person",
    topic: "approval",
    severity: "warn",
    holdMs: 0,
    clearMs: 0,
    reason: "the run that asked stands still until somebody decides",
    remedy: "decide in the control UI, or: openclaw approvals get",
    threshold: APPROVALS,
    readFrom: [read("approvals", "[].createdAtMs")],
    check: approvals,
  },
];
