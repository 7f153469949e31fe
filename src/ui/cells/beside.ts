// What a terminal is told beside the cells: the title of its window, and that a person should look. Never in the middle of a frame.

const PUSH = "\u001b[22;0t";
const POP = "\u001b[23;0t";
const MOUSE_ON = "\u001b[?1000h\u001b[?1006h";
const MOUSE_OFF = "\u001b[?1006l\u001b[?1000l";
const titled = (text: string): string => `\u001b]2;${text}\u0007`;

export type Beside = {
  /** The title from now on; the same text again is nothing. */
  readonly title: (text: string) => void;
  /** Bytes that ring or notify. While a terminal does not read only the newest are kept. */
  readonly call: (bytes: string) => void;
  /** Whether clicks and the wheel are told (1000, in the form of 1006); motion never is. */
  readonly mouse: (on: boolean) => void;
  /** What is to be written now; it counts as written. */
  readonly due: () => string;
  /** Gives the window its own title back, and the mouse to the terminal. */
  readonly leave: () => string;
};

export function createBeside(): Beside {
  let wanted: string | null = null;
  let told: string | null = null;
  let calling = "";
  const mouse = { wanted: false, told: false };
  return {
    title: (text) => {
      wanted = text;
    },
    call: (bytes) => {
      calling = bytes;
    },
    mouse: (on) => {
      mouse.wanted = on;
    },
    due: () => {
      const title = wanted === null || wanted === told ? "" : (told === null ? PUSH : "") + titled(wanted);
      told = wanted;
      const bytes = title + calling + (mouse.wanted === mouse.told ? "" : mouse.wanted ? MOUSE_ON : MOUSE_OFF);
      mouse.told = mouse.wanted;
      calling = "";
      return bytes;
    },
    leave: () => {
      // A terminal that keeps no titles is left without one: the shell's prompt sets its own.
      const bytes = (told === null ? "" : titled("") + POP) + (mouse.told ? MOUSE_OFF : "");
      mouse.told = false;
      told = null;
      calling = "";
      return bytes;
    },
  };
}
