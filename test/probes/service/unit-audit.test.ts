// The unit audit as a probe: which commands it runs, what it makes of managers that do not answer, and that no secret passes.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readUnitAudit } from "../../../src/probes/service/read-unit-audit.ts";
import { unitAuditProbe } from "../../../src/probes/service/unit-audit.ts";
import { Missing, type ProbeContext, type World } from "../../../src/probes/probe.ts";
import type { CommandAnswer } from "../../../src/probes/world/run-command.ts";
import { target as anyTarget } from "../../support/target.ts";
import { textOf } from "../../data/service/unit-files.ts";
import { worldWithClock } from "../local/stand-in.ts";

const unit = "openclaw-gateway.service";
const target = { ...anyTarget, port: 18_789 };
const ok = (out: string): CommandAnswer => ({ code: 0, out, err: "", ended: "itself" });
const refused = (err: string): CommandAnswer => ({ code: 1, out: "", err, ended: "itself" });

let folder = "";
const usual = process.env["XDG_CONFIG_HOME"];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gatetop-unit-audit-"));
  mkdirSync(join(folder, "systemd/user"), { recursive: true });
  writeFileSync(join(folder, "systemd/user", unit), "[Service]\n");
  process.env["XDG_CONFIG_HOME"] = folder;
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  if (usual === undefined) delete process.env["XDG_CONFIG_HOME"];
  else process.env["XDG_CONFIG_HOME"] = usual;
});

/** `answers`: by the words of the command without its options; what is not there is a manager without an answer. */
function host(answers: Readonly<Record<string, CommandAnswer>>, systemd = true): { readonly world: World; readonly asked: string[] } {
  const asked: string[] = [];
  const { world } = worldWithClock();
  const answering: World = {
    ...world,
    platform: "linux",
    uid: 1000,
    listDir: (path) => (systemd && path === "/run/systemd/system" ? Promise.resolve([]) : Promise.reject(new Error("ENOENT"))),
    run: (argv) => {
      const words = argv.filter((word) => word === "--user" || !word.startsWith("--")).join(" ");
      asked.push(argv.join(" "));
      return Promise.resolve(answers[words] ?? { code: null, out: "", err: "", ended: "timeout" });
    },
  };
  return { world: answering, asked };
}

const shown = (name: string) => ({
  [`systemctl --user show ${unit}`]: ok(textOf(name, "show.txt")),
  [`systemctl --user cat ${unit}`]: ok(textOf(name, "cat.txt")),
  "loginctl show-user 1000": ok("yes\n"),
});

const patterns = "openclaw*.service clawdbot*.service moltbot*.service";
const look = { pid: null, timeoutMs: 100 };
const faults = (audit: Awaited<ReturnType<typeof readUnitAudit>>): readonly string[] =>
  audit.findings.flatMap(({ id, status }) => (status === "fault" ? [id] : []));

test("a unit with four faults: the four, by the files that say so", async () => {
  const audit = await readUnitAudit(host(shown("four-faults-by-drop-in")).world, target, look);
  expect(faults(audit)).toEqual(["restart-policy", "restart-prevent", "stop-timeout", "kill-mode"]);
  expect(audit.settings).toMatchObject({ kind: "systemd-user", unit, lingers: true, needsReload: false });
  expect(audit.why).toBeNull();
});

test("it asks for no variable and no command line of the gateway's own unit", async () => {
  const { world, asked } = host(shown("shipped-2026.9.6"));
  await readUnitAudit(world, target, look);
  const own = asked.filter((argv) => argv.includes(" show ") && argv.endsWith(unit));
  expect(own.length).toBeGreaterThan(0);
  for (const argv of own) expect(argv).not.toMatch(/Environment|ExecStart/u);
});

test("a token in the unit's environment stays there", async () => {
  const audit = await readUnitAudit(host(shown("shipped-2026.2.26")).world, target, look);
  expect(JSON.stringify(audit)).not.toContain("canary");
});

const rival = (port: number, more = ""): CommandAnswer =>
  ok(
    `ExecStart={ path=/usr/bin/node ; argv[]=/usr/bin/node openclaw gateway --token canary ${more} ; ignore_errors=no }\nEnvironment=OPENCLAW_GATEWAY_TOKEN=canary${port === 0 ? "" : ` OPENCLAW_GATEWAY_PORT=${port}`} OPENCLAW_SERVICE_KIND=gateway\nLoadState=loaded\nActiveState=inactive\nUnitFileState=enabled\n`,
  );

