// RPC cron.list. What the jobs say to the model, and to whom they deliver, is left out.
import type { CronJob } from "../../model/upkeep.ts";
import { bool, decoding, maybe, needList, needText, nested, num, rows, text, type Fields } from "./field.ts";

const JOBS_MAX = 200;

export function decodeCron(payload: unknown): readonly CronJob[] {
  return decoding("cron.list", payload, (from) => rows(needList(from, "jobs"), "jobs", JOBS_MAX, jobOf));
}

function jobOf(from: Fields): CronJob {
  const state = nested(from, "state");
  const schedule = nested(from, "schedule");
  const id = needText(from, "id", 80);
  return {
    id,
    name: text(from, "displayName", 80) ?? text(from, "name", 80) ?? id,
    enabled: bool(from, "enabled") ?? true,
    everyMs: text(schedule, "kind", 20) === "every" ? num(schedule, "everyMs") : null,
    nextRunAt: num(state, "nextRunAtMs"),
    lastRunAt: num(state, "lastRunAtMs"),
    runningAt: num(state, "runningAtMs"),
    lastStatus: text(state, "lastRunStatus", 40) ?? text(state, "lastStatus", 40),
    consecutiveErrors: num(state, "consecutiveErrors"),
    autoDisabled: autoDisabledOf(state),
  };
}

function autoDisabledOf(state: Fields): string | null {
  const disabled = maybe(state, "autoDisabled");
  return disabled === null ? null : (text(disabled, "reason", 120) ?? "no reason given");
}
