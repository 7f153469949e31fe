// System errors in words a person can act on.
import { harmless } from "../../data/harmless.ts";

const sentences: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused: nothing listens there",
  ECONNRESET: "connection reset by the other side",
  EPIPE: "connection closed by the other side",
  ETIMEDOUT: "the connection attempt timed out",
  EHOSTUNREACH: "no route to the host",
  ENETUNREACH: "the network is unreachable",
  EADDRNOTAVAIL: "this host has no address of that kind",
  ENOTFOUND: "the host name does not resolve",
  EAI_AGAIN: "the host name does not resolve right now",
  EMFILE: "gatetop has too many open files",
};

/** `code` is "" when the error has none. With several addresses tried Node wraps the errors; the first one speaks. */
export function reasonOf(error: unknown): { readonly code: string; readonly why: string } {
  const first: unknown = error instanceof AggregateError ? (error.errors[0] ?? error) : error;
  const code = first instanceof Error && "code" in first && typeof first.code === "string" ? first.code : "";
  return { code, why: sentences[code] ?? harmless(first instanceof Error ? first.message : String(first)) };
}

/** `[::1]`, as URLs write it, is `::1` for a socket. */
export const bareHost = (host: string): string => (host.startsWith("[") && host.endsWith("]") ? host.slice(1, -1) : host);
