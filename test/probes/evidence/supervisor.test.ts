// What service managers print, and what it means for this gateway. Commands are answered from texts they really gave.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parsePrint } from "../../../src/probes/evidence/launchd.ts";
import { createSupervisorLook } from "../../../src/probes/evidence/supervisor.ts";
import { parseShow, parseSpan } from "../../../src/probes/evidence/systemd.ts";
import { launchdLabel, systemdUnitName } from "../../../src/probes/evidence/unit-name.ts";
import type { World } from "../../../src/probes/probe.ts";
import type { CommandAnswer } from "../../../src/probes/world/run-command.ts";
import { target as anyTarget } from "../../support/target.ts";
import { worldWithClock } from "../local/stand-in.ts";

const user = { kind: "systemd-user", unit: "openclaw-gateway.service" } as const;

/** `systemctl --user show` of a running gateway, 2026.9.6 under systemd 255. */
const running = `MainPID=3585
Result=success
NRestarts=2
LoadState=loaded
ActiveState=active
SubState=running
UnitFileState=enabled
InvocationID=7f3a0d1c2b4e4f60a1b2c3d4e5f60718
TimeoutStopUSec=5min 30s
RestartUSec=5s
Restart=always
`;

const facts = {
  ...user,
  loadState: "loaded",
  activeState: "active",
  subState: "running",
  result: "success",
  mainPid: 3585,
  invocationId: "7f3a0d1c2b4e4f60a1b2c3d4e5f60718",
  automaticRestarts: 2,
  stopTimeoutMs: 330_000,
  restartDelayMs: 5_000,
  restartPolicy: "always",
  enabled: true,
};

describe("systemctl show", () => {
  test("of a running unit", () => expect(parseShow(running, user)).toEqual(facts));

  test("between two starts there is no main process", () => {
    const text = running.replace("MainPID=3585", "MainPID=0").replace("=active", "=activating").replace("=running", "=auto-restart");
    expect(parseShow(text, user)).toMatchObject({ mainPid: null, activeState: "activating", subState: "auto-restart" });
  });

  test.each([
    ["78", "78", true],
    ["1", "78 79", false],
    ["0", "", undefined],
  ])("ended with %s, not to be restarted after %s", (status, prevent, restartPrevented) => {
    const text = `${running}ExecMainStatus=${status}\nRestartPreventExitStatus=${prevent}\n`;
    expect(parseShow(text, user).restartPrevented).toBe(restartPrevented);
  });

  test("what is not told is unknown, not zero", () => {
    const empty = parseShow("NRestarts=[not set]\nTimeoutStopUSec=infinity\nInvocationID=\n", user);
    expect(empty).toMatchObject({ automaticRestarts: null, stopTimeoutMs: null, invocationId: null, loadState: null, enabled: null });
  });

  test.each([
    ["5min 30s", 330_000],
    ["100ms", 100],
    ["1.5s", 1_500],
    ["1h 2min", 3_720_000],
    ["infinity", null],
    ["", null],
  ])("a span of %s", (text, expected) => expect(parseSpan(text)).toBe(expected));
});

test("launchctl print: nested blocks do not count", () => {
  const text = `gui/501/ai.openclaw.gateway = {
\tactive count = 1
\tpath = /Users/operator/Library/LaunchAgents/ai.openclaw.gateway.plist
\tstate = running

\tenvironment = {
\t\tstate = nonsense
\t}

\tpid = 4711
\truns = 3
\texit timeout = 20
\tlast exit code = (never exited)
}
`;
  expect(parsePrint(text, { kind: "launchd", unit: "ai.openclaw.gateway" })).toMatchObject({
    activeState: "active",
    subState: "running",
    mainPid: 4711,
    stopTimeoutMs: 20_000,
    automaticRestarts: null,
    result: null,
  });
});

test.each([
  [null, {}, "openclaw-gateway.service", "ai.openclaw.gateway"],
  ["Default", {}, "openclaw-gateway.service", "ai.openclaw.gateway"],
  ["work", {}, "openclaw-gateway-work.service", "ai.openclaw.work"],
  ["work", { OPENCLAW_SYSTEMD_UNIT: "claw", OPENCLAW_LAUNCHD_LABEL: "me.claw" }, "claw.service", "me.claw"],
  [null, { OPENCLAW_SYSTEMD_UNIT: " claw.service " }, "claw.service", "ai.openclaw.gateway"],
])("the names OpenClaw gives its service for profile %s and %o", (profile, env, unit, label) => {
  expect([systemdUnitName(profile, env), launchdLabel(profile, env)]).toEqual([unit, label]);
});

