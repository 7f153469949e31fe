// What a panel says while it has no rows: asked but not answered, not there at all, or truly none.
import { lateBoardIds } from "../../data/boards/board.ts";
import { cell } from "../../data/select/cell.ts";
import type { Source } from "../../data/snapshot.ts";
import type { State } from "../../data/state.ts";
import type { Span } from "../theme.ts";
import type { PanelLine } from "./panel.tsx";

/** Of what is not known yet. The late boards ask only while they are open: what nobody looked at then is in no recording. */
export function notYet({ replay, hello, view }: State): string {
  const unasked = replay !== null && hello !== null && lateBoardIds.some((board) => board === view.board);
  return unasked ? "– not recorded up to here: nobody looked at it" : "–";
}

/** `none` is said only when the source answered and there was nothing. */
export function absence(state: State, source: Source, none: string): readonly PanelLine[] {
  const reading = state.snapshot[source];
  if (reading.kind === "absent") return [{ spans: [cell("– ", "dim"), cell(reading.why, "dim")] }];
  if (reading.kind !== "pending") return [{ spans: [cell(none, "dim")] }];
  return [{ spans: [cell(notYet(state), "dim")] }];
}

/** Old rows lose their colours: nothing that is not so now may look like a judgement of now. */
export function faded(spans: readonly Span[], old: boolean): readonly Span[] {
  return old ? spans.map((span) => ({ ...span, tone: "dim" })) : spans;
}
