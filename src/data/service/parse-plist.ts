// A launchd property list, as text: only the keys of its outermost dictionary that the audit looks at. The environment stays unread.
import { harmless } from "../harmless.ts";
import type { UnitSetting, UnitSettings } from "./unit-audit.ts";

const looked = ["RunAtLoad", "KeepAlive", "ThrottleInterval", "ExitTimeOut"] as const;

export type Agent = {
  readonly unit: string;
  readonly file: string;
  /** Labels of other agents beside it that are called after OpenClaw. */
  readonly beside: readonly string[];
};

/** Nested dictionaries and lists emptied: their keys are not the agent's. */
function outermost(text: string): string {
  const body = /<dict>([^]*)<\/dict>/u.exec(text)?.[1] ?? "";
  let depth = 0;
  return body.replace(/<(\/?)(dict|array)>|[^<]+|<[^>]*>/gu, (part, closing: string | undefined, block: string | undefined) => {
    if (block !== undefined) depth += closing === "/" ? -1 : 1;
    if (block !== undefined) return depth === (closing === "/" ? 0 : 1) ? part : "";
    return depth === 0 ? part : "\n".repeat(part.split("\n").length - 1);
  });
}

function valueAfter(body: string, key: string): { readonly value: string; readonly line: number } | null {
  const found = new RegExp(`<key>${key}</key>\\s*(?:<(true|false)/>|<(?:integer|string|real)>([^<]*)<|<(dict)>)`, "u").exec(body);
  if (found === null) return null;
  const [, bool, text, dict] = found;
  return { value: bool ?? text ?? `a ${dict ?? ""} of conditions`, line: body.slice(0, found.index).split("\n").length };
}

export function parsePlist(text: string, { unit, file, beside }: Agent): UnitSettings {
  const shown = harmless(file, 300);
  const from = text.slice(0, Math.max(0, text.indexOf("<dict>"))).split("\n").length - 1;
  const body = outermost(text);
  const settings = looked.flatMap((name): readonly (readonly [string, UnitSetting])[] => {
    const found = valueAfter(body, name);
    return found === null ? [] : [[name, { name, value: harmless(found.value, 80), file: shown, line: from + found.line }]];
  });
  return {
    kind: "launchd",
    unit,
    files: [shown],
    settings: Object.fromEntries(settings),
    needsReload: null,
    lingers: null,
    // A profile's agent has a port of its own: only the names OpenClaw had before mean the same gateway.
    competing: beside.filter((label) => /clawdbot|moltbot/iu.test(label)).map((label) => `agent ${harmless(label, 120)}`),
  };
}
