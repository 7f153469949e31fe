// Stands between Ink and the terminal: Ink writes whole frames, the terminal gets the cells that changed, one write a frame.
// Only the alternate screen is treated so; what is written outside of it passes unchanged.
import { EventEmitter } from "node:events";
import { createBeside } from "./cells/beside.ts";
import { interpret } from "./cells/interpret.ts";
import { type Cells, cursorTo, paint } from "./cells/paint.ts";
import { change } from "./cells/pen.ts";
import { createScreen, resizeScreen } from "./cells/screen.ts";
import { type Tty, setBlocking, writeLast } from "./cells/tty.ts";

export type CellDiffOptions = {
  /** The alternate screen is entered and the cursor hidden already (by the launcher); its content is not known. */
  readonly alternateShown?: boolean;
  /** Called when a frame is written, with its size in bytes. */
  readonly onFrame?: (bytes: number) => void;
};

/** A stdout for Ink. `columns` and `rows` are the size frames are drawn for; `resize` comes when the terminal's size has come to rest. */
export type CellDiff = NodeJS.WriteStream & {
  /** Somebody else has had the terminal: take its size again and draw all of it. */
  readonly repaint: () => void;
  /** Of the window, while the screen is shown; it has its own again when the screen is left. No control characters. */
  readonly title: (text: string) => void;
  /** Bytes that ring or notify, written between two frames; nothing while the screen is not shown. */
  readonly call: (bytes: string) => void;
  /** Whether the terminal tells clicks and the wheel; never after the screen is left. */
  readonly mouse: (on: boolean) => void;
  /** Stops listening to the terminal. */
  readonly close: () => void;
};

type Done = (error?: Error | null) => void;

