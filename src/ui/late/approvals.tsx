// What waits for a decision: how much, since when, or how to be allowed to see it. Never what it is.
import { approvalCells } from "../../data/late/audit/approvals.ts";
import { cell } from "../../data/select/cell.ts";
import { oldness } from "../../data/select/known.ts";
import { wrapped } from "../../data/select/text.ts";
import { innerWidth, Panel, type PanelLine } from "../parts/panel.tsx";
import type { PanelProps } from "../panels/panel-props.ts";

export function ApprovalsPanel({ state, width, height, focused, look }: PanelProps) {
  const lines = approvalCells(state).flatMap(({ text, tone }): readonly PanelLine[] =>
    wrapped(text, innerWidth(width)).map((line) => ({ spans: [cell(line, tone)] })),
  );
  return (
    <Panel
      title="approvals"
      right={oldness(state, "approvals")}
      lines={lines}
      width={width}
      height={height}
      focused={focused}
      look={look}
    />
  );
}
