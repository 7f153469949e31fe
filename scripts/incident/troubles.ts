// What befalls the gateway that is recorded, minute by minute.
import { secondBotToken } from "../../test/gateway/fake-telegram.ts";
import type { RealGateway } from "../../test/gateway/gateway.ts";
import type { Payload } from "../../test/gateway/raw-client.ts";

const MINUTE = 60_000;

export type Trouble = { readonly atMs: number; readonly what: string; readonly cause: () => Promise<unknown> | void };

export function troubles(gateway: RealGateway): readonly Trouble[] {
  const ask = async (method: string, params: Payload = {}): Promise<void> => {
    const client = await gateway.connect();
    await client.request(method, params);
    client.close();
  };
  const run = (session: string, text: string) => gateway.run(`agent:main:${session}`, text);
  const at = (minutes: number, what: string, cause: Trouble["cause"]): Trouble => ({ atMs: minutes * MINUTE, what, cause });

  return [
    at(0.5, "a message is answered", () => gateway.telegram?.say("hello")),
    at(1, "an IRC server dies", () => gateway.irc("wire").down()),
    at(2, "a run hangs", () => run("hung", "please [hang hung]")),
    at(2.5, "two wait behind it", async () => {
      await run("first", "please [slow]");
      await run("second", "please [slow]");
    }),
    at(4, "one more waits", () => run("third", "please [slow]")),
    at(5, "the IRC server is back", () => gateway.irc("wire").up()),
    at(6, "one more waits", () => run("fourth", "please [slow]")),
    at(8.5, "the run that hangs is aborted", () => ask("sessions.abort", { key: "agent:main:hung" })),
    at(10, "Telegram refuses a token", () => gateway.telegram?.refuse(secondBotToken, true)),
    at(12, "it takes the token again, and the account is started", async () => {
      gateway.telegram?.refuse(secondBotToken, false);
      await ask("channels.start", { channel: "telegram", accountId: "second" });
    }),
    at(13, "the provider fails", () => run("failing", "please [fail 500]")),
    at(13.5, "it fails again", () => run("failing-too", "please [fail 500]")),
    at(14, "it fails again", () => run("failing-still", "please [fail 500]")),
    at(16, "an IRC account is stopped, and its server goes", async () => {
      await ask("channels.stop", { channel: "irc", accountId: "late" });
      await gateway.irc("late").down();
    }),
    at(16.5, "it is started in vain", () => ask("channels.start", { channel: "irc", accountId: "late" })),
    at(20, "its server is back", () => gateway.irc("late").up()),
    at(22, "the process is stopped", () => gateway.signal("SIGSTOP")),
    at(22.5, "and goes on", () => gateway.signal("SIGCONT")),
    at(24, "a restart is asked for", () => ask("gateway.restart.request", { reason: "recorded" })),
    at(26, "the process is killed", () => gateway.signal("SIGKILL")),
    at(26.25, "and started again", () => gateway.start()),
  ];
}
