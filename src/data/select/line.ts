// One line of cells: what an overlay is made of.
import type { Cell } from "./cell.ts";

export type Line = readonly Cell[];

export const emptyLine: Line = [];
