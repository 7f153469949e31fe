// One frame as plain text, for --once and for whoever has no terminal.
import type { State } from "../data/state.ts";
import type { Options } from "./options.ts";
import { lookFor, textSize } from "./terminal.ts";

export const textFrame =
  (options: Pick<Options, "noColor" | "ascii">): ((state: State) => Promise<string>) =>
  async (state) => {
    const { renderFrame } = await import("../ui/text-frame.tsx");
    const { loadRaster } = await import("../ui/raster.ts");
    await loadRaster();
    return renderFrame(state, { ...textSize(), look: { ...lookFor(options), color: false, still: true } });
  };
