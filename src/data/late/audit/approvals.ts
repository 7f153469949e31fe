// What waits for a person's decision: how much and since when. Never what it is.
import { current } from "../../facts.ts";
import { cell, type Cell } from "../../select/cell.ts";
import type { State } from "../../state.ts";
import { age, count } from "../../units.ts";

const waits = (many: number): string => (many === 1 ? "1 waits for a decision" : `${count(many)} wait for a decision`);

/** One sentence a cell. */
export function approvalCells(state: State): readonly Cell[] {
  const reading = current(state, "approvals");
  if (reading.kind === "pending") return [cell("–", "dim")];
  if (reading.kind === "absent") return [cell("not known whether anything waits", "dim"), cell(reading.why, "dim")];
  const { waiting, oldestAt } = reading.value;
  const old = reading.kind === "stale";
  if (waiting === 0) return [cell("nothing waits for a decision", old ? "dim" : "good")];
  const oldest = oldestAt === null ? "" : `, the oldest for ${age(Math.max(0, state.now - oldestAt))}`;
  return [
    cell(`${waits(waiting)}${oldest}`, old ? "dim" : "warn"),
    cell("what they ask is not read here: decide in the control UI, or: openclaw approvals get", "dim"),
  ];
}
