// Whether the gateway is started at all: at boot, after a crash, once and not twice.
import { duration } from "../units.ts";
import { typed } from "./fix-words.ts";
import { spanOf } from "../systemd-span.ts";
import type { UnitSettings } from "./unit-audit.ts";
import { fault, ok, untold, valueOf, type UnitRule } from "./unit-rule.ts";

const systemd = ["systemd-user", "systemd-system"] as const;

/** A start that failed by chance must be forgiven. */
const LEAST_STARTS = 4;

const words = (value: string | null): readonly string[] => (value ?? "").split(/\s+/u).filter((word) => word !== "");

/**
 * A unit that is always restarted, and failed, was given up by the manager. `Result` says so only when every run before ended well:
 * otherwise it keeps what the last run failed with.
 */
function isLatched(settings: UnitSettings): boolean {
  if (valueOf(settings, "Result") === "start-limit-hit") return true;
  if (valueOf(settings, "ActiveState") !== "failed" || valueOf(settings, "LoadState") !== "loaded") return false;
  return valueOf(settings, "Restart") === "always" && !isPrevented(settings);
}

/** It ended with a status after which the manager was told not to start it again. */
function isPrevented(settings: UnitSettings): boolean {
  const ended = valueOf(settings, "ActiveState") === "failed" || valueOf(settings, "ActiveState") === "inactive";
  const status = valueOf(settings, "ExecMainStatus");
  return ended && status !== null && status !== "0" && words(valueOf(settings, "RestartPreventExitStatus")).includes(status);
}

const startLimit: UnitRule["check"] = (settings) => {
  if (isLatched(settings)) {
    const again = `${typed(settings, "reset-failed", settings.unit)} && ${typed(settings, "start", settings.unit)}`;
    return fault(`latched after ${valueOf(settings, "NRestarts") ?? "some"} restarts (${valueOf(settings, "Result") ?? "no result"})`, {
      severity: "crit",
      why: "it failed too often in a short time: the manager does not start it again",
      fix: `see why it fails (gatetop, key 4), then: ${again}`,
    });
  }
  const burst = Number(valueOf(settings, "StartLimitBurst") ?? NaN);
  const interval = spanOf(valueOf(settings, "StartLimitIntervalSec") ?? "");
  const delay = spanOf(valueOf(settings, "RestartSec") ?? "");
  if (!Number.isFinite(burst) || interval === null || delay === null) return untold("the manager does not tell the start limit");
  const found = `${burst} starts in ${Number.isFinite(interval) ? duration(interval) : "any time"}`;
  if (interval === 0 || burst === 0)
    return fault("off", { why: "a gateway that always fails is started for ever: nobody is told, and logs and disk fill up" });
  if (delay * burst >= interval)
    return fault(found, {
      why: `with ${duration(delay)} between two starts it is never reached: a gateway that always fails is started for ever`,
    });
  if (burst < LEAST_STARTS) return fault(found, { why: `after ${burst} starts that failed by chance the gateway stays down` });
  return ok(found);
};

const needsReload: UnitRule["check"] = (settings) => {
  if (settings.needsReload === null) return untold("the manager does not tell whether its files changed");
  return settings.needsReload
    ? fault("files changed since it read them", { fix: typed(settings, "daemon-reload") })
    : ok("as the files are");
};

const linger: UnitRule["check"] = ({ lingers }) => {
  if (lingers === null) return untold("loginctl does not tell whether this user lingers");
  return lingers ? ok("yes") : fault("no", { fix: "sudo loginctl enable-linger $USER" });
};

const competing: UnitRule["check"] = ({ competing, unit }) =>
  competing.length === 0 ? ok("none") : fault(competing.join(", "), { fix: `to keep ${unit}: ${competing.map(disable).join(" && ")}` });

const endings: Readonly<Record<string, string>> = {
  user: "systemctl --user disable --now ",
  system: "sudo systemctl disable --now ",
  agent: "launchctl bootout gui/$UID/",
};

/** `user openclaw-gateway.service`: scope and name. */
function disable(one: string): string {
  const [scope = "", ...name] = one.split(" ");
  return `${endings[scope] ?? ""}${name.join(" ")}`;
}

