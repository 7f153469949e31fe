// Real unit files through the rules: which are named, how severe, and whether the fix says what to write where.
import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { auditUnit, unitRules } from "../../../src/data/service/audit.ts";
import type { UnitFinding } from "../../../src/data/service/unit-audit.ts";
import { faultsOf, settingsOf, unitFolder } from "./unit-files.ts";

const faultsIn = (findings: readonly UnitFinding[]): readonly string[] =>
  findings.flatMap(({ id, status }) => (status === "fault" ? [id] : []));
const found = (name: string, id: string, given: Parameters<typeof settingsOf>[1] = {}): UnitFinding | undefined =>
  auditUnit(settingsOf(name, given)).find((finding) => finding.id === id);

test("every folder of unit files has its row", () => {
  expect(readdirSync(unitFolder).sort()).toEqual(Object.keys(faultsOf).sort());
});

test.each(Object.entries(faultsOf).filter(([name]) => name !== "masked"))("%s: %j", (name, faults) => {
  const findings = auditUnit(settingsOf(name));
  expect(faultsIn(findings)).toEqual(faults);
  expect(findings.filter(({ status }) => status === "unknown")).toEqual([]);
  for (const { status, fix, why } of findings) {
    expect(why).not.toBe("");
    expect(status === "fault" ? fix : "none").toMatch(/\S/u);
  }
});

test("a rule's id is its own, and every rule for systemd is in force for one file or another", () => {
  expect(new Set(unitRules.map(({ id }) => id)).size).toBe(unitRules.length);
});

describe("what a fix says", () => {
  test("nothing of it stands in a file: systemctl edit, the section and the line", () => {
    expect(found("four-faults", "restart-prevent")?.fix).toBe(
      "write RestartPreventExitStatus=78 under [Service], with: systemctl --user edit openclaw-gateway.service",
    );
  });

  test("a drop-in has the last word: its file and line", () => {
    expect(found("four-faults-by-drop-in", "stop-timeout")?.fix).toBe(
      "write TimeoutStopSec=330 under [Service] in /home/operator/.config/systemd/user/openclaw-gateway.service.d/override.conf, line 4, then: systemctl --user daemon-reload",
    );
  });

  test("of two drop-ins the later is named", () => {
    expect(found("last-drop-in-is-wrong", "restart-policy")?.fix).toContain("20-last.conf, line 2,");
  });

  test("a path with spaces in it is whole", () => {
    expect(found("odd-drop-in-name", "kill-mode")?.fix).toContain("/openclaw-gateway.service.d/20 my own.conf, line 2,");
  });

  test("a system unit wants sudo", () => {
    expect(found("kill-none", "kill-mode", { kind: "systemd-system" })?.fix).toMatch(/, with: sudo systemctl edit /u);
  });

  test("without systemctl cat it is still told, and which file says it is unknown", () => {
    expect(found("four-faults-by-drop-in", "drop-in-overrides", { cat: null })?.status).toBe("unknown");
    expect(found("four-faults-by-drop-in", "kill-mode", { cat: null })?.fix).toMatch(/, with: systemctl --user edit /u);
  });
});

test("drop-ins that have the last word are told, and are no fault", () => {
  expect(found("old-unit-mended-by-drop-in", "drop-in-overrides")).toMatchObject({ status: "ok", fix: null });
  expect(found("old-unit-mended-by-drop-in", "drop-in-overrides")?.found).toContain("KillMode=mixed (");
  expect(found("shipped-2026.9.6", "drop-in-overrides")?.found).toBe("none");
});

test("the drain that is left is told", () => {
  expect(found("shipped-2026.5.7", "stop-timeout")?.why).toContain("running work gets 15s to end");
});

test.each([
  ["no-network-order", "systemd-user", "ok"],
  ["no-network-order", "systemd-system", "fault"],
  ["wants-without-after", "systemd-system", "fault"],
  ["shipped-2026.9.6", "systemd-system", "ok"],
] as const)("network order of %s in %s: %s", (name, kind, status) => {
  expect(found(name, "network-order", { kind })?.status).toBe(status);
});

test("the missing half of the network order is what is written", () => {
  expect(found("wants-without-after", "network-order", { kind: "systemd-system" })?.fix).toBe(
    "write After=network-online.target under [Unit], with: sudo systemctl edit openclaw-gateway.service",
  );
});

test("given up by its manager: critical, with the two commands", () => {
  expect(found("latched", "start-limit")).toMatchObject({ status: "fault", severity: "crit" });
  expect(found("latched", "start-limit")?.fix).toContain(
    "systemctl --user reset-failed openclaw-gateway.service && systemctl --user start openclaw-gateway.service",
  );
});

test("ended with 78: not the start limit, but that it refused to start", () => {
  const settings = settingsOf("latched");
  const set = (name: string, value: string) => ({ name, value, file: null, line: null });
  const refused = { ...settings, settings: { ...settings.settings, ExecMainStatus: set("ExecMainStatus", "78") } };
  const faults = auditUnit(refused).filter(({ status }) => status === "fault");
  expect(faults.map(({ id }) => id)).toEqual(["restart-delay", "start-limit", "start-refused"]);
  expect(faults[1]).toMatchObject({ severity: "warn" });
});

test("a masked unit is critical", () => {
  expect(found("masked", "masked")).toMatchObject({ status: "fault", severity: "crit" });
  expect(found("masked", "not-enabled")?.status).toBe("ok");
});

test.each([
  [true, "ok"],
  [false, "fault"],
  [null, "unknown"],
] as const)("lingering %s: %s", (lingers, status) => {
  expect(found("shipped-2026.9.6", "linger", { lingers })?.status).toBe(status);
});

test("another unit on the port is critical, and the fix ends that one", () => {
  const competing = ["system openclaw-gateway.service", "user clawdbot-gateway.service"];
  expect(found("shipped-2026.9.6", "competing-unit", { competing })).toMatchObject({
    status: "fault",
    severity: "crit",
    fix: "to keep openclaw-gateway.service: sudo systemctl disable --now openclaw-gateway.service && systemctl --user disable --now clawdbot-gateway.service",
  });
});

test("what the manager does not tell is unknown, never right", () => {
  const findings = auditUnit(settingsOf("shipped-2026.9.6", { shown: "LoadState=loaded\n", lingers: null }));
  const told = findings.filter(({ status }) => status === "ok").map(({ id }) => id);
  expect(faultsIn(findings)).toEqual([]);
  expect(told).toEqual(["drop-in-overrides", "competing-unit", "masked"]);
});

test("no value of an environment variable is in what was read", () => {
  const settings = settingsOf("shipped-2026.2.26");
  expect(JSON.stringify([settings, auditUnit(settings)])).not.toContain("canary");
});
