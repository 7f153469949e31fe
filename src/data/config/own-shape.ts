// config.json5: every key there is, what it does, and what may stand behind it. The rules' own part comes from their table.
import type { Rule, Threshold } from "../alerts/alert.ts";
import { alertIds } from "../alerts/ids.ts";
import { boardIds } from "../boards/board.ts";
import { themeNames } from "../theme-names.ts";
import { dangerousTools } from "../model/activity.ts";
import { guardShape } from "./guard-shape.ts";
import { schemaOf, type Shape } from "./shape.ts";

type Fields = Extract<Shape, { kind: "fields" }>;

const severities = ["off", "info", "warn", "crit"] as const;
/** A rule that waits longer than a day is one that is off. */
const LONGEST_HOLD_S = 86_400;
const TOOLS_MOST = 200;

const unitWords: { readonly [U in Threshold["unit"]]: string } = {
  "%": "percent",
  cores: "cores",
  ms: "milliseconds",
  s: "seconds",
  h: "hours",
  "per hour": "times an hour",
  "per minute": "times a minute",
  count: "how many",
  USD: "US dollars",
};

function limit({ quantity, unit, side, warn, crit }: Threshold, step: "warn" | "crit"): Shape {
  const given = step === "warn" ? warn : crit;
  const at = given === null ? "none" : String(given);
  return {
    kind: "number",
    least: 0,
    most: unit === "%" ? 100 : Number.MAX_VALUE,
    about: `${step === "warn" ? "warning" : "critical"} ${side === "below" ? "below" : "above"} so much ${quantity}, in ${unitWords[unit]} (${at})`,
  };
}

const NO_LIMIT = "this rule compares no quantity: it has a severity and a hold time, no limits";

function ruleShape(id: string, rule: Rule | undefined): Shape {
  const about = rule?.title ?? id;
  const threshold = rule?.threshold;
  const fields: Fields = {
    kind: "fields",
    about,
    fields: {
      severity: { kind: "word", words: severities, about: "off, or the severity of every problem of this rule" },
      ...(threshold ? { warn: limit(threshold, "warn"), crit: limit(threshold, "crit") } : {}),
      holdSeconds: { kind: "number", least: 0, most: LONGEST_HOLD_S, about: "how long it must last before it is a problem" },
    },
    ...(threshold ? {} : { never: { warn: NO_LIMIT, crit: NO_LIMIT } }),
  };
  return { kind: "word-or-fields", words: severities, fields, about };
}

export function ownShape(rules: readonly Rule[]): Fields {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  return {
    kind: "fields",
    about: "gatetop's own configuration: $XDG_CONFIG_HOME/gatetop/config.json5",
    fields: {
      $schema: { kind: "text", about: "this schema, for editors" },
      readonly: { kind: "flag", about: "true: nothing on the gateway can be changed from here (false)" },
      alerts: {
        kind: "fields",
        about: "the rules by id, as docs/alerts.md lists them: off, a severity, or what is different of one",
        fields: Object.fromEntries(alertIds.map((id) => [id, ruleShape(id, byId.get(id))])),
      },
      attention: {
        kind: "fields",
        about: "how a new critical problem calls you; --no-bell: neither bell nor notification",
        fields: {
          bell: { kind: "flag", about: "the terminal's bell (true)" },
          notify: {
            kind: "word",
            words: ["off", "osc9", "osc777"],
            about: "a notification of the desktop, as the terminal understands it (osc9)",
          },
          title: { kind: "flag", about: "the verdict as the window's title (true)" },
        },
      },
      theme: { kind: "word", words: themeNames, about: "the colours: dark, light, color-blind or mono (dark)" },
      mouse: { kind: "flag", about: "true: clicks select, the wheel moves (false)" },
      view: { kind: "word", words: boardIds, about: "the board to begin with (overview)" },
      audit: {
        kind: "fields",
        about: "what the audit board marks",
        fields: {
          dangerousTools: {
            kind: "texts",
            most: TOOLS_MOST,
            about: `names of tools that are marked as dangerous, in the place of ${dangerousTools.join(", ")}`,
          },
        },
      },
      ask: {
        kind: "fields",
        about: "rights beyond operator.read to ask the gateway for",
        fields: {
          approvals: { kind: "flag", about: "operator.approvals: see what waits for a decision; the same right may also decide (false)" },
        },
      },
      guard: guardShape,
    },
  };
}

/** What is published as config.schema.json. */
export const ownSchema = (rules: readonly Rule[]): Readonly<Record<string, unknown>> => ({
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "gatetop config.json5",
  ...schemaOf(ownShape(rules)),
});
