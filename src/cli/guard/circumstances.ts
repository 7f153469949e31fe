// What a step of the guard is given besides its look: what people said of this gateway, and what its own tables say.
import fs from "node:fs";
import type { Mute } from "../../data/alerts/mute.ts";
import type { GuardInput } from "../../data/guard/input.ts";
import type { GuardSettings } from "../../data/guard/settings.ts";
import type { Sight } from "../../data/guard/sight.ts";
import { uncleanBoots } from "../../data/restart/breaker.ts";
import type { BootRecord } from "../../data/restart/evidence.ts";
import { codeOf } from "../file-errors.ts";
import type { MuteShelf } from "../mutes/mute-file.ts";
import { flagFileIn } from "./flag-file.ts";
import type { LateRepairs } from "./late-repairs.ts";

export type Circumstances = Pick<GuardInput, "mutes" | "flagFile" | "othersUnderWay" | "uncleanBoots" | "memoryLimitBytes" | "rearm">;

export type CircumstancesParts = {
  readonly mutes: Pick<MuteShelf, "read" | "version">;
  /** OpenClaw's. */
  readonly stateDir: string | null;
  readonly rearmFile: string;
  readonly settings: () => GuardSettings;
  readonly othersUnderWay: LateRepairs["othersUnderWay"];
  /** Newest first; null where they cannot be read. */
  readonly boots: () => readonly BootRecord[] | null;
  /** Of the cgroup of a process; null: none. */
  readonly memoryLimit: (pid: number) => Promise<number | null>;
  /** What was not as it should be, once each. */
  readonly say: (sentence: string) => void;
};

/** It was looked at closely, because no answer came. */
const isClose = ({ port }: Sight): boolean => port.outcome !== "not-asked";

export function createCircumstances(parts: CircumstancesParts): (sight: Sight) => Promise<Circumstances> {
  const { settings, say } = parts;
  let version: string | null = null;
  let mutes: readonly Mute[] = [];
  let limit: { readonly process: string; readonly bytes: number | null } | null = null;

  /** One stat while nobody writes into it. */
  function mutesNow(): readonly Mute[] {
    const now = parts.mutes.version();
    if (now === version) return mutes;
    version = now;
    const read = parts.mutes.read();
    if (read.trouble !== null) say(read.trouble);
    mutes = read.mutes;
    return mutes;
  }

  /** Heard once: the file goes. */
  function rearmed(): boolean {
    if (!fs.existsSync(parts.rearmFile)) return false;
    try {
      fs.rmSync(parts.rearmFile, { force: true });
      return true;
    } catch (error) {
      if (codeOf(error) === "") throw error;
      // Heard again and again it would never give up.
      return false;
    }
  }

  async function memoryLimit({ process: { value } }: Sight): Promise<number | null> {
    if (settings().restart.onMemory === null) return null;
    const process = value === null ? (limit?.process ?? null) : `${value.pid} ${value.startTicks}`;
    if (value !== null && process !== limit?.process) limit = { process: process ?? "", bytes: await parts.memoryLimit(value.pid) };
    return limit?.bytes ?? null;
  }

  return async (sight) => {
    const closely = isClose(sight);
    const boots = closely ? parts.boots() : null;
    return {
      mutes: mutesNow(),
      flagFile: flagFileIn(settings().flagFiles, parts.stateDir),
      othersUnderWay: closely ? await parts.othersUnderWay() : null,
      uncleanBoots: boots === null ? null : uncleanBoots(boots, sight.at),
      memoryLimitBytes: await memoryLimit(sight),
      rearm: rearmed(),
    };
  };
}
