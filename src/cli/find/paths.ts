// Where OpenClaw keeps its state and config, by the rules of OpenClaw 2026.9.6 itself (state-dir.ts, paths.ts, cli/profile.ts).
import path from "node:path";
import type { Found } from "../../data/target.ts";
import type { Environment } from "./environment.ts";

export type PathFlags = { readonly profile: string | null; readonly stateDir: string | null; readonly config: string | null };

export type PathWorld = {
  readonly environment: Environment;
  /** Of the system account, used when no variable names a home. */
  readonly homedir: string;
  readonly cwd: string;
  readonly isThere: (path: string) => boolean;
};

export type Paths = {
  readonly home: string;
  readonly profile: Found<string> | null;
  readonly stateDir: Found<string>;
  readonly configPath: Found<string>;
  /** Where OpenClaw looks for .env and its TLS certificate: the state directory when named, else the config's directory. */
  readonly configDir: string;
  readonly warnings: readonly string[];
};

const CONFIG = "openclaw.json";
const LEGACY_CONFIG = "clawdbot.json";

export function findPaths(flags: PathFlags, world: PathWorld): Paths {
  const home = findHome(world);
  const resolved = (text: string): string => path.resolve(world.cwd, expandHome(text.trim(), home));
  const named = (name: string): Found<string> | null => {
    const found = world.environment(name);
    return found === null ? null : { value: resolved(found.value), from: found.from };
  };
  const warnings: string[] = [];
  const inherited = inheritedProfile(world.environment, warnings);
  const state = findStateDir(flags, named("OPENCLAW_STATE_DIR"), inherited, { home, resolved, world, warnings });
  const configEnv = named("OPENCLAW_CONFIG_PATH");
  const configPath = findConfigPath(flags, configEnv, state, inherited, { home, resolved, world });
  const namedState = flags.stateDir !== null || flags.profile !== null || world.environment("OPENCLAW_STATE_DIR") !== null;
  return {
    home,
    profile: flags.profile === null ? inherited : { value: flags.profile, from: "--profile" },
    stateDir: state,
    configPath,
    configDir: namedState || configEnv === null ? state.value : path.dirname(configPath.value),
    warnings,
  };
}

type Place = { readonly home: string; readonly resolved: (text: string) => string; readonly world: PathWorld };

function findHome(world: Pick<PathWorld, "environment" | "homedir" | "cwd">): string {
  const set = (name: string): string | null => {
    const value = world.environment(name)?.value ?? null;
    // What a careless script leaves behind; OpenClaw treats both as unset.
    return value === "undefined" || value === "null" ? null : value;
  };
  const account = set("HOME") ?? set("USERPROFILE") ?? world.homedir;
  const explicit = set("OPENCLAW_HOME");
  return path.resolve(world.cwd, explicit === null ? account : expandHome(explicit, account));
}

export const expandHome = (text: string, home: string): string => text.replace(/^~(?=$|[\\/])/u, () => home);

const profileDir = (home: string, profile: string): string =>
  path.join(home, profile.toLowerCase() === "default" ? ".openclaw" : `.openclaw-${profile}`);

function inheritedProfile(environment: Environment, warnings: string[]): Found<string> | null {
  const found = environment("OPENCLAW_PROFILE");
  if (found === null || found.value.toLowerCase() === "default") return null;
  if (/^[a-z0-9][a-z0-9_-]{0,63}$/iu.test(found.value)) return found;
  warnings.push("$OPENCLAW_PROFILE is not a profile name, so it is ignored, as OpenClaw does");
  return null;
}

function findStateDir(
  flags: PathFlags,
  fromEnv: Found<string> | null,
  inherited: Found<string> | null,
  { home, resolved, world, warnings }: Place & { readonly warnings: string[] },
): Found<string> {
  if (flags.stateDir !== null) return { value: resolved(flags.stateDir), from: "--state-dir" };
  if (flags.profile !== null) {
    const own = { value: profileDir(home, flags.profile), from: `--profile ${flags.profile}` };
    // A directory that only follows from the profile of the surrounding shell gives way to the flag; one set on purpose stays.
    if (fromEnv === null || fromEnv.value === profileDir(home, inherited?.value ?? "default")) return own;
    if (fromEnv.value !== own.value) {
      warnings.push(
        `$OPENCLAW_STATE_DIR is set, so --profile ${flags.profile} does not choose the state directory, as in OpenClaw; unset it or give --state-dir`,
      );
    }
    return fromEnv;
  }
  if (fromEnv !== null) return fromEnv;
  const plain = path.join(home, ".openclaw");
  if (inherited !== null) {
    const own = profileDir(home, inherited.value);
    if (world.isThere(path.join(own, CONFIG))) return { value: own, from: inherited.from };
    warnings.push(`$OPENCLAW_PROFILE is ${inherited.value}, but there is no ${path.join(own, CONFIG)}: looking in ${plain}`);
  }
  const legacy = path.join(home, ".clawdbot");
  return {
    value: !world.isThere(plain) && world.isThere(legacy) ? legacy : plain,
    from: world.environment("OPENCLAW_HOME")?.from ?? "default",
  };
}

function findConfigPath(
  flags: PathFlags,
  fromEnv: Found<string> | null,
  state: Found<string>,
  inherited: Found<string> | null,
  { home, resolved, world }: Place,
): Found<string> {
  if (flags.config !== null) return { value: resolved(flags.config), from: "--config" };
  const names = [CONFIG, LEGACY_CONFIG].map((name) => path.join(state.value, name));
  const own = { value: names.find((name) => world.isThere(name)) ?? path.join(state.value, CONFIG), from: state.from };
  if (fromEnv === null || flags.stateDir !== null) return own;
  const followsShell = flags.profile !== null && fromEnv.value === path.join(profileDir(home, inherited?.value ?? "default"), CONFIG);
  return followsShell ? own : fromEnv;
}
