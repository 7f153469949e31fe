// How the boards 4 to 8 are drawn and laid out, a row each.
import { ActivityPanel } from "./activity.tsx";
import { ApprovalsPanel } from "./approvals.tsx";
import { auditBands } from "./audit-bands.ts";
import { CommandLineRows } from "./command-line.tsx";
import { eventsBands } from "./events-bands.ts";
import { EventsPanel } from "./events.tsx";
import type { LatePanels } from "./late-panels.ts";
import { LogsPanel } from "./logs.tsx";
import { PresencePanel } from "./presence.tsx";
import { QuotasPanel } from "./quotas.tsx";
import { serviceBands } from "./service-bands.ts";
import { servicePanels } from "./service.tsx";
import { SpentPanel } from "./spent.tsx";
import { TrafficPanel } from "./traffic.tsx";
import { usageBands } from "./usage-bands.ts";
import { UsagePanel } from "./usage.tsx";

export const lateScreens: LatePanels = {
  panels: {
    logs: LogsPanel,
    traffic: TrafficPanel,
    events: EventsPanel,
    spent: SpentPanel,
    usage: UsagePanel,
    quotas: QuotasPanel,
    activity: ActivityPanel,
    approvals: ApprovalsPanel,
    presence: PresencePanel,
    ...servicePanels,
  },
  command: CommandLineRows,
  bands: {
    logs: () => [{ panels: ["logs"], shares: [1], min: 3, want: 3, grow: 1 }],
    events: eventsBands,
    usage: usageBands,
    audit: auditBands,
    service: serviceBands,
  },
};
