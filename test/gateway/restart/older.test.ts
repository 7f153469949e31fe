// A release without bootId and /startupz: the serving time, the announcement and the close code must do.
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { temporaryHome, type Home } from "../../support/program.ts";
import { startGateway, type RealGateway } from "../gateway.ts";
import { atLeast, versionsUnderTest } from "../releases.ts";
import { inspectorOpen } from "../truth.ts";
import { restart } from "./ask.ts";
import { factsOf } from "./expect.ts";
import { expectJournalled } from "./journal.ts";
import { signsOf } from "./signs.ts";

const older = versionsUnderTest.filter((version) => atLeast(version, "2026.5.1") && !atLeast(version, "2026.8.1"));

describe.each(older)("OpenClaw %s", (version) => {
  let gateway: RealGateway;
  let home: Home;

  beforeAll(async () => {
    home = temporaryHome();
    gateway = await startGateway(version);
    await gateway.idle(60_000);
  });

  afterEach(() => {
    expect(inspectorOpen(gateway.pid())).toBe(false);
  });

  afterAll(async () => {
    await gateway?.stop();
    home?.remove();
  });

  test.each([
    ["signal", "the signal, which is another one than today"],
    // Second: so soon after a restart these releases wait up to half a minute before the next, and say so.
    ["graceful", "a request it says it will carry out later"],
  ])("%s: %s", async (mode, _what) => {
    await gateway.idle(60_000);
    const before = await signsOf(gateway);
    const { code, told } = await restart(gateway, home, ["--mode", mode]);
    const after = await signsOf(gateway);
    expect({ code, kind: told.verdict?.kind, said: told.verdict?.sentence }).toMatchObject({ code: 0, kind: "proved-in-process" });
    expect(before.bootId).toBeNull();
    expect(after.servingSince).toBeGreaterThan(before.servingSince + 1_000);
    expect(after).toMatchObject({ pid: before.pid, startTicks: before.startTicks });
    expect(factsOf(told)).toMatchObject({
      servingSince: { says: "changed" },
      pid: { before: before.pid, after: before.pid, says: "same" },
      shutdown: { after: "restart", says: "seen" },
      closeCode: { after: 1012, says: "seen" },
    });
    expectJournalled(home, told.id, "proved-in-process");
  });
});
