// RPC system-presence, event presence, and the presence list of hello-ok.
import { uuid } from "../noise.ts";
import { hostname, type World } from "../world.ts";

const HOUR_MS = 3_600_000;

/** As long as a real device id. */
const hex = (...parts: readonly string[]): string => [0, 1].map((half) => uuid(...parts, half).replaceAll("-", "")).join("");

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
            ...(old ? {} : { deviceId: client.deviceId, clientId: "gateway-client", onlineSince: client.since }),
            ...(old || client.instanceId === null ? {} : { instanceId: client.instanceId }),
            reason: "connect",
            ts: client.since,
            text: `Node: ${client.displayName} · mode ${client.mode}`,
          },
        ],
  );
  return [self, ...(old ? [] : neighbours(world)), ...others];
}

/** Somebody at the Control UI who may do everything, and a machine that asked something and left. */
function neighbours({ epoch, scenario: { release } }: World): readonly Readonly<Record<string, unknown>>[] {
  const of = (host: string, clientId: string, mode: string) => ({
    host,
    version: release,
    platform: "linux",
    mode,
    roles: ["operator"],
    clientId,
    deviceId: hex("device", host),
    instanceId: uuid("instance", host),
    text: `Node: ${host} · mode ${mode}`,
  });
  const [came, left] = [epoch(-2 * HOUR_MS), epoch(-26 * 60_000)];
  const all = ["operator.read", "operator.write", "operator.admin"];
  return [
    { ...of("lin-laptop", "openclaw-control-ui", "ui"), scopes: all, reason: "connect", ts: came, onlineSince: came },
    { ...of("build-3", "cli", "cli"), scopes: ["operator.read"], reason: "disconnect", ts: left },
  ];
}
