// What a panel says while it has no rows: asked but not answered, not there at all, or truly none.
import { cell } from "../../data/select/cell.ts";
import type { Source } from "../../data/snapshot.ts";
import type { State } from "../../data/state.ts";
import type { Span } from "../theme.ts";
import type { PanelLine } from "./panel.tsx";

/** Boards ask for most of what they show only while they are open. */
export const UNRECORDED = "– not recorded: nobody looked at it then";

/** `none` is said only when the source answered and there was nothing. */
export function absence(state: State, source: Source, none: string): readonly PanelLine[] {
  const reading = state.snapshot[source];
  if (reading.kind === "absent") return [{ spans: [cell("– ", "dim"), cell(reading.why, "dim")] }];
  if (reading.kind !== "pending") return [{ spans: [cell(none, "dim")] }];
  return [{ spans: [cell(state.replay === null ? "–" : UNRECORDED, "dim")] }];
}

/** Old rows lose their colours: nothing that is not so now may look like a judgement of now. */
export function faded(spans: readonly Span[], old: boolean): readonly Span[] {
  return old ? spans.map((span) => ({ ...span, tone: "dim" })) : spans;
}
