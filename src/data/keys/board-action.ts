// The action that opens a board.
import type { BoardId } from "../boards/board.ts";
import type { ActionId } from "./action.ts";

export const boardAction = (board: BoardId): ActionId => (board === "overview" ? board : `${board}-board`);
