// Sessions beyond their plain fields: sub-agents, what their last error is about, pages.
import { expect, test } from "vitest";
import { decodeSession, decodeSessionPage } from "../../../src/data/gateway/decode/sessions.ts";
import { captured } from "../../support/fixture.ts";

test.each([
  ["⚠️ lab/lab-model request failed (provider internal error, HTTP 500). This is usually temporary — try again shortly.", "provider error"],
  ["HTTP 429: rate limit reached for tokens per minute", "rate limit"],
  ["529 overloaded_error", "overloaded"],
  ["401 Unauthorized: incorrect API key provided", "credentials"],
  ["LLM request timed out after 600 s", "timeout"],
  ["fetch failed: connect ECONNREFUSED 127.0.0.1:1", "network"],
  ["This model's maximum context length is 128000 tokens", "context full"],
  ["Run was cancelled", "aborted"],
  ["wie bitte?", "other"],
  ["", null],
])("of the error %s is kept: %s", (lastRunError, kept) => {
  expect(decodeSession({ key: "a", lastRunError }).lastRunError).toBe(kept);
});

test("whose sub-agent it is, and that its run was given up", () => {
  const row = { key: "agent:main:subagent:1", spawnedBy: "agent:main:main\u001b[2J", spawnDepth: 1, restartRecoveryStatus: "tombstoned" };
  expect(decodeSession(row)).toMatchObject({ spawnedBy: "agent:main:main", spawnDepth: 1, restartRecoveryStatus: "tombstoned" });
});

test("the next page: where it begins, null at the end and where there are no pages", () => {
  const rows = [{ key: "a" }];
  expect(decodeSessionPage({ sessions: rows, totalCount: 900, nextOffset: 100, hasMore: true })).toMatchObject({
    total: 900,
    nextOffset: 100,
  });
  expect(decodeSessionPage({ sessions: rows, totalCount: 1, nextOffset: null })).toMatchObject({ total: 1, nextOffset: null });
  expect(decodeSessionPage(captured("2026.5.7/sessions.list"))).toMatchObject({ nextOffset: null });
});
