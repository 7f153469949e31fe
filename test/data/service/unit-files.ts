// Unit files and drop-ins as people have them, each with what a real `systemctl --user show` and `systemctl cat` said of it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { unitSettings, type UnitTexts } from "../../../src/data/service/unit-settings.ts";
import type { UnitSettings } from "../../../src/data/service/unit-audit.ts";

export const unitFolder = join(import.meta.dirname, "../../fixtures/units");

export const textOf = (name: string, file: string): string => readFileSync(join(unitFolder, name, file), "utf8");

const unitTexts = (name: string): UnitTexts => ({
  kind: "systemd-user",
  unit: "openclaw-gateway.service",
  shown: textOf(name, "show.txt"),
  cat: textOf(name, "cat.txt"),
  lingers: true,
  competing: [],
});

export const settingsOf = (name: string, given: Partial<UnitTexts> = {}): UnitSettings => unitSettings({ ...unitTexts(name), ...given });

/** Which faults each has, in the order of the rules. */
export const faultsOf: Readonly<Record<string, readonly string[]>> = {
  "shipped-2026.9.6": [],
  "shipped-2026.8.1": ["kill-mode"],
  "shipped-2026.5.7": ["stop-timeout", "kill-mode", "oom-policy"],
  "shipped-2026.2.26": ["restart-prevent", "stop-timeout", "kill-mode", "oom-policy", "success-status", "start-limit"],
  "four-faults": ["restart-policy", "restart-prevent", "stop-timeout", "kill-mode"],
  "four-faults-by-drop-in": ["restart-policy", "restart-prevent", "stop-timeout", "kill-mode"],
  "restart-no": ["restart-policy"],
  "restart-on-abnormal": ["restart-policy"],
  "restart-100ms": ["restart-delay"],
  "restart-0": ["restart-delay"],
  "restart-2min": ["restart-delay", "start-limit"],
  "restart-20s": [],
  "prevent-others": [],
  "prevent-reset-by-drop-in": ["restart-prevent"],
  "old-unit-mended-by-drop-in": [],
  "last-drop-in-is-right": [],
  "last-drop-in-is-wrong": ["restart-policy"],
  "kill-none": ["kill-mode"],
  "kill-default": ["kill-mode"],
  "start-limit-off": ["start-limit"],
  "start-limit-two": ["start-limit"],
  "start-limit-default": ["start-limit"],
  "start-limit-by-its-old-name": [],
  "oom-kill": ["oom-policy"],
  "success-0": ["success-status"],
  "stop-infinity": [],
  "stop-329s": ["stop-timeout"],
  "stop-by-timeout-sec": ["stop-timeout"],
  "comments-and-continuation": [],
  "memory-limits": [],
  "no-network-order": [],
  "wants-without-after": [],
  disabled: ["not-enabled"],
  "no-install-section": ["not-enabled"],
  "odd-drop-in-name": ["kill-mode"],
  "changed-on-disk": ["needs-reload"],
  latched: ["restart-delay", "start-limit"],
  masked: [],
};
