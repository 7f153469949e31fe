// RPC logs.tail, of which only what tells of restarts and of work is kept.
import { accountLimit, accountRestart, logSaid } from "../../restart/log-lines.ts";
import type { LogSlice, RestartNote } from "../../restart/restart-log.ts";
import { bool, decoding, needList, needNum, text } from "./field.ts";
import { channelOf, lineTime, logLineOf, type LogLine } from "./log-line.ts";
import { errorMinutes, tellsOfError, tellsOfWork, workNoteOf } from "./log-notes.ts";

/** Before a line is parsed: a busy log has thousands that say nothing of restarts. */
const tellsOfRestarts = /restart|SIGUSR|draining/u;

function noteOf(line: LogLine): RestartNote | null {
  const { at, message } = line;
  const limit = accountLimit(message);
  if (limit !== null) return { at, of: "limit", ...limit };
  const account = accountRestart(message, channelOf(line));
  if (account !== null) return { at, of: "account", ...account };
  const said = logSaid(message);
  return said === null ? null : { at, of: "gateway", said: said.said, run: said.run };
}

function oldestOf(lines: readonly string[]): number | null {
  for (const raw of lines) {
    const at = lineTime(raw);
    if (at !== null) return at;
  }
  return null;
}

export function decodeRestartLog(payload: unknown): LogSlice {
  return decoding("logs.tail", payload, (from) => {
    const lines = needList(from, "lines").filter((line): line is string => typeof line === "string");
    const restarts: RestartNote[] = [];
    const work: LogLine[] = [];
    const errors: LogLine[] = [];
    for (const raw of lines) {
      const [ofRestarts, ofWork, ofError] = [tellsOfRestarts.test(raw), tellsOfWork(raw), tellsOfError(raw)];
      const line = ofRestarts || ofWork || ofError ? logLineOf(raw) : null;
      if (line === null) continue;
      const note = ofRestarts ? noteOf(line) : null;
      if (note !== null) restarts.push(note);
      if (ofWork) work.push(line);
      if (ofError) errors.push(line);
    }
    return {
      cursor: needNum(from, "cursor"),
      file: text(from, "file", 400),
      reachesBackTo: oldestOf(lines),
      notes: restarts,
      work: { notes: work.map(workNoteOf).filter((note) => note !== null), errors: errorMinutes(errors) },
      gap: bool(from, "reset") === true || bool(from, "truncated") === true,
    };
  });
}
