// Signals go to processes this test started; service commands to a stand-in that obeys the same words.
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createHands } from "../../src/actions/hands/create-hands.ts";
import { sendSignal } from "../../src/actions/hands/send-signal.ts";
import { runUnitCommand, unitArgv } from "../../src/actions/hands/unit-command.ts";
import { managerEnvironment } from "../../src/data/restart/supervisor-command.ts";
import { problemIn } from "../../src/data/restart/supervisor-words.ts";
import type { SupervisorFacts } from "../../src/data/restart/supervisor.ts";
import { startStandIn, startTimeOf } from "../probes/local/stand-in.ts";

const user = { kind: "systemd-user", unit: "openclaw-gateway.service" } as const;
const system = { ...user, kind: "systemd-system" } as const;
const agent = { kind: "launchd", unit: "ai.openclaw.gateway" } as const;

describe.runIf(process.platform === "linux")("a signal", () => {
  test.each(["SIGTERM", "SIGKILL"] as const)("%s ends exactly the process that was looked at", async (signal) => {
    const gateway = await startStandIn();
    const exited = once(gateway.child, "exit");
    expect(await sendSignal(signal, { pid: gateway.pid, startTicks: startTimeOf(gateway.pid) })).toEqual({ ok: true });
    expect(await exited).toEqual([null, signal]);
  });

  test("a pid that belongs to another process by now gets none", async () => {
    const gateway = await startStandIn();
    const sent = await sendSignal("SIGKILL", { pid: gateway.pid, startTicks: startTimeOf(gateway.pid) - 1 });
    expect(sent).toEqual({ ok: false, code: "recycled", why: `pid ${gateway.pid} is another process now` });
    gateway.child.stdin?.write("spin\n");
    expect(await gateway.line()).toBe("spun");
    await gateway.end();
  });

  test("a process that has gone", async () => {
    const gateway = await startStandIn();
    const startTicks = startTimeOf(gateway.pid);
    await gateway.end();
    expect(await sendSignal("SIGTERM", { pid: gateway.pid, startTicks })).toMatchObject({ ok: false, code: "gone" });
  });

  test.each([0, -1, 1, 1.5, Number.NaN])("pid %s is never a gateway's", async (pid) => {
    expect(await sendSignal("SIGTERM", { pid, startTicks: startTimeOf(1) })).toMatchObject({ ok: false, code: "gone" });
  });

  test.runIf(process.getuid?.() !== 0)("somebody else's process is named, with the way out", async () => {
    const others = otherPid();
    const sent = await sendSignal("SIGTERM", { pid: others, startTicks: startTimeOf(others) });
    expect(sent).toMatchObject({ ok: false, code: "not-permitted", why: expect.stringContaining("as the gateway's user") as string });
  });
});

/** Any process of root's that this user can see. */
function otherPid(): number {
  for (let pid = 2; pid < 400; pid += 1) {
    try {
      if (/^Uid:\s*0\s/mu.test(readFileSync(`/proc/${pid}/status`, "utf8"))) return pid;
    } catch {
      // No such process.
    }
  }
  throw new Error("no process of root's is to be seen here");
}

describe("the words to the service manager", () => {
  test.each([
    [user, "restart", "systemctl --user --no-pager --no-ask-password restart -- openclaw-gateway.service"],
    [user, "reset-failed", "systemctl --user --no-pager --no-ask-password reset-failed -- openclaw-gateway.service"],
    [system, "stop", "systemctl --no-pager --no-ask-password stop -- openclaw-gateway.service"],
    [agent, "restart", "launchctl kickstart -k gui/501/ai.openclaw.gateway"],
    [agent, "start", "launchctl kickstart gui/501/ai.openclaw.gateway"],
    [agent, "stop", "launchctl bootout gui/501/ai.openclaw.gateway"],
    [agent, "reset-failed", undefined],
  ] as const)("%o %s", (unit, verb, words) => {
    expect(unitArgv(verb, unit, 501)?.join(" ")).toBe(words);
  });

  test.each([
    [{}, 1000, "/run/user/1000"],
    [{ XDG_RUNTIME_DIR: "" }, 1000, "/run/user/1000"],
    [{ XDG_RUNTIME_DIR: "/run/other" }, 1000, "/run/other"],
    [{}, null, undefined],
  ])("a shell without a session is told where the manager listens: %o of uid %s", (env, uid, dir) => {
    expect(managerEnvironment(env, uid)).toMatchObject({ LC_ALL: "C" });
    expect(managerEnvironment(env, uid)["XDG_RUNTIME_DIR"]).toBe(dir);
  });
});

