// Whose gateway an address is: that decides which credentials and which certificate belong to it.
import { readUrl } from "../flag-values.ts";
import { isThisHost, localPorts, type Address, type AddressInput } from "./address.ts";
import { textAt } from "./records.ts";

/**
 * `local`: the gateway of this host, as the config describes it. `remote`: the one gateway.remote names.
 * `environment`: the one $OPENCLAW_GATEWAY_URL names. `stranger`: an address only the command line knows.
 */
export type Standing = "local" | "remote" | "environment" | "stranger";

export type Self = { readonly addresses: readonly string[]; readonly hostname: string };

export function standingOf(address: Address, input: AddressInput, self: Self): Standing {
  if (address.kind !== "flag") return address.kind;
  const remote = textAt(input.config, "gateway.remote.url");
  const read = remote === null ? null : readUrl(remote);
  if (read !== null && "value" in read && read.value === address.url.value) return "remote";
  // A loopback port the config does not know may be the near end of a tunnel to somebody else's gateway.
  const here = isThisHost(new URL(address.url.value).hostname, self.addresses, self.hostname);
  return here && localPorts(input).includes(address.port.value) ? "local" : "stranger";
}

/** Dotted prefixes of the config that may hold this gateway's token or password, the likelier first. */
export const configuredAt: { readonly [S in Standing]: readonly string[] } = {
  local: ["gateway.auth", "gateway.remote"],
  remote: ["gateway.remote", "gateway.auth"],
  environment: [],
  stranger: [],
};
