// What each setting of a systemd unit should be for a gateway, and what happens when it is not. Wanted values: the unit OpenClaw
// 2026.9.6 installs.
import { duration } from "../units.ts";
import { typed } from "./fix-words.ts";
import { spanOf } from "../systemd-span.ts";
import { fault, includes, ok, untold, valueOf, wants, type UnitRule } from "./unit-rule.ts";

const systemd = ["systemd-user", "systemd-system"] as const;

const RESTART_LEAST_MS = 1_000;
const RESTART_MOST_MS = 30_000;
/** 315 s to drain and 15 s to end. */
const STOP_LEAST_MS = 330_000;
/** What the gateway keeps of TimeoutStopSec to end in order. */
const STOP_RESERVE_MS = 15_000;

const restartDelay: UnitRule["check"] = (settings) => {
  const value = valueOf(settings, "RestartSec");
  const ms = value === null ? null : spanOf(value);
  if (value === null || ms === null) return untold("the manager does not tell RestartSec");
  if (ms < RESTART_LEAST_MS)
    return fault(value, { why: "a gateway that fails at its start is started many times a second until the start limit is hit" });
  if (ms > RESTART_MOST_MS) return fault(value, { why: `every restart keeps the channels deaf for ${duration(ms)} longer than it must` });
  return ok(value);
};

const stopTimeout: UnitRule["check"] = (settings) => {
  const value = valueOf(settings, "TimeoutStopSec");
  const ms = value === null ? null : spanOf(value);
  if (value === null || ms === null) return untold("the manager does not tell TimeoutStopSec");
  if (ms >= STOP_LEAST_MS) return ok(value);
  const drain = duration(Math.max(0, ms - STOP_RESERVE_MS));
  return fault(value, { why: `running work gets ${drain} to end instead of 315 s, then the gateway is killed and the work is lost` });
};

const killModes: Readonly<Record<string, string>> = {
  process: "what the gateway started (tools, browsers, shells) outlives it, and holds its ports and files",
  none: "nothing is killed: a gateway that hangs while it stops stays for ever",
  "control-group": "everything the gateway started gets SIGTERM at the same moment, so that running work is cut off instead of drained",
};

const killMode: UnitRule["check"] = (settings) => {
  const value = valueOf(settings, "KillMode");
  if (value === null) return untold("the manager does not tell KillMode");
  const why = killModes[value];
  return value === "mixed" ? ok(value) : fault(value, why === undefined ? {} : { why });
};

const ordered = (settings: Parameters<UnitRule["check"]>[0], name: string): boolean =>
  (valueOf(settings, name) ?? "").split(/\s+/u).includes("network-online.target");

const networkOrder: UnitRule["check"] = (settings) => {
  if (valueOf(settings, "After") === null) return untold("the manager does not tell After");
  const missing = ["After", "Wants"].filter((name) => !ordered(settings, name));
  if (missing.length === 0) return ok("network-online.target");
  const without = missing.length === 2 ? "without network-online.target" : `without network-online.target in ${missing.join()}`;
  if (settings.kind === "systemd-user")
    return ok(without, "the user's manager has no network-online.target to wait for: channels connect again by themselves");
  const lines = missing.map((name) => `${name}=network-online.target`).join(" and ");
  return fault(without, {
    fix: `write ${lines} under [Unit], with: ${typed(settings, "edit", settings.unit)}`,
  });
};

const audited = ["Restart", "RestartSec", "RestartPreventExitStatus", "TimeoutStopSec", "KillMode", "OOMPolicy", "SuccessExitStatus"];
const limits = ["StartLimitBurst", "StartLimitIntervalSec"];

