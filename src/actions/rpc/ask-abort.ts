// Aborts a run. What waits behind it in its session goes on by itself.
import type { Writer } from "../../data/action/ports.ts";
import type { ActionOutcome, AbortOutcome } from "../../data/action/outcome.ts";
import { decodeChatAbort, decodeSessionAbort, type Aborted } from "../../data/gateway/decode/abort-answer.ts";
import { decodeTasks } from "../../data/gateway/decode/tasks.ts";
import type { Task } from "../../data/model/sessions.ts";
import { abortSentence } from "../words.ts";
import { failed, failureOf } from "./failure.ts";

export type AbortAsk = { readonly sessionKey: string; readonly runId: string | null };

const ANSWER_MS = 15_000;
const LOOK_MS = 5_000;

export const queuedIn = (tasks: readonly Task[], sessionKey: string): number =>
  tasks.filter((task) => task.sessionKey === sessionKey && task.execution === "queued").length;

/** Null where the release has no tasks.list (before 2026.6), and when it did not answer. */
export async function countQueued(request: Writer["request"], methods: readonly string[], sessionKey: string): Promise<number | null> {
  if (!methods.includes("tasks.list")) return null;
  try {
    return queuedIn(decodeTasks(await request("tasks.list", {}, LOOK_MS)), sessionKey);
  } catch (error) {
    failureOf(error);
    return null;
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

/** Rejects for nothing a gateway does. */
export async function askAbort(writer: Writer, { sessionKey, runId }: AbortAsk): Promise<ActionOutcome> {
  const subject = `abort the run in ${sessionKey}`;
  const way = abortWay(writer.methods);
  if (way === null) return failed(subject, { code: "UNKNOWN_METHOD", why: "this release has no such request", sent: false });
  const queuedBehind = await countQueued(writer.request, writer.methods, sessionKey);
  try {
    const params = { [way.keyName]: sessionKey, ...(runId === null ? {} : { runId }) };
    const aborted = way.decode(await writer.request(way.method, params, ANSWER_MS));
    const outcome: AbortOutcome = { sessionKey, ...aborted, queuedBehind };
    return { kind: "abort", done: aborted.status === "aborted", sentence: abortSentence(outcome), outcome };
  } catch (error) {
    return failed(subject, failureOf(error));
  }
}
