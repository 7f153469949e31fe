// The whole way of a tell: a real hook, a real HTTP server that fails twice.
import { once } from "node:events";
import { chmodSync, closeSync, fstatSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createTells, isJournal, lineOf } from "../../../src/cli/guard/tells.ts";
import { systemTimers } from "../../../src/data/gateway/timers.ts";
import type { TellTo } from "../../../src/data/guard/settings.ts";
import type { Tell } from "../../../src/data/guard/tell.ts";
import { manualTimers } from "../../data/gateway/manual-timers.ts";
import { tellOf } from "../../support/tells.ts";

let folder = "";
let server: Server;
let statuses: number[] = [];
const bodies: Tell[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "gatetop-tells-"));
  bodies.length = 0;
  server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk: Buffer) => (text += chunk.toString("utf8")));
    request.on("end", () => {
      bodies.push(JSON.parse(text) as Tell);
      response.writeHead(statuses.shift() ?? 200).end();
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

function hook(text: string): TellTo {
  const file = join(folder, "hook");
  writeFileSync(file, `#!/bin/sh\n${text}\n`);
  chmodSync(file, 0o755);
  return { to: "exec", argv: [file, join(folder, "out")] };
}

const webhook = (): TellTo => ({
  to: "webhook",
  format: "json",
  url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
  token: null,
});

function opened(to: readonly TellTo[]) {
  const printed: Tell[] = [];
  const said: string[] = [];
  const print = (tell: Tell): void => void printed.push(tell);
  const note = (sentence: string): void => void said.push(sentence);
  const tells = createTells({ to, env: process.env, timers: systemTimers, print, said: note, pausesMs: [1, 1, 1] });
  return { tells, printed, said };
}

test("printed at once; delivered to a webhook that fails twice and to a hook, once each, with the same id", async () => {
  statuses = [500, 503];
  const { tells, printed, said } = opened([webhook(), hook('cat >> "$1"')]);
  const tell = tellOf();
  tells.tell(tell);
  expect(printed).toEqual([tell]);
  await tells.drain(20_000);
  expect(bodies.map(({ id }) => id)).toEqual([tell.id, tell.id, tell.id]);
  expect(readFileSync(join(folder, "out"), "utf8")).toBe(`${JSON.stringify(tell)}\n`);
  expect(said).toHaveLength(2);
});

test("a hook that hangs does not hold the webhook, nor the end of the guard", async () => {
  const timers = manualTimers();
  const said: string[] = [];
  const to = [hook('echo $$ > "$1"; exec sleep 600'), webhook()];
  const tells = createTells({ to, env: process.env, timers, print: () => undefined, said: (sentence) => said.push(sentence) });
  const arrived = once(server, "request");
  tells.tell(tellOf());
  await arrived;
  const drained = tells.drain(3_000);
  timers.advance(3_000);
  await drained;
  expect(said).toContain("exec hook: the guard ended with 1 tell not delivered");
});

test("what comes after the end is printed and goes nowhere", async () => {
  const { tells, printed } = opened([webhook()]);
  await tells.drain(1_000);
  tells.tell(tellOf());
  await tells.drain(1_000);
  expect(printed).toHaveLength(1);
  expect(bodies).toEqual([]);
});

test("a line has its priority for the journal, and is plain for people", () => {
  expect((["critical", "warning", "info"] as const).map((severity) => lineOf(severity, "it is down", true))).toEqual([
    "<2>it is down\n",
    "<4>it is down\n",
    "<6>it is down\n",
  ]);
  expect(lineOf("critical", "it is down", false)).toBe("it is down\n");
});

test("the journal is known by device and inode of the very stream", () => {
  const file = openSync(join(folder, "stream"), "w");
  const { dev, ino } = fstatSync(file, { bigint: true });
  expect(isJournal(file, { JOURNAL_STREAM: `${dev}:${ino}` })).toBe(true);
  expect(isJournal(file, { JOURNAL_STREAM: `${dev}:${ino + 1n}` })).toBe(false);
  expect(isJournal(file, {})).toBe(false);
  closeSync(file);
  expect(isJournal(file, { JOURNAL_STREAM: `${dev}:${ino}` })).toBe(false);
});