describe("which service runs the gateway", () => {
  let folder = "";
  const usual = process.env["XDG_CONFIG_HOME"];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "gatetop-supervisor-"));
    mkdirSync(join(folder, "systemd/user"), { recursive: true });
    process.env["XDG_CONFIG_HOME"] = folder;
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
    if (usual === undefined) delete process.env["XDG_CONFIG_HOME"];
    else process.env["XDG_CONFIG_HOME"] = usual;
  });
  const install = (name = user.unit): void => writeFileSync(join(folder, "systemd/user", name), "[Service]\n");

  const stat = (pid: number, parent: number): string => `${pid} (node) S ${parent} 1 1 0 -1 0 0 0 0 0 1 1 0 0 20 0 7 0 100 1000 50 0\n`;
  const inUnit = (unit: string): string => `0::/user.slice/user-1000.slice/user@1000.service/app.slice/${unit}\n`;
  const ok = (out: string): CommandAnswer => ({ code: 0, out, err: "", ended: "itself" });
  const refused = (err: string): CommandAnswer => ({ code: 1, out: "", err, ended: "itself" });
  const notFound = ok("LoadState=not-found\nActiveState=inactive\nSubState=dead\nMainPID=0\n");

  /** `answers`: by the last words of the command; what is not there is a manager without an answer. */
  function host(answers: Readonly<Record<string, CommandAnswer>>, files: Readonly<Record<string, string>> = {}, systemd = true) {
    const asked: string[] = [];
    const { world } = worldWithClock();
    const withFiles: World = {
      ...world,
      platform: "linux",
      uid: 1000,
      listDir: (path) => (systemd && path === "/run/systemd/system" ? Promise.resolve([]) : Promise.reject(new Error("ENOENT"))),
      readText: (path, options) => {
        const text = files[path];
        if (text !== undefined) return Promise.resolve(text);
        return path.startsWith("/proc/") ? Promise.reject(new Error("ENOENT")) : world.readText(path, options);
      },
      run: (argv) => {
        const words = argv.filter((word) => !word.startsWith("--property=") && !["--no-pager", "--no-ask-password", "--"].includes(word));
        asked.push(words.join(" "));
        return Promise.resolve(answers[words.join(" ")] ?? { code: null, out: "", err: "", ended: "timeout" });
      },
    };
    return { look: createSupervisorLook(withFiles, anyTarget), asked };
  }

  const showUser = `systemctl --user show ${user.unit}`;
  const linger = "loginctl show-user 1000 --value";

  test("the unit the process lives in; one command is enough", async () => {
    const { look, asked } = host({ [showUser]: ok(running) }, { "/proc/3585/cgroup": inUnit(user.unit), "/proc/3585/stat": stat(3585, 1) });
    expect(await look({ pid: 3585, timeoutMs: 100, thorough: false })).toEqual({ found: true, facts, problems: [] });
    expect(asked).toEqual([showUser]);
  });

  test("a gateway some generations below the unit's main process is the unit's", async () => {
    const files = {
      "/proc/9/cgroup": inUnit(user.unit),
      "/proc/9/stat": stat(9, 8),
      "/proc/8/stat": stat(8, 3585),
      "/proc/3585/stat": stat(3585, 1),
    };
    const { look } = host({ [showUser]: ok(running) }, files);
    expect(await look({ pid: 9, timeoutMs: 100, thorough: false })).toMatchObject({ found: true });
  });

  test("a gateway started by hand beside an installed unit is not the unit's", async () => {
    install();
    const asleep = running.replace("MainPID=3585", "MainPID=0").replace("=active", "=inactive").replace("=running", "=dead");
    const { look } = host({ [showUser]: ok(asleep) }, { "/proc/9/cgroup": "0::/user.slice/session-4.scope\n", "/proc/9/stat": stat(9, 1) });
    expect(await look({ pid: 9, timeoutMs: 100, thorough: false })).toMatchObject({
      found: false,
      problems: [{ problem: "not-its-unit" }],
    });
  });

  test("a gateway outside any service costs no command", async () => {
    const { look, asked } = host({}, { "/proc/9/cgroup": "0::/user.slice/session-4.scope\n", "/proc/9/stat": stat(9, 1) });
    expect(await look({ pid: 9, timeoutMs: 100, thorough: true })).toMatchObject({
      found: false,
      why: "no service manager runs this gateway",
      problems: [{ problem: "no-unit", fix: "openclaw gateway install" }],
    });
    expect(asked).toEqual([]);
  });

  test("in a container systemctl is not even asked", async () => {
    install();
    const { look, asked } = host({}, {}, false);
    expect(await look({ pid: null, timeoutMs: 100, thorough: true })).toMatchObject({
      found: false,
      why: "this host is not run by systemd",
    });
    expect(asked).toEqual([]);
  });

  test("while no process is there, a unit nobody has a file of is looked for in both managers", async () => {
    const system = ok(running.replace("MainPID=3585", "MainPID=0"));
    const { look, asked } = host({ [showUser]: notFound, [`systemctl show ${user.unit}`]: system });
    const reading = await look({ pid: null, timeoutMs: 100, thorough: false });
    expect(reading).toMatchObject({ found: true, facts: { kind: "systemd-system", mainPid: null } });
    expect(asked).toHaveLength(2);
  });

  test("a unit of another name is remembered when its process has ended", async () => {
    const files: Record<string, string> = {
      "/proc/9/cgroup": inUnit("my-openclaw.service"),
      "/proc/9/stat": stat(9, 3585),
      "/proc/3585/stat": stat(3585, 1),
    };
    const show = "systemctl --user show my-openclaw.service";
    const { look, asked } = host({ [show]: ok(running) }, files);
    await look({ pid: 9, timeoutMs: 100, thorough: false });
    delete files["/proc/9/stat"];
    expect(await look({ pid: 9, timeoutMs: 100, thorough: false })).toMatchObject({ found: true, facts: { unit: "my-openclaw.service" } });
    expect(asked).toEqual([show, show]);
  });

  test("that it ran alone is remembered when its process has ended: no manager is asked, and none that is silent leaves a doubt", async () => {
    const files: Record<string, string> = { "/proc/9/cgroup": "0::/user.slice/session-4.scope\n", "/proc/9/stat": stat(9, 1) };
    const { look, asked } = host({}, files);
    const before = await look({ pid: 9, timeoutMs: 100, thorough: false });
    delete files["/proc/9/stat"];
    expect(await look({ pid: 9, timeoutMs: 100, thorough: false })).toEqual(before);
    expect(await look({ pid: null, timeoutMs: 100, thorough: false })).toEqual(before);
    expect(asked).toEqual([]);
  });

  test("but a unit that was installed since then counts", async () => {
    const files: Record<string, string> = { "/proc/9/cgroup": "0::/user.slice/session-4.scope\n", "/proc/9/stat": stat(9, 1) };
    const { look } = host({ [showUser]: ok(running.replace("MainPID=3585", "MainPID=0")) }, files);
    await look({ pid: 9, timeoutMs: 100, thorough: false });
    install();
    expect(await look({ pid: null, timeoutMs: 100, thorough: false })).toMatchObject({ found: true });
  });

  test.each([
    ["no bus", "Failed to connect to bus: No medium found", "no-bus", /enable-linger/u],
    [
      "no bus, in the words of systemd 255",
      "Failed to connect to user scope bus via local transport: $DBUS_SESSION_BUS_ADDRESS and $XDG_RUNTIME_DIR not defined (consider using --machine=<user>@.host --user to connect to bus of other user)",
      "no-bus",
      /XDG_RUNTIME_DIR/u,
    ],
    ["another user's bus", "Failed to connect to bus: Operation not permitted", "no-bus", /gateway's user/u],
    [
      "no systemd",
      "System has not been booted with systemd as init system (PID 1). Can't operate.\nFailed to connect to bus: Host is down",
      "no-bus",
      /./u,
    ],
  ])("%s is named with its fix", async (_, err, problem, fix) => {
    install();
    const { look } = host({ [showUser]: refused(err) });
    const reading = await look({ pid: null, timeoutMs: 100, thorough: false });
    expect(reading).toMatchObject({ found: false, problems: [{ problem, fix: expect.stringMatching(fix) as string }] });
  });

  test("a manager that does not answer in time", async () => {
    install();
    expect(await host({}).look({ pid: null, timeoutMs: 100, thorough: false })).toMatchObject({ problems: [{ problem: "no-answer" }] });
  });

  test.each([
    [
      "a start-limit latch",
      running.replace("Result=success", "Result=start-limit-hit").replace("=active", "=failed"),
      "start-limit",
      `systemctl --user reset-failed ${user.unit}`,
    ],
    [
      "a latch whose last run failed by itself",
      running.replace("Result=success", "Result=exit-code").replace("=active", "=failed"),
      "start-limit",
      `systemctl --user reset-failed ${user.unit}`,
    ],
    ["a masked unit", running.replace("LoadState=loaded", "LoadState=masked"), "masked", `systemctl --user unmask ${user.unit}`],
  ])("%s is found, with the command that mends it", async (_, text, problem, fix) => {
    install();
    const { look } = host({ [showUser]: ok(text) });
    expect(await look({ pid: null, timeoutMs: 100, thorough: false })).toMatchObject({ found: true, problems: [{ problem, fix }] });
  });

  test.each([
    ["no", [{ problem: "no-linger" }]],
    ["yes", []],
  ])("linger %s; asked once, and only when asked thoroughly", async (said, problems) => {
    install();
    const { look, asked } = host({ [showUser]: ok(running), [linger]: ok(`${said}\n`) });
    expect(await look({ pid: null, timeoutMs: 100, thorough: false })).toMatchObject({ problems: [] });
    await look({ pid: null, timeoutMs: 100, thorough: true });
    expect(await look({ pid: null, timeoutMs: 100, thorough: true })).toMatchObject({ problems });
    expect(asked.filter((words) => words === linger)).toHaveLength(1);
  });

  test.each([
    ["on another host", { local: false }],
    ["of the demo", { demo: "calm" }],
  ])("no command runs for a gateway %s", async (_, change) => {
    const { world } = worldWithClock();
    const never: World = { ...world, run: () => Promise.reject(new Error("a command ran")) };
    expect(await createSupervisorLook(never, { ...anyTarget, ...change })({ pid: null, timeoutMs: 1, thorough: true })).toMatchObject({
      found: false,
    });
  });
});