describe("a service command", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "gatetop-hands-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const command = (script: string): readonly [string, string] => {
    const file = join(folder, "manager");
    writeFileSync(file, script);
    chmodSync(file, 0o755);
    return ["/bin/sh", file];
  };

  test("its exit code and all it says come back, without control characters", async () => {
    const answer = await runUnitCommand(command('echo "Job failed"; printf "\\033[31mSee journal" >&2; exit 5'), process.env, 10_000);
    expect(answer).toMatchObject({ code: 5, said: "Job failed See journal" });
    expect(answer.tookMs).toBeGreaterThanOrEqual(0);
  });

  test("one that takes longer than anybody waits goes on", async () => {
    const [gate, back] = [join(folder, "gate"), join(folder, "back")];
    execFileSync("mkfifo", [gate, back]);
    const answer = await runUnitCommand(command(`read -r line < ${gate}; echo "$line" > ${back}`), process.env, 50);
    expect(answer.code).toBeNull();
    const said = readFile(back, "utf8");
    await writeFile(gate, "still here\n");
    expect(await said).toBe("still here\n");
  });

  test("a manager that is not there is an answer, not an exception", async () => {
    expect(await runUnitCommand([join(folder, "none")], process.env, 1_000)).toMatchObject({
      code: 127,
      said: expect.stringContaining("ENOENT") as string,
    });
  });

  test("without a service manager nothing runs", async () => {
    const hands = createHands({ witness: { supervisor: () => Promise.resolve({ found: false, why: "none", problems: [] }) } });
    expect(await hands.unit("restart", 1_000)).toEqual({ code: 1, said: "no service manager runs this gateway", tookMs: 0 });
  });

  test("launchd has no latch to reset", async () => {
    const facts = { ...agent, mainPid: 1 } as unknown as SupervisorFacts;
    const hands = createHands({ witness: { supervisor: () => Promise.resolve({ found: true, facts, problems: [] }) } });
    expect(await hands.unit("reset-failed", 1_000)).toMatchObject({ code: 1, said: "launchctl has no reset-failed" });
  });
});

test.each([
  [user, "Failed to connect to bus: No medium found", "no-bus"],
  [user, "Failed to restart openclaw-gateway.service: Unit openclaw-gateway.service not found.", "no-unit"],
  [user, "Failed to restart openclaw-gateway.service: Unit openclaw-gateway.service is masked.", "masked"],
  [user, "Job for openclaw-gateway.service failed because start of the service was attempted too often. See ...", "start-limit"],
  [system, "Failed to restart openclaw-gateway.service: Interactive authentication required.", "not-allowed"],
  [system, "Failed to restart openclaw-gateway.service: Access denied", "not-allowed"],
  [system, "Failed to restart openclaw-gateway.service: Connection timed out", "no-answer"],
  [agent, 'Could not find service "ai.openclaw.gateway" in domain for user gui: 501', "no-unit"],
  [agent, "Boot-out failed: 1: Operation not permitted", "not-allowed"],
  [user, "Job for openclaw-gateway.service failed because the control process exited with error code.", undefined],
] as const)("what it means: %o said %s", (unit, said, problem) => {
  expect(problemIn(said, unit)?.problem).toBe(problem);
});

test("a system service this user may not change names the sudo command", () => {
  expect(problemIn("Interactive authentication required.", system)?.fix).toBe("sudo systemctl restart openclaw-gateway.service");
});
