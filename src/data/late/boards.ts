// The boards 4 to 8 and what else is loaded after the first frame, each in its row.
import type { LateParts } from "./late.ts";
import { foldLate } from "./fold.ts";

export const lateParts: LateParts = {
  boards: {},
  fold: foldLate,
};
