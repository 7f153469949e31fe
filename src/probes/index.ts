// Every source has its probe; a missing row does not compile.
import { healthzProbe, readyzProbe, startupzProbe } from "./http.ts";
import { bootHistoryProbe } from "./local/boot-history.ts";
import { hostProbe } from "./local/host.ts";
import { portProbe } from "./local/port.ts";
import { processProbe } from "./local/process.ts";
import { supervisorProbe } from "./local/supervisor.ts";
import { unitProbe } from "./local/unit.ts";
import type { Probes } from "./probe.ts";
import { activityProbe } from "./rpc/activity.ts";
import { channelsProbe, healthProbe, lanesProbe, preflightProbe, presenceProbe, statusProbe, systemInfoProbe } from "./rpc/rows.ts";
import { restartLogProbe } from "./rpc/restart-log.ts";
import { sessionsProbe } from "./rpc/sessions.ts";
import { stabilityProbe } from "./rpc/stability.ts";
import { tasksProbe } from "./rpc/tasks.ts";
import { quotasProbe, usageProbe } from "./rpc/usage.ts";
import { approvalsProbe, costProbe, cronProbe, modelAuthProbe } from "./rpc/upkeep.ts";
import { bundlesProbe } from "./service/bundles.ts";
import { heartbeatProbe, nodesProbe, pluginsProbe } from "./service/rows.ts";
import { unitAuditProbe } from "./service/unit-audit.ts";

export const probes: Probes = {
  health: healthProbe,
  status: statusProbe,
  systemInfo: systemInfoProbe,
  channels: channelsProbe,
  sessions: sessionsProbe,
  tasks: tasksProbe,
  lanes: lanesProbe,
  stability: stabilityProbe,
  presence: presenceProbe,
  preflight: preflightProbe,
  port: portProbe,
  healthz: healthzProbe,
  startupz: startupzProbe,
  readyz: readyzProbe,
  process: processProbe,
  host: hostProbe,
  unit: unitProbe,
  supervisor: supervisorProbe,
  bootHistory: bootHistoryProbe,
  restartLog: restartLogProbe,
  cost: costProbe,
  modelAuth: modelAuthProbe,
  cron: cronProbe,
  approvals: approvalsProbe,
  usage: usageProbe,
  quotas: quotasProbe,
  activity: activityProbe,
  unitAudit: unitAuditProbe,
  bundles: bundlesProbe,
  nodes: nodesProbe,
  heartbeat: heartbeatProbe,
  plugins: pluginsProbe,
};
