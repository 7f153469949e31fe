// Real unit files in a folder of their own; the service manager writes down what it is asked.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { UnitManager } from "../../../../src/actions/install/unit-manager.ts";
import { written, type Row } from "../../../../src/cli/act/paper.ts";
import { installUnits, uninstallUnits } from "../../../../src/cli/guard/install/install.ts";
import { guardService, guardTimer, serviceName, timerName, type Unit, type UnitOptions } from "../../../../src/cli/guard/install/units.ts";

let root = "";
let dir = "";
const gateway = "openclaw-gateway.service";
const unit: UnitOptions = { profile: null, argv: ["/usr/bin/node", "/opt/gatetop.cjs", "guard", "--act"], environment: {} };
const names = [serviceName(null), timerName(null)];

beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), "gatetop-install-"));
  dir = path.join(root, "systemd", "user");
  fs.mkdirSync(dir, { recursive: true });
  fs.writeFileSync(path.join(dir, gateway), "[Service]\nExecStart=/usr/bin/openclaw gateway\n");
});

afterEach(() => {
  expect(fs.readFileSync(path.join(dir, gateway), "utf8")).toBe("[Service]\nExecStart=/usr/bin/openclaw gateway\n");
  fs.rmSync(root, { recursive: true, force: true });
});

type Given = { readonly units?: readonly Unit[]; readonly dryRun?: boolean; readonly says?: boolean | null; readonly fails?: string };

function played({ says = true, fails }: Pick<Given, "says" | "fails">) {
  let read = "";
  const asked: string[] = [];
  const answer = (words: string) => {
    asked.push(words);
    return Promise.resolve({ code: words === fails ? 1 : 0, said: words === fails ? "Failed to connect to bus" : "", tookMs: 1 });
  };
  const manager: UnitManager = { reload: () => answer("daemon-reload"), unit: (verb, name) => answer(`${verb} ${name}`) };
  const talk = {
    rows: (rows: readonly Row[]) => void (read += written(rows, { look: { color: false, ascii: false }, columns: null })),
    refuse: (why: string, fix: string | null) => void (read += `refused: ${why}${fix === null ? "" : ` (${fix})`}\n`),
    agreed: () => Promise.resolve(says),
  };
  return { parts: { dir, names, manager, talk }, asked, read: () => read.replaceAll(root, "ROOT") };
}

async function install({ units = [guardService(unit)], dryRun = false, ...given }: Given = {}) {
  const { parts, asked, read } = played(given);
  const started = units.at(-1)?.name ?? serviceName(null);
  const exit = await installUnits({ ...parts, units, started, notes: ["it only tells"], dryRun });
  return { exit, asked, read: read() };
}

async function uninstall({ dryRun = false, ...given }: Given = {}) {
  const { parts, asked, read } = played(given);
  return { exit: await uninstallUnits({ ...parts, dryRun }), asked, read: read() };
}

const there = (): readonly string[] =>
  fs
    .readdirSync(dir)
    .filter((name) => name !== gateway)
    .toSorted();

test("the whole text is printed, written, enabled and started", async () => {
  const { exit, asked, read } = await install();
  expect(exit).toBe(0);
  expect(read).toContain("ROOT/systemd/user/gatetop-guard.service (new)\n  # Written by: gatetop guard install.");
  expect(read).toContain("▲ it only tells");
  expect(read).toContain("what it does: journalctl --user -u gatetop-guard.service -f");
  expect(fs.readFileSync(path.join(dir, "gatetop-guard.service"), "utf8")).toBe(guardService(unit).text);
  expect(asked).toEqual(["daemon-reload", "enable gatetop-guard.service", "start gatetop-guard.service"]);
});

test("once more: what changes is shown, and the old one is ended first", async () => {
  await install();
  const { asked, read } = await install({ units: [guardService({ ...unit, argv: [...unit.argv, "--fast"] })] });
  expect(read).toContain("(will be)");
  expect(read).toContain(
    "- ExecStart=/usr/bin/node /opt/gatetop.cjs guard --act\n+ ExecStart=/usr/bin/node /opt/gatetop.cjs guard --act --fast\n",
  );
  expect(asked).toEqual([
    "disable gatetop-guard.service",
    "stop gatetop-guard.service",
    "daemon-reload",
    "enable gatetop-guard.service",
    "start gatetop-guard.service",
  ]);
});

test("a timer takes the place of a service, and a service that of a timer", async () => {
  await install();
  const timer = await install({ units: guardTimer(unit) });
  expect(timer.asked.slice(-2)).toEqual(["enable gatetop-guard.timer", "start gatetop-guard.timer"]);
  expect(there()).toEqual(["gatetop-guard.service", "gatetop-guard.timer"]);
  const service = await install();
  expect(service.asked.slice(0, 4)).toEqual([
    "disable gatetop-guard.timer",
    "stop gatetop-guard.timer",
    "disable gatetop-guard.service",
    "stop gatetop-guard.service",
  ]);
  expect(there()).toEqual(["gatetop-guard.service"]);
});

test.each<[string, Given, number, string]>([
  ["a dry run", { dryRun: true }, 0, "a dry run: nothing was done"],
  ["no", { says: false }, 1, "left as it is: nothing was done"],
  ["nobody to ask", { says: null }, 64, "refused: it asks before it does anything"],
])("printed and not written: %s", async (_, given, exit, said) => {
  const done = await install(given);
  expect(done).toMatchObject({ exit, asked: [] });
  expect(done.read).toContain("ExecStart=/usr/bin/node /opt/gatetop.cjs guard --act");
  expect(done.read).toContain(said);
  expect(there()).toEqual([]);
});

test("a manager that refuses is quoted, and nothing goes on behind it", async () => {
  const { exit, asked, read } = await install({ fails: "enable gatetop-guard.service" });
  expect(exit).toBe(1);
  expect(read).toContain("refused: enable gatetop-guard.service: Failed to connect to bus");
  expect(asked.at(-1)).toBe("enable gatetop-guard.service");
});

test("a masked unit stays masked", async () => {
  fs.symlinkSync("/dev/null", path.join(dir, "gatetop-guard.service"));
  const { exit, read } = await install();
  expect(exit).toBe(1);
  expect(read).toContain("is no file: it may be masked");
  expect(fs.readlinkSync(path.join(dir, "gatetop-guard.service"))).toBe("/dev/null");
});

test("uninstall: stopped, removed, and the manager told", async () => {
  await install({ units: guardTimer(unit) });
  const { exit, asked, read } = await uninstall();
  expect(exit).toBe(0);
  expect(read).toContain("takes away: ROOT/systemd/user/gatetop-guard.timer");
  expect(asked).toEqual([
    "disable gatetop-guard.timer",
    "stop gatetop-guard.timer",
    "disable gatetop-guard.service",
    "stop gatetop-guard.service",
    "daemon-reload",
  ]);
  expect(there()).toEqual([]);
});

test("uninstall: nothing is there", async () => {
  expect(await uninstall()).toMatchObject({
    exit: 0,
    asked: [],
    read: expect.stringContaining("no guard of this gateway is installed") as string,
  });
});

test.each<[string, Given, number]>([
  ["a dry run", { dryRun: true }, 0],
  ["no", { says: false }, 1],
])("uninstall: %s takes nothing away", async (_, given, exit) => {
  await install();
  expect(await uninstall(given)).toMatchObject({ exit, asked: [] });
  expect(there()).toEqual(["gatetop-guard.service"]);
});
