// The selected row as `y` copies it: what is known of it, not what is drawn.
import { focused } from "../focus.ts";
import { lastValue } from "../reading.ts";
import { newest } from "../series.ts";
import { findSession } from "../session-list.ts";
import type { EarlyPanelId, State } from "../state.ts";
import { listedProblems } from "./listed.ts";
import { channelRows } from "./channels.ts";
import { laneRows } from "./queues.ts";
import { chosenKey, isEarly, lateBoardOf } from "./rows.ts";
import { runProgress } from "../stuck.ts";

type Copy = (state: State) => unknown;

const chosen =
  (panel: EarlyPanelId, of: (state: State, key: string) => unknown): Copy =>
  (state) => {
    const key = chosenKey(state, panel);
    return key === null ? null : (of(state, key) ?? null);
  };

const copies: { readonly [P in EarlyPanelId]: Copy } = {
  problems: chosen("problems", (state, key) => listedProblems(state).find((row) => row.key === key)),
  gateway: ({ snapshot, hello }) => ({
    version: hello?.value.version ?? null,
    bootId: hello?.value.bootId ?? null,
    process: lastValue(snapshot.process),
    systemInfo: lastValue(snapshot.systemInfo),
    readyz: lastValue(snapshot.readyz),
    unit: lastValue(snapshot.unit),
  }),
  charts: ({ history }) => Object.fromEntries(Object.entries(history).map(([gauge, series]) => [gauge, newest(series)])),
  channels: chosen("channels", (state, key) => {
    const row = channelRows(state).find((one) => one.key === key);
    return row && { ...row.account, state: row.state, issue: row.issue, deaf: row.deaf };
  }),
  queues: chosen("queues", (state, key) => laneRows(state).find((one) => one.key === key)?.lane),
  sessions: chosen("sessions", (state, key) => {
    const session = findSession(lastValue(state.snapshot.sessions)?.items ?? [], key);
    return session && { ...session, run: runProgress(state).get(key) ?? null };
  }),
};

/** Null: nothing is selected. `what`: how it is named when it was copied. */
export function copiedOf(state: State): { readonly what: string; readonly value: unknown } | null {
  const panel = focused(state.view);
  const value = isEarly(panel) ? copies[panel](state) : lateBoardOf(state.view.board)?.copied(state, panel);
  if (value === null || value === undefined) return null;
  return { what: `${panel}${chosenKey(state, panel) === null ? "" : " row"}`, value };
}
