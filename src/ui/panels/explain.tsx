// In place of the problems while there is no connection: the cause, what it means, the next command.
import { cell } from "../../data/select/cell.ts";
import type { Explanation } from "../../data/select/explain.ts";
import { Panel } from "../parts/panel.tsx";
import type { PanelProps } from "./panel-props.ts";

export function ExplainPanel({ explanation, width, height, focused, look, state }: PanelProps & { readonly explanation: Explanation }) {
  const url = state.target?.url ?? null;
  return (
    <Panel
      title={explanation.title}
      right={url === null ? null : cell(url, "dim")}
      lines={explanation.lines.map((spans) => ({ spans }))}
      width={width}
      height={height}
      focused={focused}
      look={look}
    />
  );
}
