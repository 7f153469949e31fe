// Other units of this host that would start a gateway on the same port: left by an earlier name of OpenClaw, or in the other scope.
import { harmless } from "../../data/harmless.ts";
import type { World } from "../probe.ts";
import { ask, type Scope } from "./systemctl.ts";

/** OpenClaw's own name, and the two it had before. */
const patterns = ["openclaw*.service", "clawdbot*.service", "moltbot*.service"] as const;
const scopes: readonly { readonly scope: Scope; readonly word: string }[] = [
  { scope: "systemd-user", word: "user" },
  { scope: "systemd-system", word: "system" },
];
const DEFAULT_PORT = 18_789;
const RIVALS_MAX = 20;

type Own = { readonly kind: Scope; readonly unit: string; readonly port: number };

/** Environment and ExecStart may hold a token: the port is taken out of them here, and nothing else. */
function portIn(shown: string): number {
  const [, port] = /\bOPENCLAW_GATEWAY_PORT=(\d{1,5})\b/u.exec(shown) ?? /\s--port[= ](\d{1,5})\b/u.exec(shown) ?? [];
  return port === undefined ? DEFAULT_PORT : Number(port);
}

const lineOf = (shown: string, name: string): string => new RegExp(`^${name}=(.*)$`, "mu").exec(shown)?.[1]?.trim() ?? "";

/** It is started at boot, or runs now; a unit that is only there starts nothing. */
function starts(shown: string): boolean {
  const runs = ["active", "activating", "reloading"].includes(lineOf(shown, "ActiveState"));
  return lineOf(shown, "LoadState") === "loaded" && (runs || lineOf(shown, "UnitFileState").startsWith("enabled"));
}

/** A node host or another helper of OpenClaw has a unit too, and opens no port. */
const isGateway = (name: string, shown: string): boolean =>
  !/\bOPENCLAW_SERVICE_KIND=(?!gateway\b)/u.test(shown) && (/gateway/u.test(name) || /\bgateway\b/u.test(shown));

async function rivalsIn(world: World, own: Own, { scope, word }: (typeof scopes)[number], timeoutMs: number): Promise<readonly string[]> {
  const listed = await ask(world, scope, timeoutMs, "list-unit-files", "--no-legend", "--plain", "--type=service", ...patterns);
  const names = (listed ?? "").split("\n").flatMap((line) => {
    const [name = ""] = line.trim().split(/\s+/u);
    const isOwn = name === own.unit && scope === own.kind;
    return name === "" || isOwn || name.endsWith("@.service") ? [] : [name];
  });
  const rivals = names.slice(0, RIVALS_MAX).map(async (name): Promise<readonly string[]> => {
    const wanted = "--property=LoadState,ActiveState,UnitFileState,Environment,ExecStart";
    const shown = await ask(world, scope, timeoutMs, "show", wanted, "--", name);
    return shown !== null && starts(shown) && isGateway(name, shown) && portIn(shown) === own.port
      ? [`${word} ${harmless(name, 120)}`]
      : [];
  });
  return (await Promise.all(rivals)).flat();
}

/** `user NAME` or `system NAME`. A scope that cannot be asked has none that would be known of. */
export async function findRivals(world: World, own: Own, timeoutMs: number): Promise<readonly string[]> {
  return (await Promise.all(scopes.map((scope) => rivalsIn(world, own, scope, timeoutMs)))).flat();
}
