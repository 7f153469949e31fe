// Disk and credentials, judged by themselves: for the rules, and for a guard that has no state to judge.
import type { ModelAuth } from "../model/upkeep.ts";
import { bytes, duration, percent } from "../units.ts";
import type { Finding, Judging, Severity, Threshold } from "./alert.ts";
import type { AlertSettings } from "./settings.ts";
import { beyond, graded } from "./threshold.ts";

export const DISK: Threshold = { quantity: "space left", unit: "%", warn: 10, crit: 5, side: "below", hysteresis: 0.05 };
export const CREDENTIALS: Threshold = { quantity: "time until they expire", unit: "h", warn: 24, crit: 0, side: "below", hysteresis: 0 };

const HOUR_MS = 3_600_000;

type Judgement = Pick<Finding, "message" | "severity">;

/** `leftPercent`: 0 to 100. Null: there is enough. */
export function diskJudgement(leftPercent: number, availableBytes: number | null, subject: string, judging: Judging): Judgement | null {
  const low = beyond(leftPercent, DISK, judging, subject);
  const space = availableBytes === null ? "" : ` (${bytes(availableBytes)})`;
  return low && { message: `${percent(leftPercent / 100)} left${space}`, ...graded(low) };
}

const refused: Readonly<Record<string, string>> = { expired: "its credentials have expired", missing: "it has no credentials" };

/** `now`: by the gateway's clock. */
export function credentialJudgement({ provider, status, expiresAt, renewed }: ModelAuth, now: number, judging: Judging): Judgement | null {
  const words = refused[status];
  if (words !== undefined) return { message: words, severity: "crit" };
  const leftMs = expiresAt === null || renewed ? null : expiresAt - now;
  const soon = leftMs === null ? null : beyond(leftMs / HOUR_MS, CREDENTIALS, judging, provider);
  if (soon === null || leftMs === null) return null;
  return { message: leftMs <= 0 ? "its credentials have expired" : `its credentials expire in ${duration(leftMs)}`, ...graded(soon) };
}

/** The limits as a person set them, and the severity when it is always the same; null: the rule is off. */
export function configuredLimits(
  id: "disk-low" | "credentials",
  settings: AlertSettings,
): (Pick<Judging, "warn" | "crit"> & { readonly severity: Severity | null }) | null {
  const { warn, crit } = id === "disk-low" ? DISK : CREDENTIALS;
  const own = Object.hasOwn(settings.rules, id) ? settings.rules[id] : undefined;
  if (own?.severity === "off") return null;
  return { warn: own?.warn ?? warn, crit: own?.crit ?? crit, severity: own?.severity ?? null };
}
