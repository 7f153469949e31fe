// The log of a gateway under test, read and written beside it: commands write into the same file.
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

export type LogLine = { readonly at: number; readonly message: string };

const logPath = (gateway: { readonly home: string }): string => join(gateway.home, "gateway.log");

/** What was put aside when the file was full, 1 the newest. */
export const rotatedPath = (gateway: { readonly home: string }, number: number): string => join(gateway.home, `gateway.${number}.log`);

/** As OpenClaw writes it. */
export function append(gateway: { readonly home: string }, message: string): void {
  const name = JSON.stringify({ subsystem: "test" });
  const time = new Date().toISOString();
  const line = { 0: name, 1: message, _meta: { date: time, logLevelId: 3, logLevelName: "INFO", name }, time, message };
  appendFileSync(logPath(gateway), `${JSON.stringify(line)}\n`);
}

function parsed(line: string): LogLine | null {
  try {
    const { time, message } = JSON.parse(line) as { readonly time: string; readonly message: string };
    return { at: Date.parse(time), message };
  } catch {
    // Not all that is written into it is JSON.
    return null;
  }
}

/** Of all its files, oldest first. */
export function linesOf(gateway: { readonly home: string }): readonly LogLine[] {
  return [...[5, 4, 3, 2, 1].map((number) => rotatedPath(gateway, number)), logPath(gateway)]
    .filter((file) => existsSync(file))
    .flatMap((file) => readFileSync(file, "utf8").split("\n"))
    .map(parsed)
    .filter((line) => line !== null);
}

/** The first line that says so, once it is written. */
export async function written(gateway: { readonly home: string }, pattern: RegExp, timeoutMs: number): Promise<LogLine> {
  const deadline = performance.now() + timeoutMs;
  while (performance.now() < deadline) {
    const found = linesOf(gateway).find(({ message }) => pattern.test(message));
    if (found !== undefined) return found;
    await pause(50);
  }
  throw new Error(`the log does not say ${pattern} after ${timeoutMs} ms`);
}
