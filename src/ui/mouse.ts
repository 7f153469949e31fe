// The mouse as a terminal tells it (SGR 1006): `ESC [ < button ; column ; row` and M for pressed, m for let go. Ink drops what is no key,
// so it is taken out of what the keyboard's stream gives before Ink reads it.

/** Cells count from 0. `wheel`: rows, down is positive; 0: the left button was pressed. */
export type MouseEvent = { readonly column: number; readonly row: number; readonly wheel: number };

const told = /\u001b\[<(\d{1,3});(\d{1,5});(\d{1,5})([Mm])/gu;
const begun = /\u001b\[<[\d;]*$/u;
const WHEEL_ROWS = 3;
/** Without modifiers: with them it is the terminal's own. */
const buttons: ReadonlyMap<number, number> = new Map([
  [0, 0],
  [64, -WHEEL_ROWS],
  [65, WHEEL_ROWS],
]);

/** `rest`: without the mouse; `tail`: the beginning of a sequence whose end has not come. */
export function mouseIn(text: string): { readonly events: readonly MouseEvent[]; readonly rest: string; readonly tail: string } {
  if (!text.includes("\u001b[<")) return { events: [], rest: text, tail: "" };
  const events = [...text.matchAll(told)].flatMap(([, button = "", column = "", row = "", end]): readonly MouseEvent[] => {
    const wheel = buttons.get(Number(button));
    return wheel === undefined || end === "m" ? [] : [{ column: Number(column) - 1, row: Number(row) - 1, wheel }];
  });
  const keys = text.replaceAll(told, "");
  const tail = begun.exec(keys)?.[0] ?? "";
  return { events, rest: keys.slice(0, keys.length - tail.length), tail };
}

type Keyboard = { read: (size?: number) => unknown };

/** Returns the way out. */
export function hearMouse(stdin: Keyboard, onMouse: (event: MouseEvent) => void): () => void {
  const { read } = stdin;
  let tail = "";
  stdin.read = (size) => {
    const chunk: unknown = read.call(stdin, size);
    if (typeof chunk !== "string" && !(chunk instanceof Uint8Array)) return chunk;
    const text = typeof chunk === "string" ? chunk : null;
    const bytes = text ?? Buffer.from(chunk as Uint8Array).toString("latin1");
    // Nearly every chunk: as it came, also when a character of several bytes is cut in two.
    if (tail === "" && !bytes.includes("\u001b[<")) return chunk;
    const found = mouseIn(tail + bytes);
    ({ tail } = found);
    for (const event of found.events) onMouse(event);
    return text === null ? Buffer.from(found.rest, "latin1") : found.rest;
  };
  return () => {
    stdin.read = read;
  };
}
