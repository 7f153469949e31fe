// The screen on a terminal emulator: what a person sees after a key, a resize, the end.
import { PassThrough } from "node:stream";
import { afterEach, describe, expect, test } from "vitest";
import type { ActionId } from "../../src/data/actions.ts";
import type { Event } from "../../src/data/events.ts";
import { createStore, type Store } from "../../src/data/store.ts";
import { update } from "../../src/data/update.ts";
import { cellDiff } from "../../src/ui/cell-diff.ts";
import { startScreen, type Screen } from "../../src/ui/start.tsx";
import { renderFrame } from "../../src/ui/text-frame.tsx";
import { emulator, type Emulator } from "../support/emulator.ts";
import { fakeTty, type FakeTty } from "../support/fake-tty.ts";
import { moment, NOW, type Moment } from "./moments.ts";

type Stdin = PassThrough & { isTTY: boolean; setRawMode: (raw: boolean) => Stdin; ref: () => Stdin; unref: () => Stdin };

function keyboard(): { readonly stdin: Stdin; readonly isRaw: () => boolean } {
  let raw = false;
  const stdin: Stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (on: boolean) => {
      raw = on;
      return stdin;
    },
    ref: () => stdin,
    unref: () => stdin,
  });
  return { stdin, isRaw: () => raw };
}

type Stage = {
  readonly screen: Screen;
  readonly store: Store;
  readonly actions: readonly ActionId[];
  readonly seen: () => Promise<readonly string[]>;
  readonly press: (keys: string) => Promise<readonly string[]>;
  readonly resize: (columns: number, rows: number) => Promise<readonly string[]>;
  readonly terminal: Emulator;
  readonly tty: FakeTty;
  readonly isRaw: () => boolean;
  readonly cursorShown: () => boolean;
};

const stages: Stage[] = [];
const look = { color: false, ascii: false };

