// --help, made from the flag table.
import { exitCodeMeanings, exitCodes } from "./exit-codes.ts";
import { scenarioNames } from "./scenario-names.ts";
import { flagList, type FlagGroup } from "./flags.ts";

const titles: { readonly [G in FlagGroup]: string } = {
  gateway: "Which gateway (found by itself on its own host)",
  credentials: "Credentials (never on the command line: others can read it)",
  repairs: "Repairs (each is shown first, confirmed, watched, proved, and kept in the journal)",
  guard: "Guard (it only tells what it would do, unless --act; config.json5 can say all of this too)",
  screen: "Screen",
  output: "Output",
  other: "Other",
};

const variables: readonly (readonly [string, string])[] = [
  ["OPENCLAW_GATEWAY_URL, _PORT", "address of the gateway"],
  ["OPENCLAW_GATEWAY_TOKEN, _PASSWORD", "credential"],
  ["OPENCLAW_STATE_DIR, _CONFIG_PATH", "where OpenClaw's state and config are"],
  ["OPENCLAW_HOME, _PROFILE", "home and profile the two above follow from"],
  ["GATETOP_READONLY=1", "the same as --readonly"],
  ["NO_COLOR", "no colour"],
  ["COLUMNS, LINES", "size of the frame --once prints"],
];

const examples: readonly (readonly [string, string])[] = [
  ["gatetop", "the gateway of this host"],
  ["gatetop wss://host.tailnet.ts.net --token-file F", "a gateway elsewhere"],
  ["gatetop --demo stuck-session", "look around without a gateway"],
  ["gatetop --json | jq .verdict", "for scripts"],
  ["gatetop restart --mode signal --dry-run", "what a restart would do, and whether it can"],
  ["gatetop restart --yes --json", "exit 0 only when the restart is proved"],
  ["gatetop channel restart telegram/poll", "one channel account"],
  ["gatetop check --timeout 5", "for a monitor: one line, and the exit code"],
  ["gatetop guard --act --restart-at 04:00", "repair what is frozen, restart at night if idle"],
  ["gatetop maintenance on --for 30m", "nothing is repaired or told meanwhile"],
  ["gatetop --replay night.ndjson --speed 10", "what --record kept, ten times as fast"],
];

const SCENARIOS_A_LINE = 5;

const scenarioLines = (): readonly string[] =>
  Array.from({ length: Math.ceil(scenarioNames.length / SCENARIOS_A_LINE) }, (_, line) => {
    const from = line * SCENARIOS_A_LINE;
    return `  ${scenarioNames.slice(from, from + SCENARIOS_A_LINE).join(" · ")}`;
  });

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
      ["gatetop restart [TARGET] [FLAGS]", "restart the gateway, and prove that it restarted"],
      ["gatetop channel [TARGET] VERB ACCOUNT", "start, stop or restart CHANNEL or CHANNEL/ACCOUNT"],
      ["gatetop journal [--json]", "what was done from here, by whom, and how it ended"],
      ["gatetop doctor [TARGET] [--json]", "what is wrong with how the gateway is run, and its fix"],
      ["gatetop check [TARGET] [--json]", "one line with performance data, for a monitoring system"],
      ["gatetop watch [TARGET]", "every change as it comes, one JSON object a line"],
      ["gatetop guard [TARGET] [FLAGS]", "watch without a screen, repair with --act, prove it, tell"],
      ["gatetop guard install|uninstall", "the same as a service of this user; also status, rearm"],
      ["gatetop maintenance on|off|status", "hold the guard and the alarms for a while"],
      ["gatetop config list|restore [N]", "copies of OpenClaw's config that the guard has seen work"],
      ["gatetop report [TARGET] > FILE", "an incident report in Markdown, without names and secrets"],
      ["gatetop info [TARGET] [FLAGS]", "what was found, and from where; nothing is contacted"],
    ]),
    ...groups,
    section("Environment (flags come before it, OpenClaw's config after it)", variables),
    `Demo scenarios\n${scenarioLines().join("\n")}\n`,
    section("Examples", examples),
    `Exit codes\n  ${codes.join(" · ")}\n  gatetop doctor: 0 all right · 1 warnings · 2 something critical · 3 nothing could be looked at\n  gatetop check: 0 OK · 1 warning · 2 critical · 3 unknown\n`,
  ].join("\n");
}

function section(title: string, rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length)) + 2;
  return `${title}\n${rows.map(([left, right]) => `  ${left.padEnd(width)}${right}\n`).join("")}`;
}
