// RPC audit.activity.list (>= 2026.8.1; audit.list on 2026.7.1, without messages): metadata only, the gateway leaves texts out.

export type Activity = {
  readonly sequence: number;
  readonly at: number;
  /** agent_run | tool_action | inbound_message | outbound_message */
  readonly type: string;
  /** tool.action.finished … */
  readonly action: string;
  /** started | succeeded | failed | cancelled | timed_out | blocked | unknown */
  readonly status: string;
  readonly agent: string | null;
  readonly sessionKey: string | null;
  readonly runId: string | null;
  /** Joins the beginning of a tool call to its end. */
  readonly callId: string | null;
  readonly tool: string | null;
  readonly channel: string | null;
  readonly durationMs: number | null;
  readonly error: string | null;
  /** Who acted: agent | system | channel_sender, and who of them; a person as eight characters of the gateway's own hash. */
  readonly by: string | null;
  /** Of a message: its conversation, as eight characters of the gateway's own hash. */
  readonly conversation: string | null;
};

/** Newest first. `next`: where the page before this one begins; null: there is none. `method`: what answered, and knows `next`. */
export type ActivityPage = { readonly rows: readonly Activity[]; readonly next: string | null; readonly method: string };

/** Part of the ledger that was read without a hole: sequences `low` to `high`, both with it. `next`: where it goes on below; null: nowhere. */
export type LedgerSpan = { readonly high: number; readonly low: number; readonly next: string | null };

/** What was read of the ledger so far: rows by sequence, newest first, at most 5 000; spans newest first. */
export type ActivityLedger = {
  readonly rows: readonly Activity[];
  readonly spans: readonly LedgerSpan[];
  /** Null: nothing was read yet. */
  readonly method: string | null;
  /** A page of older rows is being asked for. */
  readonly asking: boolean;
};

export const emptyLedger: ActivityLedger = { rows: [], spans: [], method: null, asking: false };

/** Tools that act on the host or on other agents; `audit.dangerousTools` in config.json5 takes its place. */
export const dangerousTools: readonly string[] = [
  "exec",
  "spawn",
  "shell",
  "fs_write",
  "fs_delete",
  "fs_move",
  "apply_patch",
  "sessions_spawn",
  "sessions_send",
  "gateway",
];
