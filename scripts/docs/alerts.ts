// docs/alerts.md, from the rule table.
import type { ReadFrom, Rule, Threshold } from "../../src/data/alerts/alert.ts";
import { limitWords } from "../../src/data/alerts/limit-words.ts";
import { originName } from "../../src/data/alerts/read-from.ts";
import { rules } from "../../src/data/alerts/rules.ts";
import { age } from "../../src/data/units.ts";

const words = { crit: "critical", warn: "warning", info: "information" } as const;

const cellText = (text: string): string => text.replaceAll("|", "\\|");

const limits = (threshold: Threshold): string => `${threshold.quantity}: ${limitWords(threshold) ?? "none until one is set"}`;

function severity({ severity: own, critAfterMs, offByDefault }: Rule): string {
  const later = critAfterMs === undefined ? "" : `, critical after ${age(critAfterMs)}`;
  return `${words[own]}${later}${offByDefault === true ? " (off until set)" : ""}`;
}

function summaryRow(rule: Rule): string {
  const limit = rule.threshold === undefined ? "" : limits(rule.threshold);
  return `| [\`${rule.id}\`](#${rule.id}) | ${cellText(rule.title)} | ${severity(rule)} | ${limit} |`;
}

const scopes: { readonly [S in ReadFrom["scope"]]: string } = {
  none: "",
  "operator.read": "scope operator.read",
  "operator.approvals": "scope operator.approvals, only when `ask.approvals` is set",
};

function place(from: ReadFrom): string {
  const facts = [scopes[from.scope], from.since === null ? "" : `since ${from.since}`].filter((fact) => fact !== "");
  return `  - \`${originName(from)}\`: ${from.field}${facts.length === 0 ? "" : ` (${facts.join(", ")})`}`;
}

const inTime = (ms: number): string => (ms === 0 ? "at once" : `after ${age(ms)}`);

function section(rule: Rule): string {
  const { id, title, threshold, holdMs, clearMs, reason, remedy, readFrom } = rule;
  const hysteresis =
    threshold === undefined || threshold.hysteresis === 0 ? "" : `, and ${threshold.hysteresis * 100} % back from its limit`;
  return [
    `### ${id}`,
    "",
    `**${title}.** ${severity(rule)[0]?.toUpperCase()}${severity(rule).slice(1)}.`,
    "",
    ...(threshold === undefined ? [] : [`- Limit: ${limits(threshold)}`]),
    `- Raised ${inTime(holdMs)}; gone ${inTime(clearMs)}${hysteresis}`,
    `- Why: ${reason}`,
    ...(remedy === null ? [] : [`- What to do: ${remedy}`]),
    "- Read from:",
    ...readFrom.map(place),
  ].join("\n");
}

const intro = `# Alerts

Every problem gatetop can tell, by the id that \`gatetop --json\` (\`alerts[].rule\`) and the config file know it by. This page is made
from the rule table (\`npm run docs\`).

- A problem is **raised** when it lasted for its hold time, and **gone** when it was not found for its clear time. One that comes and
  goes five times in a quarter of an hour is told once, as flapping, until it was calm for five minutes.
- \`critical\` and \`warning\` make the verdict and the exit code; \`information\` makes neither.
- **Unknown is not well**: a rule whose sources this release, this host or this token does not offer raises nothing, and says why where
  it is asked. What it had raised stays, marked as not judged.
- Problems of one rule and one cause are one row from three on; \`--json\` has each by itself, with its \`cause\`.
- Acknowledged, snoozed and maintained problems stay in the list and in \`--json\` (\`acknowledged\`, \`muted\`); they do not make the
  verdict.

## In the config file

\`\`\`json5
// $XDG_CONFIG_HOME/gatetop/config.json5
{
  alerts: {
    memory: { warn: 70, crit: 90 },             // in the unit of its limit
    "queue-wait": { holdMs: 30000 },            // how long before it is raised
    uptime: { severity: "warn", warn: 168 },    // on, with one severity whatever the limit
    "cost-budget": { warn: 20, crit: 50 },      // off until it has a limit
    "update-available": "off",                  // off | info | warn | crit
  },
}
\`\`\`

A severity that is set is the severity of every problem of that rule. Limits are passed, not met: \`warn: 80\` is told at 81.

## All of them`;

/** The whole page. */
export function alertsPage(): string {
  const table = ["| Id | What | Severity | Limit |", "| --- | --- | --- | --- |", ...rules.map(summaryRow)].join("\n");
  return `${[intro, table, ...rules.map(section)].join("\n\n")}\n`;
}
