// A line of the log as it is kept: what was captured of a gateway, what commands write there, and what must not get further.
import { expect, test } from "vitest";
import type { LogLineIn } from "../../../src/data/logs/log-book.ts";
import { logLineIn } from "../../../src/data/logs/line-of.ts";

const AT = "2026-11-20T09:02:11.656+00:00";
const tslog = (given: object): string =>
  JSON.stringify({ _meta: { logLevelName: "WARN", name: '{"subsystem":"diagnostic"}' }, time: AT, ...given });

test.each<[string, string, Partial<LogLineIn>]>([
  [
    "a line of 2026.9",
    tslog({ 0: '{"subsystem":"diagnostic"}', 1: "said", message: "said" }),
    { at: Date.parse(AT), level: "warn", subsystem: "diagnostic", session: null, message: "said" },
  ],
  ["of before 2026.7, without a message", tslog({ 0: '{"subsystem":"diagnostic"}', 1: "said" }), { message: "said" }],
  [
    "an object beside the text",
    tslog({ 1: { sessionKey: "agent:main:main" }, 2: "said", message: "said" }),
    { session: "agent:main:main", message: "said" },
  ],
  [
    "a session named in the text",
    tslog({ message: "lane task error: lane=session:agent:main:tg:4 durationMs=7" }),
    { session: "agent:main:tg:4" },
  ],
  ["a session named by its id", tslog({ 1: { runId: "dfc741a5" }, 2: "x", message: "x", session_id: "a369cafd" }), { session: "a369cafd" }],
  ["a run alone", tslog({ 1: { event: "embedded_run_agent_end", runId: "dfc741a5" }, 2: "x", message: "x" }), { session: "run dfc741a5" }],
  ["a session named like a field", tslog({ message: 'x sessionKey="agent:main:irc" y' }), { session: "agent:main:irc" }],
  [
    "an account's own logger",
    tslog({ _meta: { logLevelName: "ERROR", name: '{"channel":"irc","accountId":"default"}' }, message: "x" }),
    { level: "error", subsystem: "channels/irc" },
  ],
  ["a logger of no subsystem", tslog({ _meta: { logLevelName: "ERROR", name: "openclaw" }, message: "x" }), { subsystem: null }],
  ["a level nobody knows", tslog({ _meta: { logLevelName: "LOUD" }, message: "x" }), { level: "plain" }],
  ["no time", JSON.stringify({ message: "x" }), { at: null, message: "x" }],
  [
    "words of a command",
    "Gateway already running (pid 12)",
    { at: null, level: "plain", subsystem: null, message: "Gateway already running (pid 12)" },
  ],
  ["broken JSON", '{"time":', { level: "plain", message: '{"time":' }],
  ["JSON that is no object", "[1,2]", { level: "plain", message: "[1,2]" }],
  ["escape sequences", tslog({ message: "\u001b[31mred\u001b[0m \u0007bell\u202egnp" }), { message: "red bellgnp" }],
])("%s", (_, raw, wanted) => {
  expect(logLineIn(raw)).toMatchObject(wanted);
});

test("secrets: what is known, and what looks like one", () => {
  const line = tslog({ message: "sent Bearer abc.def to wss://me:pw@host with hunter2, OPENCLAW_TOKEN=xyz" });
  const { message } = logLineIn(line, ["hunter2"]);
  expect(message).not.toMatch(/abc\.def|pw@|hunter2|xyz/u);
  expect(message).toContain("to wss://");
  expect(logLineIn("plain hunter2", ["hunter2"]).message).not.toContain("hunter2");
});

test("a message of any length is kept to a thousand characters", () => {
  expect(logLineIn(tslog({ message: "x".repeat(100_000) })).message).toHaveLength(1_000);
  expect(logLineIn("x".repeat(100_000)).message).toHaveLength(1_000);
});
