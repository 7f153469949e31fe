// OpenClaw's own commands for its gateway, as a person types them on the gateway's host.

/** run: in the foreground, without any service. install: as a service of this user. restart: needs the gateway or its service. */
type OwnVerb = "run" | "install" | "restart";

export const ownCommand = (profile: string | null, verb: OwnVerb): string =>
  ["openclaw", ...(profile === null ? [] : ["--profile", profile]), "gateway", verb].join(" ");
