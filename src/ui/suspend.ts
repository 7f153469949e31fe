// ctrl-z: back to the shell, and on again with fg.

/** Stops the whole process group, as the terminal's own ctrl-z would; resolves when it goes on. */
export async function stopUntilContinued(): Promise<void> {
  // Windows has no such thing; its terminals have tabs.
  if (process.platform === "win32") return;
  // Stopped here. Where no shell could continue us the kernel ignores the signal, and we go on at once.
  process.kill(0, "SIGTSTP");
  await new Promise(setImmediate);
}
