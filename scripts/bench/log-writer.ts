// Writes lines as a gateway would, at a steady rate, into a file, in a process of its own. Ends with its parent.
import { appendFileSync } from "node:fs";

export type WriteOrder = { readonly file: string; readonly perSecond: number; readonly seconds: number };
export type Written = { readonly lines: number; readonly tookMs: number };

const words = ["socket", "session", "delivery", "webhook", "model", "queue", "account", "retry", "handshake", "token count", "cache"];
const word = (): string => words[Math.floor(Math.random() * words.length)] ?? "";

/** About 700 bytes, as the gateway's are; no two neighbours say the same. */
export function logLine(message: string): string {
  const name = JSON.stringify({ subsystem: `gateway/${word().replace(" ", "-")}` });
  const time = new Date().toISOString();
  const meta = { runtime: "node", runtimeVersion: "24.21.0", hostname: "bench", date: time, logLevelId: 3, logLevelName: "INFO", name };
  return `${JSON.stringify({ 0: name, 1: message, _meta: meta, time, hostname: "bench", message, traceId: "8".repeat(32), pad: "x".repeat(200) })}\n`;
}

export const sentence = (): string => Array.from({ length: 9 }, word).join(" ");

process.on("disconnect", () => process.exit(0));
process.on("message", ({ file, perSecond, seconds }: WriteOrder) => {
  const begunAt = performance.now();
  let lines = 0;
  const timer = setInterval(() => {
    const elapsedMs = Math.min(performance.now() - begunAt, seconds * 1000);
    const owed = Math.floor((elapsedMs / 1000) * perSecond);
    const due: string[] = [];
    for (; lines < owed; lines++) due.push(logLine(sentence()));
    if (due.length > 0) appendFileSync(file, due.join(""));
    if (elapsedMs < seconds * 1000) return;
    clearInterval(timer);
    process.send?.({ lines, tookMs: performance.now() - begunAt } satisfies Written);
  }, 10);
});
