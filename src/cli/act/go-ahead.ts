// Between a preview and its deed: what forbids it, a dry run, and the person's word.
import type { Preview } from "../../data/action/request.ts";
import { cell, toneOf } from "../../data/select/cell.ts";
import { marks } from "../../ui/theme.ts";
import { exitCodes } from "../exit-codes.ts";
import { confirmed, refuse, type Desk } from "./desk.ts";
import { isInterruption } from "./interruption.ts";

/** Null: it may be done. Otherwise the exit code; `report` has then told that nothing was, unless an interruption ended it. */
export async function goAhead(desk: Desk, preview: Preview, report: () => Promise<void>): Promise<number | null> {
  const { precondition } = preview.choice;
  if (!precondition.can) {
    refuse(desk, precondition);
    await report();
    return precondition.exit;
  }
  if (desk.options.dryRun) {
    desk.teller.rows([[cell(`${marks.off} `, toneOf.off), cell("a dry run: nothing was done")]]);
    await report();
    return exitCodes.done;
  }
  const go = await Promise.race([confirmed(desk, preview), desk.interrupted]);
  if (isInterruption(go)) return go.code;
  if (go) return null;
  await report();
  return exitCodes.failed;
}
