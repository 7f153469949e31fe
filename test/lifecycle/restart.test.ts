// The dashboard restarts its gateway by keys, from R to the proof, on a real terminal.
import { readdirSync } from "node:fs";
import { afterAll, expect, test } from "vitest";
import { nodes, programPath, temporaryHome } from "../support/program.ts";
import { endPtys, openPty, type Pty } from "../support/pty.ts";

const home = temporaryHome();
afterAll(async () => {
  await endPtys();
  home.remove();
});

const size = { columns: 120, rows: 36 };
const [, node] = nodes[0] ?? ["", process.execPath];

const open = (scenario: string, args: readonly string[] = [], given: Partial<typeof size> = {}): Pty =>
  openPty([node, programPath, "--demo", scenario, ...args], { ...size, ...given, env: home.env });

const shows = (words: RegExp) => (screen: readonly string[]) => words.test(screen.join("\n"));

/** Writes keys once the screen shows what they answer to. */
async function press(pty: Pty, when: RegExp, keys: string): Promise<void> {
  await pty.until(shows(when), 20_000, String(when));
  pty.write(keys);
}

const ESC = "\u001b";
const READY = /● OK/u;
const ASKS = /type restart and press enter/u;

test("R: from the menu to the proof; esc leaves the timeline and R brings it back meanwhile", async () => {
  const pty = open("calm");
  await press(pty, READY, "R");
  await press(pty, /● graceful restart/u, "\r");
  await press(pty, ASKS, "restart");
  await press(pty, /> restart_ {2}enter does it/u, "\r");
  await press(pty, /● accepted +\d/u, ESC);
  await pty.until(shows(/R shows it/u), 20_000, "the run in the footer");
  pty.write("R");
  await pty.until(shows(/● restarted: boot [0-9a-f]{4}… → [0-9a-f]{4}…, pid 2815 kept \(in-process\), down/u), 60_000, "the proof");
  await pty.until(shows(/4\/4 channels back after/u), 30_000, "the channels");
  const screen = pty.screen().join("\n");
  expect(screen).toMatch(/● requested +0\.\d{3} s/u);
  expect(screen).toMatch(/● shutdown announced/u);
  expect(screen).toMatch(/boot id +changed/u);
  pty.write(ESC);
  await pty.until(shows(/R restart/u), 10_000, "the dashboard");
  pty.write("R");
  await pty.until(shows(/last restart +\d+s ago: restarted: boot/u), 10_000, "the menu with the last restart");
  pty.write("qq");
  expect((await pty.exited).status).toBe(0);
}, 120_000);

test("a restart that waits is hastened with f", async () => {
  const pty = open("restart-deferred");
  await press(pty, /● live/u, "R");
  await press(pty, /● graceful restart/u, "\r");
  await press(pty, ASKS, "restart");
  await press(pty, /enter does it/u, "\r");
  await press(pty, /deferred until .* over: the gateway forces it in 4m\d+s/u, "f");
  await press(pty, /bounded force[^]*type restart and press enter/u, "restart");
  await press(pty, /enter does it/u, "\r");
  await pty.until(shows(/● restarted: boot/u), 60_000, "the proof");
  expect(pty.screen().join("\n")).toMatch(/accepted +\d\.\d{3} s +deferred → emitted/u);
  pty.write(`${ESC}q`);
  expect((await pty.exited).status).toBe(0);
}, 120_000);

test("a restart that waits comes when x aborts the run it waits for", async () => {
  const pty = open("restart-deferred");
  await press(pty, /● live/u, "R");
  await press(pty, /● graceful restart/u, "\r");
  await press(pty, ASKS, "restart");
  await press(pty, /enter does it/u, "\r");
  await press(pty, /the gateway forces it in 4m\d+s/u, ESC);
  await press(pty, /graceful: deferred until .* R shows it/u, "x");
  await press(pty, /aborts run [0-9a-f-]+ in agent:main:telegram:poll:direct:4411/u, "y");
  await press(pty, /was aborted/u, ESC);
  await press(pty, /R shows it|R restart/u, "R");
  await pty.until(shows(/● accepted +\d\.\d{3} s +deferred[^]*● closed +\d/u), 20_000, "the timeline");
  await pty.until(shows(/● restarted: boot/u), 60_000, "the proof");
  pty.write(`${ESC}q`);
  expect((await pty.exited).status).toBe(0);
}, 120_000);

test("the word may be typed in one burst with what follows, and q is a letter of it", async () => {
  const pty = open("calm");
  await press(pty, READY, "R");
  await press(pty, /● graceful restart/u, "\r");
  await press(pty, ASKS, "qR?restart\r");
  await pty.until(shows(/> qR\?restart_ {2}not restart/u), 10_000, "the wrong word");
  expect(pty.screen().at(-1)).toMatch(/type restart, then enter/u);
  pty.write("\u0003\u0003q");
  expect((await pty.exited).status).toBe(0);
});

test("a pasted word is not an answer", async () => {
  const pty = open("calm");
  await press(pty, READY, "R");
  await press(pty, /● graceful restart/u, "\r");
  await press(pty, ASKS, "\u001b[200~restart\r\u001b[201~");
  pty.write("re");
  await pty.until(shows(/> re_/u), 10_000, "only what was typed");
  pty.write(`${ESC}${ESC}q`);
  expect((await pty.exited).status).toBe(0);
});

test("--readonly says why, and has no menu", async () => {
  const pty = open("channel-down", ["--readonly"]);
  await press(pty, /READ-ONLY/u, "R");
  await pty.until(shows(/read-only \(--readonly\): nothing is changed from here/u), 10_000, "the reason");
  expect(pty.screen().join("\n")).not.toContain("graceful restart");
  pty.write("q");
  expect((await pty.exited).status).toBe(0);
});

test("c restarts the broken channel after y, on the smallest screen as well", async () => {
  const pty = open("channel-down", [], { columns: 40, rows: 10 });
  await press(pty, /✖ telegram\/poll/u, "c");
  await press(pty, /● restart/u, "\r");
  await press(pty, /do it\? y does it/u, "y");
  await pty.until(shows(/done|not done/u), 20_000, "the outcome");
  pty.write(`${ESC}q`);
  expect((await pty.exited).status).toBe(0);
});

test("a demo keeps no journal of what was played", () => {
  expect(readdirSync(home.dir, { recursive: true }).filter((name) => String(name).includes("actions"))).toEqual([]);
});