const dropIns: UnitRule["check"] = ({ settings, files }) => {
  if (files.length > 1 && Object.values(settings).every(({ file }) => file === null)) return untold("systemctl cat gave no answer");
  const words = [...audited, ...limits].flatMap((name) => {
    const one = settings[name];
    if (one === undefined || one.file === null || files.indexOf(one.file) <= 0) return [];
    return [`${name}=${one.value} (${one.file}:${one.line ?? "?"})`];
  });
  return ok(words.length === 0 ? "none" : words.join(", "));
};

export const unitRules: readonly UnitRule[] = [
  {
    id: "restart-policy",
    kinds: systemd,
    severity: "crit",
    setting: "Restart",
    wanted: "always",
    why: "the gateway restarts itself by ending with exit status 0, which only Restart=always brings back: with this it stays down",
    line: { section: "Service", text: "Restart=always" },
    fix: "write Restart=always",
    check: wants("Restart", (value) => value === "always"),
  },
  {
    id: "restart-delay",
    kinds: systemd,
    severity: "warn",
    setting: "RestartSec",
    wanted: "about 5s (1s to 30s)",
    why: "long enough that a failing start does not hit the start limit at once, short enough that nobody waits for it",
    line: { section: "Service", text: "RestartSec=5" },
    fix: "write RestartSec=5",
    check: restartDelay,
  },
  {
    id: "restart-prevent",
    kinds: systemd,
    severity: "warn",
    setting: "RestartPreventExitStatus",
    wanted: "78 among them",
    why: "a gateway that cannot start (broken config, a second one on the same state) ends with 78: starting it again and again mends nothing",
    line: { section: "Service", text: "RestartPreventExitStatus=78" },
    fix: "write RestartPreventExitStatus=78",
    check: includes("RestartPreventExitStatus", "78"),
  },
  {
    id: "stop-timeout",
    kinds: systemd,
    severity: "warn",
    setting: "TimeoutStopSec",
    wanted: "at least 330s",
    why: "the gateway lets running work end before it stops, at most 15 s less than this",
    line: { section: "Service", text: "TimeoutStopSec=330" },
    fix: "write TimeoutStopSec=330",
    check: stopTimeout,
  },
  {
    id: "kill-mode",
    kinds: systemd,
    severity: "warn",
    setting: "KillMode",
    wanted: "mixed",
    why: "the gateway is asked to end first, and what it started is ended after it",
    line: { section: "Service", text: "KillMode=mixed" },
    fix: "write KillMode=mixed",
    check: killMode,
  },
  {
    id: "oom-policy",
    kinds: systemd,
    severity: "warn",
    setting: "OOMPolicy",
    wanted: "continue",
    why: "when the kernel kills one tool for its memory, the manager stops the whole gateway after it",
    line: { section: "Service", text: "OOMPolicy=continue" },
    fix: "write OOMPolicy=continue",
    check: wants("OOMPolicy", (value) => value === "continue"),
  },
  {
    id: "success-status",
    kinds: systemd,
    severity: "warn",
    setting: "SuccessExitStatus",
    wanted: "143 among them",
    why: "a gateway that SIGTERM ended may exit with 143: without this an ordinary stop leaves the unit failed",
    line: { section: "Service", text: "SuccessExitStatus=0 143" },
    fix: "write SuccessExitStatus=0 143",
    check: includes("SuccessExitStatus", "143"),
  },
  {
    id: "network-order",
    kinds: systemd,
    severity: "warn",
    setting: "After, Wants",
    wanted: "network-online.target in both (system scope)",
    why: "at boot the gateway starts before the network is there: every channel fails first, and tries again later",
    line: null,
    fix: "write After=network-online.target and Wants=network-online.target under [Unit]",
    check: networkOrder,
  },
  {
    id: "drop-in-overrides",
    kinds: systemd,
    severity: "warn",
    setting: "drop-ins",
    wanted: "known",
    why: "settings a drop-in has the last word on: an update of OpenClaw writes the unit anew, and does not change them",
    line: null,
    fix: "nothing: it is told so that nobody looks into the wrong file",
    check: dropIns,
  },
];
