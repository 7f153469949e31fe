// The demo's unit and what its gateway left behind, as the probes of this host would read them.
import { audited } from "../data/service/audit.ts";
import type { StabilityBundle, UnitAudit } from "../data/service/unit-audit.ts";
import { unitSettings } from "../data/service/unit-settings.ts";
import { unitFacts } from "./local.ts";
import { bootStartedMs, type World } from "./world.ts";

const unit = "openclaw-gateway.service";
const file = `/home/operator/.config/systemd/user/${unit}`;

/** As the installer of the release writes it, in the words of `systemctl cat`. */
const cat = `# ${file}
[Unit]
Description=OpenClaw Gateway (v2026.9.6)
After=network-online.target
Wants=network-online.target
StartLimitBurst=10
StartLimitIntervalSec=300

[Service]
Restart=always
RestartSec=5
RestartPreventExitStatus=78
TimeoutStopSec=330
TimeoutStartSec=30
SuccessExitStatus=0 143
OOMPolicy=continue
KillMode=mixed

[Install]
WantedBy=default.target
`;

function shown(world: World): string {
  const { activeState, subState, mainPid, automaticRestarts, invocationId } = unitFacts(world);
  const memory = mainPid === null ? "[not set]" : Math.round(world.gauges.rssBytes * 1.06);
  return `LoadState=loaded
ActiveState=${activeState}
SubState=${subState}
Result=success
MainPID=${mainPid ?? 0}
NRestarts=${automaticRestarts}
InvocationID=${invocationId}
ExecMainCode=0
ExecMainStatus=0
MemoryCurrent=${memory}
TasksCurrent=${mainPid === null ? "[not set]" : world.gauges.threads + 3}
UnitFileState=enabled
FragmentPath=${file}
DropInPaths=
NeedDaemonReload=no
After=network-online.target basic.target app.slice
Wants=network-online.target
Restart=always
RestartUSec=5s
RestartPreventExitStatus=78
SuccessExitStatus=0 143
TimeoutStopUSec=5min 30s
TimeoutStartUSec=30s
KillMode=mixed
OOMPolicy=continue
StartLimitBurst=10
StartLimitIntervalUSec=5min
MemoryMax=${world.scenario.memoryLimit?.bytes ?? "infinity"}
MemoryHigh=infinity
`;
}

export const unitAuditReading = (world: World): UnitAudit =>
  audited(unitSettings({ kind: "systemd-user", unit, shown: shown(world), cat, lingers: true, competing: [] }));

/** The breaker leaves one when it keeps the channels down. */
export function bundleReadings(world: World): readonly StabilityBundle[] {
  const crashes = world.scenario.phases.filter(({ crashed, fromMs }) => crashed === true && fromMs <= world.elapsedMs);
  if (crashes.length < 3 || world.phase.phase !== "up") return [];
  const at = world.epoch(bootStartedMs(world.scenario, world.phase.boot) + 900);
  const pid = world.process.pid;
  const reason = "gateway.crash_loop_breaker";
  const stamp = new Date(at).toISOString().replace(/[:.]/gu, "-");
  return [{ file: `openclaw-stability-${stamp}-${pid}-${reason}.json`, at, pid, reason, bytes: 18_432 }];
}
