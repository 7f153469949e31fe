// Board 7: what agents and operators did, who is connected, and what waits for a decision.
import type { Wish } from "../../command/command-line.ts";
import { focused } from "../../focus.ts";
import type { ActionId } from "../../keys/action.ts";
import { selectedIndex } from "../../select/rows.ts";
import type { State } from "../../state.ts";
import { auditList, type AuditRow } from "../audit/audit-rows.ts";
import { clientList, type ClientRow } from "../audit/clients.ts";
import { approvalSections, clientSections, rowSections } from "../audit/details.ts";
import { olderFrom } from "../audit/ledger.ts";
import type { LateBoard, RowList } from "../late.ts";

const none: RowList = { length: 0, keyAt: () => undefined, indexOf: () => -1 };

export function chosenAudit(state: State): AuditRow | null {
  const list = auditList(state);
  return list.rows[selectedIndex(state, "activity", list)] ?? null;
}

function chosenClient(state: State): ClientRow | null {
  const list = clientList(state);
  return list.rows[selectedIndex(state, "presence", list)] ?? null;
}

/** Null: an older page can be asked for. */
function noOlderWhy(state: State): string | null {
  const { asking, rows, method } = state.late.activity;
  if (state.view.frozen !== null) return "the screen is frozen: space to go on";
  if (method === null) return "nothing was read of the ledger yet";
  if (asking) return "the page before is being asked for";
  if (state.link.phase !== "open") return "there is no connection to read it over";
  return olderFrom(state.late.activity) === null
    ? `this is all there is: ${rows.length} rows, back to where the ledger begins or as many as are kept`
    : null;
}

function older(state: State): State {
  const why = noOlderWhy(state);
  return why === null ? state : { ...state, note: { at: state.now, text: why, tone: "plain" } };
}

const DOWNWARD: ReadonlySet<ActionId> = new Set(["down", "page-down", "last"]);

/** At the last row, down means what is older. */
function wantsOlder(after: State, action: ActionId): boolean {
  if (action === "older") return true;
  const { view } = after;
  if (!DOWNWARD.has(action) || view.overlay.kind !== "none" || focused(view) !== "activity") return false;
  const list = auditList(after);
  return list.length > 0 && selectedIndex(after, "activity", list) === list.length - 1;
}

const wishes = (before: State, after: State, action: ActionId): readonly Wish[] =>
  wantsOlder(after, action) && noOlderWhy(before) === null ? [{ wish: "older", of: "activity" }] : [];

function toggledDangerous(state: State): State {
  const { late } = state.view;
  return { ...state, view: { ...state.view, late: { ...late, audit: { dangerousOnly: !late.audit.dangerousOnly } } } };
}

/** On the newest row the selection stays with whatever is newest. */
function withNewest(state: State): State {
  const key = state.view.selected.activity;
  if (key === undefined || auditList(state).indexOf(key) !== 0) return state;
  const { activity: _, ...selected } = state.view.selected;
  return { ...state, view: { ...state.view, selected } };
}

function copiedRow(row: AuditRow | null): unknown {
  if (row === null) return null;
  if (row.row === "activity") return row.activity;
  return row.row === "own" ? { began: row.action.first, ended: row.action.last } : row.hole;
}

export const auditBoard: LateBoard = {
  panels: ["activity", "approvals", "presence"],
  rows: (state, panel) => (panel === "activity" ? auditList(state) : panel === "presence" ? clientList(state) : none),
  details: (state, panel) => {
    if (panel === "approvals") return approvalSections(state);
    const row = panel === "activity" ? chosenAudit(state) : null;
    const client = panel === "presence" ? chosenClient(state) : null;
    return row !== null ? rowSections(state, row) : client !== null ? clientSections(state, client) : [];
  },
  copied: (state, panel) =>
    panel === "activity" ? copiedRow(chosenAudit(state)) : panel === "presence" ? (chosenClient(state)?.entry ?? null) : null,
  moved: (_, after) => withNewest(after),
  wishes,
  acts: { dangerous: toggledDangerous, older },
  left: (state) => (state.view.late.audit.dangerousOnly ? toggledDangerous(state) : null),
};
