// launchd property lists: what OpenClaw's installer writes, and what people make of it.
import { expect, test } from "vitest";
import { auditUnit } from "../../../src/data/service/audit.ts";
import { parsePlist } from "../../../src/data/service/parse-plist.ts";
import type { UnitSettings } from "../../../src/data/service/unit-audit.ts";

const plist = (policy: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
  <dict>
    <key>Label</key>
    <string>ai.openclaw.gateway</string>
    <key>Comment</key>
    <string>OpenClaw Gateway (v2026.9.6)</string>
${policy}
    <key>ProgramArguments</key>
    <array>
      <string>/usr/local/bin/node</string>
      <string>gateway</string>
    </array>
    <key>EnvironmentVariables</key>
    <dict>
      <key>OPENCLAW_GATEWAY_TOKEN</key>
      <string>canary-token-2</string>
      <key>KeepAlive</key>
      <true/>
    </dict>
  </dict>
</plist>
`;

const keys = {
  shipped:
    "<key>RunAtLoad</key>\n<true/>\n<key>KeepAlive</key>\n<true/>\n<key>ExitTimeOut</key>\n<integer>20</integer>\n<key>ThrottleInterval</key>\n<integer>10</integer>",
  older: "<key>RunAtLoad</key><true/><key>KeepAlive</key><true/><key>ThrottleInterval</key><integer>60</integer>",
  conditions: "<key>RunAtLoad</key><true/><key>KeepAlive</key><dict><key>SuccessfulExit</key><false/></dict>",
  never: "<key>RunAtLoad</key><false/><key>KeepAlive</key><false/><key>ThrottleInterval</key><integer>0</integer>",
  nothing: "",
} as const;

const read = (policy: string, beside: readonly string[] = []): UnitSettings =>
  parsePlist(plist(policy), { unit: "ai.openclaw.gateway", file: "/Users/o/Library/LaunchAgents/ai.openclaw.gateway.plist", beside });

const faults = (settings: UnitSettings): readonly string[] =>
  auditUnit(settings).flatMap(({ id, status }) => (status === "fault" ? [id] : []));

test.each([
  ["shipped", []],
  ["older", ["throttle-interval"]],
  ["conditions", ["keep-alive"]],
  ["never", ["run-at-load", "keep-alive", "throttle-interval"]],
  ["nothing", ["run-at-load", "keep-alive"]],
] as const)("an agent of the kind %s: %j", (name, expected) => {
  expect(faults(read(keys[name]))).toEqual(expected);
});

test("an agent under an earlier name of OpenClaw competes; another profile's does not", () => {
  const settings = read(keys.shipped, ["com.clawdbot.gateway", "ai.openclaw.work"]);
  expect(auditUnit(settings).find(({ id }) => id === "competing-unit")).toMatchObject({
    status: "fault",
    fix: "to keep ai.openclaw.gateway: launchctl bootout gui/$UID/com.clawdbot.gateway",
  });
});

test("each setting names its line, and the environment stays unread", () => {
  const settings = read(keys.shipped);
  expect(settings.settings["KeepAlive"]).toMatchObject({ value: "true", line: 11 });
  expect(JSON.stringify(settings)).not.toContain("canary");
});

test.each(["", "<dict>", "<plist><dict></dict></plist>", "not a plist", "<dict><key>KeepAlive</key>"])(
  "broken text %j does not break it",
  (text) => {
    expect(faults(parsePlist(text, { unit: "x", file: "/x", beside: [] }))).toEqual(["run-at-load", "keep-alive"]);
  },
);
