// The kernel's socket tables, narrowed to one port.
import { endianness } from "node:os";
import net from "node:net";
import type { World } from "../probe.ts";
import { bareHost } from "../world/failure.ts";
import { readOrNull } from "./kernel.ts";

/** `backlog`: connections the kernel accepted but the process has not. */
type Listener = { readonly inode: string; readonly uid: number; readonly backlog: number };

/** `established`: accepted connections on the port; null when the table was too long to read whole. */
export type PortSockets = { readonly listeners: readonly Listener[]; readonly established: number | null };

// About 14 000 rows, some 30 ms. Listening sockets come first in the table, so only the count of connections suffers from the cut.
const maxTableBytes = 2 * 1024 * 1024;

const LISTEN = "0A";
const ESTABLISHED = "01";

/** An address as /proc/net/tcp{,6} writes it: 32-bit words in the machine's byte order. null when it is a name. */
export function kernelAddress(host: string): string | null {
  const address = bareHost(host);
  const family = net.isIP(address);
  if (family === 0) return null;
  const bytes = family === 4 ? address.split(".").map(Number) : ipv6Bytes(address);
  const words = Array.from({ length: bytes.length / 4 }, (_, index) => bytes.slice(index * 4, index * 4 + 4));
  const hex = (word: readonly number[]): string => word.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return words
    .map((word) => hex(endianness() === "LE" ? word.reverse() : word))
    .join("")
    .toUpperCase();
}

function ipv6Bytes(address: string): number[] {
  // The URL parser knows every way to write one; it answers in hex groups with at most one "::".
  const plain = new URL(`http://[${address.split("%")[0]}]`).hostname.slice(1, -1);
  const [head = "", tail] = plain.split("::");
  const groups = (text: string): string[] => text.split(":").filter((group) => group !== "");
  const missing = 8 - groups(head).length - groups(tail ?? "").length;
  const all = [...groups(head), ...Array.from({ length: tail === undefined ? 0 : missing }, () => "0"), ...groups(tail ?? "")];
  return all.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255]);
}

const isWildcard = (address: string): boolean => /^0+$/u.test(address);

/** null for a name: then any address will do. An IPv6 socket may hold an IPv4 address as ::ffff:a.b.c.d. */
function addressesOf(host: string): readonly (string | null)[] | null {
  const plain = kernelAddress(host);
  if (plain === null) return null;
  return net.isIPv4(host) ? [plain, kernelAddress(`::ffff:${host}`)] : [plain];
}

/** Rows of one table whose local port is `port`; a listener counts when `host` would reach it (any, when `host` is a name). */
export function parseSocketTable(text: string, port: number, host: string): PortSockets {
  const hexPort = port.toString(16).toUpperCase().padStart(4, "0");
  const row = new RegExp(
    `^ *\\d+: ([0-9A-F]+):${hexPort} [0-9A-F]+:[0-9A-F]{4} ([0-9A-F]{2}) [0-9A-F]{8}:([0-9A-F]{8}) \\S+ +\\S+ +(\\d+) +\\d+ (\\d+) `,
    "gmu",
  );
  const wanted = addressesOf(host);
  const listeners: Listener[] = [];
  let established = 0;
  for (const [, address = "", state, queue = "", uid, inode = ""] of text.matchAll(row)) {
    // Until it is accepted a connection has no inode: the listener's backlog counts it.
    if (state === ESTABLISHED && inode !== "0") established += 1;
    if (state !== LISTEN) continue;
    if (wanted !== null && !wanted.includes(address) && !isWildcard(address)) continue;
    listeners.push({ inode, uid: Number(uid), backlog: Number.parseInt(queue, 16) });
  }
  return { listeners, established };
}

/** Both tables of this network namespace. */
export async function readPortSockets(world: World, port: number, host: string): Promise<PortSockets> {
  const listeners: Listener[] = [];
  let established: number | null = 0;
  for (const path of ["/proc/net/tcp", "/proc/net/tcp6"]) {
    const text = (await readOrNull(world, path, { maxBytes: maxTableBytes, encoding: "latin1" })) ?? "";
    const part = parseSocketTable(text, port, host);
    listeners.push(...part.listeners);
    established = established === null || text.length >= maxTableBytes ? null : established + (part.established ?? 0);
  }
  return { listeners, established };
}
