// How a verdict looks before it is read.
import type { ProofKind } from "../../data/restart/proof.ts";
import type { Mark } from "../../data/select/cell.ts";

export const verdictMarks: { readonly [K in ProofKind]: Mark } = {
  "proved-in-process": "ok",
  "proved-new-process": "ok",
  stopped: "bad",
  "not-restarted": "bad",
  "still-deferred": "partial",
  "still-draining": "partial",
  unproved: "warn",
};
