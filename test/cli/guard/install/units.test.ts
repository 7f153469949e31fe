import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { guardArguments, guardEnvironment } from "../../../../src/cli/guard/install/guard-argv.ts";
import { guardPlist } from "../../../../src/cli/guard/install/plist.ts";
import { guardService, guardTimer, type Unit, type UnitOptions } from "../../../../src/cli/guard/install/units.ts";

const plain: UnitOptions = { profile: null, argv: ["/usr/bin/node", "/opt/gatetop/gatetop.cjs", "guard", "--act"], environment: {} };

test("the service", async () => {
  const { name, text } = guardService(plain);
  expect(name).toBe("gatetop-guard.service");
  await expect(text).toMatchFileSnapshot("guard-service.txt");
});

test("the service of a profile, with what of the shell says where things are", async () => {
  const { name, text } = guardService({
    profile: "work",
    argv: ["/usr/bin/node", "/opt/gate top/gatetop.cjs", "guard", "--act", '--token-file=/home/ada/50% "mine"; $HOME\\token'],
    environment: { OPENCLAW_STATE_DIR: "/srv/open claw/100%", OPENCLAW_PROFILE: "work" },
  });
  expect(name).toBe("gatetop-guard-work.service");
  await expect(text).toMatchFileSnapshot("guard-service-work.txt");
});

test("the timer, and what it starts", async () => {
  const [service, timer] = guardTimer(plain);
  expect([service.name, timer.name]).toEqual(["gatetop-guard.service", "gatetop-guard.timer"]);
  await expect(service.text).toMatchFileSnapshot("guard-once-service.txt");
  await expect(timer.text).toMatchFileSnapshot("guard-timer.txt");
});

test("the profile named default has none in the name", () => {
  expect(guardService({ ...plain, profile: "Default" }).name).toBe("gatetop-guard.service");
});

test("the plist", async () => {
  const { file, text, words } = guardPlist({ ...plain, profile: "work", environment: { A: "<&>" }, home: "/Users/ada", uid: 501 });
  expect(file).toBe("/Users/ada/Library/LaunchAgents/dev.gatetop.guard.work.plist");
  expect(words).toEqual([`launchctl bootstrap gui/501 ${file}`, "to end it: launchctl bootout gui/501/dev.gatetop.guard.work"]);
  await expect(text).toMatchFileSnapshot("guard-plist.txt");
});

const hasAnalyze = spawnSync("systemd-analyze", ["--version"]).status === 0;

describe.runIf(hasAnalyze)("systemd itself", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "gatetop-units-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const real = { ...plain, argv: [process.execPath, "/opt/gate top/x.cjs", "guard", '--log=/tmp/50% "a"; $b\\c'] } as const;

  test.each<[string, readonly Unit[]]>([
    ["the service", [guardService({ ...real, environment: { OPENCLAW_STATE_DIR: "/srv/open claw/100%" } })]],
    ["the timer", guardTimer(real)],
  ])("finds nothing wrong with %s", (_, units) => {
    const files = units.map(({ name, text }) => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    });
    const { status, stderr } = spawnSync("systemd-analyze", ["--user", "verify", ...files], {
      encoding: "utf8",
      env: { ...process.env, XDG_RUNTIME_DIR: folder },
    });
    const about = stderr.split("\n").filter((line) => line.includes("gatetop-guard"));
    expect(about).toEqual([]);
    expect(status).toBe(0);
  });

  test("reads the words as they were", () => {
    const { text } = guardService({ ...real, argv: ["/bin/printf", "[%s]", ...real.argv.slice(1)] });
    const argv = /^ExecStart=(.*)$/mu.exec(text)?.[1] ?? "";
    // Its own rules of quoting, as far as a shell shares them: no specifier and no variable is left in a word.
    const undoubled = argv.replaceAll("%%", "%").replaceAll("$$", "\\$");
    expect(execFileSync("/bin/sh", ["-c", undoubled], { encoding: "utf8" })).toBe(
      real.argv
        .slice(1)
        .map((word) => `[${word}]`)
        .join(""),
    );
  });
});

describe("the words an installed guard is started with", () => {
  test.each([
    ["guard install --act --yes", "guard --act"],
    ["guard install", "guard"],
    ["guard wss://gw.example.org install --act --timer", "guard wss://gw.example.org --act"],
    [
      "--profile work guard install --restart-every 8h --restart-at=04:00,16:00 --yes",
      "guard --profile=work --restart-every=8h --restart-at=04:00,16:00",
    ],
    [
      "guard install --token-file secrets/token --log /var/log/guard.log",
      "guard --token-file=/home/ada/secrets/token --log=/var/log/guard.log",
    ],
    ["guard install --state-dir ~/.openclaw-x --dry-run --no-color", "guard --state-dir=~/.openclaw-x"],
    ["guard install --restart-on memory=1200MB --clean-logs --fast", "guard --restart-on=memory=1200MB --clean-logs --fast"],
  ])("%s → %s", (typed, words) => {
    expect(guardArguments(typed.split(" "), "/home/ada").join(" ")).toBe(words);
  });

  test("of the environment what says where things are, and no credential", () => {
    const env = {
      OPENCLAW_STATE_DIR: "relative/dir",
      OPENCLAW_PROFILE: "work",
      OPENCLAW_GATEWAY_TOKEN: "canary",
      OPENCLAW_GATEWAY_PASSWORD: "canary",
      OPENCLAW_GATEWAY_URL: "wss://user:canary@gw.example.org",
      XDG_STATE_HOME: "",
      PATH: "/usr/bin",
    };
    expect(guardEnvironment(env, "/home/ada")).toEqual({ OPENCLAW_STATE_DIR: "/home/ada/relative/dir", OPENCLAW_PROFILE: "work" });
  });
});
