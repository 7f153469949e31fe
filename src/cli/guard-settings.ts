// What the guard was told: its flags, over the `guard` block of config.json5.
import { fastGuard, type GuardSettings } from "../data/guard/settings.ts";
import type { Options } from "./options.ts";

type Flags = Pick<
  Options,
  | "act"
  | "dryRun"
  | "fast"
  | "interval"
  | "strikes"
  | "restartEvery"
  | "restartAt"
  | "timeZone"
  | "restartWithin"
  | "restartOn"
  | "advise"
  | "cleanLogs"
>;

/** `file`: what config.json5 says, over what holds by itself. A schedule on the command line takes the place of the one in the file. */
export function guardSettings(file: GuardSettings, flags: Flags): GuardSettings {
  const paced: GuardSettings = flags.fast ? { ...file, ...fastGuard } : file;
  const scheduled = flags.restartEvery !== null || flags.restartAt !== null;
  const { restart } = file;
  return {
    ...paced,
    act: (flags.act || file.act) && !flags.dryRun,
    intervalMs: flags.interval === null ? paced.intervalMs : Math.round(flags.interval * 1_000),
    strikes: flags.strikes ?? paced.strikes,
    cleanLogs: flags.cleanLogs || file.cleanLogs,
    restart: {
      everyMs: scheduled ? flags.restartEvery : restart.everyMs,
      at: scheduled ? (flags.restartAt ?? []) : restart.at,
      timeZone: flags.timeZone ?? restart.timeZone,
      withinMs: flags.restartWithin ?? restart.withinMs,
      advise: flags.advise || restart.advise,
      onMemory: flags.restartOn ?? restart.onMemory,
    },
  };
}