const ENTER = "\u001b[?1049h";
const LEAVE = "\u001b[?1049l";
const BEGIN = "\u001b[?2026h";
const END = "\u001b[?2026l";
const SHOW = "\u001b[?25h";
const HIDE = "\u001b[?25l";
/** Modes, queries and titles: no cell changes. Anything else unknown might, and makes the next frame a full one. */
const drawsNothing = /^(?:\u001b\[[?<=>][^JK]*|\u001b\[.*[cnqt]|\u001b[\]PX^_].*|\u0007)$/s;
/** A size that changes more often than this (a drag with the mouse) is not drawn for in between. */
const RESIZE_REST_MS = 40;

export function cellDiff(tty: Tty, options: CellDiffOptions = {}): CellDiff {
  const alreadyShown = options.alternateShown === true;
  const screen = createScreen(tty.columns || 80, tty.rows || 24);
  /** What Ink has asked for, and what the terminal has been told. */
  const wanted = { alternate: false, cursor: !alreadyShown };
  const told = { alternate: alreadyShown, cursor: !alreadyShown, place: "" };
  let shown: Cells | null = null;
  /** Entered, and nothing drawn yet: what the launcher has drawn stays until there is something to put in its place. */
  let empty = true;
  let inFrame = false;
  let writing = false;
  let skipped = false;
  let resting: NodeJS.Timeout | null = null;
  /** Sequences on their way through, and the beginning of one whose end has not come. */
  let passing = "";
  let unfinished = "";
  let waiting: Done[] = [];
  const beside = createBeside();

  function send(bytes: string): void {
    writing = true;
    tty.write(bytes, (error) => {
      writing = false;
      if (skipped) flush();
      if (!writing) settle(error);
    });
  }

  function settle(error?: Error | null): void {
    const dones = waiting;
    waiting = [];
    for (const done of dones) done(error);
  }

  /** One write for all that changed since the last. While that is not through, frames are skipped and the newest is drawn after it. */
  function flush(): void {
    if (inFrame || !wanted.alternate) return;
    skipped = writing || resting !== null;
    if (skipped) return;
    empty &&= screen.text.every((text, at) => text === " " && screen.pen[at] === "");
    const drawn = empty ? "" : paint(shown, screen);
    const cursor = placed(drawn !== "") + cursorMode();
    const bytes = passing + beside.due() + (drawn === "" ? cursor : BEGIN + drawn + cursor + END);
    passing = "";
    if (!empty) shown = { text: screen.text.slice(), pen: screen.pen.slice() };
    if (bytes !== "") send(bytes);
    if (drawn !== "") options.onFrame?.(Buffer.byteLength(bytes));
  }

  function cursorMode(): string {
    if (wanted.cursor === told.cursor) return "";
    told.cursor = wanted.cursor;
    return wanted.cursor ? SHOW : HIDE;
  }

  /** A cursor that can be seen is put where Ink has left it. */
  function placed(moved: boolean): string {
    const place = cursorTo(spot());
    const due = wanted.cursor && (moved || !told.cursor || place !== told.place);
    told.place = place;
    return due ? place : "";
  }

  function spot(): { row: number; column: number } {
    return { row: screen.cursor.row, column: Math.min(screen.cursor.column, screen.columns - 1) };
  }

  function other(sequence: string): void {
    if (sequence === BEGIN || sequence === END) inFrame = sequence === BEGIN;
    else if (sequence === SHOW || sequence === HIDE) wanted.cursor = sequence === SHOW;
    else if (drawsNothing.test(sequence)) passing += sequence;
    else {
      // Its effect may depend on the cells, the cursor and the colours: they are made as Ink believes them to be.
      passing += paint(shown, screen) + cursorTo(spot()) + change("", screen.cursor.pen) + sequence;
      shown = null;
    }
  }

  function enter(): void {
    wanted.alternate = true;
    if (!told.alternate) passing += ENTER;
    told.alternate = true;
    Object.assign(screen, createScreen(screen.columns, screen.rows));
    shown = null;
    empty = true;
    // From here on a terminal that does not read must not stop the program.
    setBlocking(tty, false);
  }

  function leave(): void {
    writeLast(tty, passing + beside.leave() + cursorMode() + LEAVE);
    passing = "";
    inFrame = false;
    skipped = false;
    wanted.alternate = false;
    told.alternate = false;
    // Again as it was, for what the program prints next, unless that would wait for a terminal that does not read.
    if (tty.writableLength === 0) setBlocking(tty, true);
    settle();
  }

  function plainly(text: string): void {
    if (tty.writableLength === 0) tty.write(text);
    else writeLast(tty, text);
  }

  function write(chunk: string | Uint8Array, encoding?: BufferEncoding | Done, callback?: Done): boolean {
    let data = unfinished + (typeof chunk === "string" ? chunk : Buffer.from(chunk).toString());
    unfinished = "";
    while (data !== "") {
      const [here, rest] = cut(data, wanted.alternate ? LEAVE : ENTER);
      if (wanted.alternate) unfinished = interpret(screen, here, other);
      else if (here !== "") plainly(here);
      if (rest !== null) (wanted.alternate ? leave : enter)();
      data = rest ?? "";
    }
    flush();
    const done = typeof encoding === "function" ? encoding : callback;
    // After the screen was left nobody waits for frames a terminal has not read.
    if (done !== undefined && writing && !wanted.alternate) process.nextTick(done);
    else if (done !== undefined && (writing || skipped)) waiting.push(done);
    else if (done !== undefined) tty.write("", done);
    return true;
  }

  function rested(): void {
    resting = null;
    const [columns, rows] = [tty.columns || 80, tty.rows || 24];
    const changed = screen.columns !== columns || screen.rows !== rows;
    if (changed) resizeScreen(screen, columns, rows);
    shown = null;
    if (changed) stream.emit("resize");
    flush();
    if (!writing) settle();
  }

  function resized(): void {
    if (resting !== null) clearTimeout(resting);
    resting = setTimeout(rested, RESIZE_REST_MS);
    resting.unref();
  }

  const stream = new EventEmitter().setMaxListeners(0);
  tty.on("resize", resized);
  return Object.defineProperties(stream, {
    ...values({
      write,
      getColorDepth: tty.getColorDepth.bind(tty),
      hasColors: tty.hasColors.bind(tty),
      repaint: () => {
        if (!tty.destroyed) tty._refreshSize?.();
        if (resting !== null) clearTimeout(resting);
        rested();
      },
      title: (text: string) => {
        beside.title(text);
        flush();
      },
      call: (bytes: string) => {
        if (!wanted.alternate) return;
        beside.call(bytes);
        flush();
      },
      mouse: (on: boolean) => {
        beside.mouse(on);
        flush();
      },
      close: () => {
        if (resting !== null) clearTimeout(resting);
        tty.off("resize", resized);
      },
    }),
    columns: { get: () => screen.columns },
    rows: { get: () => screen.rows },
    isTTY: { get: () => tty.isTTY },
    fd: { get: () => tty.fd },
    writable: { get: () => tty.writable },
    writableEnded: { get: () => tty.writableEnded },
    destroyed: { get: () => tty.destroyed },
  }) as unknown as CellDiff;
}

function values(functions: Readonly<Record<string, unknown>>): PropertyDescriptorMap {
  return Object.fromEntries(Object.entries(functions).map(([name, value]) => [name, { value }]));
}

function cut(data: string, at: string): [string, string | null] {
  const index = data.indexOf(at);
  return index < 0 ? [data, null] : [data.slice(0, index), data.slice(index + at.length)];
}
