// Job control: stopped by ctrl-z or by a signal, and on again with fg.

export type JobControl = {
  /** Stops the whole process group, as the terminal's own ctrl-z would; resolves when it goes on. */
  readonly stopUntilContinued: () => Promise<void>;
  /** Stops listening. */
  readonly close: () => void;
};

/** `asked`: somebody has sent the signal of ctrl-z. `continued`: the process was stopped and goes on, whoever stopped it. */
export function jobControl(asked: () => void, continued: () => void): JobControl {
  process.on("SIGTSTP", asked);
  process.on("SIGCONT", continued);
  return {
    stopUntilContinued: async () => {
      // Windows has no such thing; its terminals have tabs.
      if (process.platform === "win32") return;
      // With a listener the signal would not stop us.
      process.off("SIGTSTP", asked);
      // Stopped here. Where no shell could continue us the kernel ignores the signal, and we go on at once.
      process.kill(0, "SIGTSTP");
      // Signals are read between one and the next: from here on SIGCONT has been heard.
      await new Promise(setImmediate);
      await new Promise(setImmediate);
      process.on("SIGTSTP", asked);
    },
    close: () => {
      process.off("SIGTSTP", asked);
      process.off("SIGCONT", continued);
    },
  };
}
