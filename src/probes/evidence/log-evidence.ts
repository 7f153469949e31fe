// What the gateway's log says of a restart. Asked over RPC; while no connection is open the end of the local file has to do.
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DecodeError, decoding, needList, text as textOf } from "../../data/gateway/decode/field.ts";
import type { Seen } from "../../data/restart/observation.ts";
import { logSaid } from "../../data/restart/log-lines.ts";
import type { Target } from "../../data/target.ts";
import { RpcFailure, type World } from "../probe.ts";
import { isRecord, readConfigFile, type Json } from "./config-file.ts";

type SeenLog = Extract<Seen, { kind: "log" }>;

const METHOD = "logs.tail";
const TIMEOUT_MS = 3_000;
const LINES = 500;
const TAIL_BYTES = 65_536;
const DAY_MS = 86_400_000;

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";

function parseLine(line: string): Json | null {
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? value : null;
  } catch {
    // Cut at the start of the tail, or something else that was written into the file.
    return null;
  }
}

/** Text and time of one line; `message` since 2026.7, before it the second of the numbered parts (the first names the subsystem). */
function readLine(line: string): { readonly at: number; readonly message: string } | null {
  const row = parseLine(line);
  if (row === null) return null;
  const meta = isRecord(row["_meta"]) ? row["_meta"] : {};
  const at = Date.parse([row["time"], meta["date"]].find(isText) ?? "");
  const message = [row["message"], row["1"], row["2"], row["0"]].find(isText);
  return message === undefined || Number.isNaN(at) ? null : { at, message };
}

/** Lines before `since` and lines that say nothing of a restart are left out. Times are the gateway's clock. */
function evidenceIn(lines: readonly string[], since: number): readonly SeenLog[] {
  return lines.flatMap((line) => {
    const read = readLine(line);
    const said = read === null || read.at < since ? null : logSaid(read.message);
    return said === null ? [] : [said];
  });
}

const twoDigits = (value: number): string => String(value).padStart(2, "0");

/** The gateway dates its file by the local day; one that was started before midnight goes on in the old one for a while. */
export function usualFiles({ profile }: Target, uid: number | null, now: number): readonly string[] {
  const name = profile === null || profile === "default" ? "openclaw" : `openclaw-${profile}`;
  const folders = ["/tmp/openclaw", join(tmpdir(), uid === null ? "openclaw" : `openclaw-${uid}`)];
  return [now, now - DAY_MS].flatMap((at) => {
    const date = new Date(at);
    const day = `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;
    return folders.map((folder) => join(folder, `${name}-${day}.log`));
  });
}

/** `logging.file` of the gateway's config. */
export async function configuredFile(world: World, { configPath }: Target): Promise<string | null> {
  const logging = (await readConfigFile(world, [configPath]))?.["logging"];
  return isRecord(logging) && isText(logging["file"]) ? logging["file"] : null;
}

async function readFile(world: World, target: Target, known: string | null): Promise<readonly string[]> {
  const configured = known === null ? await configuredFile(world, target) : null;
  for (const path of [known, configured, ...usualFiles(target, world.uid, world.now())]) {
    const tail = path === null ? null : await world.readTail(path, TAIL_BYTES).catch(() => null);
    if (tail !== null) return tail.split("\n");
  }
  return [];
}

type Tail = { readonly file: string | null; readonly lines: readonly string[] };

const decodeTail = (payload: unknown): Tail =>
  decoding(METHOD, payload, (from) => ({ file: textOf(from, "file", 1_000), lines: needList(from, "lines").filter(isText) }));

async function askGateway(world: World): Promise<Tail | null> {
  const methods = world.methods();
  if (methods === null || (methods.length > 0 && !methods.includes(METHOD))) return null;
  try {
    return decodeTail(await world.request(METHOD, { limit: LINES }, TIMEOUT_MS));
  } catch (error) {
    if (error instanceof RpcFailure || error instanceof DecodeError) return null;
    throw error;
  }
}

/** Remembers the file the gateway itself named. */
export function createLogReader(world: World, target: Target): (since: number) => Promise<readonly SeenLog[]> {
  let file: string | null = null;
  return async (since) => {
    const told = await askGateway(world);
    file = told?.file ?? file;
    const lines = told?.lines ?? (target.local ? await readFile(world, target, file) : []);
    return evidenceIn(lines, since);
  };
}
