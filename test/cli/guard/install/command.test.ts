// The commands as typed, on a host that is described: nothing is asked of a service manager of this one.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { written, type Row } from "../../../../src/cli/act/paper.ts";
import { guardInstall, guardUninstall, type InstallHost } from "../../../../src/cli/guard/install/command.ts";
import { parseArguments, type Options } from "../../../../src/cli/options.ts";
import { defaultGuard, type GuardSettings } from "../../../../src/data/guard/settings.ts";
import type { Target } from "../../../../src/data/target.ts";
import { target } from "../../../support/target.ts";

let root = "";

beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), "gatetop-install-command-"));
});

afterEach(() => {
  // Whatever happened: no unit was written.
  expect(fs.readdirSync(root).filter((name) => name !== "state")).toEqual([]);
  fs.rmSync(root, { recursive: true, force: true });
});

type Given = {
  readonly typed: string;
  readonly host?: Partial<InstallHost>;
  readonly target?: Partial<Target>;
  readonly guard?: Partial<GuardSettings>;
  readonly readonly?: string;
};

function optionsOf(argv: readonly string[]): Options {
  const parsed = parseArguments(argv);
  if (parsed.kind !== "run") throw new Error("these words are no command");
  return parsed.options;
}

async function run({ typed, host, target: place, guard, readonly }: Given) {
  let read = "";
  const argv = typed.split(" ");
  const options = optionsOf(argv);
  const here: InstallHost = {
    // Nobody listens there: no manager of this host is asked to do anything.
    env: { HOME: root, PATH: process.env["PATH"], XDG_RUNTIME_DIR: path.join(root, "none"), DBUS_SESSION_BUS_ADDRESS: "unix:path=/none" },
    platform: "linux",
    uid: process.getuid?.() ?? null,
    home: root,
    cwd: "/home/ada",
    argv: ["/usr/bin/node", "/opt/gatetop.cjs", ...argv],
    ...host,
  };
  const found = {
    kind: "found" as const,
    target: { ...target, ...place },
    credentials: {},
    missing: null,
    facts: [],
    warnings: [],
  };
  const talk = {
    rows: (rows: readonly Row[]) => void (read += written(rows, { look: { color: false, ascii: false }, columns: null })),
    refuse: (why: string, fix: string | null) => void (read += `refused: ${why}${fix === null ? "" : ` (${fix})`}\n`),
    agreed: () => Promise.resolve(true),
  };
  const own = { readonly: readonly ?? null, guard: { ...defaultGuard, ...guard } };
  const exit = await (options.guard === "install"
    ? guardInstall(options, found, own, here, talk)
    : guardUninstall(options, found, here, talk));
  return { exit, read };
}

test.each<[string, Given, number, string]>([
  [
    "a token from standard input",
    { typed: "guard install --act --token-stdin --yes" },
    64,
    "a service has no standard input to read a token from",
  ],
  ["no systemd", { typed: "guard install --act --yes", host: { platform: "freebsd" } }, 1, "* * * * * gatetop guard --once --act"],
  ["no service manager of this user", { typed: "guard install --act --yes" }, 1, "the service manager of this user does not answer"],
])("refused, with the way out: %s", async (_, given, exit, said) => {
  const done = await run(given);
  expect(done.exit).toBe(exit);
  expect(done.read).toContain("refused: ");
  expect(done.read).toContain(said);
});

test("the gateway of another user has its guard there", async () => {
  const stateDir = path.join(root, "state");
  fs.mkdirSync(stateDir);
  const { uid } = fs.statSync(stateDir);
  const { exit, read } = await run({ typed: "guard install --act --yes", target: { stateDir }, host: { uid: uid + 1 } });
  expect(exit).toBe(77);
  expect(read).toContain(`refused: the gateway is one of uid ${uid}`);
});

test("a dry run prints the unit of the profile, and everything that would be other than expected", async () => {
  const env = { HOME: root, PATH: "/nowhere", OPENCLAW_GATEWAY_TOKEN: "canary", OPENCLAW_STATE_DIR: "/srv/openclaw" };
  const { exit, read } = await run({
    typed: "guard install --profile work --restart-every 8h --dry-run",
    target: { profile: "work", local: false },
    host: { env },
    guard: { tell: [{ to: "webhook", format: "slack", url: { env: "SLACK_URL" }, token: null }] },
  });
  expect(exit).toBe(0);
  expect(read).toContain(`${root}/.config/systemd/user/gatetop-guard-work.service (new)`);
  expect(read).toContain("ExecStart=/usr/bin/node /opt/gatetop.cjs guard --profile=work --restart-every=8h\n");
  expect(read).toContain('Environment="OPENCLAW_STATE_DIR=/srv/openclaw"');
  expect(read).toContain("▲ it only tells what it would do: with --act");
  expect(read).toContain("▲ it does not have $OPENCLAW_GATEWAY_TOKEN: give --token-file F");
  expect(read).toContain("▲ it does not have $SLACK_URL, which guard.tell names");
  expect(read).toContain("▲ the gateway is on another host");
  expect(read).toContain("○ a dry run: nothing was done");
  expect(read).not.toContain("canary");
});

test("where nothing may be changed it only tells, and says why", async () => {
  const { read } = await run({ typed: "guard install --dry-run", readonly: "readonly in config.json5", guard: { act: true } });
  expect(read).toContain("▲ it only tells: readonly in config.json5\n");
});

const notDue = "▲ a timer's guard looks once and ends: no restart that is due is made";

test.each<[string, Partial<GuardSettings>, boolean]>([
  ["guard install --timer --act --restart-at 04:00 --dry-run", {}, true],
  ["guard install --timer --act --dry-run", { restart: { ...defaultGuard.restart, onMemory: { bytes: 1 } } }, true],
  ["guard install --timer --act --dry-run", {}, false],
  ["guard install --act --restart-at 04:00 --dry-run", {}, false],
])("a timer that would never make the restart it is given says so: %s %o", async (typed, guard, says) => {
  expect((await run({ typed, guard })).read.includes(notDue)).toBe(says);
});

test("on macOS the agent is printed, with the words to type", async () => {
  const { exit, read } = await run({ typed: "guard install --act --token-file token", host: { platform: "darwin", uid: 501 } });
  expect(exit).toBe(0);
  expect(read).toContain(`${root}/Library/LaunchAgents/dev.gatetop.guard.plist (to be written by you)`);
  expect(read).toContain("      <string>--token-file=/home/ada/token</string>");
  expect(read).toContain(`launchctl bootstrap gui/501 ${root}/Library/LaunchAgents/dev.gatetop.guard.plist`);
});

test("uninstall where none is", async () => {
  const { exit, read } = await run({ typed: "guard uninstall --yes" });
  expect(exit).toBe(0);
  expect(read).toBe(`○ no guard of this gateway is installed in ${root}/.config/systemd/user\n`);
});
