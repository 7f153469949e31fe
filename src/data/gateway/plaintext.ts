// Where a plain ws:// may go. Credentials and everything the gateway says would be readable on the way.
import { BlockList, isIP } from "node:net";
import type { Refusal } from "../link-state.ts";

const list = (...subnets: readonly (readonly [string, number, "ipv4" | "ipv6"])[]): BlockList => {
  const made = new BlockList();
  for (const [net, bits, family] of subnets) made.addSubnet(net, bits, family);
  return made;
};

// 0.0.0.0 and :: mean this host when connected to.
const loopback = list(["127.0.0.0", 8, "ipv4"], ["0.0.0.0", 32, "ipv4"], ["::1", 128, "ipv6"], ["::", 128, "ipv6"]);
const confined = list(
  ["10.0.0.0", 8, "ipv4"],
  ["172.16.0.0", 12, "ipv4"],
  ["192.168.0.0", 16, "ipv4"],
  ["169.254.0.0", 16, "ipv4"],
  // CGNAT, where tailnets live.
  ["100.64.0.0", 10, "ipv4"],
  ["fe80::", 10, "ipv6"],
  ["fc00::", 7, "ipv6"],
);

/**
 * Names are judged by themselves, without asking DNS: what a name resolves to can change between the check and the
 * connect. So only names that cannot be public pass: one label (hosts file, containers, MagicDNS), mDNS, the private
 * top-level names, and *.ts.net, whose traffic runs inside WireGuard.
 */
const confinedNames = [".local", ".lan", ".internal", ".home.arpa", ".ts.net"];

/** Host of a URL as `new URL(...).hostname` gives it: lower case, IPv6 in brackets. */
const bare = (host: string): string => host.replace(/^\[|\]$/gu, "").replace(/\.$/u, "");

const inside = (blocks: BlockList, host: string): boolean => blocks.check(host, isIP(host) === 6 ? "ipv6" : "ipv4");

export function isLoopback(hostname: string): boolean {
  const host = bare(hostname);
  return isIP(host) > 0 ? inside(loopback, host) : host === "localhost" || host.endsWith(".localhost");
}

/** Loopback, private, link-local, CGNAT, or a name that only means something on a private net. */
export function isConfined(hostname: string): boolean {
  const host = bare(hostname);
  if (isLoopback(host)) return true;
  if (isIP(host) > 0) return inside(confined, host);
  return host !== "" && (!host.includes(".") || confinedNames.some((end) => host.endsWith(end)));
}

/** Why this URL is not connected to, or null when it may be. */
export function refusedUrl(url: string): Refusal | null {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || (parsed.protocol !== "ws:" && parsed.protocol !== "wss:") || parsed.hash !== "") {
    return {
      code: "BAD_URL",
      why: "the gateway's URL cannot be used",
      fix: "give one like ws://127.0.0.1:18789 or wss://gateway.example.org",
    };
  }
  if (parsed.protocol === "wss:" || isConfined(parsed.hostname)) return null;
  const port = parsed.port === "" ? "80" : parsed.port;
  return {
    code: "PUBLIC_PLAINTEXT",
    why: `${parsed.hostname} is not a private address, and ws:// would send the credentials there unencrypted`,
    fix: `use wss://${parsed.host}, or a tunnel: ssh -N -L ${port}:127.0.0.1:${port} ${bare(parsed.hostname)} and then --url ws://127.0.0.1:${port}`,
  };
}
