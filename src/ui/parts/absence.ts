// What a panel says while it has no rows: asked but not answered, not there at all, or truly none.
import { lateBoardIds } from "../../data/boards/board.ts";
import { cell } from "../../data/select/cell.ts";
import { wrapped } from "../../data/select/text.ts";
import type { Source } from "../../data/snapshot.ts";
import type { State } from "../../data/state.ts";
import type { Span } from "../theme.ts";
import { innerWidth, type PanelLine } from "./panel.tsx";

const MARK = "– ";
const LEAST_ROOM = 8;

/** The whole reason, in as many rows as it needs: in a panel without rows nothing else tells it. `width`: of the panel. */
export function reasonLines(why: string, width: number): readonly PanelLine[] {
  return wrapped(why, Math.max(LEAST_ROOM, innerWidth(width) - MARK.length)).map((text, index) => ({
    spans: [cell(index === 0 ? MARK : " ".repeat(MARK.length), "dim"), cell(text, "dim")],
  }));
}

/** Of what is not known yet. The late boards ask only while they are open: what nobody looked at then is in no recording. */
export function notYet({ replay, hello, view }: State): string {
  const unasked = replay !== null && hello !== null && lateBoardIds.some((board) => board === view.board);
  return unasked ? "– not recorded up to here: nobody looked at it" : "–";
}

/** `none` is said only when the source answered and there was nothing. `width`: of the panel. */
export function absence(state: State, source: Source, none: string, width: number): readonly PanelLine[] {
  const reading = state.snapshot[source];
  if (reading.kind === "absent") return reasonLines(reading.why, width);
  if (reading.kind !== "pending") return [{ spans: [cell(none, "dim")] }];
  return [{ spans: [cell(notYet(state), "dim")] }];
}

/** Old rows lose their colours: nothing that is not so now may look like a judgement of now. */
export function faded(spans: readonly Span[], old: boolean): readonly Span[] {
  return old ? spans.map((span) => ({ ...span, tone: "dim" })) : spans;
}
