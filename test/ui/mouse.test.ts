// The mouse on a terminal: its modes are set while it is wanted and never outlive the screen; a click is on what was drawn.
import { PassThrough } from "node:stream";
import { afterEach, describe, expect, test } from "vitest";
import { createStore, type Store } from "../../src/data/store.ts";
import { update } from "../../src/data/update.ts";
import { cellDiff } from "../../src/ui/cell-diff.ts";
import { mouseIn } from "../../src/ui/mouse.ts";
import { startScreen, type Screen } from "../../src/ui/start.tsx";
import { emulator, type Emulator } from "../support/emulator.ts";
import { fakeTty, type FakeTty } from "../support/fake-tty.ts";
import { moment, type Moment } from "./moments.ts";

const E = "\u001b";

test.each<[string, string, readonly object[], string, string]>([
  ["a click", `${E}[<0;10;5M`, [{ column: 9, row: 4, wheel: 0 }], "", ""],
  [
    "the wheel",
    `${E}[<64;1;1M${E}[<65;200;50M`,
    [
      { column: 0, row: 0, wheel: -3 },
      { column: 199, row: 49, wheel: 3 },
    ],
    "",
    "",
  ],
  ["a button let go, another one, one with a modifier, motion", `${E}[<0;10;5m${E}[<2;1;1M${E}[<4;1;1M${E}[<32;1;1M`, [], "", ""],
  ["keys around it", `j${E}[<0;1;1Mk${E}[A`, [{ column: 0, row: 0, wheel: 0 }], `jk${E}[A`, ""],
  ["one cut in two", `q${E}[<0;1`, [], "q", `${E}[<0;1`],
  ["keys alone", `${E}[A${E}q`, [], `${E}[A${E}q`, ""],
  ["what only looks like it", `${E}[<0;1X`, [], `${E}[<0;1X`, ""],
])("%s", (_, text, events, rest, tail) => {
  expect(mouseIn(text)).toEqual({ events, rest, tail });
});

type Stage = {
  readonly store: Store;
  readonly screen: Screen;
  readonly terminal: Emulator;
  readonly tty: FakeTty;
  /** What was written since, seen by the terminal too. */
  readonly written: () => Promise<string>;
  readonly type: (bytes: string) => Promise<void>;
};

const stages: Stage[] = [];

async function onStage(name: Moment, columns = 120, rows = 36): Promise<Stage> {
  const first = moment(name);
  const store = createStore({ ...first, view: { ...first.view, columns, rows } }, update);
  const tty = fakeTty(columns, rows);
  const terminal = emulator(columns, rows);
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => stdin, ref: () => stdin, unref: () => stdin });
  const screen = startScreen({
    store,
    look: { color: false, ascii: false },
    stdin: stdin as unknown as NodeJS.ReadStream,
    stdout: cellDiff(tty),
    onTyped: (key) => store.send({ type: "typed", at: store.get().now, key }),
    onAction: (action) => store.send({ type: "acted", at: store.get().now, action }),
  });
  const written = async (): Promise<string> => {
    await screen.drawn();
    const bytes = tty.taken();
    await terminal.write(bytes);
    return bytes;
  };
  const type = async (bytes: string): Promise<void> => {
    const heard = new Promise<void>((resolve) => stdin.once("data", () => resolve()));
    stdin.write(bytes);
    await heard;
    await screen.drawn();
  };
  const stage = { store, screen, terminal, tty, written, type };
  stages.push(stage);
  return stage;
}

afterEach(async () => {
  for (const stage of stages.splice(0)) {
    await stage.screen.stop();
    stage.terminal.dispose();
  }
});

const ON = "\u001b[?1000h\u001b[?1006h";
const OFF = "\u001b[?1006l\u001b[?1000l";

/** Where a text stands, from 1 as terminals count. */
async function placeOf(stage: Stage, text: RegExp): Promise<{ readonly column: number; readonly row: number }> {
  await stage.written();
  const lines = stage.terminal.lines();
  const row = lines.findIndex((line) => text.test(line));
  return { column: (lines[row] ?? "").search(text) + 1, row: row + 1 };
}

describe("the modes", () => {
  test("are off until asked for, on once, and off again with the key", async () => {
    const stage = await onStage("well");
    expect(await stage.written()).not.toContain("?1000");
    await stage.type("M");
    expect((await stage.written()).split(ON)).toHaveLength(2);
    await stage.type("j");
    expect(await stage.written()).not.toContain("?1000");
    await stage.type("M");
    expect(await stage.written()).toContain(OFF);
  });

  test("end with the screen", async () => {
    const stage = await onStage("well");
    await stage.type("M");
    await stage.written();
    await stage.screen.stop();
    const bytes = stage.tty.taken();
    expect(bytes).toContain(OFF);
    expect(bytes.indexOf(OFF)).toBeLessThan(bytes.indexOf("\u001b[?1049l"));
    expect(bytes).not.toContain("1000h");
  });

  test("are never told of motion", async () => {
    const stage = await onStage("well");
    await stage.type("M");
    expect(await stage.written()).not.toMatch(/\?100[23]h/u);
  });
});

describe("a click", () => {
  test.each([
    [120, 36],
    [80, 24],
    [200, 50],
  ] as const)("selects the row that is there, at %d×%d; once more opens it", async (columns, rows) => {
    const stage = await onStage("incident", columns, rows);
    await stage.type("M");
    const { column, row } = await placeOf(stage, /irc\/default +ready/u);
    await stage.type(`\u001b[<0;${column};${row}M\u001b[<0;${column};${row}m`);
    expect(stage.store.get().view).toMatchObject({ panel: "channels", selected: { channels: "irc/default" }, overlay: { kind: "none" } });
    const again = await placeOf(stage, /▸.*irc\/default/u);
    await stage.type(`\u001b[<0;${again.column + 3};${again.row}M`);
    expect(stage.store.get().view.overlay.kind).toBe("details");
  });

  test("on a border or a panel without rows only brings the focus; on header, verdict and footer it does nothing", async () => {
    const stage = await onStage("incident");
    await stage.type("M");
    const { row } = await placeOf(stage, /─ gateway/u);
    await stage.type(`\u001b[<0;5;${row + 2}M`);
    expect(stage.store.get().view).toMatchObject({ panel: "gateway", overlay: { kind: "none" } });
    const before = stage.store.get().view;
    for (const line of [1, 2, 3, 36]) await stage.type(`\u001b[<0;5;${line}M`);
    expect(stage.store.get().view).toEqual(before);
  });

  test("on a board is on its row, under a filter too", async () => {
    const stage = await onStage("incident");
    await stage.type("M2/ready\r");
    const { column, row } = await placeOf(stage, /telegram\/hook/u);
    await stage.type(`\u001b[<0;${column};${row}M`);
    expect(stage.store.get().view.selected.channels).toBe("telegram/hook");
  });
});

test("the wheel scrolls what is open, or moves over the rows under it", async () => {
  const stage = await onStage("incident");
  await stage.type("M");
  const { column, row } = await placeOf(stage, /irc\/default +ready/u);
  await stage.type(`\u001b[<65;${column};${row}M`);
  expect(stage.store.get().view.panel).toBe("channels");
  expect(stage.store.get().view.selected.channels).toBeDefined();
  await stage.type("?");
  await stage.type("\u001b[<65;40;10M");
  expect(stage.store.get().view.overlay).toMatchObject({ kind: "help", scroll: 3 });
});
