// Which address to open, and whether it is this host.
import { isLoopback } from "../../data/gateway/plaintext.ts";
import type { Found } from "../../data/target.ts";
import { readUrl } from "../flag-values.ts";
import { substituted, type Environment } from "./environment.ts";
import type { Lock } from "./lock.ts";
import { at, textAt } from "./records.ts";

/** How the address came about decides which credentials may go there. */
export type Address = {
  readonly url: Found<string>;
  readonly port: Found<number>;
  readonly kind: "flag" | "environment" | "remote" | "local";
};

export type AddressProblem = { readonly sentence: string; readonly hint: string };

export type AddressInput = {
  readonly flags: { readonly url: string | null; readonly port: number | null };
  readonly environment: Environment;
  readonly config: unknown;
  readonly configPath: string;
  readonly lock: Lock | null;
  readonly profile: Found<string> | null;
  readonly warnings: string[];
};

const DEFAULT_PORT = 18_789;

export function findAddress(input: AddressInput): Address | AddressProblem {
  const { flags, environment, config, configPath } = input;
  if (flags.url !== null) return fromUrl({ value: flags.url, from: "command line" }, "flag", input);
  const fromEnv = flags.port === null ? environment("OPENCLAW_GATEWAY_URL") : null;
  if (fromEnv !== null) return fromUrl(fromEnv, "environment", input);
  const remote = textAt(config, "gateway.remote.url");
  if (flags.port === null && at(config, "gateway.mode") === "remote") {
    const from = `gateway.remote.url in ${configPath}`;
    if (remote === null) {
      return {
        sentence: `gateway.mode in ${configPath} is remote, but gateway.remote.url is not set`,
        hint: "set it, or give --url or --port",
      };
    }
    const text = substituted(remote, environment);
    if ("unset" in text) return { sentence: `${from} needs $${text.unset}, which is not set`, hint: `set $${text.unset}, or give --url` };
    return fromUrl({ value: text.text, from }, "remote", input);
  }
  const port = findPort(input);
  const scheme = at(config, "gateway.tls.enabled") === true ? "wss" : "ws";
  return { url: { value: `${scheme}://${localHost(config)}:${port.value}`, from: port.from }, port, kind: "local" };
}

function fromUrl(found: Found<string>, kind: Address["kind"], { warnings }: AddressInput): Address | AddressProblem {
  const read = readUrl(found.value);
  if ("wrong" in read) return { sentence: `${read.wrong} (${found.from})`, hint: read.hint };
  const url = new URL(read.value);
  if (url.port === "" && url.protocol === "ws:" && isLoopback(url.hostname)) {
    warnings.push(`${read.value} has no port, so 80 is used; a gateway usually listens on ${DEFAULT_PORT}`);
  }
  const port = url.port === "" ? (url.protocol === "wss:" ? 443 : 80) : Number(url.port);
  return { url: { value: read.value, from: found.from }, port: { value: port, from: found.from }, kind };
}

/** Every bind mode also listens on loopback, and only there a new device is let in by itself; older releases with a custom address do not. */
function localHost(config: unknown): string {
  const host = textAt(config, "gateway.customBindHost");
  const loopbackToo = !/^2026\.[1-7]\./u.test(textAt(config, "meta.lastTouchedVersion") ?? "");
  if (at(config, "gateway.bind") !== "custom" || host === null || loopbackToo) return "127.0.0.1";
  return /^\d+\.\d+\.\d+\.\d+$/u.test(host) && host !== "0.0.0.0" ? host : "127.0.0.1";
}

function findPort(input: AddressInput): Found<number> {
  const { flags, environment, config, configPath, lock, profile, warnings } = input;
  if (flags.port !== null) return { value: flags.port, from: "--port" };
  const fromEnv = environment("OPENCLAW_GATEWAY_PORT");
  const envPort = fromEnv === null ? null : portOf(fromEnv.value);
  if (fromEnv !== null && envPort === null) warnings.push(`${fromEnv.from} is not a port, so it is ignored`);
  if (fromEnv !== null && envPort !== null) return { value: envPort, from: fromEnv.from };
  if (profile?.from === "--profile" && profile.value === "dev") return { value: 19_001, from: "--profile dev" };
  const written = at(config, "gateway.port");
  const configured = typeof written === "number" ? portOf(String(written)) : null;
  if (written !== undefined && configured === null) warnings.push(`gateway.port in ${configPath} is not a port, so it is ignored`);
  if (configured !== null) {
    const listens = lock?.port ?? configured;
    if (listens !== configured)
      warnings.push(`the running gateway (pid ${lock?.pid}) listens on ${listens}, the config says ${configured}: try --port ${listens}`);
    return { value: configured, from: `gateway.port in ${configPath}` };
  }
  if (lock?.port != null) return { value: lock.port, from: lock.path };
  return profile === null
    ? { value: DEFAULT_PORT, from: "default" }
    : { value: profilePort(profile.value), from: `default of profile ${profile.value}` };
}

/** Ports of this host's gateway by any source, for judging an address given by flag. */
export function localPorts(input: AddressInput): readonly number[] {
  const port = findPort({ ...input, flags: { url: null, port: null }, warnings: [] }).value;
  return input.lock?.port == null ? [port] : [port, input.lock.port];
}

/** "18789", "0.0.0.0:18789" or "[::]:18789". */
function portOf(text: string): number | null {
  const digits = /^(?:\d+|(?:\[[^\]]+\]|[^:]+):(\d+))$/u.exec(text.trim());
  const port = Number(digits?.[1] ?? digits?.[0] ?? Number.NaN);
  return Number.isInteger(port) && port >= 1 && port <= 65_535 ? port : null;
}

/** OpenClaw gives each profile a port of its own: 20000 + FNV-1a(name) mod 40000. */
export function profilePort(profile: string): number {
  let hash = 2_166_136_261;
  for (const byte of Buffer.from(profile, "utf8")) hash = Math.imul(hash ^ byte, 16_777_619) >>> 0;
  return 20_000 + (hash % 40_000);
}

const bare = (host: string): string => host.replace(/^\[|\]$/gu, "").toLowerCase();

/** Loopback or unspecified, this host's name or one of its addresses. A tunnel's near end looks the same; only the person knows. */
export function isThisHost(host: string, addresses: readonly string[], hostname: string): boolean {
  const name = bare(host);
  return isLoopback(host) || name === hostname.toLowerCase() || addresses.some((address) => bare(address) === name);
}
