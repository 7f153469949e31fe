// Aborts one run. Asked by session alone a gateway also aborts what is queued there by other clients, so the run is named where it can be.
import type { Writer } from "../../data/action/ports.ts";
import type { ActionOutcome, AbortOutcome } from "../../data/action/outcome.ts";
import { decodeChatAbort, decodeSessionAbort, type Aborted } from "../../data/gateway/decode/abort-answer.ts";
import { decodeTasks } from "../../data/gateway/decode/tasks.ts";
import type { Task } from "../../data/model/sessions.ts";
import { abortSentence } from "../words.ts";
import { failed, failureOf } from "./failure.ts";

type AbortAsk = { readonly sessionKey: string; readonly runId: string | null };

/** `runId` null: none runs there, or one of a channel, which has no id. `others`: runs in the session that are not over yet; null: not known. */
export type RunsIn = { readonly runId: string | null; readonly others: number | null };

const ANSWER_MS = 15_000;
const LOOK_MS = 5_000;

const isOver = (task: Task): boolean => task.execution === "finished" || task.endedAt !== null;

function runsIn(tasks: readonly Task[], sessionKey: string): RunsIn {
  const open = tasks.filter((task) => task.sessionKey === sessionKey && !isOver(task));
  const running = open
    .filter((task) => task.execution === "running" && task.runId !== null)
    .toSorted((a, b) => (a.startedAt ?? Infinity) - (b.startedAt ?? Infinity))[0];
  return { runId: running?.runId ?? null, others: open.length - (running === undefined ? 0 : 1) };
}

/** Nothing is known where the release has no tasks.list (before 2026.6), and when it did not answer. */
export async function lookAtRuns(request: Writer["request"], methods: readonly string[], sessionKey: string): Promise<RunsIn> {
  if (!methods.includes("tasks.list")) return { runId: null, others: null };
  try {
    return runsIn(decodeTasks(await request("tasks.list", {}, LOOK_MS)), sessionKey);
  } catch (error) {
    failureOf(error);
    return { runId: null, others: null };
  }
}

type Way = { readonly method: string; readonly keyName: string; readonly decode: (payload: unknown) => Aborted };
const ways: readonly Way[] = [
  { method: "sessions.abort", keyName: "key", decode: decodeSessionAbort },
  { method: "chat.abort", keyName: "sessionKey", decode: decodeChatAbort },
];

/** How this release aborts; null when it cannot. A release that lists no methods is asked in the newest way. */
export function abortWay(methods: readonly string[]): Way | null {
  return (methods.length === 0 ? ways[0] : ways.find(({ method }) => methods.includes(method))) ?? null;
}

/** Rejects for nothing a gateway does. Code NOT_OWNER: another client's run, which takes operator.admin. */
export async function askAbort(writer: Writer, { sessionKey, runId }: AbortAsk): Promise<ActionOutcome> {
  const subject = `abort the run in ${sessionKey}`;
  const way = abortWay(writer.methods);
  if (way === null) return failed(subject, { code: "UNKNOWN_METHOD", why: "this release has no such request", sent: false });
  const runs = await lookAtRuns(writer.request, writer.methods, sessionKey);
  const named = runId ?? runs.runId;
  try {
    const params = { [way.keyName]: sessionKey, ...(named === null ? {} : { runId: named }) };
    const aborted = way.decode(await writer.request(way.method, params, ANSWER_MS));
    const outcome: AbortOutcome = { sessionKey, ...aborted, queuedBehind: named === null ? null : runs.others };
    const withIt = named === null ? runs.others : 0;
    return { kind: "abort", done: aborted.status === "aborted", sentence: abortSentence(outcome, withIt), outcome };
  } catch (error) {
    return failed(subject, failureOf(error));
  }
}
