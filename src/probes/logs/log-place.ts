// Where the log of this gateway is on this host, if it is here at all: an address of this host may be the near end of a tunnel, and
// behind it another gateway that logs under the same name.
import type { Target } from "../../data/target.ts";
import { configuredFile, usualFiles } from "../evidence/log-evidence.ts";
import type { World } from "../probe.ts";
import type { LogFiles } from "../world/open-file.ts";
import { askTail, canAsk, type TailReply } from "./rpc-log.ts";

/** Secrets are left out of what the gateway answers, so that one line of several has to do. */
const COMPARED_LINES = 20;
const SLACK_BYTES = 4_096;

export type LogPlace = {
  /** Asks the gateway. False: it gave no answer in time. */
  readonly ask: (timeoutMs: number) => Promise<boolean>;
  /** The gateway has told. */
  readonly known: () => boolean;
  /** What to open, the likeliest first; none: what is here is not this gateway's. */
  readonly paths: () => Promise<readonly string[]>;
  /** After an answer: the gateway logs elsewhere. */
  readonly refutes: (path: string) => Promise<boolean>;
  /** What is here under the name it told is another gateway's. */
  readonly foreign: () => boolean;
  /** Followed to the file of another day. */
  readonly follow: (path: string) => void;
};

/** Null: nothing tells, for the log is empty or cannot be opened. */
async function isSame(files: LogFiles, path: string, { cursor, lines }: TailReply): Promise<boolean | null> {
  const file = lines.length === 0 ? "missing" : await files.open(path);
  if (typeof file === "string") return null;
  try {
    if ((await file.facts()).sizeBytes < cursor) return false;
    const from = Math.max(0, cursor - Buffer.byteLength(lines.join("\n")) - SLACK_BYTES);
    const own = new Set((await file.read(from, cursor - from)).toString("utf8").split("\n"));
    return lines.some((line) => own.has(line));
  } finally {
    await file.close();
  }
}

export function createLogPlace(world: World & LogFiles, target: Target): LogPlace {
  let told: string | null = null;
  let followed: string | null = null;
  let foreign = false;
  return {
    ask: async (timeoutMs) => {
      const reply = canAsk(world) ? await askTail(world, { limit: COMPARED_LINES }, timeoutMs) : null;
      if (reply === null || reply.file === null) return false;
      told = reply.file;
      foreign = (await isSame(world, told, reply)) === false;
      return true;
    },
    known: () => told !== null,
    paths: async () => {
      if (told !== null) return foreign ? [] : [told];
      if (followed !== null) return [followed];
      const configured = await configuredFile(world, target);
      const usual = usualFiles(target, world.uid, world.now());
      return [...new Set(configured === null ? usual : [configured, ...usual])];
    },
    refutes: async (path) => foreign || (told !== null && told !== path && (await world.facts(told)) !== null),
    foreign: () => foreign,
    follow: (path) => {
      followed = path;
      if (told !== null) told = path;
    },
  };
}
