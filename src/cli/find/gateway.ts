// Finds the gateway: flags, then OPENCLAW_* variables, then OpenClaw's config, then defaults. Each fact keeps where it came from.
import path from "node:path";
import type { Found, Target } from "../../data/target.ts";
import { demoTarget } from "../../demo/target.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import { readFingerprint } from "../flag-values.ts";
import type { Options } from "../options.ts";
import { findAddress, isThisHost, type Address, type AddressInput } from "./address.ts";
import { localFingerprint } from "./certificate-file.ts";
import { readConfig } from "./config-text.ts";
import { flaggedCredential, foundCredential, type Credential, type CredentialFailure } from "./credential.ts";
import { configEnvironment, dotEnvironment, layered, processEnvironment, type Environment, type Variables } from "./environment.ts";
import { factsOf, type Fact } from "./facts.ts";
import type { Files } from "./files.ts";
import { readLock } from "./lock.ts";
import { findPaths, type Paths } from "./paths.ts";
import { textAt } from "./records.ts";
import type { SecretWorld } from "./secret.ts";
import { configuredAt, standingOf, type Standing } from "./trust.ts";

export type FinderInput = {
  readonly options: Options;
  readonly env: Variables;
  readonly homedir: string;
  readonly cwd: string;
  readonly uid: number | null;
  readonly hostname: string;
  /** IP addresses of this host's own interfaces. */
  readonly addresses: readonly string[];
  readonly files: Files;
  /** First line of standard input when --token-stdin is given, otherwise null. */
  readonly stdinLine: string | null;
};

type Credentials = { readonly token?: string; readonly password?: string };

export type FoundGateway = {
  readonly kind: "found";
  readonly target: Target;
  readonly credentials: Credentials;
  /** Why there is no credential and what to do; null when there is one or none is needed. */
  readonly missing: { readonly why: string; readonly fix: string } | null;
  readonly facts: readonly Fact[];
  readonly warnings: readonly string[];
};

export type NoGateway = { readonly kind: "failed"; readonly sentence: string; readonly hint: string; readonly exit: ExitCode };

export function findGateway(input: FinderInput): FoundGateway | NoGateway {
  const { options, files } = input;
  if (options.demo !== null) return demoGateway(options.demo);
  const own = processEnvironment(input.env);
  const paths = findPaths(options, { environment: own, homedir: input.homedir, cwd: input.cwd, isThere: files.isThere });
  const configPath = paths.configPath.value;
  const warnings = [...paths.warnings];
  const { config, state, problems } = readConfig(files, configPath);
  warnings.push(...problems.map((problem) => (config === null ? `${problem}; flags, environment and defaults still count` : problem)));
  if (state === "missing" && options.config !== null)
    return failed(`there is no config ${configPath}`, "--config F takes OpenClaw's openclaw.json");
  if (state === "missing" && paths.configPath.from !== "default")
    warnings.push(`there is no config ${configPath} (${paths.configPath.from})`);

  const loaded = layered(own, dotEnvironment(files, paths.configDir, paths.home));
  const lock = readLock(files, paths.stateDir.value, input.uid);
  const addressInput: AddressInput = { flags: options, environment: loaded, config, configPath, lock, profile: paths.profile, warnings };
  const address = findAddress(addressInput);
  if ("sentence" in address) return failed(address.sentence, address.hint);
  const standing = standingOf(address, addressInput, input);

  const world = { config, configPath, environment: layered(loaded, configEnvironment(config, configPath)), files, home: paths.home };
  const credential = findCredential(input, standing, own, world);
  if ("sentence" in credential) return { kind: "failed", ...credential };
  warnings.push(...credential.warnings);
  const certificate = findFingerprint(input, address, standing, { config, configPath, paths, warnings });
  const hostname = new URL(address.url.value).hostname;
  // With gateway.mode remote no gateway runs here, so that a loopback address is the near end of a tunnel.
  const local = options.pid !== null || (standing !== "remote" && isThisHost(hostname, input.addresses, input.hostname));
  const target: Target = {
    url: address.url.value,
    host: hostname,
    port: address.port.value,
    local,
    name: local ? input.hostname : hostname,
    profile: paths.profile?.value ?? null,
    stateDir: local ? paths.stateDir.value : null,
    configPath: local && state !== "missing" ? configPath : null,
    pid: options.pid,
    tlsFingerprint: certificate?.value ?? null,
    demo: null,
    credential: credential.kind,
  };
  return {
    kind: "found",
    target,
    credentials: credential.kind === "none" ? {} : { [credential.kind]: credential.secret.value },
    missing: credential.kind === "none" && credential.why !== null ? { why: credential.why, fix: credential.fix } : null,
    facts: factsOf({ target, address, paths, configState: state, credential, tlsFingerprint: certificate, lock }),
    warnings,
  };
}

const failed = (sentence: string, hint: string): NoGateway => ({ kind: "failed", sentence, hint, exit: exitCodes.usage });

function findCredential(input: FinderInput, standing: Standing, own: Environment, world: SecretWorld): Credential | CredentialFailure {
  const { options, cwd, files } = input;
  const absolute = (file: string | null): string | null => (file === null ? null : path.resolve(cwd, file));
  const flags = { tokenFile: absolute(options.tokenFile), tokenStdin: options.tokenStdin, passwordFile: absolute(options.passwordFile) };
  const flagged = flaggedCredential(flags, input.stdinLine, files);
  if (flagged !== null) return flagged;
  // A .env file beside the config belongs to the config's gateway, not to an address only the command line knows.
  const environment = standing === "stranger" ? own : world.environment;
  const found = foundCredential({ environment, configured: configuredAt[standing] }, world);
  if (found.kind !== "none" || standing !== "stranger") return found;
  const kept = foundCredential({ environment: world.environment, configured: configuredAt.local }, world);
  if (kept.kind === "none") return found;
  return { ...found, why: `the config's ${kept.kind} is not sent to ${options.url ?? "an address"}, which the config does not name` };
}

function findFingerprint(
  { options, files }: FinderInput,
  address: Address,
  standing: Standing,
  found: { readonly config: unknown; readonly configPath: string; readonly paths: Paths; readonly warnings: string[] },
): Found<string> | null {
  if (options.tlsFingerprint !== null) return { value: options.tlsFingerprint, from: "--tls-fingerprint" };
  if (!address.url.value.startsWith("wss:")) return null;
  if (standing === "remote") {
    const written = textAt(found.config, "gateway.remote.tlsFingerprint");
    if (written === null) return null;
    const from = `gateway.remote.tlsFingerprint in ${found.configPath}`;
    const read = readFingerprint(written);
    if ("value" in read) return { value: read.value, from };
    found.warnings.push(`${from} is not a SHA-256 fingerprint, so it is ignored`);
    return null;
  }
  if (standing !== "local") return null;
  const certificate = localFingerprint(found.config, found.paths, files);
  if ("value" in certificate) return certificate;
  found.warnings.push(`the gateway's certificate is unknown: ${certificate.why}; give --tls-fingerprint SHA256`);
  return null;
}

/** The demo's gateway starts later, on a port of its own: the address is a placeholder until then. */
function demoGateway(scenario: string): FoundGateway {
  const facts = [{ name: "gateway", value: `demo ${scenario}`, from: "--demo" }];
  return { kind: "found", target: demoTarget(scenario, 0), credentials: {}, missing: null, facts, warnings: [] };
}
