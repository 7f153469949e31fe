// What the terminal is told beside the cells: titles that are given back, calls between frames.
import { describe, expect, test } from "vitest";
import { callBytes, understandsStrings } from "../../src/ui/call.ts";
import { cellDiff } from "../../src/ui/cell-diff.ts";
import { fakeTty } from "../support/fake-tty.ts";

const ENTER = "\u001b[?1049h";
const LEAVE = "\u001b[?1049l";
const HIDE = "\u001b[?25l";
const PUSH = "\u001b[22;0t";
const POP = "\u001b[23;0t";
const title = (text: string): string => `\u001b]2;${text}\u0007`;
const BELL = "\u0007";

const ticked = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve));

function screen() {
  const tty = fakeTty(20, 3);
  return { tty, stdout: cellDiff(tty) };
}

describe("the title", () => {
  test("is kept before the first of ours, and given back on the way out", async () => {
    const { tty, stdout } = screen();
    stdout.title("early");
    expect(tty.taken()).toBe("");
    stdout.write(ENTER + HIDE);
    await ticked();
    expect(tty.taken()).toBe(`${ENTER}${PUSH}${title("early")}${HIDE}`);
    stdout.title("later");
    stdout.title("later");
    await ticked();
    expect(tty.taken()).toBe(title("later"));
    stdout.write(LEAVE);
    expect(tty.taken()).toBe(`${title("")}${POP}${LEAVE}`);
  });

  test("is there again after a suspension", async () => {
    const { tty, stdout } = screen();
    stdout.write(ENTER);
    stdout.title("one");
    await ticked();
    stdout.write(LEAVE);
    stdout.title("two");
    tty.taken();
    stdout.write(ENTER);
    await ticked();
    expect(tty.taken()).toContain(`${PUSH}${title("two")}`);
  });

  test("where none was set none is given back", () => {
    const { tty, stdout } = screen();
    stdout.write(ENTER);
    stdout.write(LEAVE);
    const bytes = tty.taken();
    expect(bytes).toContain(LEAVE);
    expect(bytes).not.toContain("\u001b]");
    expect(bytes).not.toContain(POP);
  });
});

describe("a call", () => {
  test("comes at once, and not into the middle of a frame", async () => {
    const { tty, stdout } = screen();
    stdout.write(`${ENTER}\u001b[?2026hone`);
    stdout.call(BELL);
    await ticked();
    expect(tty.taken()).not.toContain(BELL);
    stdout.write("\u001b[?2026l");
    await ticked();
    expect(tty.taken()).toMatch(/\u0007\u001b\[\?2026h[^\u0007]*one/u);
    stdout.call(BELL);
    await ticked();
    expect(tty.taken()).toBe(BELL);
  });

  test("on the shell's screen there is none, also none that waited", async () => {
    const { tty, stdout } = screen();
    stdout.call(BELL);
    stdout.write(ENTER);
    await ticked();
    expect(tty.taken()).not.toContain(BELL);
    tty.stall();
    stdout.write("x");
    stdout.call(BELL);
    stdout.write(LEAVE);
    await tty.drain();
    expect(tty.taken()).not.toContain(BELL);
  });

  test("a terminal that does not read hears one of many", async () => {
    const { tty, stdout } = screen();
    stdout.write(`${ENTER}x`);
    await ticked();
    tty.stall();
    stdout.write("y");
    tty.taken();
    for (let round = 0; round < 50; round += 1) stdout.call(BELL);
    await tty.drain();
    expect(tty.taken().split(BELL)).toHaveLength(2);
  });
});

describe("its bytes", () => {
  const style = { bell: true, notify: "off", tmux: false } as const;
  test.each([
    ["the bell alone", style, BELL],
    ["nothing at all", { ...style, bell: false }, ""],
    ["OSC 9", { ...style, notify: "osc9" as const, bell: false }, "\u001b]9;irc is gone\u0007"],
    ["OSC 777 and the bell", { ...style, notify: "osc777" as const }, "\u001b]777;notify;gatetop;irc is gone\u0007\u0007"],
    [
      "in tmux a notification is wrapped, the bell is tmux's own",
      { bell: true, notify: "osc9" as const, tmux: true },
      "\u001bPtmux;\u001b\u001b]9;irc is gone\u0007\u001b\\\u0007",
    ],
    ["in tmux without a notification", { ...style, tmux: true }, BELL],
  ])("%s", (_, given, expected) => {
    expect(callBytes("irc is gone", given)).toBe(expected);
  });

  test.each([
    ["xterm-256color", true],
    ["tmux-256color", true],
    ["screen", true],
    ["linux", false],
    ["vt220", false],
    ["dumb", false],
    ["", false],
    [undefined, false],
  ])("a terminal called %s takes titles and notifications: %s", (term, expected) => {
    expect(understandsStrings(term)).toBe(expected);
  });
});
