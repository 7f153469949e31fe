// RPC tasks.list and event task.
import type { Task } from "../../model/sessions.ts";
import { decoding, needList, needText, nested, num, rows, text, time, type Fields } from "./field.ts";

const TASKS_MAX = 2_000;

/** In the gateway's order; at most 2 000. */
export function decodeTasks(payload: unknown): readonly Task[] {
  return decoding("tasks.list", payload, (from) => rows(needList(from, "tasks"), "tasks", TASKS_MAX, taskOf));
}

/** `more`: the gateway has others than these. */
export function decodeTaskPage(payload: unknown): { readonly tasks: readonly Task[]; readonly more: boolean } {
  const tasks = decodeTasks(payload);
  return { tasks, more: decoding("tasks.list", payload, (from) => text(from, "nextCursor", 500) !== null) };
}

/** One task by itself. */
export function decodeTask(payload: unknown): Task {
  return decoding("task", payload, taskOf);
}

function taskOf(from: Fields): Task {
  const execution = nested(from, "execution");
  const runtime = text(from, "runtime", 40);
  return {
    id: text(from, "id", 80) ?? needText(from, "taskId", 80),
    runId: text(from, "runId", 120),
    sessionKey: text(from, "sessionKey"),
    childSessionKey: text(from, "childSessionKey"),
    parentTaskId: text(from, "parentTaskId", 80),
    status: needText(from, "status", 40),
    execution: text(execution, "state", 40),
    // A cron run is titled with its job's name; any other with the beginning of what somebody wrote.
    title: runtime === "cron" ? text(from, "title", 120) : null,
    runtime,
    createdAt: time(from, "createdAt"),
    startedAt: time(from, "startedAt"),
    endedAt: time(from, "endedAt"),
    lastActivityAt: time(execution, "lastActivityAt"),
    toolUseCount: num(from, "toolUseCount"),
    lastToolName: text(from, "lastToolName", 80),
    error: text(from, "error"),
  };
}
