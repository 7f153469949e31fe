// console.* and Node's warnings go to the log, or nowhere: a stray line would tear the frame on the screen.
import { format } from "node:util";
import type { Level, Log } from "./log.ts";

const levels = { debug: "debug", log: "info", info: "info", trace: "debug", warn: "warn", error: "error" } as const satisfies Record<
  string,
  Level
>;

/** Gives the function that puts everything back. */
export function redirectConsole(log: Log): () => void {
  const methods = Object.keys(levels) as (keyof typeof levels)[];
  const before = methods.map((name) => [name, console[name]] as const);
  for (const name of methods) {
    console[name] = (...parts: unknown[]) => log.write(levels[name], format(...parts), { from: `console.${name}` });
  }
  // Node's own listener is the one that prints.
  const printers = process.listeners("warning");
  process.removeAllListeners("warning");
  const onWarning = (warning: Error): void => log.write("warn", warning.message, { from: "process", name: warning.name });
  process.on("warning", onWarning);
  return () => {
    for (const [name, method] of before) console[name] = method;
    process.off("warning", onWarning);
    for (const printer of printers) process.on("warning", printer);
  };
}
