// What to type or to write so that a setting is as wanted: where the last word on it stands now decides.
import { managerWords } from "../restart/supervisor-command.ts";
import type { UnitSettings } from "./unit-audit.ts";
import type { UnitRule } from "./unit-rule.ts";

/** A command to this unit's manager, as a person types it. */
export const typed = ({ kind }: Pick<UnitSettings, "kind">, ...words: readonly string[]): string =>
  [...(kind === "systemd-system" ? ["sudo"] : []), ...managerWords[kind], ...words].join(" ");

/** The unit file itself is written anew by every update of OpenClaw; a drop-in stays. */
export function lineFix(settings: UnitSettings, { setting, line, fix }: UnitRule): string {
  if (line === null) return fix;
  const { file = null, line: number = null } = settings.settings[setting] ?? {};
  const inDropIn = file !== null && settings.files.indexOf(file) > 0;
  // What to write comes first: on a screen the rest may be cut.
  const what = `write ${line.text} under [${line.section}]`;
  return inDropIn
    ? `${what} in ${file}, line ${number ?? "?"}, then: ${typed(settings, "daemon-reload")}`
    : `${what}, with: ${typed(settings, "edit", settings.unit)}`;
}
