// gatetop's device key, and the device token each gateway gave it, under $XDG_STATE_HOME/gatetop.
import { createHash, randomBytes } from "node:crypto";
import path from "node:path";
import { createIdentity, parseIdentity, serializeIdentity, type DeviceIdentity } from "../data/gateway/identity.ts";
import type { Target } from "../data/target.ts";
import { causeOf } from "./file-errors.ts";
import { createPrivate, ensurePrivateDir, moveAside, readPrivate, replacePrivate } from "./private-files.ts";

export type IdentityStore = {
  readonly identity: DeviceIdentity;
  /** The same at every start, for the gateway's presence list. */
  readonly instanceId: string;
  /** False when the key lives in memory only: the gateway would meet a new device at every start. */
  readonly stored: boolean;
  /** One sentence each: what was repaired, moved aside or could not be kept. */
  readonly notes: readonly string[];
  /** The token this gateway gave this device, or null. */
  readonly deviceToken: (gateway: string) => string | null;
  /** Gives a sentence when it could not be kept; it still works until gatetop ends. */
  readonly keepDeviceToken: (gateway: string, token: string) => string | null;
};

/** Names a gateway: two of them may share an address one after the other. */
export function gatewayKey(target: Pick<Target, "host" | "port" | "stateDir" | "configPath">): string {
  return [`${target.host}:${target.port}`, target.stateDir ?? "", target.configPath ?? ""].join("|");
}

/** `dir`: gatetop's state directory, made when missing. Never throws: a disk that cannot be written costs memory of the device, no more. */
export function openIdentityStore(dir: string, now: () => Date = () => new Date()): IdentityStore {
  const notes: string[] = [];
  const identity = openIdentity(dir, now, notes);
  const stored = identity !== null;
  const known = identity ?? createIdentity();
  return {
    identity: known,
    instanceId: `gatetop-${known.deviceId.slice(0, 16)}`,
    stored,
    notes,
    ...tokenShelf(stored ? path.join(dir, "device-tokens") : null, known.deviceId, now),
  };
}

/** A key for this run only, made when somebody asks for it: the demo, and tests. */
export function memoryIdentityStore(): IdentityStore {
  let made: DeviceIdentity | null = null;
  return {
    get identity() {
      return (made ??= createIdentity());
    },
    instanceId: `gatetop-${randomBytes(8).toString("hex")}`,
    stored: false,
    notes: [],
    ...tokenShelf(null, "", () => new Date(0)),
  };
}

function openIdentity(dir: string, now: () => Date, notes: string[]): DeviceIdentity | null {
  const file = path.join(dir, "identity.json");
  try {
    note(notes, ensurePrivateDir(dir));
    // Twice: the first look may find a key of no use, or lose the race to create one.
    for (let look = 0; look < 3; look += 1) {
      const found = lookAt(file, now, notes);
      if (found !== null) return found;
      const made = createIdentity();
      if (createPrivate(file, serializeIdentity(made))) return made;
    }
    notes.push(`the device key ${file} keeps changing; this run uses one of its own`);
  } catch (error) {
    notes.push(`the device key cannot be kept in ${dir}: ${causeOf(error)}; set $XDG_STATE_HOME to a directory that can be written`);
  }
  return null;
}

/** The key in the file; null when there is none, or none of use, which is then moved aside. */
function lookAt(file: string, now: () => Date, notes: string[]): DeviceIdentity | null {
  let why: string;
  try {
    const read = readPrivate(file);
    if (read === null) return null;
    const parsed = parseIdentity(read.text);
    if (parsed.ok) {
      note(notes, read.note);
      return parsed.identity;
    }
    why = `is of no use (${parsed.why})`;
  } catch (error) {
    why = `cannot be read (${causeOf(error)})`;
  }
  const aside = moveAside(file, (text) => parseIdentity(text).ok, now());
  if (aside !== null)
    notes.push(
      `the device key ${file} ${why}: moved to ${path.basename(aside)}, a new one was made, and gateways may ask for approval again`,
    );
  return null;
}

function note(notes: string[], text: string | null): void {
  if (text !== null) notes.push(text);
}

type Shelf = Pick<IdentityStore, "deviceToken" | "keepDeviceToken">;

/** One file a gateway, so that two gatetops never write over each other's. */
function tokenShelf(dir: string | null, deviceId: string, now: () => Date): Shelf {
  const held = new Map<string, string | null>();
  const fileOf = (gateway: string, dir: string): string =>
    path.join(dir, `${createHash("sha256").update(gateway).digest("hex").slice(0, 24)}.json`);
  const attempt = (gateway: string, act: (file: string, dir: string) => void): string | null => {
    if (dir === null) return null;
    try {
      act(fileOf(gateway, dir), dir);
      return null;
    } catch (error) {
      return `the gateway's device token cannot be kept in ${dir}: ${causeOf(error)}`;
    }
  };
  return {
    deviceToken: (gateway) => {
      if (!held.has(gateway)) {
        held.set(gateway, null);
        attempt(gateway, (file) => held.set(gateway, tokenIn(readPrivate(file)?.text ?? "", gateway, deviceId)));
      }
      return held.get(gateway) ?? null;
    },
    keepDeviceToken: (gateway, token) => {
      held.set(gateway, token);
      return attempt(gateway, (file, dir) => {
        ensurePrivateDir(dir);
        replacePrivate(file, `${JSON.stringify({ version: 1, gateway, deviceId, token, keptAt: now().toISOString() }, null, 2)}\n`);
      });
    },
  };
}

/** A token only counts for the gateway and the device it was given to. */
function tokenIn(text: string, gateway: string, deviceId: string): string | null {
  let kept: unknown;
  try {
    kept = JSON.parse(text);
  } catch {
    // Nothing kept, or not by us: the gateway gives a new one at the next connect.
    return null;
  }
  const fields = typeof kept === "object" && kept !== null ? (kept as Readonly<Record<string, unknown>>) : {};
  const fits = fields["gateway"] === gateway && fields["deviceId"] === deviceId;
  return fits && typeof fields["token"] === "string" && fields["token"] !== "" ? fields["token"] : null;
}
