// RPC sessions.abort (since 2026.3) and chat.abort.
import type { AbortOutcome } from "../../action/outcome.ts";
import { decoding, needBool, needText, text, texts } from "./field.ts";

export type Aborted = Pick<AbortOutcome, "status" | "runId">;

/** Any status but `aborted` means that nothing was running. */
export function decodeSessionAbort(payload: unknown): Aborted {
  return decoding("sessions.abort", payload, (from) => {
    const aborted = needText(from, "status", 40) === "aborted";
    return { status: aborted ? "aborted" : "no-active-run", runId: text(from, "abortedRunId", 120) };
  });
}

/** The first run it names; 2026.2.26 has no other way. */
export function decodeChatAbort(payload: unknown): Aborted {
  return decoding("chat.abort", payload, (from) => {
    const aborted = needBool(from, "aborted");
    return { status: aborted ? "aborted" : "no-active-run", runId: texts(from, "runIds", 1)[0] ?? null };
  });
}
