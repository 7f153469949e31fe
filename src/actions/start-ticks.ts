// When a process started, as the kernel counts: with the pid it names one process for ever.
import fs from "node:fs";

/** Field 22 of /proc/PID/stat; null when there is no such process, or no /proc. */
export function startTicksOf(pid: number): number | null {
  let text: string;
  try {
    text = fs.readFileSync(`/proc/${pid}/stat`, "latin1");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return null;
  }
  // The name in field 2 may hold spaces and parentheses.
  const ticks = Number(text.slice(text.lastIndexOf(")") + 2).split(" ")[19]);
  return Number.isSafeInteger(ticks) ? ticks : null;
}
