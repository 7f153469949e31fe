// Where gatetop keeps its own things, by the XDG base directory rules.
import path from "node:path";

export type OwnPaths = { readonly state: string; readonly cache: string; readonly config: string };

export function ownPaths(env: Readonly<Record<string, string | undefined>>, homedir: string): OwnPaths {
  const base = (name: string, fallback: readonly string[]): string => {
    const value = env[name] ?? "";
    // The rules say a relative path is invalid and to be ignored.
    return path.join(path.isAbsolute(value) ? value : path.join(env["HOME"] ?? homedir, ...fallback), "gatetop");
  };
  return {
    state: base("XDG_STATE_HOME", [".local", "state"]),
    cache: base("XDG_CACHE_HOME", [".cache"]),
    config: base("XDG_CONFIG_HOME", [".config"]),
  };
}