async function onStage(name: Moment, columns = 80, rows = 24): Promise<Stage> {
  const first = moment(name);
  const store = createStore({ ...first, view: { ...first.view, columns, rows } }, update);
  const tty = fakeTty(columns, rows);
  const terminal = emulator(columns, rows);
  const { stdin, isRaw } = keyboard();
  const actions: ActionId[] = [];
  const stdout = cellDiff(tty);
  let cursorShown = true;
  const screen = startScreen({
    store,
    look,
    stdin: stdin as unknown as NodeJS.ReadStream,
    stdout,
    onTyped: (key) => store.send({ type: "typed", at: store.get().now, key }),
    onAction: (action) => {
      actions.push(action);
      store.send({ type: "acted", at: store.get().now, action });
    },
  });
  const seen = async (): Promise<readonly string[]> => {
    await screen.drawn();
    const bytes = tty.taken();
    for (const [mode] of bytes.matchAll(/\u001b\[\?25[hl]/gu)) cursorShown = mode.endsWith("h");
    await terminal.write(bytes);
    // The emulator keeps what stood beyond the edge of a terminal that became narrower; nobody sees it.
    return terminal.lines().map((line) => line.slice(0, tty.columns).trimEnd());
  };
  const stage: Stage = {
    screen,
    store,
    actions,
    terminal,
    tty,
    isRaw,
    cursorShown: () => cursorShown,
    seen,
    press: async (keys) => {
      const heard = new Promise<void>((resolve) => stdin.once("data", () => resolve()));
      stdin.write(keys);
      await heard;
      return seen();
    },
    resize: async (wide, high) => {
      const rested = new Promise<void>((resolve) => stdout.once("resize", () => resolve()));
      tty.resize(wide, high);
      terminal.resize(wide, high);
      await rested;
      return seen();
    },
  };
  stages.push(stage);
  return stage;
}

afterEach(async () => {
  for (const stage of stages.splice(0)) {
    await stage.screen.stop();
    stage.terminal.dispose();
  }
});

const title = (lines: readonly string[], text: string): boolean => lines.some((line) => line.includes(`▸ ${text} `));

describe("keys", () => {
  test("tab goes to the next panel", async () => {
    const stage = await onStage("well");
    expect(title(await stage.seen(), "problems")).toBe(true);
    expect(title(await stage.press("\t"), "gateway")).toBe(true);
    expect(title(await stage.press("\t\t"), "channels")).toBe(true);
  });

  test("j and k, arrows and auto-repeat move the selection; enter shows every field; esc goes back", async () => {
    const stage = await onStage("well");
    const chosen = async (keys: string): Promise<string | undefined> => (await stage.press(keys)).find((line) => line.startsWith("│▸"));
    expect(await chosen("\t\t\t")).toContain("irc/default");
    expect(await chosen("jj")).toContain("telegram/poll");
    expect(await chosen("\u001b[A")).toContain("telegram/hook");
    expect(await chosen("G")).toContain("telegram/off");
    const details = await stage.press("\r");
    expect(title(details, "channels · details")).toBe(true);
    expect(details.some((line) => /enabled +no/u.test(line))).toBe(true);
    expect(stage.actions).toEqual(["next-panel", "next-panel", "next-panel", "down", "down", "up", "last", "details"]);
  });

  test("esc with keys behind it in one read closes what is open and does the rest", async () => {
    const stage = await onStage("well");
    await stage.press("?");
    expect(title(await stage.press("\u001b\t\t\r"), "charts · details")).toBe(true);
    expect(stage.actions).toEqual(["help", "back", "next-panel", "next-panel", "details"]);
  });

  test("help opens, scrolls to its end and closes", async () => {
    const stage = await onStage("well");
    expect((await stage.press("?")).some((line) => line.includes("more below"))).toBe(true);
    expect((await stage.press("G")).some((line) => line.includes("do nothing."))).toBe(true);
    expect(title(await stage.press("?"), "problems")).toBe(true);
  });

  test("! shows problems only, and back", async () => {
    const stage = await onStage("incident");
    expect(title(await stage.press("!"), "problems")).toBe(true);
    expect((await stage.seen()).some((line) => line.includes("gateway ───"))).toBe(false);
    expect((await stage.press("!")).some((line) => line.includes("gateway ───"))).toBe(true);
  });

  test("a key that is not one says so", async () => {
    const stage = await onStage("well", 120, 36);
    expect((await stage.press("e")).at(-1)).toContain("e is not a key here");
    expect(stage.actions).toEqual([]);
  });

  test("what is pasted does not act", async () => {
    const stage = await onStage("well");
    const before = await stage.seen();
    expect(await stage.press("\u001b[200~?qj\u001b[201~")).toEqual(before);
    expect(stage.actions).toEqual([]);
  });
});

test("a frozen screen keeps its facts, counts its age, and goes on", async () => {
  const stage = await onStage("well");
  const later: readonly Event[] = [
    { type: "clock", at: NOW + 7_000 },
    { type: "link", at: NOW + 7_000, link: { phase: "connecting", attempt: 2, since: NOW + 7_000 } },
  ];
  await stage.press(" ");
  for (const event of later) stage.store.send(event);
  const frozen = await stage.press("\t");
  expect(frozen[0]).toMatch(/FROZEN 7s .*14:15:00/u);
  expect(frozen.some((line) => line.includes("channels ready"))).toBe(true);
  expect((await stage.press(" "))[0]).toMatch(/down, trying +8s +14:15:07/u);
});

test("facts are drawn by themselves, without a key", async () => {
  const stage = await onStage("well");
  await stage.seen();
  const drawn = new Promise<void>((resolve) => {
    const off = stage.store.subscribe(() => {
      off();
      resolve();
    });
  });
  stage.store.send({ type: "note", at: NOW, text: "hello from outside", tone: "warn" });
  await drawn;
  expect((await stage.seen()).at(-1)).toContain("hello from outside");
});

test("after a storm of resizes the screen is the one a fresh start would draw", async () => {
  const stage = await onStage("incident", 120, 36);
  const sizes = [
    [80, 24],
    [200, 50],
    [40, 10],
    [30, 5],
    [119, 35],
    [61, 19],
  ] as const;
  const fresh = (columns: number, rows: number): readonly string[] => {
    const lines = renderFrame(stage.store.get(), { columns, rows, look }).split("\n");
    return Array.from({ length: rows }, (_, row) => lines[row] ?? "");
  };
  for (const [columns, rows] of sizes) expect(await stage.resize(columns, rows)).toEqual(fresh(columns, rows));
  for (const [columns, rows] of sizes) stage.tty.resize(columns, rows);
  expect(await stage.resize(100, 32)).toEqual(fresh(100, 32));
});

test("the alternate screen, raw mode and the cursor are given back", async () => {
  const stage = await onStage("well");
  await stage.seen();
  expect({ alternate: stage.terminal.isAlternate(), raw: stage.isRaw(), cursor: stage.cursorShown() }).toEqual({
    alternate: true,
    raw: true,
    cursor: false,
  });
  await stage.screen.stop();
  const last = stage.tty.taken();
  await stage.terminal.write(last);
  expect(stage.terminal.isAlternate()).toBe(false);
  expect(stage.isRaw()).toBe(false);
  expect(last).toContain("\u001b[?25h");
  expect(stage.terminal.lines().join("")).toBe("");
});
