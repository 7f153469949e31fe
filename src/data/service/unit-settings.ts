// What the two commands tell of one unit, put together.
import { harmless } from "../harmless.ts";
import { parseCat } from "./parse-cat.ts";
import { parseShow, pathsIn } from "./parse-show.ts";
import type { UnitKind } from "./unit-rule.ts";
import type { UnitSetting, UnitSettings } from "./unit-audit.ts";

export type UnitTexts = {
  readonly kind: Exclude<UnitKind, "launchd">;
  readonly unit: string;
  /** Output of `systemctl show`. */
  readonly shown: string;
  /** Output of `systemctl cat`; null: it could not be had, and nobody knows which file says what. */
  readonly cat: string | null;
  readonly lingers: boolean | null;
  readonly competing: readonly string[];
};

const yesNo: Readonly<Record<string, boolean>> = { yes: true, no: false };
const PATH_MAX = 300;

export function unitSettings({ kind, unit, shown, cat, lingers, competing }: UnitTexts): UnitSettings {
  const values = parseShow(shown);
  const files = ["FragmentPath", "DropInPaths"].flatMap((name) => pathsIn(values.get(name) ?? ""));
  const words = cat === null ? null : parseCat(cat, files);
  const settings = Array.from(values, ([name, value]): readonly [string, UnitSetting] => {
    const word = words?.get(name);
    return [name, { name, value, file: word?.file ?? null, line: word?.line ?? null }];
  });
  return {
    kind,
    unit,
    files: files.map((file) => harmless(file, PATH_MAX)),
    settings: Object.fromEntries(settings),
    needsReload: yesNo[values.get("NeedDaemonReload") ?? ""] ?? null,
    lingers,
    competing,
  };
}
