// What waits for a decision: how much, since when, or how to be allowed to see it. Never what it is.
import { approvalCells } from "../../data/late/audit/approvals.ts";
import { cell } from "../../data/select/cell.ts";
import { oldness } from "../../data/select/known.ts";
import { cut, wrapped } from "../../data/select/text.ts";
import { innerHeight, innerWidth, Panel, type PanelLine } from "../parts/panel.tsx";
import type { PanelProps } from "../panels/panel-props.ts";

export function ApprovalsPanel({ state, width, height, focused, look }: PanelProps) {
  const inside = innerWidth(width);
  const all = approvalCells(state).flatMap(({ text, tone }) => wrapped(text, inside).map((line) => ({ line, tone })));
  const room = Math.max(1, innerHeight(height));
  const lines = all.slice(0, room).map(({ line, tone }, at): PanelLine => {
    const ends = at === room - 1 && all.length > room;
    return { spans: [cell(ends ? `${cut(line, inside - 2)} …` : line, tone)] };
  });
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
