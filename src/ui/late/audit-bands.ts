// How the ledger, what waits and who is connected share the screen.
import type { BandRow, Need } from "../layout.ts";

type AuditPanel = "activity" | "approvals" | "presence";

const WIDE = 100;
const HIGH = 20;
const BOTH = 14;

const alone = (panel: AuditPanel, min: number, want: number, grow: number): BandRow => ({ panels: [panel], shares: [1], min, want, grow });

/** Small: the one keys act on, and the ledger or what is below it when there is room. */
function small({ panel }: Need, rows: number): readonly BandRow[] {
  if (panel === "approvals") return [alone("approvals", 3, 6, rows < BOTH ? 1 : 0), ...(rows < BOTH ? [] : [alone("activity", 6, 6, 1)])];
  if (panel === "presence") return [alone("presence", 3, 8, 1), ...(rows < BOTH ? [] : [alone("activity", 6, 6, 1)])];
  return rows < BOTH ? [alone("activity", 3, 3, 1)] : [alone("activity", 8, 8, 1), alone("approvals", 4, 5, 0)];
}

export function auditBands(need: Need, rows: number, columns: number): readonly BandRow[] {
  if (columns < WIDE || rows < HIGH) return small(need, rows);
  return [
    alone("activity", 8, 8, 1),
    { panels: ["approvals", "presence"], shares: [0.38, 0.62], min: 6, want: Math.max(7, Math.floor(rows / 4)), grow: 0 },
  ];
}
