import { describe, expect, test } from "vitest";
import { pseudonyms, realNames } from "../../../src/data/recording/names.ts";

describe("what a text becomes", () => {
  test.each([
    ["the connection was cut (1006)", "the connection was cut (1006)"],
    ["connection refused: nothing listens on 127.0.0.1:18789", "connection refused: nothing listens on 127.0.0.1:18789"],
    ["OpenClaw 2026.9.16 has no audit.list", "OpenClaw 2026.9.16 has no audit.list"],
    ["connect ETIMEDOUT 149.154.167.220:443", "connect ETIMEDOUT …:443"],
    ["401: Unauthorized", "401: Unauthorized"],
    ["restart (SIGUSR2: gatetop 3f9a2c)", "restart (SIGUSR2: gatetop 3f9a2c)"],
    ["restart (SIGUSR2: because Grandma said)", "restart (SIGUSR2: because … said)"],
    ["no answer from +49 151 1234 5678", "no answer from …"],
    ["no answer from 0151/12345678", "no answer from …"],
    ["user 4915112345678 is blocked", "user … is blocked"],
    ["the bot token 123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-abc is wrong", "the bot token [hidden] is wrong"],
    ['could not send "meet me at the station"', 'could not send "…"'],
    ["Dinner at Luigi's tomorrow, bring Sabine and the cake", "(not recorded)"],
    ["Zusammenfassung vergeblich abgebrochen ECONNRESET 502", "(not recorded) ECONNRESET 502"],
    ["connect ECONNREFUSED irc.sabines-netz.example.net:6697", "connect ECONNREFUSED …:6697"],
    ["channels.status took 1m24s, p99 32 ms, 811 MiB", "channels.status took 1m24s, p99 32 ms, 811 MiB"],
    ['on the gateway\'s host, run "openclaw devices list"', 'on the gateway\'s host, run "openclaw devices list"'],
    ["the gateway's user said 'call me at home' and left", 'the gateway\'s user said "…" and left'],
    ["今日は家に帰ります", "…"],
    ["", ""],
  ])("%s", (text, becomes) => {
    expect(pseudonyms().sentence(text)).toBe(becomes);
  });

  test("a name is the same in every place, also inside a sentence", () => {
    const names = pseudonyms();
    expect(names.account("telegram/sabine")).toBe("telegram/account-1");
    expect(names.account("irc/sabine")).toBe("irc/account-1");
    expect(names.account("telegram/ops")).toBe("telegram/account-2");
    expect(names.sentence("[telegram] [sabine] stopped: telegram/ops failed")).toBe(
      "[telegram] [account-1] stopped: telegram/account-2 failed",
    );
  });

  test("a name of several words is one, whatever its words", () => {
    const names = pseudonyms();
    names.name("job", "call the doctor (results)");
    expect(names.sentence("cron job call the doctor (results) ran: ok")).toBe("cron job job-1 ran: ok");
  });

  test("gatetop among the gateway's clients is nobody's host", () => {
    const names = pseudonyms();
    expect(names.name("host", "gatetop")).toBe("gatetop");
    expect(names.sentence("asked with gatetop: restart graceful")).toBe("asked with gatetop: restart graceful");
  });

  test("the key of a session says what it is and not whose", () => {
    const names = pseudonyms();
    expect(names.sessionKey("agent:main:telegram:direct:4915112345678")).toBe("agent:main:telegram:direct:id-1");
    expect(names.sessionKey("agent:sabine:main")).toBe("agent:agent-1:main");
    expect(names.sessionKey("agent:main:cron:4915112345678")).toBe("agent:main:cron:id-1");
    expect(names.sessionKey("something else")).toBe("session-1");
  });

  test.each([
    ["claude-opus-4-5", "claude-opus-4-5"],
    ["message.processed", "message.processed"],
    ["startup-sidecars", "startup-sidecars"],
    ["sabines-model", "word-1"],
    ["4915112345678", "word-1"],
    ["49-151-1234-5678", "word-1"],
  ])("the word %s", (text, becomes) => {
    expect(pseudonyms().word(text)).toBe(becomes);
  });

  test("with real names only what looks like a secret goes", () => {
    expect(realNames.sentence("telegram/sabine: token=abc1234 refused")).toBe("telegram/sabine: token=[hidden] refused");
    expect(realNames.account("telegram/sabine")).toBe("telegram/sabine");
  });
});
