// Which token or password goes to which address. A config's secret never goes to an address the config does not know.
import type { Found } from "../../data/target.ts";
import { type Environment } from "./environment.ts";
import type { Files } from "./files.ts";
import { configSecret, tooOpen, type Secret, type SecretWorld } from "./secret.ts";
import { at } from "./records.ts";
import type { ExitCode } from "../exit-codes.ts";
import { exitCodes } from "../exit-codes.ts";

type Kind = "token" | "password";

export type Credential =
  | { readonly kind: Kind; readonly secret: Found<string>; readonly warnings: readonly string[] }
  /** `why` says what is missing, null when the gateway needs none; `fix` is the next step. */
  | { readonly kind: "none"; readonly why: string | null; readonly fix: string; readonly warnings: readonly string[] };

export type CredentialFailure = { readonly sentence: string; readonly hint: string; readonly exit: ExitCode };

export type CredentialFlags = { readonly tokenFile: string | null; readonly tokenStdin: boolean; readonly passwordFile: string | null };

/** Where besides the flags a credential for this address may come from. */
export type Allowed = {
  readonly environment: Environment;
  /** Dotted prefixes of the config in order: "gateway.auth" for the local gateway, "gateway.remote" for a remote one. */
  readonly configured: readonly string[];
};

const wayOut = "give it with --token-file F, --token-stdin or $OPENCLAW_GATEWAY_TOKEN";
const wayOutOf: Readonly<Record<Kind, string>> = {
  token: wayOut,
  password: "give it with --password-file F or $OPENCLAW_GATEWAY_PASSWORD",
};

/** From a flag: the person named it, so that it must be there. */
export function flaggedCredential(flags: CredentialFlags, stdinLine: string | null, files: Files): Credential | CredentialFailure | null {
  if (flags.tokenStdin) {
    const value = stdinLine?.trim() ?? "";
    if (value === "")
      return { sentence: "--token-stdin found no token on standard input", hint: "gatetop --token-stdin < FILE", exit: exitCodes.usage };
    return { kind: "token", secret: { value, from: "--token-stdin" }, warnings: [] };
  }
  if (flags.tokenFile !== null) return fromFile("token", "--token-file", flags.tokenFile, files);
  if (flags.passwordFile !== null) return fromFile("password", "--password-file", flags.passwordFile, files);
  return null;
}

function fromFile(kind: Kind, flag: string, file: string, files: Files): Credential | CredentialFailure {
  const read = files.read(file);
  const hint = `${flag} F reads the ${kind} from a file that holds nothing else`;
  if (read.kind === "missing") return { sentence: `the ${kind} file ${file} does not exist`, hint, exit: exitCodes.usage };
  if (read.kind === "unreadable") {
    return {
      sentence: `the ${kind} file ${file} cannot be read: ${read.why}`,
      hint,
      exit: read.denied ? exitCodes.notAllowed : exitCodes.usage,
    };
  }
  const value = read.text.replace(/^\uFEFF/u, "").trim();
  if (value === "") return { sentence: `the ${kind} file ${file} is empty`, hint, exit: exitCodes.usage };
  if (/[\r\n]/u.test(value)) return { sentence: `the ${kind} file ${file} has more than one line`, hint, exit: exitCodes.usage };
  const warning = tooOpen(file, read.mode);
  return { kind, secret: { value, from: file }, warnings: warning === null ? [] : [warning] };
}

/** From the environment, then the config; the kind the gateway is set up for comes first. */
export function foundCredential(allowed: Allowed, world: SecretWorld): Credential {
  const mode = at(world.config, "gateway.auth.mode");
  const local = allowed.configured[0] === "gateway.auth";
  if (local && mode === "none") return { kind: "none", why: null, fix: "", warnings: [] };
  const kinds: readonly Kind[] = mode === "password" || mode === "trusted-proxy" ? ["password", "token"] : ["token", "password"];
  for (const kind of kinds) {
    const configured = allowed.configured
      .map((prefix) => configSecret(`${prefix}.${kind}`, world))
      .find((secret) => secret.kind !== "none");
    const found = oneOf(kind, allowed.environment(`OPENCLAW_GATEWAY_${kind.toUpperCase()}`), configured ?? { kind: "none" });
    if (found !== null) return found;
  }
  return { kind: "none", why: "no token or password was found", fix: wayOut, warnings: [] };
}

function oneOf(kind: Kind, fromEnv: Found<string> | null, configured: Secret): Credential | null {
  if (fromEnv !== null) {
    const differs = configured.kind === "known" && configured.value !== fromEnv.value;
    const warnings = differs ? [`${fromEnv.from} differs from ${configured.from}; the environment's is used`] : [];
    return { kind, secret: fromEnv, warnings };
  }
  if (configured.kind === "none") return null;
  if (configured.kind === "known") {
    return {
      kind,
      secret: { value: configured.value, from: configured.from },
      warnings: configured.warning === null ? [] : [configured.warning],
    };
  }
  return { kind: "none", why: `the ${kind} is ${configured.what}`, fix: wayOutOf[kind], warnings: [] };
}
