// Three minutes and a half of a gateway with work to do, of which some goes wrong: something to see on every board.
import type { UnitGateway } from "../../test/gateway/systemd/unit.ts";
import type { RealGateway } from "../../test/gateway/gateway.ts";
import type { Payload } from "../../test/gateway/raw-client.ts";
import type { Trouble } from "./troubles.ts";

const SECOND = 1_000;
export const BUSY_MS = 210 * SECOND;

const sessions = ["support", "invoices", "release-notes", "inbox", "translation"];
/** The provider asks for a tool once a session. */
const tooled = ["maintenance", "backups", "deploy"];

const isUnit = (gateway: RealGateway): gateway is UnitGateway => "amend" in gateway;

export function busy(gateway: RealGateway): readonly Trouble[] {
  const ask = async (method: string, params: Payload = {}): Promise<void> => {
    const client = await gateway.connect();
    await client.request(method, params);
    client.close();
  };
  const run = (session: string, text: string) => gateway.run(`agent:main:${session}`, text);
  const at = (seconds: number, what: string, cause: Trouble["cause"]): Trouble => ({ atMs: seconds * SECOND, what, cause });
  const stranger = async (): Promise<void> => {
    const headers = { "x-telegram-bot-api-secret-token": "wrong" };
    if (gateway.hookUrl !== null) await fetch(gateway.hookUrl, { method: "POST", body: "{}", headers });
  };
  const job = {
    name: "morning report",
    schedule: { kind: "cron", expr: "0 7 * * *" },
    delivery: { mode: "none" },
    sessionTarget: "isolated",
    wakeMode: "now",
    payload: { kind: "agentTurn", message: "what happened tonight?" },
  };

  const work = Array.from({ length: 13 }, (_, nth) =>
    at(50 + nth * 11, "a run", () => run(sessions[nth % sessions.length] ?? "", `the ${nth + 1}. question`)),
  );
  const messages = Array.from({ length: 8 }, (_, nth) => at(55 + nth * 18, "a message", () => gateway.telegram?.say(`message ${nth + 1}`)));
  const tools = tooled.map((session, nth) => at(80 + nth * 55, "a dangerous tool", () => run(session, "please [exec uptime]")));

  const rest: readonly Trouble[] = [
    at(0, "its unit gives it half a minute to stop", () => (isUnit(gateway) ? gateway.amend("Service", ["TimeoutStopSec=30"]) : undefined)),
    at(1, "a cron job", () => ask("cron.add", job)),
    at(20, "a restart", async () => {
      await gateway.idle(60_000);
      await ask("gateway.restart.request", { reason: "new release" });
    }),
    at(70, "webhooks with a wrong secret", async () => {
      for (let nth = 0; nth < 3; nth += 1) await stranger();
    }),
    at(80, "the provider fails", () => run("translation", "please [fail 500]")),
    at(100, "an IRC server dies", () => gateway.irc("ops").down()),
    at(120, "the provider fails", () => run("invoices", "please [fail 500]")),
    at(160, "the IRC server is back", () => gateway.irc("ops").up()),
  ];
  return [...work, ...messages, ...tools, ...rest].sort((a, b) => a.atMs - b.atMs);
}
