// One frame as text: for --once, for pipes, for golden frames.
import { renderToString } from "ink";
import type { State } from "../data/state.ts";
import { Screen } from "./screen.tsx";
import type { Look } from "./theme.ts";

export type FrameOptions = { readonly columns: number; readonly rows: number; readonly look: Look };

/** Lines without trailing spaces; no escape sequence unless `look.color`. */
export function renderFrame(state: State, { columns, rows, look }: FrameOptions): string {
  const frame = renderToString(<Screen state={state} columns={columns} rows={rows} look={look} />, { columns });
  return frame
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}
