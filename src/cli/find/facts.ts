// What was found, as rows for a person: name, value, where from. A secret is only ever a number of characters.
import type { Found, Target } from "../../data/target.ts";
import type { Address } from "./address.ts";
import type { ConfigText } from "./config-text.ts";
import type { Credential } from "./credential.ts";
import type { Lock } from "./lock.ts";
import type { Paths } from "./paths.ts";

export type Fact = { readonly name: string; readonly value: string; readonly from: string };

const configStates: { readonly [S in ConfigText["state"]]: string } = {
  read: "",
  missing: " (not there)",
  unreadable: " (cannot be read)",
  broken: " (broken)",
};

/** Says that a secret is there, and how long it is; never any of its characters. */
const masked = (secret: string): string => `set (${secret.length} characters)`;

export function factsOf(found: {
  readonly target: Target;
  readonly address: Address;
  readonly paths: Paths;
  readonly configState: ConfigText["state"];
  readonly credential: Credential;
  readonly tlsFingerprint: Found<string> | null;
  readonly lock: Lock | null;
}): readonly Fact[] {
  const { target, address, paths, credential, tlsFingerprint, lock } = found;
  const facts: (Fact | null)[] = [
    { name: "gateway", value: target.url, from: address.url.from },
    { name: "host", value: `${target.name}, ${target.local ? "this host" : "elsewhere"}`, from: address.url.from },
    { name: "port", value: String(target.port), from: address.port.from },
    credential.kind === "none"
      ? { name: "credential", value: credential.why === null ? "none needed" : "none", from: credential.why ?? "gateway.auth.mode is none" }
      : { name: credential.kind, value: masked(credential.secret.value), from: credential.secret.from },
    tlsFingerprint && { name: "certificate", value: tlsFingerprint.value, from: tlsFingerprint.from },
    paths.profile && { name: "profile", value: paths.profile.value, from: paths.profile.from },
    { name: "state dir", value: paths.stateDir.value, from: paths.stateDir.from },
    { name: "config", value: `${paths.configPath.value}${configStates[found.configState]}`, from: paths.configPath.from },
    processFact(target, lock),
  ];
  return facts.flatMap((fact) => (fact === null ? [] : [fact]));
}

function processFact(target: Target, lock: Lock | null): Fact | null {
  if (target.pid !== null) return { name: "process", value: `pid ${target.pid}`, from: "--pid" };
  return target.local && lock !== null ? { name: "process", value: `pid ${lock.pid}`, from: lock.path } : null;
}
