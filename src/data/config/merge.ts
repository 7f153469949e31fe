// What a config file says, over what holds without one. What is wrong in it is named and left out; the rest applies.
import type { Rule, Severity } from "../alerts/alert.ts";
import type { RuleSetting } from "../alerts/settings.ts";
import { defaultGuard } from "../guard/settings.ts";
import { defaultAttention, type Attention, type OwnConfig, type ScreenConfig } from "./own-config.ts";
import { guardConfig, type GivenGuard } from "./guard-config.ts";
import { ownShape } from "./own-shape.ts";
import { right, type Wrong } from "./shape.ts";

export type Merged = { readonly config: OwnConfig; readonly wrong: readonly Wrong[] };

export const defaultConfig: OwnConfig = {
  readonly: false,
  alerts: { rules: {} },
  attention: defaultAttention,
  ask: { approvals: false },
  theme: "dark",
  mouse: false,
  view: "overview",
  guard: defaultGuard,
};

/** As the shape has let it through. */
type Given = {
  readonly readonly?: boolean;
  readonly alerts?: Readonly<Record<string, GivenRule>>;
  readonly attention?: Partial<Attention>;
  readonly ask?: Partial<OwnConfig["ask"]>;
  readonly audit?: { readonly dangerousTools?: readonly string[] };
  readonly guard?: GivenGuard;
} & Partial<ScreenConfig>;
type GivenSeverity = "off" | Severity;
type GivenRule = GivenSeverity | (Omit<RuleSetting, "holdMs"> & { readonly holdSeconds?: number });

/** Null: the limits are in order. Both of a pair count, the table's where the file has none. */
function disorder({ threshold }: Rule, { warn, crit }: RuleSetting): { readonly step: "warn" | "crit"; readonly why: string } | null {
  if (threshold === undefined || (warn === undefined && crit === undefined)) return null;
  const [first, second] = [warn ?? threshold.warn, crit ?? threshold.crit];
  if (first === null || second === null) return null;
  const below = threshold.side === "below";
  if (below ? first >= second : first <= second) return null;
  const own = (given: number | undefined, words: string): string =>
    given === undefined ? `${words}, which holds without one here` : words;
  const order = `${own(warn, `warn ${first}`)} is ${below ? "below" : "above"} ${own(crit, `crit ${second}`)}`;
  return { step: warn === undefined ? "crit" : "warn", why: `${order}: a warning comes first` };
}

function setting(given: GivenRule): RuleSetting {
  if (typeof given === "string") return { severity: given };
  const { holdSeconds, ...rest } = given;
  return holdSeconds === undefined ? rest : { ...rest, holdMs: holdSeconds * 1_000 };
}

function settings(given: Readonly<Record<string, GivenRule>>, rules: readonly Rule[], wrong: Wrong[]): Record<string, RuleSetting> {
  const out: Record<string, RuleSetting> = {};
  for (const [id, value] of Object.entries(given)) {
    const own = setting(value);
    const rule = rules.find((one) => one.id === id);
    const trouble = rule === undefined ? null : disorder(rule, own);
    if (trouble !== null) wrong.push({ path: ["alerts", id, trouble.step], at: "value", why: trouble.why });
    const { warn: _warn, crit: _crit, ...unlimited } = own;
    const kept = trouble === null ? own : unlimited;
    // Nothing of it was right: it is not there, and a rule that is off by default stays off.
    if (Object.keys(kept).length > 0) out[id] = kept;
  }
  return out;
}

/** `value`: what the file holds. `meant`: the word that was probably meant. */
export function merged(value: unknown, rules: readonly Rule[], meant: (word: string, words: readonly string[]) => string | null): Merged {
  const checked = right(ownShape(rules), value, meant);
  const given = (checked.value ?? {}) as Given;
  const wrong = [...checked.wrong];
  const dangerousTools = given.audit?.dangerousTools;
  const config: OwnConfig = {
    readonly: given.readonly ?? defaultConfig.readonly,
    alerts: { rules: settings(given.alerts ?? {}, rules, wrong), ...(dangerousTools === undefined ? {} : { dangerousTools }) },
    attention: { ...defaultAttention, ...given.attention },
    ask: { ...defaultConfig.ask, ...given.ask },
    theme: given.theme ?? defaultConfig.theme,
    mouse: given.mouse ?? defaultConfig.mouse,
    view: given.view ?? defaultConfig.view,
    guard: guardConfig(given.guard ?? {}, wrong),
  };
  return { config, wrong };
}
