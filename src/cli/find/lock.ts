// The lock a running gateway holds: <state>/tmp/openclaw-<uid>/gateway.state.lock (OpenClaw 2026.8.1 and later).
import path from "node:path";
import type { Files } from "./files.ts";
import { isRecord } from "./records.ts";

export type Lock = { readonly path: string; readonly pid: number; readonly port: number | null };

const whole = (value: unknown): number | null => (typeof value === "number" && Number.isInteger(value) && value > 0 ? value : null);

/** Null when there is none, or when its process is gone: a gateway that was killed leaves its lock behind. */
export function readLock(files: Files, stateDir: string, uid: number | null): Lock | null {
  const file = path.join(stateDir, "tmp", uid === null ? "openclaw" : `openclaw-${uid}`, "gateway.state.lock");
  const read = files.read(file);
  if (read.kind !== "text") return null;
  const lock = parseLock(read.text);
  const pid = whole(lock["pid"]);
  const port = whole(lock["port"]);
  if (pid === null || (typeof lock["role"] === "string" && lock["role"] !== "gateway")) return null;
  if (files.isThere("/proc/self/stat") && !files.isThere(`/proc/${pid}/stat`)) return null;
  return { path: file, pid, port: port !== null && port <= 65_535 ? port : null };
}

function parseLock(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text.replace(/[\s\0]+$/u, ""));
    return isRecord(value) ? value : {};
  } catch {
    // Half-written while the gateway restarts; the next start reads it again.
    return {};
  }
}
