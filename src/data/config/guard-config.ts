// `guard` of a config file, over what holds without it. What the shape cannot say is checked here: zones, spans, addresses.
import { defaultGuard, fastGuard, type GuardSettings, type RestartSettings, type Secret, type TellTo } from "../guard/settings.ts";
import { isTimeZone, minutesOfDay, sizeBytes, spanWithin } from "./quantities.ts";
import type { Wrong } from "./shape.ts";

type GivenTell =
  | { readonly to: "exec"; readonly argv: readonly [string, ...string[]] }
  | { readonly to: "webhook"; readonly format?: "json" | "ntfy" | "slack"; readonly url: string | Secret; readonly token?: Secret }
  | { readonly to: "syslog" };

type GivenRestart = {
  readonly every?: string;
  readonly at?: readonly string[];
  readonly timeZone?: string;
  readonly within?: string;
  readonly advise?: boolean;
  readonly onMemory?: string;
};

/** As guard-shape.ts has let it through. */
export type GivenGuard = {
  readonly act?: boolean;
  readonly fast?: boolean;
  readonly intervalSeconds?: number;
  readonly strikes?: number;
  readonly debounceSeconds?: number;
  readonly stoppedDebounceSeconds?: number;
  readonly blockedDebounceSeconds?: number;
  readonly backOffSeconds?: readonly number[];
  readonly rounds?: number;
  readonly serviceWaitSeconds?: number;
  readonly kills?: number;
  readonly killWindowSeconds?: number;
  readonly start?: readonly [string, ...string[]];
  readonly restart?: GivenRestart;
  readonly flagFiles?: readonly string[];
  readonly configCopies?: number;
  readonly cleanLogs?: boolean;
  readonly tell?: readonly GivenTell[];
};

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Says what is wrong with the value of a key, below `guard`. */
type Refuse = (path: readonly string[], why: string) => null;

function spanOf(text: string | undefined, [leastMs, mostMs]: readonly [number, number], say: () => null): number | null {
  return text === undefined ? null : (spanWithin(text, leastMs, mostMs) ?? say());
}

function restartOf(given: GivenRestart, refuse: Refuse): RestartSettings {
  const holds = defaultGuard.restart;
  const { every, at, timeZone, within, advise, onMemory } = given;
  const zone = timeZone === undefined || isTimeZone(timeZone) ? timeZone : refuse(["restart", "timeZone"], `"${timeZone}" is no time zone`);
  const everyMs = spanOf(every, [MINUTE_MS, 30 * DAY_MS], () =>
    refuse(["restart", "every"], "a minute is the least, 30 days are the most"),
  );
  const withinMs = spanOf(within, [0, DAY_MS], () => refuse(["restart", "within"], "a day is the most"));
  const minutes = at?.map(minutesOfDay).filter((time) => time !== null) ?? holds.at;
  return {
    everyMs: everyMs ?? holds.everyMs,
    at: Array.from(new Set(minutes)).sort((a, b) => a - b),
    timeZone: zone ?? holds.timeZone,
    withinMs: withinMs ?? holds.withinMs,
    advise: advise ?? holds.advise,
    onMemory: onMemory === undefined ? holds.onMemory : { bytes: sizeBytes(onMemory) },
  };
}

/** An address with something in it that lets whoever has it in. */
function secretIn(url: string, format: string): string | null {
  if (!URL.canParse(url)) return "it is no address";
  if (format === "slack") return "the address of a Slack webhook is a secret: { file } or { env }";
  const { username, password, searchParams } = new URL(url);
  const leaks = username !== "" || password !== "" || [...searchParams.keys()].some((key) => /token|key|password|secret|auth/iu.test(key));
  return leaks ? "a secret stands in it: give it as { file } or { env }" : null;
}

function tellOf(given: GivenTell, index: number, refuse: Refuse): TellTo | null {
  if (given.to !== "webhook") return given;
  const { format = "json", url, token = null } = given;
  const trouble = typeof url === "string" ? secretIn(url, format) : null;
  return trouble === null ? { to: "webhook", format, url, token } : refuse(["tell", String(index), "url"], trouble);
}

const ms = (given: number | undefined, holds: number): number => (given === undefined ? holds : Math.round(given * 1_000));

/** `wrong` gets what does not count; the places of `tell` are those of the file only while nothing before them was left out. */
export function guardConfig(given: GivenGuard, wrong: Wrong[]): GuardSettings {
  const refuse: Refuse = (path, why) => {
    wrong.push({ path: ["guard", ...path], at: "value", why });
    return null;
  };
  const holds: GuardSettings = given.fast === true ? { ...defaultGuard, ...fastGuard } : defaultGuard;
  return {
    act: given.act ?? holds.act,
    intervalMs: ms(given.intervalSeconds, holds.intervalMs),
    strikes: given.strikes ?? holds.strikes,
    debounceMs: ms(given.debounceSeconds, holds.debounceMs),
    stoppedDebounceMs: ms(given.stoppedDebounceSeconds, holds.stoppedDebounceMs),
    blockedDebounceMs: ms(given.blockedDebounceSeconds, holds.blockedDebounceMs),
    backOffMs: given.backOffSeconds?.map((seconds) => ms(seconds, 0)) ?? holds.backOffMs,
    rounds: given.rounds ?? holds.rounds,
    serviceWaitMs: ms(given.serviceWaitSeconds, holds.serviceWaitMs),
    kills: given.kills ?? holds.kills,
    killWindowMs: ms(given.killWindowSeconds, holds.killWindowMs),
    start: given.start ?? holds.start,
    restart: restartOf(given.restart ?? {}, refuse),
    flagFiles: given.flagFiles ?? holds.flagFiles,
    configCopies: given.configCopies ?? holds.configCopies,
    cleanLogs: given.cleanLogs ?? holds.cleanLogs,
    tell: (given.tell ?? []).map((one, index) => tellOf(one, index, refuse)).filter((one) => one !== null),
  };
}
