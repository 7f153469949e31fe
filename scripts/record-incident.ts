// Records test/fixtures/incident/30-minutes.ndjson.br: half an hour of a real gateway in trouble, as the events gatetop folds. Takes
// that half hour: npx tsx scripts/record-incident.ts. Where the gateway is it says first, for whoever wants to look at it meanwhile.
import { mkdirSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { createLive } from "../src/cli/live.ts";
import { noSettings } from "../src/data/alerts/settings.ts";
import type { Event } from "../src/data/events.ts";
import { startGateway } from "../test/gateway/gateway.ts";
import { packed } from "../test/support/recording.ts";
import { target as anyTarget } from "../test/support/target.ts";
import { happen } from "./incident/happen.ts";
import { troubles } from "./incident/troubles.ts";

const version = process.argv[2] ?? "2026.9.6";
const MINUTE = 60_000;
const folder = new URL("../test/fixtures/incident/", import.meta.url);
const say = (text: string): void => void process.stdout.write(`${text}\n`);

const gateway = await startGateway(version, { telegram: true, secondBot: true, irc: { late: "up", wire: "up" }, maxConcurrent: 1 });
await gateway.idle(90_000);
say(`--url ${gateway.url} --token-file ${gateway.tokenFile}`);

const recorded: Event[] = [];
const target = {
  ...anyTarget,
  url: gateway.url,
  port: gateway.port,
  name: "a host",
  stateDir: `${gateway.home}/.openclaw`,
  configPath: `${gateway.home}/.openclaw/openclaw.json`,
  credential: "token" as const,
};
const live = createLive({
  target,
  credentials: { token: gateway.token },
  identity: null,
  instanceId: "recorder",
  onDeviceToken: () => undefined,
  columns: 120,
  rows: 36,
  rate: 1,
  readonly: "a recording",
  settings: noSettings,
  tap: (event) => recorded.push(event),
});

try {
  live.start();
  await happen(troubles(gateway), 30 * MINUTE, say);
  live.stop();
} finally {
  await gateway.stop();
}
const thisHost = new RegExp(`\\b${hostname()}\\b`, "gu");
const bytes = packed(recorded, (text) => text.replaceAll(gateway.home, "/home/operator").replace(thisHost, "a-host"));
mkdirSync(folder, { recursive: true });
writeFileSync(new URL("30-minutes.ndjson.br", folder), bytes);
say(`${recorded.length} events, ${Math.round(bytes.length / 1024)} KiB`);
process.exit(0);
