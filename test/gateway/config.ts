// The openclaw.json of a gateway under test: loopback only, a fake model provider, fake channels, few runs at once.
import { atLeast, type Release } from "./releases.ts";
import { botToken, secondBotToken } from "./fake-telegram.ts";

/** Of the model provider; no client is ever told. */
export const apiKey = "sk-fake-9fQ2rXvLm3ZpTk8sWcYb1nHd";

export type ConfigInput = {
  readonly release: Release;
  readonly home: string;
  readonly port: number;
  readonly token: string;
  readonly providerPort: number;
  /** Null: no channel. */
  readonly telegramPort: number | null;
  /** Null: no account is called by webhook. */
  readonly hookPort: number | null;
  readonly secondBot: boolean;
  /** By account, the port of its server; empty: no channel. */
  readonly ircPorts: Readonly<Record<string, number>>;
  /** Limit of the lane that agent runs share. */
  readonly maxConcurrent: number;
  /** False: a restart signal from outside is ignored. */
  readonly commandsRestart: boolean;
  /** Its log goes on in a new file after so many bytes; null: after as many as the release says. */
  readonly maxLogBytes: number | null;
  /** False: no job of its own, and no heartbeat. */
  readonly cron: boolean;
};

export const hookUrl = (port: number): string => `http://127.0.0.1:${port}/telegram-webhook`;

export function gatewayConfig(input: ConfigInput) {
  const { release, home, port, token, providerPort, telegramPort, hookPort } = input;
  const { secondBot, ircPorts, maxConcurrent, commandsRestart, maxLogBytes, cron } = input;
  const recent = atLeast(release.version, "2026.8.1");
  const model = { id: "fake-model", name: "Fake", reasoning: false, input: ["text"], contextWindow: 128_000, maxTokens: 4096 };
  const provider = {
    baseUrl: `http://127.0.0.1:${providerPort}/v1`,
    apiKey,
    api: "openai-completions",
    ...(recent ? { timeoutSeconds: 3600 } : {}),
    models: [{ ...model, cost: { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 } }],
  };
  const hook = {
    botToken: botToken.replace("111111111", "333333333"),
    webhookUrl: hookUrl(hookPort ?? 0),
    webhookSecret: "test-hook-secret",
    webhookPort: hookPort,
  };
  const telegram = {
    enabled: true,
    apiRoot: `http://127.0.0.1:${telegramPort}`,
    dmPolicy: "open",
    allowFrom: ["*"],
    accounts: {
      poll: { botToken },
      off: { enabled: false, botToken: botToken.replace("111111111", "222222222") },
      ...(hookPort === null ? {} : { hook }),
      ...(secondBot ? { second: { botToken: secondBotToken } } : {}),
    },
  };
  const ircAccount = (name: string, at: number) => ({ host: "127.0.0.1", port: at, tls: false, nick: `${name}-bot`, channels: ["#test"] });
  const irc = {
    enabled: true,
    dmPolicy: "open",
    allowFrom: ["*"],
    groupPolicy: "open",
    accounts: Object.fromEntries(Object.entries(ircPorts).map(([name, at]) => [name, ircAccount(name, at)])),
  };
  const channels = { ...(telegramPort === null ? {} : { telegram }), ...(Object.keys(ircPorts).length === 0 ? {} : { irc }) };
  const entries = Object.fromEntries(Object.keys(channels).map((name) => [name, { enabled: true }]));
  return {
    gateway: { mode: "local", bind: "loopback", port, auth: { mode: "token", token } },
    models: { mode: "merge", providers: { fake: provider }, ...(recent ? { catalogRefresh: { enabled: false } } : {}) },
    agents: {
      defaults: {
        model: { primary: "fake/fake-model" },
        workspace: `${home}/workspace`,
        skipBootstrap: true,
        maxConcurrent,
        timeoutSeconds: 3600,
      },
    },
    logging: { level: "info", file: `${home}/gateway.log`, ...(maxLogBytes === null ? {} : { maxFileBytes: maxLogBytes }) },
    discovery: { mdns: { mode: "off" } },
    update: { checkOnStart: false },
    ...(cron ? {} : { cron: { enabled: false } }),
    ...(commandsRestart ? {} : { commands: { restart: false } }),
    ...(Object.keys(channels).length === 0 ? {} : { channels, plugins: { entries } }),
  };
}
