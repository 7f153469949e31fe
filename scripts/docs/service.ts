// docs/service.md, from the rules of the unit audit.
import { unitRules } from "../../src/data/service/audit.ts";
import type { UnitRule } from "../../src/data/service/unit-rule.ts";

const severities = { crit: "critical", warn: "warning" } as const;
const kinds = { "systemd-user": "systemd, user", "systemd-system": "systemd, system", launchd: "launchd" } as const;

const cellText = (text: string): string => text.replaceAll("|", "\\|").replaceAll("<", "&lt;");

/** systemd's two scopes are one word where a rule is for both. */
function kindWords(rule: UnitRule): string {
  const named = rule.kinds.map((kind) => kinds[kind]);
  const both = rule.kinds.includes("systemd-user") && rule.kinds.includes("systemd-system");
  return [...(both ? ["systemd"] : []), ...named.filter((name) => !both || name === kinds.launchd)].join(", ");
}

const row = (rule: UnitRule): string =>
  `| \`${rule.id}\` | ${kindWords(rule)} | \`${cellText(rule.setting)}\` | ${cellText(rule.wanted)} | ${severities[rule.severity]} | ${cellText(rule.why)} |`;

const intro = `# The service, and \`gatetop doctor\`

How the gateway should be run as a service, rule by rule. Board 8 shows it while the dashboard is open, \`gatetop doctor\` prints it. This
page is made from the table of the rules (\`npm run docs\`).

\`\`\`text
$ gatetop doctor
doctor  prod-vps · openclaw-gateway.service
✖ restart-policy  Restart is on-failure, wanted: always
    why  the gateway restarts itself by ending with exit status 0, which only Restart=always brings back: with this it stays down
    fix  write Restart=always under [Service] in …/openclaw-gateway.service.d/override.conf, line 3, then: systemctl --user daemon-reload
\`\`\`

- What counts is what the service manager has **in force** (\`systemctl show\`), not what a file says. \`systemctl cat\` only tells which
  file has the last word, and the fix names that file and line. Variables of the unit's environment and its command line are not read.
- Wanted values are those of the unit OpenClaw 2026.9.6 installs; older releases installed others. \`openclaw gateway install --force\` writes
  the unit anew, and leaves drop-ins as they are.
- Without a rule's facts it is **unknown**, never right. A gateway on another host shows nothing of its service.
- launchd's rules follow Apple's manual and OpenClaw's installer; they were not tried on a Mac.

## Exit status

| Status | Meaning |
| --- | --- |
| 0 | nothing is wrong |
| 1 | warnings |
| 2 | something critical |
| 3 | nothing could be looked at |

\`gatetop doctor\` needs no token and works with the gateway dead. When it answers, the doctor also asks what only the gateway knows, by the
rules of [docs/alerts.md](alerts.md) \`disk-low\`, \`config-reload\`, \`plugin-errors\`, \`credentials\`, \`cron\` and \`update-available\` (which is
news, and no fault). Of the config file it tells by itself: \`config-syntax\` (with line and column), \`config-mode\` (others can read it),
and \`set-up\` (what gatetop found contradicts itself).

## As JSON

\`gatetop doctor --json\` prints one object. Unknown is \`null\`.

\`\`\`json5
{
  schema: "gatetop-doctor/1",
  at: 1795183200000,                            // epoch ms
  target: { name: "prod-vps", url: "ws://127.0.0.1:18789", local: true },
  unit: "openclaw-gateway.service",
  status: "critical",                           // ok | warning | critical | unknown
  findings: [                                   // right ones too: status "ok"
    {
      id: "restart-policy", status: "fault", severity: "crit", setting: "Restart",
      found: "on-failure", wanted: "always", why: "…", fix: "write Restart=always under [Service] …",
    },
  ],
  unknown: [{ id: "linger", why: "loginctl does not tell whether this user lingers" }],
}
\`\`\`

## All rules`;

const outro = `A unit that does not run the gateway is told too: \`no-unit\` (none is installed), \`not-its-unit\` (the gateway was started beside it), and
\`no-bus\`, \`no-answer\`, \`not-allowed\` where the manager cannot be asked.`;

/** The whole page. */
export function servicePage(): string {
  const head = ["| Id | Of | Setting | Wanted | Severity | Why |", "| --- | --- | --- | --- | --- | --- |"];
  return `${[intro, [...head, ...unitRules.map(row)].join("\n"), outro].join("\n\n")}\n`;
}
