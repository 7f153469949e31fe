// What a terminal is told beside the cells: the title of its window, and that a person should look. Never in the middle of a frame.

const PUSH = "\u001b[22;0t";
const POP = "\u001b[23;0t";
const titled = (text: string): string => `\u001b]2;${text}\u0007`;

export type Beside = {
  /** The title from now on; the same text again is nothing. */
  readonly title: (text: string) => void;
  /** Bytes that ring or notify. While a terminal does not read only the newest are kept. */
  readonly call: (bytes: string) => void;
  /** What is to be written now; it counts as written. */
  readonly due: () => string;
  /** Gives the window its own title back. */
  readonly leave: () => string;
};

export function createBeside(): Beside {
  let wanted: string | null = null;
  let told: string | null = null;
  let calling = "";
  return {
    title: (text) => {
      wanted = text;
    },
    call: (bytes) => {
      calling = bytes;
    },
    due: () => {
      const title = wanted === null || wanted === told ? "" : (told === null ? PUSH : "") + titled(wanted);
      told = wanted;
      const bytes = title + calling;
      calling = "";
      return bytes;
    },
    leave: () => {
      // A terminal that keeps no titles is left without one: the shell's prompt sets its own.
      const bytes = told === null ? "" : titled("") + POP;
      told = null;
      calling = "";
      return bytes;
    },
  };
}
