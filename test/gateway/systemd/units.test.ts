// The unit files the audit is tested with, under a real manager: what it says of each is what was written down, and read the same.
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { auditUnit } from "../../../src/data/service/audit.ts";
import { properties } from "../../../src/data/service/parse-show.ts";
import { unitSettings } from "../../../src/data/service/unit-settings.ts";
import type { UnitSettings } from "../../../src/data/service/unit-audit.ts";
import { faultsOf, settingsOf, unitFolder } from "../../data/service/unit-files.ts";
import { enterSystemd, mustRun, noSystemd, type SystemdUser } from "./systemd-user.ts";

const unit = "openclaw-gateway.service";
/** Where the files were when it was written down. */
const writtenAt = "/home/operator/.config/systemd/user";
const missing = noSystemd();
const skipped = missing !== null && !mustRun;
/** These are of a moment, not of a file. */
const momentary = ["changed-on-disk", "latched", "masked"];
const names = Object.keys(faultsOf).filter((name) => !momentary.includes(name));

describe.skipIf(skipped)(`a real systemd --user${skipped ? ` (left out: ${missing})` : ""}`, () => {
  let home = "";
  let folder = "";
  let systemd: SystemdUser;

  beforeAll(async () => {
    if (missing !== null) throw new Error(`these tests must run here, and cannot: ${missing}`);
    home = mkdtempSync(join(tmpdir(), "gatetop-units-"));
    folder = join(home, ".config/systemd/user");
    mkdirSync(folder, { recursive: true });
    systemd = await enterSystemd(home);
  });
  afterEach(async () => {
    await systemd.systemctl("disable", "--quiet", unit);
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
  });
  afterAll(async () => {
    await systemd?.leave();
    rmSync(home, { recursive: true, force: true });
  });

  async function installed(name: string): Promise<UnitSettings> {
    const from = join(unitFolder, name);
    copyFileSync(join(from, unit), join(folder, unit));
    const dropIns = readdirSync(from).filter((file) => file.endsWith(".conf"));
    if (dropIns.length > 0) mkdirSync(join(folder, `${unit}.d`));
    for (const file of dropIns) copyFileSync(join(from, file), join(folder, `${unit}.d`, file));
    await systemd.systemctl("daemon-reload");
    if (settingsOf(name).settings["UnitFileState"]?.value === "enabled") await systemd.systemctl("enable", "--quiet", unit);
    const { said: shown } = await systemd.systemctl("show", `--property=${Object.keys(properties).join(",")}`, "--", unit);
    const { said: cat } = await systemd.systemctl("cat", "--", unit);
    const there = (text: string): string => text.replaceAll(folder, writtenAt);
    return unitSettings({ kind: "systemd-user", unit, shown: there(shown), cat: there(cat), lingers: true, competing: [] });
  }

  test.each(names)("%s", async (name) => {
    expect(existsSync(join(unitFolder, name, unit))).toBe(true);
    const settings = await installed(name);
    const faults = auditUnit(settings).flatMap(({ id, status }) => (status === "fault" ? [id] : []));
    expect(faults).toEqual(faultsOf[name]);
    // systemd lists its targets in no order.
    const sorted = ({ settings: all, files, needsReload }: UnitSettings): unknown => ({
      files,
      needsReload,
      all: Object.values(all).map((one) => ({ ...one, value: one.value.split(" ").sort().join(" ") })),
    });
    expect(sorted(settings)).toEqual(sorted(settingsOf(name)));
  });
});