const enabledStates: ReadonlySet<string> = new Set(["enabled", "enabled-runtime", "generated", "alias", "indirect"]);

const refusedStart: UnitRule["check"] = (settings) => {
  const status = valueOf(settings, "ExecMainStatus");
  if (status === null) return untold("the manager does not tell how the last run ended");
  return isPrevented(settings) ? fault(`exit status ${status}`) : ok(`exit status ${status}`);
};

const enabled: UnitRule["check"] = (settings) => {
  const state = valueOf(settings, "UnitFileState");
  if (state === null || state === "") return untold("the manager does not tell whether it is enabled");
  if (state.startsWith("masked")) return ok(state, "masked: see there");
  if (state === "static") {
    const wantedBy = settings.kind === "systemd-user" ? "default.target" : "multi-user.target";
    const write = `write WantedBy=${wantedBy} under [Install], with: ${typed(settings, "edit", settings.unit)}`;
    return fault("static: no [Install] section", { fix: `${write}, then: ${typed(settings, "enable", settings.unit)}` });
  }
  return enabledStates.has(state) ? ok(state) : fault(state, { fix: typed(settings, "enable", settings.unit) });
};

const masked: UnitRule["check"] = (settings) => {
  const states = [valueOf(settings, "LoadState") ?? "", valueOf(settings, "UnitFileState") ?? ""];
  return states.some((state) => state.startsWith("masked"))
    ? fault("masked", { fix: typed(settings, "unmask", settings.unit) })
    : ok(states[0] ?? "no");
};

export const startRules: readonly UnitRule[] = [
  {
    id: "start-limit",
    kinds: systemd,
    severity: "warn",
    setting: "StartLimit",
    wanted: "10 starts in 5m, or what RestartSec can reach",
    why: "a gateway that cannot start must end as failed, where somebody sees it, but not at the first mishap",
    line: { section: "Unit", text: "StartLimitBurst=10 and StartLimitIntervalSec=300" },
    fix: "write StartLimitBurst=10 and StartLimitIntervalSec=300 under [Unit]",
    check: startLimit,
  },
  {
    id: "start-refused",
    kinds: systemd,
    severity: "crit",
    setting: "last run",
    wanted: "not an exit status that forbids the next start",
    why: "the gateway itself said that starting it again mends nothing: its config is broken, or another gateway has its state",
    line: null,
    fix: "openclaw doctor names what is wrong; when it is mended: openclaw gateway start",
    check: refusedStart,
  },
  {
    id: "needs-reload",
    kinds: systemd,
    severity: "warn",
    setting: "daemon-reload",
    wanted: "nothing pending",
    why: "what the files say is not what is in force: the next reload, whoever causes it, changes how the gateway is run",
    line: null,
    fix: "systemctl --user daemon-reload",
    check: needsReload,
  },
  {
    id: "linger",
    kinds: ["systemd-user"],
    severity: "warn",
    setting: "Linger",
    wanted: "yes",
    why: "without it the gateway is stopped with the user's last session, and not started at boot",
    line: null,
    fix: "sudo loginctl enable-linger $USER",
    check: linger,
  },
  {
    id: "competing-unit",
    kinds: ["systemd-user", "systemd-system", "launchd"],
    severity: "crit",
    setting: "another unit",
    wanted: "none on the same port",
    why: "two units start a gateway on one port: one of them fails again and again, and which one wins is chance",
    line: null,
    fix: "disable all but one of them",
    check: competing,
  },
  {
    id: "not-enabled",
    kinds: systemd,
    severity: "warn",
    setting: "UnitFileState",
    wanted: "enabled",
    why: "after a reboot nobody starts the gateway",
    line: null,
    fix: "systemctl --user enable openclaw-gateway.service",
    check: enabled,
  },
  {
    id: "masked",
    kinds: systemd,
    severity: "crit",
    setting: "LoadState",
    wanted: "not masked",
    why: "somebody forbade its start: neither a restart nor a reboot brings it back",
    line: null,
    fix: "systemctl --user unmask openclaw-gateway.service",
    check: masked,
  },
];
