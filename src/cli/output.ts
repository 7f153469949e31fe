// Standard output and standard error of a program that is about to end.

export type Output = { readonly out: (text: string) => Promise<void>; readonly err: (text: string) => void };

export const output: Output = {
  /** Resolves once the text has left the process: an exit right after it must not cut a pipe short. */
  out: (text) =>
    new Promise((resolve) => {
      // A reader that went away (`| head`) is no failure of ours.
      process.stdout.once("error", () => resolve());
      process.stdout.write(text, () => resolve());
    }),
  err: (text) => void process.stderr.write(text),
};
