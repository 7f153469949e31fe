// Board 8: how the gateway is run as a service, and what it stands on.
import { matcherOf } from "../../boards/filter.ts";
import { listed, selectedIndex } from "../../select/rows.ts";
import type { LatePanelId, State } from "../../state.ts";
import type { LateBoard } from "../late.ts";
import { bootRows } from "../service/boots.ts";
import { cronRows } from "../service/cron.ts";
import type { ServiceRow, ServiceRows } from "../service/row.ts";
import { supervisorRows } from "../service/supervisor.ts";
import { unitRows } from "../service/unit.ts";
import { upkeepRows } from "../service/upkeep.ts";

const rowsOf = {
  supervisor: supervisorRows,
  unit: unitRows,
  boots: bootRows,
  cron: cronRows,
  upkeep: upkeepRows,
} as const satisfies { readonly [P in LatePanelId]?: (state: State) => ServiceRows };

export type ServicePanelId = keyof typeof rowsOf;

const isOwn = (panel: LatePanelId): panel is ServicePanelId => Object.hasOwn(rowsOf, panel);

export type ServiceView = ServiceRows & { readonly total: number };

/** The rows of a panel that match the board's filter. */
export function serviceRows(state: State, panel: ServicePanelId): ServiceView {
  const { rows, why } = rowsOf[panel](state);
  const { matches, all } = matcherOf(state.view.boardViews.service.filter.text);
  const shown = all ? rows : rows.filter(({ name, words, note }) => matches(`${name} ${words} ${note}`));
  return { rows: shown, why, total: rows.length };
}

const keysOf = (rows: readonly ServiceRow[]) => listed(rows.map(({ key }) => key));

function chosen(state: State, panel: LatePanelId): ServiceRow | null {
  if (!isOwn(panel)) return null;
  const { rows } = serviceRows(state, panel);
  return rows[selectedIndex(state, panel, keysOf(rows))] ?? null;
}

export const serviceBoard: LateBoard = {
  panels: ["supervisor", "unit", "boots", "cron", "upkeep"],
  rows: (state, panel) => keysOf(isOwn(panel) ? serviceRows(state, panel).rows : []),
  details: (state, panel) => chosen(state, panel)?.sections() ?? [],
  copied: (state, panel) => chosen(state, panel)?.value ?? null,
};
