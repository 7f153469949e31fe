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
  readonly tool: string | null;
  readonly channel: string | null;
  readonly durationMs: number | null;
  readonly error: string | null;
};

/** Newest first. `next`: where the page before this one begins; null: there is none. */
export type ActivityPage = { readonly rows: readonly Activity[]; readonly next: string | null };

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
