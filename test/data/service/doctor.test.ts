// What the doctor makes of a state: exit codes, what is told as wrong, as right and as not seen, in text and JSON.
import { describe, expect, test } from "vitest";
import type { Event } from "../../../src/data/events.ts";
import { audited, notAudited } from "../../../src/data/service/audit.ts";
import { diagnosis, doctorExit, type Diagnosis } from "../../../src/data/service/doctor.ts";
import { doctorJson } from "../../../src/data/service/doctor-json.ts";
import { doctorRows } from "../../../src/data/service/doctor-text.ts";
import type { UnitFinding } from "../../../src/data/service/unit-audit.ts";
import { marks } from "../../../src/ui/theme.ts";
import * as s from "../../support/scene.ts";
import { settingsOf } from "./unit-files.ts";

const unit = (name: string): Event => s.sampled("unitAudit", audited(settingsOf(name)));
const told = (...events: readonly Event[]): readonly Event[] => [...s.well(), s.sampled("cron", []), s.sampled("modelAuth", []), ...events];
const looked = (events: readonly Event[], own: readonly UnitFinding[] = [], unreached: string | null = null): Diagnosis =>
  diagnosis(s.scene(...events), own, unreached);
const faults = ({ findings }: Diagnosis): readonly string[] => findings.flatMap(({ id, status }) => (status === "fault" ? [id] : []));
const text = (given: Diagnosis): string =>
  doctorRows(given, marks)
    .map((row) => row.map((cell) => cell.text).join(""))
    .join("\n");

const own: UnitFinding = {
  id: "config-mode",
  status: "fault",
  severity: "warn",
  setting: "config",
  found: "readable by others",
  wanted: "",
  why: "tokens stand in it",
  fix: "chmod 600 openclaw.json",
};

describe("exit codes", () => {
  test.each<[string, readonly Event[], readonly UnitFinding[], number]>([
    ["all right", told(unit("shipped-2026.9.6")), [], 0],
    ["a warning", told(unit("kill-default")), [], 1],
    ["a warning of the config file", told(unit("shipped-2026.9.6")), [own], 1],
    ["critical", told(unit("four-faults")), [], 2],
    ["no systemd, the rest is right", told(s.sampled("unitAudit", notAudited("this host is not run by systemd"))), [], 0],
    ["nothing could be looked at", [], [], 3],
  ])("%s", (_, events, ownFindings, code) => {
    expect(doctorExit(looked(events, ownFindings))).toBe(code);
  });
});

test("a unit with four faults: exactly the four", () => {
  expect(faults(looked(told(unit("four-faults"))))).toEqual(["restart-policy", "restart-prevent", "stop-timeout", "kill-mode"]);
});

test("the rules of the dashboard about how it is set up are the doctor's too", () => {
  const expired = { provider: "openai", profile: null, status: "expired", renewed: false, expiresAt: null };
  const failing = { id: "j", name: "digest", enabled: true, everyMs: null, nextRunAt: null, lastRunAt: null, runningAt: null };
  const events = told(
    unit("shipped-2026.9.6"),
    s.sampled("modelAuth", [expired]),
    s.sampled("cron", [{ ...failing, lastStatus: "error", consecutiveErrors: 4, autoDisabled: null }]),
  );
  const { findings } = looked(events);
  expect(findings.find(({ id }) => id === "credentials")).toMatchObject({ status: "fault", severity: "crit", setting: "openai" });
  expect(findings.find(({ id }) => id === "cron")).toMatchObject({ status: "fault", severity: "crit", setting: "digest" });
});

test("a gateway that does not answer is not called right: what only it knows is not seen, with why", () => {
  const dead = [{ type: "target", at: s.START, target: s.target } as const, unit("shipped-2026.9.6")];
  const { unknown, findings } = looked(dead, [], "the gateway does not answer: connection refused");
  const ids = ["config-reload", "plugin-errors", "update-available", "disk-low", "credentials", "cron"];
  expect(unknown).toEqual(ids.map((id) => ({ id, why: "the gateway does not answer: connection refused" })));
  expect(findings.map(({ id }) => id)).not.toContain("cron");
});

test("another host: said once, in place of the unit", () => {
  const events = [...s.well(), { type: "missing", source: "unitAudit", at: s.START, why: "the gateway is on another host" } as const];
  expect(looked(events).unknown).toContainEqual({ id: "service", why: "the gateway is on another host" });
});

test("as text: the worst first, each with why and what to type, then what is right and what was not seen", () => {
  const lines = text(looked(told(unit("four-faults-by-drop-in")), [own])).split("\n");
  expect(lines[0]).toBe("doctor  this host · openclaw-gateway.service");
  expect(lines[1]).toBe("✖ restart-policy  Restart is on-failure, wanted: always");
  expect(lines[2]).toMatch(/^ {4}why {2}the gateway restarts itself by ending/u);
  expect(lines[3]).toMatch(
    /^ {4}fix {2}write Restart=always under \[Service\] in .*override\.conf, line 3, then: systemctl --user daemon-reload$/u,
  );
  expect(lines).toContain("▲ config-mode  config: readable by others");
  expect(lines.find((line) => line.startsWith("  right"))).toContain("oom-policy");
  expect(lines.at(-1)).toMatch(/^1 critical, 4 warnings of \d+ checks$/u);
});

test("as text: nothing wrong, nothing looked at", () => {
  expect(text(looked(told(unit("shipped-2026.9.6"))))).toMatch(/\nnothing is wrong$/u);
  expect(text(looked([]))).toMatch(/\nnothing could be looked at$/u);
});

test("as JSON: schema, status, findings with their fix, and what is unknown", () => {
  const json = doctorJson(looked(told(unit("four-faults")), [own])) as Record<string, unknown>;
  expect(json).toMatchObject({
    schema: "gatetop-doctor/1",
    at: s.START,
    target: { name: "this host", url: "ws://127.0.0.1:18789", local: true },
    unit: "openclaw-gateway.service",
    status: "critical",
  });
  expect(Object.keys(json)).toEqual(["schema", "at", "target", "unit", "status", "findings", "unknown"]);
  const findings = json["findings"] as readonly UnitFinding[];
  expect(findings.find(({ id }) => id === "stop-timeout")).toEqual({
    id: "stop-timeout",
    status: "fault",
    severity: "warn",
    setting: "TimeoutStopSec",
    found: "30s",
    wanted: "at least 330s",
    why: "running work gets 15s to end instead of 315 s, then the gateway is killed and the work is lost",
    fix: "write TimeoutStopSec=330 under [Service], with: systemctl --user edit openclaw-gateway.service",
  });
  expect(findings.find(({ id }) => id === "config-mode")).toMatchObject({ wanted: null });
});

test("an update that is out is news, and no fault", () => {
  const state = s.scene(...told(unit("shipped-2026.9.6")));
  const news = { ...state, update: { current: "2026.9.6", latest: "2026.9.7", channel: null } };
  const found = diagnosis(news, [], null);
  expect(doctorExit(found)).toBe(0);
  expect(text(found)).toContain("news  update-available: 2026.9.7 is out, this is 2026.9.6");
});
