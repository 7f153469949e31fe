// The themes: what each role looks like in them, and that meaning never hangs on a colour that cannot be seen there.
import { afterEach, describe, expect, test } from "vitest";
import { themeNames, type ThemeName } from "../../src/data/theme-names.ts";
import type { State } from "../../src/data/state.ts";
import { act } from "../../src/data/view.ts";
import { update } from "../../src/data/update.ts";
import type { Tone } from "../../src/data/select/cell.ts";
import { renderFrame } from "../../src/ui/text-frame.tsx";
import { loadRaster } from "../../src/ui/raster.ts";
import { paint } from "../../src/ui/theme.ts";
import { emulator, type Emulator } from "../support/emulator.ts";
import { moment } from "./moments.ts";

const tones: readonly Tone[] = ["plain", "strong", "dim", "accent", "good", "warn", "bad"];
const look = (theme: ThemeName) => ({ color: true, ascii: false, theme });

const terminals: Emulator[] = [];
afterEach(() => {
  for (const terminal of terminals.splice(0)) terminal.dispose();
});

/** What a terminal makes of it: `foreground/attributes` of every cell that shows something. */
async function shown(text: string, columns: number, rows: number): Promise<readonly string[]> {
  const terminal = emulator(columns, rows);
  terminals.push(terminal);
  await terminal.write(text);
  return terminal.cells().filter((cell) => !cell.startsWith(" /"));
}

const styleOf = (cell: string): string => {
  const [, foreground = "", , attributes = ""] = cell.split("/");
  return [foreground, attributes].filter(Boolean).join(" ");
};

/** Palette numbers, as the emulator tells them: 16777216 is the mode of the sixteen. */
const colour: Readonly<Record<string, string>> = {
  red: "16777216:1",
  green: "16777216:2",
  yellow: "16777216:3",
  blue: "16777216:4",
  magenta: "16777216:5",
  cyan: "16777216:6",
  pink: "16777216:13",
};

test.each<[ThemeName, Readonly<Record<Tone, string>>]>([
  ["dark", { plain: "", strong: "bold", dim: "dim", accent: "cyan", good: "green", warn: "yellow", bad: "red" }],
  ["light", { plain: "", strong: "bold", dim: "dim", accent: "blue", good: "green", warn: "magenta", bad: "red" }],
  ["color-blind", { plain: "", strong: "bold", dim: "dim", accent: "cyan", good: "blue", warn: "yellow", bad: "pink bold" }],
  ["mono", { plain: "", strong: "bold", dim: "dim", accent: "bold", good: "", warn: "bold", bad: "bold" }],
])("%s", async (theme, wanted) => {
  for (const tone of tones) {
    const [cell = ""] = await shown(paint([{ text: "x", tone }], 1, look(theme)), 10, 1);
    expect([tone, styleOf(cell)]).toEqual([
      tone,
      wanted[tone]
        .split(" ")
        .map((word) => colour[word] ?? word)
        .join(" "),
    ]);
  }
});

test("one style follows another as if each stood alone, in every theme", async () => {
  for (const theme of themeNames) {
    for (const from of tones) {
      for (const to of tones) {
        const [alone = ""] = await shown(paint([{ text: "b", tone: to }], 1, look(theme)), 10, 1);
        const [, after = ""] = await shown(
          paint(
            [
              { text: "a", tone: from },
              { text: "b", tone: to },
            ],
            2,
            look(theme),
          ),
          10,
          1,
        );
        expect([theme, from, to, after]).toEqual([theme, from, to, alone]);
      }
    }
  }
});

describe("on the screen", () => {
  const frame = async (
    theme: ThemeName,
    boards: readonly ("overview" | "channels-board" | "sessions-board")[],
  ): Promise<readonly string[]> => {
    await loadRaster();
    const cells: string[] = [];
    for (const board of boards) {
      const sized = update(moment("incident"), { type: "resized", columns: 120, rows: 36 });
      const state: State = act({ ...sized, view: { ...sized.view, theme } }, board);
      cells.push(...(await shown(renderFrame(state, { columns: 120, rows: 36, look: { color: true, ascii: false } }), 120, 36)));
    }
    return cells;
  };
  const boards = ["overview", "channels-board", "sessions-board"] as const;

  test("light has neither yellow nor cyan, mono has no colour at all", async () => {
    const light = await frame("light", boards);
    expect(light.filter((cell) => [colour["yellow"], colour["cyan"]].includes(cell.split("/")[1]))).toEqual([]);
    expect(light.some((cell) => cell.includes(colour["magenta"] ?? ""))).toBe(true);
    expect((await frame("mono", boards)).filter((cell) => cell.split("/")[1] !== "")).toEqual([]);
  });

  test("color-blind tells nothing by green against red", async () => {
    const cells = await frame("color-blind", boards);
    expect(cells.filter((cell) => [colour["green"], colour["red"]].includes(cell.split("/")[1]))).toEqual([]);
  });

  test("every theme draws the same characters", async () => {
    const texts = await Promise.all(
      themeNames.map(async (theme) => (await frame(theme, boards)).map((cell) => cell.split("/")[0]).join("")),
    );
    expect(new Set(texts).size).toBe(1);
  });
});

test("T goes round the themes, and says why it stays where there are no colours", () => {
  const seen: ThemeName[] = [];
  let state = moment("well");
  for (const _ of themeNames) {
    state = act(state, "theme");
    seen.push(state.view.theme);
  }
  expect(seen).toEqual(["light", "color-blind", "mono", "dark"]);
  const colourless: State = { ...state, view: { ...state.view, theme: "mono", themeStays: "NO_COLOR is set: there are no colours" } };
  expect(act(colourless, "theme")).toMatchObject({ view: { theme: "mono" }, note: { text: "NO_COLOR is set: there are no colours" } });
});
