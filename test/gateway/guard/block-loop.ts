// Loaded into a gateway before its own code: at SIGWINCH, which nothing else of it hears, its event loop stands still for as long as
// $HOME/block-loop.order says, in milliseconds, as a synchronous computation would make it.
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

const place = (end: string): string => `${process.env["HOME"]}/block-loop.${end}`;

function block(): void {
  const until = performance.now() + Number(readFileSync(place("order"), "utf8"));
  writeFileSync(place("began.part"), String(Date.now()));
  renameSync(place("began.part"), place("began"));
  while (performance.now() < until);
}

if (isMainThread) process.on("SIGWINCH", block);
