import { afterAll, expect, test } from "vitest";
import { endPtys, openPty, untouched } from "./pty.ts";

const env = { PATH: process.env["PATH"] ?? "", TERM: "xterm-256color" };
const open = (script: string, columns = 40, rows = 6) => openPty(["sh", "-c", script], { columns, rows, env });

afterAll(endPtys);

test("the screen is what a terminal shows, not what was written", async () => {
  const pty = open(`printf 'one\\rtwo\\n\\033[3;5Hthree'; read line`);
  await pty.until((screen) => screen[2] === "    three", 10_000);
  expect(pty.screen().slice(0, 3)).toEqual(["two", "", "    three"]);
  pty.write("\r");
  expect((await pty.exited).status).toBe(0);
});

test("the command has the size it was given, and is told of a new one", async () => {
  const pty = open(`trap 'stty size; exit 0' WINCH; stty size; while :; do read line; done`, 50, 7);
  await pty.until((screen) => screen[0] === "7 50", 10_000);
  pty.resize(61, 9);
  await pty.until((screen) => screen.includes("9 61"), 10_000);
  await pty.exited;
});

test("modes left on and settings left changed are seen", async () => {
  const left = open(`printf '\\033[?1049h\\033[?25l\\033[?2004h\\033[?1000h'; stty -echo`);
  const ended = await left.exited;
  expect(left.modes()).toEqual({ ...untouched, alternate: true, cursorHidden: true, bracketedPaste: true, mouse: true });
  expect(ended.after).not.toBe(ended.before);
  const clean = open(`printf '\\033[?1049h\\033[?25l'; stty -echo; stty echo; printf '\\033[?25h\\033[?1049l'`);
  const restored = await clean.exited;
  expect(clean.modes()).toEqual(untouched);
  expect(restored.after).toBe(restored.before);
});

test("a signal reaches the command alone, and the status is the shell's", async () => {
  const pty = open(`echo ready; exec sleep 60`);
  await pty.until((screen) => screen[0] === "ready", 10_000);
  pty.kill("SIGTERM");
  expect(await pty.exited).toMatchObject({ status: 128 + 15 });
});

test("hanging up ends the command", async () => {
  const pty = open(`echo ready; exec sleep 60`);
  await pty.until((screen) => screen[0] === "ready", 10_000);
  pty.close();
  expect(await pty.exited).toMatchObject({ status: 128 + 1, after: "" });
});

test("what never shows is said with the screen that was there", async () => {
  const pty = open(`echo something else`);
  await expect(pty.until((screen) => screen[0] === "ready", 10_000, "ready")).rejects.toThrow(
    /ready was not seen: the command ended with 0; the screen:\nsomething else/u,
  );
});
