// RPC exec.approval.list: how many wait and since when, never for what.
import type { Approvals } from "../../model/upkeep.ts";
import { DecodeError, naming, num, rows } from "./field.ts";

const APPROVALS_MAX = 1_000;

/** The payload is the list itself. */
export function decodeApprovals(payload: unknown): Approvals {
  return naming("exec.approval.list", () => {
    if (!Array.isArray(payload)) throw new DecodeError("", "is not a list");
    const created = rows(payload as readonly unknown[], "", APPROVALS_MAX, (row) => num(row, "createdAtMs"));
    const known = created.filter((at) => at !== null);
    return { waiting: payload.length, oldestAt: known.length === 0 ? null : Math.min(...known) };
  });
}
