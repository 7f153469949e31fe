// --help, made from the flag table.
import { exitCodeMeanings, exitCodes } from "./exit-codes.ts";
import { scenarioNames } from "./scenario-names.ts";
import { flagList, type FlagGroup } from "./flags.ts";

const titles: { readonly [G in FlagGroup]: string } = {
  gateway: "Which gateway (found by itself on its own host)",
  credentials: "Credentials (never on the command line: others can read it)",
  screen: "Screen",
  output: "Output",
  other: "Other",
};

const variables: readonly (readonly [string, string])[] = [
  ["OPENCLAW_GATEWAY_URL, _PORT", "address of the gateway"],
  ["OPENCLAW_GATEWAY_TOKEN, _PASSWORD", "credential"],
  ["OPENCLAW_STATE_DIR, _CONFIG_PATH", "where OpenClaw's state and config are"],
  ["OPENCLAW_HOME, _PROFILE", "home and profile the two above follow from"],
  ["NO_COLOR", "no colour"],
  ["COLUMNS, LINES", "size of the frame --once prints"],
];

const examples: readonly (readonly [string, string])[] = [
  ["gatetop", "the gateway of this host"],
  ["gatetop wss://host.tailnet.ts.net --token-file F", "a gateway elsewhere"],
  ["gatetop --demo stuck-session", "look around without a gateway"],
  ["gatetop --json | jq .verdict", "for scripts"],
];

export function helpText(): string {
  const groups = Object.entries(titles).map(([group, title]) => {
    const rows = flagList.flatMap(([, flag]): (readonly [string, string])[] => {
      if (flag.group !== group) return [];
      return [[`--${flag.name}${flag.kind === "value" ? ` ${flag.arg}` : ""}`, flag.help]];
    });
    return section(title, rows);
  });
  const codes = Object.entries(exitCodes).map(([name, code]) => `${code} ${exitCodeMeanings[name as keyof typeof exitCodes]}`);
  return [
    "gatetop: top for your OpenClaw gateway\n",
    section("Usage", [
      ["gatetop [TARGET] [FLAGS]", "the dashboard; TARGET is a ws:// or wss:// address"],
      ["gatetop info [TARGET] [FLAGS]", "what was found, and from where; nothing is contacted"],
    ]),
    ...groups,
    section("Environment (flags come before it, OpenClaw's config after it)", variables),
    `Demo scenarios\n  ${scenarioNames.slice(0, 5).join(" · ")}\n  ${scenarioNames.slice(5).join(" · ")}\n`,
    section("Examples", examples),
    `Exit codes\n  ${codes.join(" · ")}\n`,
  ].join("\n");
}

function section(title: string, rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length)) + 2;
  return `${title}\n${rows.map(([left, right]) => `  ${left.padEnd(width)}${right}\n`).join("")}`;
}
