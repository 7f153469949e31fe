// RPC models.authStatus.
import type { World } from "../world.ts";

/** Every provider that a session talks to has a key in the configuration. */
export function modelsAuthStatus(world: World): unknown {
  const names = [...new Set(world.scenario.sessions.map(({ provider }) => provider))];
  return {
    ts: world.now,
    providers: names.map((provider) => ({
      provider,
      authProvider: provider,
      displayName: provider,
      status: "static",
      profiles: [],
      apiKey: { source: "config" },
    })),
    providerCapabilities: [],
  };
}
