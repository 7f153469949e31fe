// Every field of one session, of its run, and of what others say of it; of one lane, with where its queue goes.
import type { Task } from "../model/sessions.ts";
import { lastValue } from "../reading.ts";
import type { State } from "../state.ts";
import { ranIn } from "../stuck.ts";
import { age } from "../units.ts";
import { detectorLines } from "../workload/detector-lines.ts";
import { ineffectiveRecoveries } from "../workload/recovery.ts";
import { growthWords } from "./growth.ts";
import { laneBoard, type LaneBoardLine } from "./lane-board.ts";
import { laneRows } from "./queues.ts";
import { chosenKey } from "./rows.ts";
import { field, fieldsOf, originOf, readingSection, type Field, type Section } from "./section.ts";
import { sessionBoard, type SessionBoardLine } from "./session-board.ts";

/** Newest first. */
const TASKS_SHOWN = 5;

function detectorFields(state: State, key: string): readonly Field[] {
  const line = detectorLines(state).get(key);
  if (line === undefined) return [];
  const { verdict, at, reason, recovery, ageMs, queueDepth } = line;
  const words = [
    verdict,
    ageMs === null ? null : `${age(ageMs)} old`,
    reason?.replaceAll("_", " "),
    `${age(Math.max(0, state.now - at))} ago`,
  ];
  return [
    field("detector", words.filter(Boolean).join(" · "), "warn"),
    ...(queueDepth === null ? [] : [field("its queue", String(queueDepth))]),
    ...(recovery === null ? [] : [field("its recovery", recovery)]),
  ];
}

function recoveryFields(state: State, key: string): readonly Field[] {
  return ineffectiveRecoveries(state)
    .filter(({ sessionKey }) => sessionKey === key)
    .map(({ at, status, action }) =>
      field(
        "recovery",
        `INEFFECTIVE: ${[status, action].filter(Boolean).join(" ")} ${age(state.now - at)} ago, and the work still waits`,
        "bad",
      ),
    );
}

function seenFields(state: State, row: SessionBoardLine): readonly Field[] {
  const progressAt = state.progress.get(row.key);
  return [
    ...detectorFields(state, row.key),
    ...recoveryFields(state, row.key),
    ...row.scars.map((scar) => field("left behind", scar.replaceAll("-", " "), "warn")),
    ...(progressAt === undefined ? [] : [field("last event of it", `${age(state.now - progressAt)} ago`)]),
  ];
}

function taskField(task: Task, now: number): Field {
  const began = task.startedAt ?? task.createdAt;
  const tools =
    task.toolUseCount === null ? null : `${task.toolUseCount} tool calls${task.lastToolName === null ? "" : `, last ${task.lastToolName}`}`;
  // A task is "running" already while it waits.
  const is = task.execution === null || task.execution === "finished" ? task.status : task.execution;
  const words = [is, task.runtime, tools];
  return field(began === null ? "run" : `${age(Math.max(0, now - began))} ago`, words.filter(Boolean).join(" · "));
}

function taskSection(state: State, key: string): readonly Section[] {
  const tasks = (lastValue(state.snapshot.tasks) ?? [])
    .filter((task) => ranIn(task) === key)
    .toSorted((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0))
    .slice(0, TASKS_SHOWN);
  return tasks.length === 0
    ? []
    : [{ title: "its runs", origin: originOf(state, "tasks"), fields: tasks.map((task) => taskField(task, state.now)) }];
}

export function sessionSections(state: State): readonly Section[] {
  const key = chosenKey(state, "sessions");
  const row = key === null ? null : sessionBoard(state).find(key);
  if (row === null) return [readingSection(state, "sessions", "sessions")];
  const seen = seenFields(state, row);
  return [
    {
      title: row.key,
      origin: originOf(state, "tasks"),
      fields: row.run === null ? [field("state", row.words)] : fieldsOf(row.run, state.now),
    },
    ...(seen.length === 0 ? [] : [{ title: "said of it, and seen by gatetop", origin: null, fields: seen }]),
    ...taskSection(state, row.key),
    { title: "session", origin: originOf(state, "sessions"), fields: fieldsOf(row.session, state.now) },
  ];
}

function laneFields(row: LaneBoardLine): readonly Field[] {
  return [
    ...(row.oldestWaitMs === null ? [] : [field("oldest wait", age(row.oldestWaitMs))]),
    ...(row.growthPerMinute === null ? [] : [field("growth, 5 min", growthWords(row.growthPerMinute))]),
  ];
}

export function queueSections(state: State): readonly Section[] {
  const key = chosenKey(state, "queues");
  const row = laneRows(state).find((one) => one.key === key);
  const line = laneBoard(state).find((one) => one.key === key);
  return [
    ...(row === undefined
      ? []
      : [
          {
            title: row.key,
            origin: originOf(state, "lanes"),
            fields: [...fieldsOf(row.lane, state.now), ...(line === undefined ? [] : laneFields(line))],
          },
        ]),
    readingSection(state, "preflight", "work in flight"),
  ];
}
