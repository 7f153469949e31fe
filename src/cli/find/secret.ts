// A credential as the config writes it: plain, "$NAME", "${NAME}", or a secret reference. What only OpenClaw can open is named, not guessed.
import path from "node:path";
import { harmless } from "../../data/harmless.ts";
import { substituted, type Environment } from "./environment.ts";
import type { Files } from "./files.ts";
import { expandHome } from "./paths.ts";
import { at, isRecord, type Json } from "./records.ts";

export type Secret =
  | { readonly kind: "none" }
  | { readonly kind: "known"; readonly value: string; readonly from: string; readonly warning: string | null }
  /** `what` continues "the token is …". */
  | { readonly kind: "unresolved"; readonly what: string };

export type SecretWorld = {
  readonly config: unknown;
  readonly configPath: string;
  readonly environment: Environment;
  readonly files: Files;
  readonly home: string;
};

type Reference = { readonly source: string; readonly provider: string; readonly id: string };

const none: Secret = { kind: "none" };

/** The secret at a dotted path of the config, e.g. "gateway.auth.token". */
export function configSecret(dotted: string, world: SecretWorld): Secret {
  const written = at(world.config, dotted);
  if (isRecord(written)) return referenced(written, dotted, world);
  if (typeof written !== "string" || written.trim() === "") return none;
  const text = written.trim();
  const shorthand = /^\$(?:\{([A-Z][A-Z0-9_]{0,127})\}|([A-Z][A-Z0-9_]{0,127}))$/u.exec(text);
  const name = shorthand?.[1] ?? shorthand?.[2];
  if (name !== undefined) return fromEnvironment(name, dotted, world);
  if (text === "__OPENCLAW_REDACTED__") return { kind: "unresolved", what: `blacked out in ${world.configPath} (__OPENCLAW_REDACTED__)` };
  const done = substituted(text, world.environment);
  if ("unset" in done) return { kind: "unresolved", what: `made of $${done.unset}, which is not set here` };
  return { kind: "known", value: done.text, from: `${dotted} in ${world.configPath}`, warning: null };
}

function fromEnvironment(name: string, dotted: string, { environment }: SecretWorld): Secret {
  const found = environment(name);
  if (found === null) return { kind: "unresolved", what: `$${name}, which is not set here (${dotted} in the config names it)` };
  return { kind: "known", value: found.value, from: `${found.from}, named by ${dotted}`, warning: null };
}

function referenced(written: Json, dotted: string, world: SecretWorld): Secret {
  const { source, id } = written;
  if (typeof source !== "string" || typeof id !== "string" || id.trim() === "") {
    return { kind: "unresolved", what: `neither text nor a secret reference (${dotted} in ${world.configPath})` };
  }
  const fallback = at(world.config, `secrets.defaults.${source}`);
  const provider = typeof written["provider"] === "string" ? written["provider"] : typeof fallback === "string" ? fallback : "default";
  const reference = { source, provider, id: id.trim() };
  if (source === "env")
    return allowed(reference, world) ? fromEnvironment(reference.id, dotted, world) : unopened(reference, "its allowlist forbids it");
  if (source === "file") return fromFile(reference, dotted, world);
  return unopened(reference, source === "exec" || source === "store" ? "only OpenClaw can open it" : "its source is unknown");
}

function unopened({ source, provider, id }: Reference, why: string): Secret {
  return { kind: "unresolved", what: `a secret reference (${harmless(`${source}:${provider}:${id}`, 120)}): ${why}` };
}

function provided(reference: Reference, { config }: SecretWorld): Json | null {
  const providers = at(config, "secrets.providers");
  const provider = isRecord(providers) && Object.hasOwn(providers, reference.provider) ? providers[reference.provider] : null;
  return isRecord(provider) && provider["source"] === reference.source ? provider : null;
}

function allowed(reference: Reference, world: SecretWorld): boolean {
  const allowlist = provided(reference, world)?.["allowlist"];
  return !Array.isArray(allowlist) || allowlist.includes(reference.id);
}

function fromFile(reference: Reference, dotted: string, world: SecretWorld): Secret {
  const provider = provided(reference, world);
  const written = provider?.["path"];
  if (provider === null || typeof written !== "string")
    return unopened(reference, `secrets.providers.${harmless(reference.provider, 64)} is not a file provider`);
  const file = path.resolve(path.dirname(world.configPath), expandHome(written.trim(), world.home));
  const read = world.files.read(file);
  if (read.kind === "missing") return unopened(reference, `${file} does not exist`);
  if (read.kind === "unreadable") return unopened(reference, `${file} cannot be read: ${read.why}`);
  const text = read.text.replace(/^\uFEFF/u, "");
  const value = provider["mode"] === "singleValue" ? text.trim() : pointed(text, reference.id);
  if (value === null || value === "") return unopened(reference, `${file} has no text there`);
  return { kind: "known", value, from: `${file} (secret reference of ${dotted})`, warning: tooOpen(file, read.mode) };
}

/** The string a JSON pointer (RFC 6901) names. */
function pointed(text: string, pointer: string): string | null {
  let current: unknown;
  try {
    current = JSON.parse(text);
  } catch {
    // The parser's message would quote the secrets around the mistake.
    return null;
  }
  for (const segment of pointer.split("/").slice(1)) {
    const key = segment.replaceAll("~1", "/").replaceAll("~0", "~");
    if (!isRecord(current) || !Object.hasOwn(current, key)) return null;
    current = current[key];
  }
  return typeof current === "string" ? current.trim() : null;
}

/** A warning when others may read a file that holds a secret. */
export function tooOpen(file: string, mode: number | null): string | null {
  if (mode === null || (mode & 0o077) === 0) return null;
  return `${file} can be read by others (mode ${mode.toString(8).padStart(4, "0")}): chmod 600 ${file}`;
}
