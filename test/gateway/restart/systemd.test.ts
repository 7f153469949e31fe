// The same under a real `systemd --user`: whoever ends the gateway, the unit starts a new process, and the unit's own books prove it.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { temporaryHome, type Home } from "../../support/program.ts";
import { atLeast, versionsUnderTest } from "../releases.ts";
import { mustRun, noSystemd } from "../systemd/systemd-user.ts";
import { startUnitGateway, type UnitGateway } from "../systemd/unit.ts";
import { inspectorOpen } from "../truth.ts";
import { restart, restarting } from "./ask.ts";
import { expectNewProcess, factsOf } from "./expect.ts";
import { whileFrozen } from "./frozen.ts";
import { expectJournalled } from "./journal.ts";
import { signsOf } from "./signs.ts";

const missing = noSystemd();
const newest = versionsUnderTest.filter((version) => atLeast(version, "2026.9.6"));

const skipped = missing !== null && !mustRun;

describe.skipIf(skipped).each(newest)(`OpenClaw %s under systemd --user${skipped ? ` (left out: ${missing})` : ""}`, (version) => {
  let gateway: UnitGateway;
  let home: Home;

  beforeAll(async () => {
    if (missing !== null) throw new Error(`these tests must run here, and cannot: ${missing}`);
    home = temporaryHome();
    gateway = await startUnitGateway(version);
  });

  afterAll(async () => {
    await gateway?.stop();
    home?.remove();
  });

  test("service: a new process and a new invocation, asked of systemctl", async ({ annotate }) => {
    await gateway.idle(60_000);
    const before = { signs: await signsOf(gateway), unit: await gateway.facts() };
    const { code, told, stderr } = await restart(gateway, home, ["--mode", "service"]);
    await annotate(told.verdict?.sentence ?? told.choice.why ?? stderr);
    const after = { signs: await signsOf(gateway), unit: await gateway.facts() };
    expect({ code, kind: told.verdict?.kind }).toEqual({ code: 0, kind: "proved-new-process" });
    expectNewProcess(told, before.signs, after.signs);
    expect(after.unit).toMatchObject({ ActiveState: "active", NRestarts: "0", MainPID: String(after.signs.pid) });
    expect(factsOf(told)).toMatchObject({
      invocationId: { before: before.unit["InvocationID"], after: after.unit["InvocationID"], says: "changed" },
      mainPid: { before: before.signs.pid, after: after.signs.pid, says: "changed" },
      // systemctl ends it as any stop does; what follows tells that it was none.
      shutdown: { after: "stop", says: "seen" },
    });
    expectJournalled(home, told.id, "proved-new-process");
  });

  test("graceful: the process ends by itself and the unit starts another", async ({ annotate }) => {
    await gateway.idle(60_000);
    const before = { signs: await signsOf(gateway), unit: await gateway.facts() };
    const { code, told, stderr } = await restart(gateway, home, ["--mode", "graceful"]);
    await annotate(told.verdict?.sentence ?? stderr);
    const after = { signs: await signsOf(gateway), unit: await gateway.facts() };
    expect({ code, kind: told.verdict?.kind, attribution: told.verdict?.attribution }).toEqual({
      code: 0,
      kind: "proved-new-process",
      attribution: "ours",
    });
    expectNewProcess(told, before.signs, after.signs);
    expect(Number(after.unit["NRestarts"])).toBe(Number(before.unit["NRestarts"]) + 1);
    expect(factsOf(told)).toMatchObject({
      invocationId: { says: "changed" },
      automaticRestarts: { before: Number(before.unit["NRestarts"]), after: Number(after.unit["NRestarts"]), says: "changed" },
      shutdown: { after: "restart", says: "seen" },
    });
  });

  test("frozen: force ends the process and the unit starts another", async ({ annotate }) => {
    await gateway.idle(60_000);
    const before = await signsOf(gateway);
    const { code, told, stderr } = await whileFrozen(gateway, () => restart(gateway, home, ["--mode", "force"]));
    await annotate(told.verdict?.sentence ?? told.choice.why ?? stderr);
    expect({ code, kind: told.verdict?.kind }).toEqual({ code: 0, kind: "proved-new-process" });
    await gateway.answers(30_000);
    const after = await signsOf(gateway);
    expect(after.startTicks).not.toBe(before.startTicks);
    expect(factsOf(told)).toMatchObject({
      startTicks: { before: before.startTicks, after: after.startTicks, says: "changed" },
      invocationId: { says: "changed" },
    });
  });

  test("killed while a restart waits: a new boot, and not the one that was asked for", async ({ annotate }) => {
    await gateway.idle(60_000);
    const before = { signs: await signsOf(gateway), unit: await gateway.facts() };
    await gateway.run("agent:main:hang", "please [hang]");
    await gateway.provider.received("[hang]");
    const asked = restarting(gateway, home, ["--mode", "graceful"]);
    await asked.said(/deferred/u);
    gateway.signal("SIGKILL");
    const { code, told, stderr } = await asked.ended;
    await annotate(told.verdict?.sentence ?? stderr);
    gateway.provider.release();
    expect({ code, kind: told.verdict?.kind }).toEqual({ code: 0, kind: "proved-new-process" });
    expect(told.verdict?.attribution).not.toBe("ours");
    expectNewProcess(told, before.signs, await signsOf(gateway));
    expect(factsOf(told)).toMatchObject({
      closeCode: { after: 1006, says: "seen" },
      shutdown: { says: "not-seen" },
      automaticRestarts: { before: Number(before.unit["NRestarts"]), after: Number(before.unit["NRestarts"]) + 1, says: "changed" },
    });
  });

  test("a unit that may not start again: named, with the way out", async ({ annotate }) => {
    await gateway.idle(90_000);
    expect(inspectorOpen(gateway.pid())).toBe(false);
    await gateway.amend("Unit", ["StartLimitBurst=1", "StartLimitIntervalSec=600"]);
    await gateway.unit("reset-failed");
    await gateway.unit("restart");
    await gateway.answers(60_000);
    await gateway.idle(60_000);

    const { code, told, stderr } = await restart(gateway, home, ["--mode", "service"]);
    await annotate(told.verdict?.sentence ?? told.choice.why ?? stderr);
    expect({ code, kind: told.verdict?.kind, why: told.verdict?.why }).toEqual({ code: 1, kind: "not-restarted", why: "start-limit" });
    expect(await gateway.facts()).toMatchObject({ ActiveState: "failed", Result: "start-limit-hit" });
    expect(told.verdict?.sentence + stderr).toContain("reset-failed");

    // Asked again, the latch is taken off first.
    const again = await restart(gateway, home, ["--mode", "service"]);
    await annotate(again.told.verdict?.sentence ?? again.told.choice.why ?? again.stderr);
    expect({ code: again.code, kind: again.told.verdict?.kind }).toEqual({ code: 0, kind: "proved-new-process" });
    expect(await gateway.facts()).toMatchObject({ ActiveState: "active", Result: "success" });
  });
});
