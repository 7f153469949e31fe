// RPC models.authStatus.
import type { World } from "../world.ts";

function providerOf(world: World, provider: string): unknown {
  const { status, expiresMs } = world.scenario.upkeep?.auth[provider] ?? { status: "static", expiresMs: null };
  const named = { provider, authProvider: provider, displayName: provider, status };
  if (expiresMs === null) return { ...named, profiles: [], ...(status === "static" ? { apiKey: { source: "config" } } : {}) };
  const at = world.epoch(expiresMs);
  const expiry = { at, remainingMs: at - world.now, label: at > world.now ? `${Math.round((at - world.now) / 3_600_000)}h` : "expired" };
  return { ...named, expiry, profiles: [{ profileId: `${provider}:default`, type: "token", status, expiry }] };
}

/** Every provider that a session talks to has a key in the configuration. */
export function modelsAuthStatus(world: World): unknown {
  const names = [...new Set(world.scenario.sessions.map(({ provider }) => provider))];
  return {
    ts: world.now,
    providers: names.map((provider) => providerOf(world, provider)),
    providerCapabilities: [],
  };
}
