// What a launchd agent should say. Written after Apple's own manual and OpenClaw's installer; nobody ran it on a Mac.
import { fault, ok, valueOf, type UnitRule } from "./unit-rule.ts";

const launchd = ["launchd"] as const;

const THROTTLE_MOST_S = 30;
/** launchd's own, when a plist does not say. */
const THROTTLE_DEFAULT = "10";

/** Absent is false, which is what launchd does. */
const isTrue =
  (name: string): UnitRule["check"] =>
  (settings) => {
    const value = valueOf(settings, name) ?? "not set";
    return value === "true" ? ok(value) : fault(value);
  };

const throttle: UnitRule["check"] = (settings) => {
  const value = valueOf(settings, "ThrottleInterval") ?? THROTTLE_DEFAULT;
  const seconds = Number(value);
  return seconds >= 1 && seconds <= THROTTLE_MOST_S ? ok(`${value} s`) : fault(`${value} s`);
};

const inPlist = (text: string): string =>
  `write ${text} into the plist, then: launchctl bootout and bootstrap it again, or: openclaw gateway install --force`;

export const launchdRules: readonly UnitRule[] = [
  {
    id: "run-at-load",
    kinds: launchd,
    severity: "crit",
    setting: "RunAtLoad",
    wanted: "true",
    why: "without it the gateway is not started when the user logs in",
    line: null,
    fix: inPlist("<key>RunAtLoad</key><true/>"),
    check: isTrue("RunAtLoad"),
  },
  {
    id: "keep-alive",
    kinds: launchd,
    severity: "crit",
    setting: "KeepAlive",
    wanted: "true",
    why: "the gateway restarts itself by ending with exit status 0, which only KeepAlive=true brings back",
    line: null,
    fix: inPlist("<key>KeepAlive</key><true/>"),
    check: isTrue("KeepAlive"),
  },
  {
    id: "throttle-interval",
    kinds: launchd,
    severity: "warn",
    setting: "ThrottleInterval",
    wanted: "10 s (1 s to 30 s)",
    why: "every restart keeps the channels deaf for that long; 0 starts a failing gateway without a pause",
    line: null,
    fix: inPlist("<key>ThrottleInterval</key><integer>10</integer>"),
    check: throttle,
  },
];