test.each([
  ["the same port", rival(18_789), true],
  ["the usual port, because none is said", rival(0), true],
  ["the same port on its command line", rival(0, "--port 18789"), true],
  ["another profile's port", rival(19_001), false],
  ["another port on its command line", rival(0, "--port 19001"), false],
  ["not enabled and not running", ok(rival(18_789).out.replace("=enabled", "=disabled")), false],
  ["not enabled and running", ok(rival(18_789).out.replace("=enabled", "=disabled").replace("=inactive", "=active")), true],
  ["a script of somebody's own, by its name", ok(rival(18_789).out.replace("openclaw gateway", "start")), true],
  ["no gateway", ok(rival(18_789).out.replace("KIND=gateway", "KIND=node")), false],
])("a second unit in the system scope: %s", async (_, answer, competes) => {
  const answers = {
    ...shown("shipped-2026.9.6"),
    [`systemctl --user list-unit-files ${patterns}`]: ok(`${unit} enabled enabled\n`),
    [`systemctl list-unit-files ${patterns}`]: ok("clawdbot-gateway.service enabled enabled\n"),
    "systemctl show clawdbot-gateway.service": answer,
  };
  const audit = await readUnitAudit(host(answers).world, target, look);
  expect(audit.settings?.competing).toEqual(competes ? ["system clawdbot-gateway.service"] : []);
  expect(faults(audit)).toEqual(competes ? ["competing-unit"] : []);
  expect(JSON.stringify(audit)).not.toContain("canary");
});

test("no systemd: said in one sentence, nothing is run", async () => {
  const { world, asked } = host({}, false);
  expect(await readUnitAudit(world, target, look)).toEqual({ settings: null, why: "this host is not run by systemd", findings: [] });
  expect(asked).toEqual([]);
});

test("no bus: unknown, with the way out", async () => {
  const audit = await readUnitAudit(
    host({ [`systemctl --user show ${unit}`]: refused("Failed to connect to bus: No medium found") }).world,
    target,
    look,
  );
  expect(audit.settings).toBeNull();
  expect(audit.findings).toMatchObject([{ id: "no-bus", status: "unknown", fix: expect.stringContaining("enable-linger") as string }]);
});

test("no unit anywhere is one warning, with the command that makes one", async () => {
  rmSync(join(folder, "systemd/user", unit));
  const none = ok(textOf("shipped-2026.9.6", "show.txt").replace("LoadState=loaded", "LoadState=not-found"));
  const audit = await readUnitAudit(
    host({ [`systemctl --user show ${unit}`]: none, [`systemctl show ${unit}`]: none }).world,
    target,
    look,
  );
  expect(audit.findings).toMatchObject([{ id: "no-unit", status: "fault", severity: "warn", fix: "openclaw gateway install" }]);
});

test("a gateway that runs beside its unit: said, and the unit is audited all the same", async () => {
  const { world } = host(shown("restart-no"));
  const beside: World = {
    ...world,
    readText: (path, options) => {
      if (path === "/proc/9/cgroup") return Promise.resolve("0::/user.slice/session-4.scope\n");
      if (path === "/proc/9/stat") return Promise.resolve("9 (node) S 1 1 1 0 -1 0 0 0 0 0 1 1 0 0 20 0 7 0 100 1000 50 0\n");
      return world.readText(path, options);
    },
  };
  expect(faults(await readUnitAudit(beside, target, { ...look, pid: 9 }))).toEqual(["not-its-unit", "restart-policy"]);
});

test.each([
  ["on another host", { ...target, local: false }, "linux", "another host"],
  ["of the demo", { ...target, demo: "calm" }, "linux", "another host"],
  ["on Windows", target, "win32", "no service manager of win32"],
] as const)("a gateway %s has none that can be looked at", async (_, where, platform, why) => {
  const { world } = host({});
  const context = { target: where, last: () => null, reportedPid: null } as ProbeContext;
  const read = unitAuditProbe.read({ ...world, platform }, context);
  await expect(read).rejects.toThrow(Missing);
  await expect(read).rejects.toThrow(why);
});
