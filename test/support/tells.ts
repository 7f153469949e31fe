// A tell, as the guard makes them.
import type { Tell } from "../../src/data/guard/tell.ts";

let made = 0;

export function tellOf(some: Partial<Tell> = {}): Tell {
  made += 1;
  return {
    schema: "gatetop-tell/1",
    id: made.toString(16).padStart(12, "0"),
    at: Date.parse("2026-11-20T12:00:00Z"),
    what: "down",
    edge: "begins",
    severity: "critical",
    host: "gateway-host",
    gateway: "ws://127.0.0.1:18789",
    subject: "gateway",
    sentence: "frozen for 12 s: state T, 4 connections wait",
    dryRun: false,
    guard: { standing: "frozen-proved", attempts: 0, last: null, nextAttemptAt: null, gaveUpAt: null },
    ...some,
  };
}
