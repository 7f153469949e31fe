// The ways a command is ended from outside, as a value: whoever runs it decides what still has to be said.
import { exitCodes } from "../exit-codes.ts";

export type Interruption = { readonly interrupted: NodeJS.Signals; readonly code: number };

export const isInterruption = (value: unknown): value is Interruption =>
  typeof value === "object" && value !== null && "interrupted" in value;

const codes = { SIGINT: exitCodes.interrupted, SIGTERM: 143, SIGHUP: 129, SIGQUIT: 131 } as const;

/** `first` resolves at the first signal; until `ignore` is called none of them ends the program by itself. */
export function watchInterruptions(): { readonly first: Promise<Interruption>; readonly ignore: () => void } {
  const listeners: (readonly [NodeJS.Signals, () => void])[] = [];
  const first = new Promise<Interruption>((resolve) => {
    for (const [name, code] of Object.entries(codes) as [keyof typeof codes, number][]) {
      const heard = (): void => resolve({ interrupted: name, code });
      listeners.push([name, heard]);
      process.on(name, heard);
    }
  });
  return {
    first,
    ignore: () => {
      for (const [name, heard] of listeners) process.off(name, heard);
    },
  };
}
