// RPC system-presence, event presence, and the presence list of hello-ok.
import { hostname, type World } from "../world.ts";

export type Client = {
  readonly displayName: string;
  readonly version: string;
  readonly platform: string;
  readonly mode: string;
  readonly deviceId: string | null;
  readonly instanceId: string | null;
  readonly scopes: readonly string[];
  readonly since: number;
};

export function presence(world: World, clients: readonly Client[]): readonly Readonly<Record<string, unknown>>[] {
  const { release } = world.scenario;
  const old = release === "2026.5.7";
  const self = {
    host: hostname,
    ip: "192.0.2.7",
    version: release,
    platform: "linux 6.12.57",
    deviceFamily: "Linux",
    ...(old ? { modelIdentifier: "x64" } : {}),
    mode: "gateway",
    reason: "self",
    ...(old ? {} : { instanceId: world.process.instanceId }),
    text: `Gateway: ${hostname} (192.0.2.7) · app ${release} · mode gateway · reason self`,
    ts: world.now,
  };
  // Newer releases list only clients that showed a device, older ones all, without saying which device.
  const others = clients.flatMap((client) =>
    client.deviceId === null && !old
      ? []
      : [
          {
            host: client.displayName,
            version: client.version,
            platform: client.platform,
            mode: client.mode,
            roles: ["operator"],
            scopes: client.scopes,
            ...(old ? {} : { deviceId: client.deviceId }),
            ...(old || client.instanceId === null ? {} : { instanceId: client.instanceId }),
            reason: "connect",
            ts: client.since,
            text: `Node: ${client.displayName} · mode ${client.mode}`,
          },
        ],
  );
  return [self, ...others];
}
