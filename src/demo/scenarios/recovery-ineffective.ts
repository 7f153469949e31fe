import type { LogLine, Scenario } from "../scenario.ts";
import { base } from "./base.ts";
import { spans, turns, who } from "./sessions.ts";

const hungSinceMs = -640_000;
const followUpMs = -410_000;
const seenMs = hungSinceMs + 364_000;
const everyMs = 30_000;

const key = who.lin.key;
const facts = "sessionId=5f1c2b7e-0000-4000-8000-000000000004";

/** The detector looks every half minute, and what it tries is skipped: the run counts as active work. */
function detectorLines(untilMs: number): readonly LogLine[] {
  const looks = Math.max(0, Math.floor((untilMs - seenMs) / everyMs) + 1);
  return Array.from({ length: looks }, (_, nth): readonly LogLine[] => {
    const ms = seenMs + nth * everyMs;
    const age = Math.round((ms - hungSinceMs) / 1_000);
    const line = (text: string): LogLine => ({ ms, subsystem: "diagnostic", level: "WARN", text });
    return [
      line(
        `stalled session: ${facts} sessionKey=${key} state=processing age=${age}s queueDepth=1 reason=active_work_without_progress classification=stalled_agent_run activeWorkKind=model_call recovery=checking`,
      ),
      line(
        `stuck session recovery outcome: status=skipped action=keep_lane ${facts} sessionKey=${key} reason=active_reply_work released=0 queuedCount=1`,
      ),
    ];
  }).flat();
}

export const recoveryIneffective: Scenario = {
  ...base,
  name: "recovery-ineffective",
  summary: "a session hangs, the gateway tries to free it every half minute and releases nothing: only x or R helps",
  sessions: [
    spans(
      who.lin,
      { createdAt: hungSinceMs - 700_000, startedAt: hungSinceMs - 699_900, endedAt: hungSinceMs - 684_000 },
      { createdAt: hungSinceMs - 90, startedAt: hungSinceMs, endedAt: null, silent: true },
      { createdAt: followUpMs, startedAt: null, endedAt: null },
    ),
    turns(who.main, 34_000, 14_000, -900_000),
    turns(who.support, 43_000, 9_000, -895_000),
    turns(who.digest, 120_000, 21_000, -930_000),
  ],
  detectors: [
    {
      type: "session.long_running",
      fromMs: hungSinceMs + 139_000,
      untilMs: seenMs - 9_000,
      reason: "active_model_call_without_progress",
      workSinceMs: hungSinceMs,
      queueDepth: 0,
    },
    {
      type: "session.stalled",
      fromMs: seenMs,
      untilMs: null,
      reason: "active_work_without_progress",
      workSinceMs: hungSinceMs,
      queueDepth: 1,
    },
  ],
  log: detectorLines,
};
