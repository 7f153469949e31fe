// Puts the screen on a terminal and takes it off again.
import { render, type SuspendTerminal } from "ink";
import { drawn } from "../data/view.ts";
import { App } from "./app.tsx";
import type { CellDiff } from "./cell-diff.ts";
import { createGate } from "./gate.ts";
import { hitAt } from "./hit.ts";
import { hearMouse, type MouseEvent } from "./mouse.ts";
import { createPresses, type PressOptions } from "./press.ts";
import { loadRaster } from "./raster.ts";
import { layoutOf } from "./screen.tsx";
import type { Seen } from "./seen.ts";
import { jobControl } from "./suspend.ts";
import type { Look } from "./theme.ts";

export type ScreenOptions = PressOptions & {
  readonly look: Look;
  /** Called once, when the first frame has been handed to `stdout`. */
  readonly onFirstFrame?: () => void;
  /** Draws only changed cells: Ink writes whole frames into it. */
  readonly stdout: CellDiff;
  readonly stdin: NodeJS.ReadStream;
};

export type Screen = {
  /** Takes the screen off; resolves when the terminal is as it was. */
  readonly stop: () => Promise<void>;
  /** Back to the shell until it continues us. */
  readonly suspend: () => Promise<void>;
  /** Resolves when every change so far has been written. */
  readonly drawn: () => Promise<void>;
  /** Resolves when the screen is off; rejects with what broke while drawing. */
  readonly exited: Promise<unknown>;
};

const MAX_FPS = 60;
/** Loading the chart engine holds the loop for some frames: not while the first answers arrive. */
const RASTER_AFTER_MS = 500;

export function startScreen({ look, onFirstFrame, stdout, stdin, ...keys }: ScreenOptions): Screen {
  const { store } = keys;
  const presses = createPresses(keys);
  const gate = createGate(store);
  const unmouse = gate.subscribe(() => stdout.mouse(gate.get().view.mouse));
  stdout.mouse(store.get().view.mouse);
  let lent: SuspendTerminal | null = null;
  let first = true;
  let suspending: Promise<void> | null = null;

  const sized = (): void => store.send({ type: "resized", columns: stdout.columns || 80, rows: stdout.rows || 24 });
  const resized = (): void => {
    sized();
    // Draws now what has just changed: Ink would first draw the old layout into the new size.
    ink.rerender(tree);
  };
  const onRender = (): void => {
    if (!first) return;
    first = false;
    onFirstFrame?.();
    setTimeout(() => void loadRaster(), RASTER_AFTER_MS).unref();
  };
  const seen: Seen = new Map();
  const onMouse = (mouse: MouseEvent): void =>
    presses.inTurn(() => {
      // What was drawn last is what the person points at.
      const shown = drawn(gate.get());
      const hit = hitAt(shown, layoutOf(shown), seen, mouse);
      if (hit !== null) store.send({ type: "pointed", at: store.get().now, ...hit, wheel: mouse.wheel });
    });
  const lend = (suspendTerminal: SuspendTerminal): void => {
    lent = suspendTerminal;
  };

  /** Gives the terminal away until `meanwhile` is over. A held ctrl-z arrives as several: the first one counts. */
  const giveAway = (meanwhile: () => Promise<void>): Promise<void> => {
    suspending ??= Promise.resolve(lent?.(meanwhile)).finally(() => {
      suspending = null;
    });
    return suspending;
  };
  const suspend = (): Promise<void> => giveAway(jobs.stopUntilContinued);
  const continued = (): void => {
    // Stopped without having been asked: the terminal is given away after the fact, so that all of its modes are set again. Not
    // before what was being written is through, or the rest of it would be drawn on the shell's screen.
    if (suspending === null) void ink.waitUntilRenderFlush().then(() => giveAway(async () => stdout.repaint()));
    // While we were stopped only the shell was told of a new size.
    else stdout.repaint();
  };
  const jobs = jobControl(() => void suspend(), continued);

  const tree = <App gate={gate} look={look} onKey={presses.key} onPaste={presses.paste} seen={seen} lend={lend} />;
  sized();
  // Before Ink listens, so that the layout is new when it draws.
  stdout.on("resize", resized);
  const unhear = hearMouse(stdin, onMouse);
  const ink = render(tree, {
    stdout,
    stdin,
    alternateScreen: true,
    interactive: true,
    exitOnCtrlC: false,
    patchConsole: false,
    maxFps: MAX_FPS,
    onRender,
  });
  const exited = ink.waitUntilExit().finally(() => {
    gate.close();
    unmouse();
    unhear();
    jobs.close();
    stdout.off("resize", resized);
  });

  return {
    exited,
    drawn: () => ink.waitUntilRenderFlush(),
    suspend,
    stop: async () => {
      ink.unmount();
      // What broke while drawing is told by `exited`; here only that it is over matters.
      await exited.then(ignore, ignore);
    },
  };
}

const ignore = (): void => {};
