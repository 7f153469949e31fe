// Where charts say "it was restarted here": a line that goes on as if nothing had happened would lie.
import { columnOf } from "./series.ts";
import type { State } from "./state.ts";

/** As counted from all sources, else as gatetop saw them itself; also those from before it came. */
export const restartTimes = ({ restarts, boots }: State): readonly number[] => (restarts?.items ?? boots).map(({ at }) => at);

/** The columns of a chart of `spanMs` that ends now in which it was restarted, each once. As `buckets` counts columns. */
export function restartColumns(state: State, spanMs: number, columns: number): readonly number[] {
  const found = restartTimes(state).map((at) => columnOf(at, state.now, spanMs, columns));
  return [...new Set(found)].filter((column) => column !== null);
}
