// The key table: declared once, it drives input, commands, footer, help and README.
import type { Action, ActionId } from "./keys/action.ts";
import { boardActions } from "./keys/boards.ts";
import { evidenceActions } from "./keys/evidence.ts";
import { moveActions } from "./keys/moves.ts";
import { repairActions } from "./keys/repairs.ts";
import { screenActions } from "./keys/screen.ts";
import type { BoardId } from "./boards/board.ts";
import type { State } from "./state.ts";

export type { Action, ActionId, LateActionId } from "./keys/action.ts";

export const actions: readonly Action[] = [
  { id: "help", keys: ["?"], label: "help", help: "keys and glyphs", footer: 1 },
  ...boardActions,
  ...evidenceActions,
  ...moveActions,
  ...repairActions,
  ...screenActions,
];

const byId: ReadonlyMap<ActionId, Action> = new Map(actions.map((action) => [action.id, action]));

/** Why an action cannot act now, in one sentence; undefined: it can. */
export function blockedWhy(state: State, id: ActionId): string | undefined {
  const action = byId.get(id);
  if (action?.where?.includes(state.view.board) === false) return `${action.label} is for ${action.where.join(", ")}`;
  return action?.blockedBy?.(state);
}

/** Does it need what is loaded after the first frame? */
export const isLate = (id: ActionId): boolean => byId.get(id)?.late === true;

/** What a key means on a board; without one, what it means on most. One that is of other boards only says so when it is pressed. */
export function actionForKey(key: string, board?: BoardId): Action | undefined {
  const bound = actions.filter(({ keys }) => keys.includes(key));
  return (
    bound.find(({ where }) => board !== undefined && where?.includes(board)) ?? bound.find(({ where }) => where === undefined) ?? bound[0]
  );
}
