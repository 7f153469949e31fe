// What the screen begins with: flags before config.json5, and what the terminal allows before both.
import { isLate } from "../data/actions.ts";
import type { BoardId } from "../data/boards/board.ts";
import type { ScreenConfig } from "../data/config/own-config.ts";
import { boardAction } from "../data/keys/board-action.ts";
import type { Store } from "../data/store.ts";
import type { ThemeName } from "../data/theme-names.ts";
import type { Options } from "./options.ts";
import { colourlessWhy } from "./terminal.ts";

export type FirstScreen = { readonly theme: ThemeName; readonly themeStays: string | null; readonly mouse: boolean };

type Asked = Pick<Options, "theme" | "mouse" | "noColor">;

export function firstScreen(options: Asked, config: ScreenConfig, env: NodeJS.ProcessEnv = process.env): FirstScreen {
  const why = colourlessWhy(options, env);
  const theme = options.theme ?? config.theme;
  return { theme: why === null ? theme : "mono", themeStays: why, mouse: options.mouse || config.mouse };
}

/** Opens the board the person wants to begin with, with whatever it needs. */
export async function openFirstBoard(store: Pick<Store, "get" | "send">, board: BoardId): Promise<void> {
  if (board === "overview") return;
  const action = boardAction(board);
  if (isLate(action)) {
    const { loadLate } = await import("./late.ts");
    await loadLate();
  }
  store.send({ type: "acted", at: store.get().now, action });
}
