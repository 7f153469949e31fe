import { describe, expect, test } from "vitest";
import type { Seen } from "../../../src/data/restart/observation.ts";
import { stageAfter, type Stage } from "../../../src/probes/watch/stage.ts";

type Http = Extract<Seen, { readonly kind: "http" }>;

const http = (path: Http["path"], status: Http["status"], uptimeMs: number | null, outcome: Http["outcome"] = "answered"): Http => ({
  kind: "http",
  path,
  outcome,
  httpStatus: outcome === "answered" ? (status === "started" ? 200 : 503) : null,
  status,
  uptimeMs,
  failing: [],
  suppressed: [],
});
const link = { bootId: "b", version: "2026.9.6", processInstanceId: null, pid: null };
const failed = http("/startupz", null, null, "failed");
const silent = http("/healthz", null, null, "silent");
const port = (open: boolean): Seen => ({ kind: "port", open, why: null });

/** All 10 s after the request. */
const rows: readonly (readonly [string, Stage, Seen, Stage])[] = [
  ["the old boot answers", "standing", http("/startupz", "started", 3_600_000), "standing"],
  ["it drains", "standing", http("/readyz", "draining", 3_600_000), "draining"],
  ["it refuses RPCs because it drains", "standing", { kind: "draining", from: "rpc" }, "draining"],
  ["the drain was called off", "draining", http("/readyz", "started", 3_600_000), "standing"],
  ["it announces its end", "standing", { kind: "shutdown", of: "restart", expectedMs: 1_500 }, "leaving"],
  ["it closes", "draining", { kind: "closed", code: 1012 }, "leaving"],
  ["a request to it breaks off", "draining", failed, "leaving"],
  ["it is closed, its port is still open", "leaving", port(true), "leaving"],
  ["the last answer of the old boot", "leaving", http("/startupz", "draining", 3_600_000), "leaving"],
  ["nothing listens", "leaving", port(false), "down"],
  ["something listens", "down", port(true), "accepting"],
  ["it does not answer yet", "accepting", silent, "accepting"],
  ["it answers", "accepting", http("/healthz", "live", null), "answering"],
  ["it breaks off", "accepting", failed, "down"],
  ["it starts", "answering", http("/startupz", "starting", 800), "answering"],
  ["it has started", "answering", http("/startupz", "started", 900), "started"],
  ["an old release's web page", "accepting", http("/healthz", null, null, "not-json"), "answering"],
  ["it is ready", "started", http("/readyz", "started", 950), "ready"],
  ["it stays ready", "ready", http("/startupz", "started", 950), "ready"],
  ["it greets before HTTP was looked at", "down", { kind: "hello", link }, "answering"],
  ["the gap was missed: the new boot answers", "leaving", http("/startupz", "starting", 700), "answering"],
  ["all of it was missed: a younger boot serves", "standing", http("/startupz", "started", 700), "started"],
  ["it died again", "answering", failed, "down"],
  ["what has nothing to do with the door", "standing", { kind: "lock", lock: null }, "standing"],
];

describe("how far the door has come", () => {
  test.each(rows)("%s", (_, before, seen, after) => expect(stageAfter(before, seen, 10_000)).toBe(after));

  test("a boot that was young already at the request is not taken for a new one", () => {
    expect(stageAfter("standing", http("/startupz", "started", 3_100), 100)).toBe("standing");
  });
});
