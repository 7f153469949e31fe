// Board 7 on a real gateway: a dangerous tool is marked, a second client is seen with its rights, our own restart stands between.
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { temporaryHome, type Home } from "../../support/program.ts";
import { endPtys, type Pty } from "../../support/pty.ts";
import { startGateway, type RealGateway } from "../gateway.ts";
import { live, shows } from "../look.ts";
import type { Payload, RawClient } from "../raw-client.ts";
import { atLeast, versionsUnderTest } from "../releases.ts";
import { restart } from "../restart/ask.ts";
import { frameOf, openBoard } from "./opened.ts";

const TOOLED = "agent:main:tooled";

/** The ledger's row of the tool call that ended, once it is written. */
async function toolRow(truth: RawClient, timeoutMs: number): Promise<Payload> {
  const deadline = performance.now() + timeoutMs;
  while (performance.now() < deadline) {
    const { events } = (await truth.request("audit.activity.list", { kind: "tool_action" })) as { readonly events: readonly Payload[] };
    const ended = events.find((row) => row["sessionKey"] === TOOLED && row["action"] === "tool.action.finished");
    if (ended !== undefined) return ended;
    await pause(200);
  }
  throw new Error(`no tool call ended within ${timeoutMs} ms`);
}

describe.each(versionsUnderTest.filter((version) => atLeast(version, "2026.9.5")))("OpenClaw %s", (version) => {
  let gateway: RealGateway;
  let home: Home;
  let other: Home;
  let truth: RawClient;
  let board: Pty;

  beforeAll(async () => {
    [home, other] = [temporaryHome(), temporaryHome()];
    gateway = await startGateway(version);
    truth = await gateway.connect();
    board = await openBoard(gateway, home, "7");
  });

  afterAll(async () => {
    await endPtys();
    truth?.close();
    await gateway?.stop();
    for (const one of [home, other]) one?.remove();
  });

  test("a run with a dangerous tool: the tool by name, its end and the word for it, beside the run", async () => {
    await gateway.run(TOOLED, "please [exec echo hello]");
    const row = await toolRow(truth, 60_000);
    expect(row).toMatchObject({ toolName: "exec", agentId: "main" });
    const status = String(row["status"]).replaceAll("_", " ");
    await board.until(shows(new RegExp(`[▲✖] [\\d:]{8} +exec +${status} +main › tooled .*dangerous`, "u")), 20_000, "the tool call");
    await board.until(shows(/run +started +main › tooled/u), 10_000, "the beginning of the run");
    expect(await frameOf(gateway, home, "audit")).toMatch(/exec +\w+ +main › tooled/u);
  });

  test("only dangerous tools, and back", async () => {
    board.write("s");
    await board.until((screen) => shows(/dangerous tools only/u, /exec/u)(screen) && !shows(/run +started/u)(screen), 5_000, "tools only");
    board.write("s");
    await board.until(shows(/run +started/u), 5_000, "everything again");
  });

  test("who is connected: this gatetop, and another that comes and goes", async () => {
    await board.until(shows(/● gatetop \(this one\) .* read/u), 10_000, "ourselves");
    const second = await openBoard(gateway, other, "7");
    await board.until(shows(/● gatetop +gateway-client .* read/u), 15_000, "the other");
    second.write("q");
    await second.exited;
    await board.until(shows(/○ gatetop +gateway-client .* gone/u), 15_000, "that it left");
  });

  test("the ledger's beginning is said", async () => {
    board.write("n");
    await board.until(shows(/this is all there is: \d+ rows/u), 5_000, "the note");
  });

  test("our own restart stands among the agents' rows, with its milestones", async () => {
    await gateway.idle(60_000);
    const { code, told } = await restart(gateway, home, ["--mode", "graceful"]);
    expect(code).toBe(0);
    await board.until(live, 30_000, "the link again");
    board.write("17");
    await board.until(shows(/● [\d:]{8} +restart graceful +gatetop .* restarted: boot/u), 15_000, "our own action");
    board.write("/restart graceful\r");
    board.write("\r");
    await board.until(shows(new RegExp(`gatetop's own journal · ${told.id}`, "u"), /milestones/u, /accepted/u), 5_000, "its details");
  });
});

describe.each(versionsUnderTest.filter((version) => !atLeast(version, "2026.7.1")))("OpenClaw %s has no ledger", (version) => {
  let gateway: RealGateway;
  let home: Home;

  beforeAll(async () => {
    home = temporaryHome();
    gateway = await startGateway(version);
  });

  afterAll(async () => {
    await endPtys();
    await gateway?.stop();
    home?.remove();
  });

  test("which is said, and who is connected is shown all the same", async () => {
    const board = await openBoard(gateway, home, "7");
    await board.until(shows(/keeps no audit ledger: OpenClaw 2026\.7\.1/u), 20_000, "the reason");
    await board.until(shows(/presence/u, new RegExp(`the gateway itself|${version}`, "u")), 20_000, "presence");
  });
});
