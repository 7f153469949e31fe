// What a gateway stands on, whoever starts it: a home of its own with config and token, a fake model provider, fake channels.
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { removeFolder } from "../support/remove-folder.ts";
import { gatewayConfig, hookUrl } from "./config.ts";
import { startFakeIrc, type FakeIrc } from "./fake-irc.ts";
import { startFakeProvider, type FakeProvider } from "./fake-provider.ts";
import { startFakeTelegram, type FakeTelegram } from "./fake-telegram.ts";
import { ensureOpenClaw, installIrc } from "./install.ts";
import { freePort } from "./listen.ts";
import { releaseOf, type Release } from "./releases.ts";

export const token = "test-token-0123456789abcdef";

export type GatewayOptions = {
  /** Made and removed again; default: a new one of the temporary directory. */
  readonly home?: string;
  readonly telegram?: boolean;
  /** With Telegram: an account besides that is called by webhook. */
  readonly hook?: boolean;
  /** A second Telegram account, with a token of its own. */
  readonly secondBot?: boolean;
  /** Accounts, each with a server of its own, and whether it is there when the gateway starts. */
  readonly irc?: Readonly<Record<string, "up" | "down">>;
  readonly maxConcurrent?: number;
  readonly commandsRestart?: boolean;
  /** False: neither jobs nor heartbeats, whose hour may come while a gateway is frozen: it would wait for them before it ends. */
  readonly cron?: boolean;
  /** A module that every Node of the gateway loads before its own. */
  readonly preload?: string;
  /** Its log goes on in a new file after so many bytes. */
  readonly maxLogBytes?: number;
};

export type Ground = {
  readonly release: Release;
  readonly port: number;
  readonly url: string;
  readonly token: string;
  readonly tokenFile: string;
  readonly home: string;
  readonly provider: FakeProvider;
  readonly telegram: FakeTelegram | null;
  /** Where Telegram would call; null: no account is called. */
  readonly hookUrl: string | null;
  /** The server of an account. */
  readonly irc: (account: string) => FakeIrc;
  /** Node and its arguments. */
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Writes the config anew; a gateway that runs acts on what is different. `secretive`: commands in another file, the token in a variable. */
  readonly configure: (options: Pick<GatewayOptions, "commandsRestart"> & { readonly secretive?: boolean }) => void;
  /** Ends the fakes and removes the home. */
  readonly remove: () => Promise<void>;
};

/** Nothing of the caller's OpenClaw, npm or systemd variables: a gateway that thinks it is supervised exits instead of restarting. */
function gatewayEnvironment(home: string, release: Release): Readonly<Record<string, string>> {
  return {
    PATH: `${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`,
    HOME: home,
    TMPDIR: join(home, "tmp"),
    LANG: "C.UTF-8",
    NO_COLOR: "1",
    OPENCLAW_NO_AUTO_UPDATE: "1",
    OPENCLAW_DISABLE_BONJOUR: "1",
    GATEWAY_TOKEN: token,
    ...(release.respawns ? { OPENCLAW_NO_RESPAWN: "1" } : {}),
  };
}

async function startServers(accounts: NonNullable<GatewayOptions["irc"]>): Promise<ReadonlyMap<string, FakeIrc>> {
  const servers = new Map<string, FakeIrc>();
  for (const [account, state] of Object.entries(accounts)) {
    const server = await startFakeIrc();
    if (state === "down") await server.down();
    servers.set(account, server);
  }
  return servers;
}

export async function layGround(version: string, options: GatewayOptions = {}): Promise<Ground> {
  const release = releaseOf(version);
  const entry = await ensureOpenClaw(version);
  const home = options.home ?? mkdtempSync(join(tmpdir(), `gatetop-gateway-`));
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const stateDir = join(home, ".openclaw");
  for (const dir of [stateDir, join(home, "tmp")]) mkdirSync(dir, { mode: 0o700 });
  const tokenFile = join(home, "token");
  writeFileSync(tokenFile, `${token}\n`, { mode: 0o600 });
  const provider = await startFakeProvider();
  const telegram = options.telegram === true && release.telegram ? await startFakeTelegram() : null;
  const servers = await startServers(options.irc ?? {});
  const preload = options.preload === undefined ? {} : { NODE_OPTIONS: `--import=${options.preload}` };
  const environment = { ...gatewayEnvironment(home, release), ...preload };
  if (servers.size > 0) await installIrc(version, home, environment);
  const port = await freePort();
  const hookPort = telegram !== null && options.hook === true ? await freePort() : null;

  const configure: Ground["configure"] = ({ commandsRestart = true, secretive = false }) => {
    const maxConcurrent = options.maxConcurrent ?? 1;
    const ircPorts = Object.fromEntries([...servers].map(([account, server]) => [account, server.port]));
    const ports = { port, providerPort: provider.port, telegramPort: telegram?.port ?? null, hookPort, ircPorts };
    const secondBot = options.secondBot === true;
    const maxLogBytes = options.maxLogBytes ?? null;
    const cron = options.cron ?? true;
    const config = gatewayConfig({ release, home, token, ...ports, secondBot, maxConcurrent, commandsRestart, maxLogBytes, cron });
    const write = (name: string, content: object): void =>
      writeFileSync(join(stateDir, name), JSON.stringify(content, null, 2), { mode: 0o600 });
    const { commands, ...rest } = config;
    if (secretive) write("rest.json", { commands });
    const auth = { mode: "token", token: "${GATEWAY_TOKEN}" };
    write("openclaw.json", secretive ? { ...rest, gateway: { ...config.gateway, auth }, $include: "./rest.json" } : config);
  };
  configure(options);

  return {
    release,
    port,
    url: `ws://127.0.0.1:${port}`,
    token,
    tokenFile,
    home,
    provider,
    telegram,
    hookUrl: hookPort === null ? null : hookUrl(hookPort),
    irc: (account) => {
      const server = servers.get(account);
      if (server === undefined) throw new Error(`there is no IRC account ${account}`);
      return server;
    },
    command: [process.execPath, entry, "gateway", "run", "--port", String(port)],
    environment,
    configure,
    remove: async () => {
      await Promise.all([provider.close(), telegram?.close(), ...[...servers.values()].map((server) => server.close())]);
      removeFolder(home);
    },
  };
}
