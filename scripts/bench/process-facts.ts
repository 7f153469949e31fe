// What Linux says about a process: CPU, memory, children it has had.
import { readdirSync, readFileSync } from "node:fs";

/** USER_HZ, 100 on every Linux that Node runs on. */
const tickMs = 10;

function statFields(pid: number): readonly number[] {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  return text
    .slice(text.lastIndexOf(")") + 2)
    .split(" ")
    .map(Number);
}

/** User and system time of all its threads, ended ones included; 10 ms steps. */
export function cpuMs(pid: number): number {
  const fields = statFields(pid);
  return ((fields[11] ?? 0) + (fields[12] ?? 0)) * tickMs;
}

/** The same with what its ended children took. */
export function cpuWithChildrenMs(pid: number): number {
  const fields = statFields(pid);
  return cpuMs(pid) + ((fields[13] ?? 0) + (fields[14] ?? 0)) * tickMs;
}

/** Of the threads alive now, in microsecond steps: for the first moments of a process. */
export function fineCpuMs(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  const nanoseconds = threads.map((thread) => Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "utf8").split(" ")[0]));
  return nanoseconds.reduce((sum, value) => sum + value, 0) / 1e6;
}

/** How long its main thread was ready to run while other programs had the cores: a busy machine's part in a slow answer. */
export function waitedMs(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, "utf8").split(" ")[1]) / 1e6;
}

function memoryMb(pid: number, row: "VmRSS" | "VmHWM"): number {
  const kilobytes = new RegExp(`^${row}:\\s+(\\d+) kB$`, "m").exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  if (kilobytes === undefined) throw new Error(`/proc/${pid}/status has no ${row}`);
  return (Number(kilobytes) * 1024) / 1e6;
}

export const rssMb = (pid: number): number => memoryMb(pid, "VmRSS");
/** The most it ever was. */
export const mostRssMb = (pid: number): number => memoryMb(pid, "VmHWM");

/**
 * Page faults of children that have ended, plus a thousand for each that lives: a program cannot start without faults, so 0 means
 * that there never was a child, however short its life.
 */
export function childTrace(pid: number): number {
  const living = readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8").split(" ").filter(Boolean),
  );
  return (statFields(pid)[8] ?? 0) + 1000 * living.length;
}
